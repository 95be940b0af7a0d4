#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/query.hpp>

namespace cqrs::projection {

/// A value of a column, in the form it is stored in.
using StoredValue = std::variant<std::monostate, std::int64_t, double, std::string, Buffer>;

/// A place between two results of a query.
struct Cursor {
  std::vector<StoredValue> after;  ///< the order's columns of the result before it
  std::int64_t given = 0;          ///< results on the pages before it
};

/// Text for URLs: base64url of JSON, which names the query and the order it is a place in.
[[nodiscard]] std::string to_text(const Cursor& cursor, const QueryDefinition& definition);

/// Errors: invalid_argument, for whatever to_text() has not written for this query.
[[nodiscard]] Result<Cursor> parse_cursor(std::string_view text, const QueryDefinition& definition);

}  // namespace cqrs::projection
