#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

// How fields lie in tables: the fields of a value are columns of their own, depth first; what has no column of its own
// kind is JSON.

namespace cqrsc::plan {

struct ColumnPlan {
  std::string name;                       ///< `balance_amount`
  std::vector<const model::Field*> path;  ///< from the row's field to the one that the column holds
  const model::Type* type = nullptr;      ///< of the column, optional where it is
  std::string_view kind;                  ///< of cqrs::ColumnKind: "decimal"
  bool optional = false;
  std::uint8_t scale = 0;                    ///< of a decimal
  const model::Enum* enumeration = nullptr;  ///< of an enum
};

std::vector<const model::Field*> pointers_to(const std::deque<model::Field>& fields);

/// Of a projection's row: the keys, then the others.
std::vector<const model::Field*> row_fields(const model::Projection& projection);

/// `prefix`: what stands in front of every name.
std::vector<ColumnPlan> columns_of(const std::vector<const model::Field*>& fields, const std::string& prefix = {});

/// The columns that a type of this name lies in.
std::vector<ColumnPlan> columns_of(const model::Type& type, const std::string& name);

/// As SQL takes it: in quotes where it would mean something else.
std::string sql_name(const std::string& name);

}  // namespace cqrsc::plan
