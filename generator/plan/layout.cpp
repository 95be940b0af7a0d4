#include "plan/layout.hpp"

#include <map>

namespace cqrsc::plan {
namespace {

using namespace model;

/// Bytes of a scalar; 0 where the type is none.
std::uint32_t scalar_size(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool:
    case TypeKind::Int8:
    case TypeKind::UInt8: return 1;
    case TypeKind::Int16:
    case TypeKind::UInt16:
    case TypeKind::Enum: return 2;
    case TypeKind::Int32:
    case TypeKind::UInt32:
    case TypeKind::Float32:
    case TypeKind::Date: return 4;
    case TypeKind::Int64:
    case TypeKind::UInt64:
    case TypeKind::Float64:
    case TypeKind::Instant:
    case TypeKind::Duration: return 8;
    case TypeKind::Uuid: return 16;
    case TypeKind::Decimal: return type.precision <= 18 ? 8 : 16;
    case TypeKind::Id: return scalar_size(*type.id->base);
    default: return 0;
  }
}

/// Lays out a record. Each value in it is laid out once, however often it is held.
class Layouter {
 public:
  RecordLayout lay_out(const std::deque<Field>& fields);

 private:
  Shape shape_of(const Type& type);

  std::map<const ValueVersion*, Shape> values_;
};

/// A field's part in its record, without its presence bit.
Shape Layouter::shape_of(const Type& type) {
  if (type.kind == TypeKind::Value) {
    const auto known = values_.find(type.value);
    if (known != values_.end()) return known->second;
    return values_[type.value] = lay_out(type.value->fields).shape;
  }
  if (type.kind == TypeKind::Optional) {
    // What is optional and of variable size stands in the tail as a whole.
    const Shape inner = shape_of(*type.element);
    return inner.ends == 0 ? inner : Shape{0, 1};
  }
  const std::uint32_t size = scalar_size(type);
  return size != 0 ? Shape{size, 0} : Shape{0, 1};
}

RecordLayout Layouter::lay_out(const std::deque<Field>& fields) {
  RecordLayout layout;
  for (const Field& field : fields) layout.optionals += field.type->kind == TypeKind::Optional ? 1U : 0U;
  layout.shape.fixed = (layout.optionals + 7) / 8;
  std::uint32_t bit = 0;
  for (const Field& field : fields) {
    const Shape part = shape_of(*field.type);
    layout.fields.push_back({layout.shape.fixed, layout.shape.ends, 0, part});
    if (field.type->kind == TypeKind::Optional) layout.fields.back().bit = bit++;
    layout.shape.fixed += part.fixed;
    layout.shape.ends += part.ends;
  }
  return layout;
}

}  // namespace

RecordLayout layout_of(const std::deque<Field>& fields) { return Layouter().lay_out(fields); }

}  // namespace cqrsc::plan
