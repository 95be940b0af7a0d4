#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <cqrs/projection.hpp>
#include <cqrs/query.hpp>

#include "projection/cursor.hpp"

namespace cqrs::projection {

/// The forms in which a database keeps values.
enum class Storage : std::uint8_t { integer, real, text, blob };

/// Where a column of the order is among those of the result.
struct OrderPlace {
  int column = 0;
  Storage storage = Storage::integer;
  int type_column = -1;  ///< tells the storage where the definition does not; negative: it does
};

struct QueryText {
  std::string sql;
  std::vector<OrderPlace> order;
  int limit_parameter = 0;
};

/// The statement that gives a query's results from behind `after` on: values of the order's columns, or none.
/// Parameters: the query's own, one for each value of `after`, the limit.
[[nodiscard]] QueryText query_text(const QueryDefinition& definition, const TableName& table,
                                   std::span<const StoredValue> after);

/// The texts of first pages, which are asked for again and again, each written once for a table. Thread-safe.
class QueryTexts {
 public:
  [[nodiscard]] std::shared_ptr<const QueryText> first_page(const QueryDefinition& definition, const TableName& table);

 private:
  std::mutex mutex_;
  struct Written {
    std::string table;
    std::shared_ptr<const QueryText> text;
  };
  std::unordered_map<const QueryDefinition*, Written> texts_;  ///< of the table asked for last
};

/// "integer", "real", "text" or "blob".
[[nodiscard]] Storage storage_named(std::string_view type) noexcept;

/// The names of the columns that a list of expressions gives: `a, "b", cqrs_sum(c) AS d`.
[[nodiscard]] std::vector<std::string> result_names(std::string_view select);

}  // namespace cqrs::projection
