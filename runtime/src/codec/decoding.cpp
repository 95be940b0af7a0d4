#include <cstring>

#include <cqrs/codec.hpp>

namespace cqrs::layout {
namespace {

using record::FieldInfo;
using record::Kind;
using record::StoredInfo;
using record::TypeInfo;

void assign(void* value, const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field);

template <class T>
void assign_scalar(void* value, const std::byte* from) {
  *static_cast<T*>(value) = Scalar<T>::load(from);
}

void assign_list(void* list, const TypeInfo& type, const StoredInfo& stored, Bytes bytes) {
  const ListPlace from = ListPlace::of(bytes, stored.element);
  if (type.access.resize == nullptr) {
    type.access.clear(list);
    for (std::size_t i = 0; i < from.size; ++i) {
      type.access.append_boolean(list, Scalar<bool>::load(from.element(i).fixed));
    }
    return;
  }
  void* element = type.access.resize(list, from.size);
  const Field field = element_field(type.inner->kind == Kind::optional);
  for (std::size_t i = 0; i < from.size; ++i) {
    assign(element, *type.inner, *stored.inner, from.element(i), field);
    element = record::member_at(element, type.access.element_size);
  }
}

void assign_set(void* set, const TypeInfo& type, const StoredInfo& stored, Bytes bytes) {
  const ListPlace from = ListPlace::of(bytes, stored.element);
  type.access.clear(set);
  for (std::size_t i = 0; i < from.size; ++i) {
    (void)type.access.insert(set, [&](void* element, void*) {
      assign(element, *type.inner, *stored.inner, from.element(i), element_field(false));
      return true;
    });
  }
}

void assign_map(void* map, const TypeInfo& type, const StoredInfo& stored, Bytes bytes) {
  const ListPlace from = ListPlace::of(bytes, stored.element);
  const bool optional = type.inner->kind == Kind::optional;
  const EntryFields fields = entry_fields(stored.key->shape, stored.inner->shape, optional);
  type.access.clear(map);
  for (std::size_t i = 0; i < from.size; ++i) {
    const Place entry = from.element(i);
    (void)type.access.insert(map, [&](void* key, void* value) {
      assign(key, *type.key, *stored.key, entry, fields.key);
      assign(value, *type.inner, *stored.inner, entry, fields.value);
      return true;
    });
  }
}

void assign_optional(void* optional, const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field) {
  if (!place.has(field.bit)) {
    type.access.reset(optional);
  } else if (stored.is_boxed()) {
    const record::Layout& layout = stored.inner->record();
    assign_record(type.access.emplace(optional), layout, place_of(place.slice(field.end), layout.shape));
  } else {
    assign(type.access.emplace(optional), *type.inner, *stored.inner, place, field);
  }
}

void assign_union(void* value, const TypeInfo& type, const StoredInfo& stored, Bytes bytes) {
  const auto number = load<std::uint16_t>(bytes.data());
  for (std::size_t i = 0; i < stored.alternatives.size(); ++i) {
    if (stored.alternatives[i].number != number) continue;
    const record::Layout& layout = stored.alternatives[i].layout();
    return assign_record(type.access.hold(value, i), layout, place_of(bytes.subspan(kNumberSize), layout.shape));
  }
}

void assign(void* value, const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field) {
  const std::byte* from = place.fixed + field.offset;
  switch (type.kind) {
    case Kind::boolean: return assign_scalar<bool>(value, from);
    case Kind::int8: return assign_scalar<std::int8_t>(value, from);
    case Kind::uint8: return assign_scalar<std::uint8_t>(value, from);
    case Kind::int16: return assign_scalar<std::int16_t>(value, from);
    case Kind::uint16: return assign_scalar<std::uint16_t>(value, from);
    case Kind::enumeration: {
      // An enum is not what is below it, only of the same size.
      const auto number = load<std::uint16_t>(from);
      std::memcpy(value, &number, sizeof number);
      return;
    }
    case Kind::int32: return assign_scalar<std::int32_t>(value, from);
    case Kind::uint32: return assign_scalar<std::uint32_t>(value, from);
    case Kind::int64: return assign_scalar<std::int64_t>(value, from);
    case Kind::uint64: return assign_scalar<std::uint64_t>(value, from);
    case Kind::float32: return assign_scalar<float>(value, from);
    case Kind::float64: return assign_scalar<double>(value, from);
    case Kind::decimal:
      if (type.precision <= 18) return assign_scalar<std::int64_t>(value, from);
      *static_cast<Int128*>(value) = load<Int128>(from);
      return;
    case Kind::uuid: return assign_scalar<Uuid>(value, from);
    case Kind::instant: return assign_scalar<Instant>(value, from);
    case Kind::duration: return assign_scalar<Duration>(value, from);
    case Kind::date: return assign_scalar<Date>(value, from);
    case Kind::text: *static_cast<std::string*>(value) = as_text(place.slice(field.end)); return;
    case Kind::bytes: {
      const Bytes bytes = place.slice(field.end);
      static_cast<Buffer*>(value)->assign(bytes.begin(), bytes.end());
      return;
    }
    case Kind::list: return assign_list(value, type, stored, place.slice(field.end));
    case Kind::set: return assign_set(value, type, stored, place.slice(field.end));
    case Kind::map: return assign_map(value, type, stored, place.slice(field.end));
    case Kind::optional: return assign_optional(value, type, stored, place, field);
    case Kind::record: return assign_record(value, stored.record(), place.nested(field));
    case Kind::union_: return assign_union(value, type, stored, place.slice(field.end));
  }
}

}  // namespace

void assign_record(void* x, const record::Layout& layout, const Place& place) {
  for (const FieldInfo& field : layout.table.fields) {
    assign(record::member_at(x, field.offset), *field.type, *field.stored, place, field.place);
  }
}

}  // namespace cqrs::layout
