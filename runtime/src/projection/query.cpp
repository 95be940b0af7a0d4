#include "projection/query.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>
#include <vector>

#include "projection/cursor.hpp"
#include "projection/query_text.hpp"

namespace cqrs::projection {
namespace {

constexpr std::size_t kMostRows = 10'000;

/// Resets a statement when the scope ends: what it refers to may go then.
class ResetLater {
 public:
  explicit ResetLater(sql::Statement& statement) : statement_(statement) {}
  ResetLater(const ResetLater&) = delete;
  ResetLater& operator=(const ResetLater&) = delete;
  ~ResetLater() { statement_.reset(); }

 private:
  sql::Statement& statement_;
};

void bind_value(sql::Statement& statement, int parameter, const StoredValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return statement.bind(parameter, *integer);
  if (const auto* real = std::get_if<double>(&value)) return statement.bind(parameter, *real);
  if (const auto* text = std::get_if<std::string>(&value)) return statement.bind(parameter, std::string_view(*text));
  if (const auto* bytes = std::get_if<Buffer>(&value)) return statement.bind(parameter, Bytes(*bytes));
}

StoredValue value_at(sql::Statement& statement, const OrderPlace& place) {
  if (statement.is_null(place.column)) return {};
  const auto storage = place.type_column < 0 ? place.storage : storage_named(statement.text(place.type_column));
  switch (storage) {
    case Storage::integer: return statement.integer(place.column);
    case Storage::real: return statement.real(place.column);
    case Storage::text: return std::string(statement.text(place.column));
    case Storage::blob: return to_buffer(statement.bytes(place.column));
  }
  return {};
}

/// One page while it is read.
class PageReader {
 public:
  PageReader(const QueryDefinition& definition, const void* query, void* rows)
      : definition_(definition), query_(query), rows_(rows) {}

  /// Goes on to the next result of the query and adds it; false: there is none.
  Result<bool> next(sql::Statement& statement) {
    for (;;) {
      auto stepped = statement.step();
      if (!stepped || !*stepped) return stepped;
      void* const row = definition_.append(rows_);
      const auto kept = read(statement, row);
      if (!kept || *kept) return kept;
      definition_.drop(rows_);
    }
  }
  void drop_last() { definition_.drop(rows_); }

 private:
  /// False: what was read is no result.
  Result<bool> read(sql::Statement& statement, void* row) const {
    try {
      if (definition_.compute != nullptr) return definition_.compute(statement, query_, row);
      if (auto read = definition_.read(statement, row); !read) return unexpected(std::move(read).error());
      return definition_.keep == nullptr || definition_.keep(query_, row);
    } catch (const std::exception& exception) {
      return fail(ErrorCode::handler_failed, "the condition of " + std::string(definition_.name) +
                                                 " cannot be computed for a row: " + exception.what());
    }
  }

  const QueryDefinition& definition_;
  const void* query_;
  void* rows_;
};

Result<std::int64_t> limit_of(const QueryDefinition& definition, const void* query) {
  if (definition.limit == nullptr) return std::numeric_limits<std::int64_t>::max();
  try {
    return std::max<std::int64_t>(definition.limit(query), 0);
  } catch (const std::exception& exception) {
    return fail(ErrorCode::invalid_argument,
                "the limit of " + std::string(definition.name) + " cannot be computed: " + exception.what());
  }
}

/// Reads at most `most` results; the cursor behind them if there are more.
Result<std::optional<Cursor>> read_page(sql::Statement& statement, const QueryText& text, PageReader& page,
                                        std::int64_t most) {
  Cursor next;
  for (std::int64_t count = 0; count < most; ++count) {
    const auto more = page.next(statement);
    if (!more) return unexpected(more.error());
    if (!*more) return std::optional<Cursor>{};
    if (count + 1 < most) continue;
    for (const auto& place : text.order) next.after.push_back(value_at(statement, place));
  }
  const auto more = page.next(statement);
  if (!more) return unexpected(more.error());
  if (!*more) return std::optional<Cursor>{};
  page.drop_last();
  return std::optional(std::move(next));
}

}  // namespace

Result<std::string> run_query(sql::Connection& connection, const QueryDefinition& definition, const TableName& table,
                              const void* query, const QueryOptions& options, void* rows, QueryTexts& texts) {
  if (options.page_rows < 1 || options.page_rows > kMostRows) {
    return fail(ErrorCode::invalid_argument,
                "a page has 1 to " + std::to_string(kMostRows) + " rows, not " + std::to_string(options.page_rows));
  }
  Cursor cursor;
  if (!options.cursor.empty()) {
    auto parsed = parse_cursor(options.cursor, definition);
    if (!parsed) return unexpected(std::move(parsed).error());
    cursor = *std::move(parsed);
  }
  const auto limit = limit_of(definition, query);
  if (!limit) return unexpected(limit.error());
  const std::int64_t left = *limit - std::min(cursor.given, *limit);
  if (left == 0) return std::string{};
  const std::int64_t most = std::min(left, static_cast<std::int64_t>(options.page_rows));

  const auto written = cursor.after.empty()
                           ? texts.first_page(definition, table)
                           : std::make_shared<const QueryText>(query_text(definition, table, cursor.after));
  const QueryText& text = *written;
  const auto statement = connection.prepare(text.sql);
  if (!statement) return unexpected(statement.error());
  const ResetLater reset(**statement);
  if (auto bound = definition.bind(**statement, query); !bound) return unexpected(std::move(bound).error());
  for (std::size_t i = 0; i < cursor.after.size(); ++i) {
    bind_value(**statement, definition.parameters + 1 + static_cast<int>(i), cursor.after[i]);
  }
  // Where not all that SQL finds is kept, it is not known how much of it will be needed.
  (*statement)
      ->bind(text.limit_parameter, definition.keep == nullptr ? most + 1 : std::numeric_limits<std::int64_t>::max());
  PageReader page(definition, query, rows);
  auto next = read_page(**statement, text, page, most);
  if (!next) return unexpected(std::move(next).error());
  if (!*next || most == left) return std::string{};
  (*next)->given = cursor.given + most;
  return to_text(**next, definition);
}

}  // namespace cqrs::projection
