#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include <cqrs/sql.hpp>
#include <cqrs/time.hpp>

// Statements in one line.

namespace cqrs::projection {

namespace detail {

template <std::integral T>
void bind_value(sql::Statement& statement, int parameter, T value) {
  statement.bind(parameter, static_cast<std::int64_t>(value));
}
inline void bind_value(sql::Statement& statement, int parameter, std::string_view text) {
  statement.bind(parameter, text);
}
inline void bind_value(sql::Statement& statement, int parameter, Bytes bytes) { statement.bind(parameter, bytes); }
inline void bind_value(sql::Statement& statement, int parameter, Instant instant) {
  statement.bind(parameter, instant.nanoseconds);
}
template <class T>
void bind_value(sql::Statement& statement, int parameter, const std::optional<T>& value) {
  value ? bind_value(statement, parameter, *value) : statement.bind_null(parameter);
}

struct Resetter {
  sql::Statement& statement;
  ~Resetter() { statement.reset(); }
};

}  // namespace detail

/// Executes a statement with these values as ?1, ?2, …, and shows `visit` each row of the result.
template <class Visit, class... Values>
Result<void> each_row(sql::Connection& connection, std::string_view text, Visit visit, const Values&... values) {
  auto prepared = connection.prepare(text);
  if (!prepared) return unexpected(std::move(prepared).error());
  sql::Statement& statement = **prepared;
  const detail::Resetter resetter{statement};
  int parameter = 0;
  (detail::bind_value(statement, ++parameter, values), ...);
  for (;;) {
    const auto more = statement.step();
    if (!more) return unexpected(more.error());
    if (!*more) return {};
    visit(statement);
  }
}

template <class... Values>
Result<void> run(sql::Connection& connection, std::string_view text, const Values&... values) {
  return each_row(connection, text, [](sql::Statement&) {}, values...);
}

/// All 64 bits in a column.
[[nodiscard]] inline std::int64_t to_column(std::uint64_t bits) noexcept { return std::bit_cast<std::int64_t>(bits); }
[[nodiscard]] inline std::uint64_t from_column(std::int64_t column) noexcept {
  return std::bit_cast<std::uint64_t>(column);
}

}  // namespace cqrs::projection
