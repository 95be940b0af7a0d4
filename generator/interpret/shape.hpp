#pragma once

#include <cstddef>
#include <deque>
#include <map>

#include "model/declaration.hpp"

namespace cqrsc::interpret {

/// How much a field, an element or a record takes of the areas of its record: docs/storage-format.md.
struct Shape {
  std::size_t fixed = 0;  ///< bytes of the fixed part
  std::size_t ends = 0;   ///< how many ends
};

/// Computes shapes and remembers them by type. Not thread-safe; types must outlive it.
class Shapes {
 public:
  Shape of_field(const model::Type& type);
  Shape of_element(const model::Type& type);
  Shape of_record(const std::deque<model::Field>& fields);
  /// Of an entry of a map: the record of its key and its value.
  Shape of_entry(const model::Type& map);

 private:
  Shape compute(const model::Type& type);

  std::map<const model::Type*, Shape> known_;
};

/// Bytes of presence bits before the fixed parts of a record of these fields.
std::size_t presence_bytes(const std::deque<model::Field>& fields);

}  // namespace cqrsc::interpret
