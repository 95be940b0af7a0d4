#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "plan/columns.hpp"

namespace cqrsc::plan {

/// Writes what of a query the database decides as SQL: see model/sql_able.hpp for what that is. Every piece is true,
/// false or, where a test for `none` before it has decided already, anything: never NULL where that would count.
class Sql {
 public:
  explicit Sql(const model::Query& query);

  /// Of an expression that is SQL-able.
  [[nodiscard]] std::string condition(const model::Expression& expression) const;
  /// The column, parameter or constant that an expression is, in place.
  [[nodiscard]] std::string operand(const model::Expression& expression) const;
  /// Of a group: `count(*)`, `cqrs_sum(balance_amount)`.
  [[nodiscard]] std::string aggregate(const model::AggregateNode& node) const;
  /// The columns of a path of the row; none: it is no such path.
  [[nodiscard]] std::vector<const ColumnPlan*> columns(const model::Expression& expression) const;

  /// How many parameters the query binds.
  [[nodiscard]] std::size_t parameters() const { return parameters_.size(); }

 private:
  [[nodiscard]] std::string binary(const model::BinaryNode& node) const;
  [[nodiscard]] std::string side(const model::Expression& expression, bool mixed) const;
  [[nodiscard]] std::string range(const model::RangeNode& node) const;
  [[nodiscard]] std::string one_of(const model::OneOfNode& node) const;

  std::vector<ColumnPlan> columns_;
  std::vector<ColumnPlan> parameters_;
};

}  // namespace cqrsc::plan
