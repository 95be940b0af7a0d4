#include "interpret/shape.hpp"

#include <algorithm>

#include "model/aggregate.hpp"

namespace cqrsc::interpret {

using model::Type;
using model::TypeKind;

namespace {

Shape plus(Shape a, Shape b) { return {a.fixed + b.fixed, a.ends + b.ends}; }

std::size_t presence(const Type& type) { return type.kind == TypeKind::Optional ? 1 : 0; }

}  // namespace

std::size_t presence_bytes(const std::deque<model::Field>& fields) {
  const auto optional =
      std::count_if(fields.begin(), fields.end(), [](const model::Field& field) { return presence(*field.type) != 0; });
  return (static_cast<std::size_t>(optional) + 7) / 8;
}

Shape Shapes::of_field(const Type& type) {
  // While its own shape is being computed, a value that contains itself counts as one that has ends.
  const auto [at, is_new] = known_.try_emplace(&type, Shape{0, 1});
  if (!is_new) return at->second;
  const Shape shape = compute(type);
  return known_[&type] = shape;
}

Shape Shapes::compute(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool:
    case TypeKind::Int8:
    case TypeKind::UInt8: return {1, 0};
    case TypeKind::Int16:
    case TypeKind::UInt16:
    case TypeKind::Enum: return {2, 0};
    case TypeKind::Int32:
    case TypeKind::UInt32:
    case TypeKind::Float32:
    case TypeKind::Date: return {4, 0};
    case TypeKind::Int64:
    case TypeKind::UInt64:
    case TypeKind::Float64:
    case TypeKind::Instant:
    case TypeKind::Duration: return {8, 0};
    case TypeKind::Decimal: return {type.precision <= 18 ? 8U : 16U, 0};
    case TypeKind::Uuid: return {16, 0};
    case TypeKind::Id: return of_field(*type.id->base);
    case TypeKind::Value: return of_record(type.value->fields);
    case TypeKind::Optional: {
      const Shape inner = of_field(*type.element);
      return inner.ends == 0 ? inner : Shape{0, 1};
    }
    case TypeKind::String:
    case TypeKind::Bytes:
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Union: return {0, 1};
  }
  return {};
}

Shape Shapes::of_element(const Type& type) { return plus({presence(type), 0}, of_field(type)); }

Shape Shapes::of_entry(const Type& map) {
  const std::size_t bits = presence(*map.key) + presence(*map.element);
  return plus({(bits + 7) / 8, 0}, plus(of_field(*map.key), of_field(*map.element)));
}

Shape Shapes::of_record(const std::deque<model::Field>& fields) {
  Shape shape{presence_bytes(fields), 0};
  for (const model::Field& field : fields) shape = plus(shape, of_field(*field.type));
  return shape;
}

}  // namespace cqrsc::interpret
