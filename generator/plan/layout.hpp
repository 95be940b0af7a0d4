#pragma once

#include <cstdint>
#include <vector>

#include "model/model.hpp"

namespace cqrsc::plan {

/// The size of a record's fixed part, presence bits included, and the number of its ends.
struct Shape {
  std::uint32_t fixed = 0;
  std::uint32_t ends = 0;
};

/// Where a field is in its record's stored form: the offset among the fixed parts, the index of its first end, and, for
/// an optional one, the number of its presence bit. docs/storage-format.md is the specification.
struct FieldLayout {
  std::uint32_t offset = 0;
  std::uint32_t end = 0;
  std::uint32_t bit = 0;
  Shape shape = {};  // its part of the record, presence bit excepted
};

struct RecordLayout {
  Shape shape;
  std::uint32_t optionals = 0;
  std::vector<FieldLayout> fields;  // as declared
};

RecordLayout layout_of(const std::deque<model::Field>& fields);

}  // namespace cqrsc::plan
