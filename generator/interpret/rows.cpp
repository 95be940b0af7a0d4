#include "interpret/rows.hpp"

#include <algorithm>

#include "interpret/json.hpp"

namespace cqrsc::interpret {

bool KeyOrder::operator()(const Record& a, const Record& b) const {
  return std::lexicographical_compare(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                                      [](const Value& x, const Value& y) { return compare(x, y) < 0; });
}

std::deque<model::Field> row_fields(const model::Projection& projection) {
  std::deque<model::Field> fields = projection.keys;
  fields.insert(fields.end(), projection.fields.begin(), projection.fields.end());
  for (std::size_t i = 0; i < fields.size(); ++i) fields[i].index = static_cast<std::uint32_t>(i);
  return fields;
}

Record shown_row(const Rows::value_type& row) {
  Record shown = row.first;
  shown.fields.insert(shown.fields.end(), row.second.fields.begin(), row.second.fields.end());
  return shown;
}

std::string key_text(const model::Projection& projection, const Record& key) {
  std::string text;
  for (const model::Field& field : projection.keys)
    text += (text.empty() ? "" : ", ") + to_json(*field.type, key.fields[field.index]);
  return text;
}

}  // namespace cqrsc::interpret
