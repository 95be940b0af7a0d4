#pragma once

#include <map>
#include <set>
#include <string>

#include "interpret/value.hpp"
#include "model/projection.hpp"

namespace cqrsc::interpret {

/// The order of the language, field by field.
struct KeyOrder {
  bool operator()(const Record& a, const Record& b) const;
};

/// The rows of a projection: the fields of each, by the values of its keys. Both by model::Field::index.
using Rows = std::map<Record, Record, KeyOrder>;
using RowKeys = std::set<Record, KeyOrder>;

/// The keys of a projection and then its other fields, numbered anew: a row as it is shown to somebody.
std::deque<model::Field> row_fields(const model::Projection& projection);
/// A row in the order of row_fields().
Record shown_row(const Rows::value_type& row);
/// The fields of a key as JSON, with commas between them: for messages.
std::string key_text(const model::Projection& projection, const Record& key);

}  // namespace cqrsc::interpret
