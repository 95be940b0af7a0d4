#include <algorithm>
#include <cstring>
#include <string>

#include <cqrs/codec.hpp>

namespace cqrs {
namespace layout {
namespace {

using record::FieldInfo;
using record::Kind;
using record::StoredInfo;
using record::TypeInfo;

/// One validation: how deep it is, what it has found wrong, and where.
struct Validation {
  const char* problem = nullptr;
  std::string path;
  int depth = 0;

  bool fail(const char* what) noexcept {
    problem = what;
    return false;
  }
  /// On the way out of a failure: the field, or the element, it is in.
  bool in(std::string_view step) {
    const bool joined = path.empty() || path.front() == '[';
    path.insert(0, std::string(step) + (joined ? "" : "."));
    return false;
  }

  bool check_block(const record::Layout& layout, Bytes bytes);
  bool check_record(const record::Layout& layout, const Place& place, bool ascii);
  bool check(const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field, bool ascii);
  bool check_scalar(const TypeInfo& type, const std::byte* at);
  bool check_optional(const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field, bool ascii);
  bool check_union(const StoredInfo& stored, Bytes bytes);
  bool check_list(const TypeInfo& type, const StoredInfo& stored, Bytes bytes);
  bool check_packed_list(const TypeInfo& type, const StoredInfo& stored, Bytes bytes);
  bool check_elements(const TypeInfo& type, const StoredInfo& stored, const ListPlace& list, bool ascii);
  bool check_entries(const TypeInfo& type, const StoredInfo& stored, const ListPlace& list, bool ascii);
  bool check_order(const TypeInfo& type, const StoredInfo& stored, const ListPlace& list);
};

/// Where a field of this type can hold wrong bytes though all ends are right.
enum class Checks : std::uint8_t { never, outside_ascii, always };

Checks checks_of(const TypeInfo& type, const StoredInfo& stored) {
  switch (type.kind) {
    case Kind::boolean:
    case Kind::float32:
    case Kind::float64:
    case Kind::decimal:
    case Kind::date:
    case Kind::list:
    case Kind::set:
    case Kind::map:
    case Kind::optional:
    case Kind::union_: return Checks::always;
    case Kind::text: return Checks::outside_ascii;
    case Kind::record: {
      const record::Layout& layout = stored.record();
      if (!layout.checked_in_ascii.empty() || layout.optional_count % 8 != 0) return Checks::always;
      return layout.checked.empty() ? Checks::never : Checks::outside_ascii;
    }
    default: return Checks::never;
  }
}

template <class T>
bool is_less(const std::byte* a, const std::byte* b) noexcept {
  return load<T>(a) < load<T>(b);
}

/// Of two keys, in the language's order. Of types that are no keys, nothing is before anything.
bool is_before(const TypeInfo& type, const Place& a, const Place& b, Field field) noexcept {
  const std::byte* left = a.fixed + field.offset;
  const std::byte* right = b.fixed + field.offset;
  switch (type.kind) {
    case Kind::int8: return is_less<std::int8_t>(left, right);
    case Kind::int16: return is_less<std::int16_t>(left, right);
    case Kind::int32:
    case Kind::date: return is_less<std::int32_t>(left, right);
    case Kind::int64:
    case Kind::instant:
    case Kind::duration: return is_less<std::int64_t>(left, right);
    case Kind::uint8: return is_less<std::uint8_t>(left, right);
    case Kind::uint16:
    case Kind::enumeration: return is_less<std::uint16_t>(left, right);
    case Kind::uint32: return is_less<std::uint32_t>(left, right);
    case Kind::uint64: return is_less<std::uint64_t>(left, right);
    case Kind::decimal: return type.precision <= 18 ? is_less<std::int64_t>(left, right) : is_less<Int128>(left, right);
    case Kind::uuid: return std::memcmp(left, right, Scalar<Uuid>::kSize) < 0;
    case Kind::text:
    case Kind::bytes: return as_text(a.slice(field.end)) < as_text(b.slice(field.end));
    default: return false;
  }
}

bool Validation::check_block(const record::Layout& layout, Bytes bytes) {
  const std::size_t root = layout.shape.fixed + kEndSize * layout.shape.ends;
  if (bytes.size() < root) return fail("the bytes end too early");
  const Place place = place_of(bytes, layout.shape);
  if (!ends_valid(place.ends, layout.shape.ends, bytes.size() - root)) {
    return fail("the ends of its parts do not fit its size");
  }
  return check_record(layout, place, is_ascii(bytes.subspan(root)));
}

bool Validation::check_record(const record::Layout& layout, const Place& place, bool ascii) {
  if (!unused_bits_zero(place.fixed, layout.optional_count)) return fail("unused presence bits are set");
  for (const FieldInfo* field : ascii ? layout.checked_in_ascii : layout.checked) {
    if (!check(*field->type, *field->stored, place, field->place, ascii)) return in(field->name);
  }
  return true;
}

bool Validation::check_scalar(const TypeInfo& type, const std::byte* at) {
  bool valid = true;
  switch (type.kind) {
    case Kind::boolean: valid = Scalar<bool>::valid(at); break;
    case Kind::float32: valid = Scalar<float>::valid(at); break;
    case Kind::float64: valid = Scalar<double>::valid(at); break;
    case Kind::date: valid = Scalar<Date>::valid(at); break;
    case Kind::decimal: {
      const Int128 units = type.precision <= 18 ? load<std::int64_t>(at) : load<Int128>(at);
      const Int128 limit = int128::power_of_ten(type.precision);
      valid = -limit < units && units < limit;
      break;
    }
    default: break;
  }
  return valid || fail("the bytes are no value of its type");
}

bool Validation::check(const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field, bool ascii) {
  switch (type.kind) {
    case Kind::bytes: return true;
    case Kind::text: return ascii || is_utf8(as_text(place.slice(field.end))) || fail("the text is not UTF-8");
    case Kind::record: return check_record(stored.record(), place.nested(field), ascii);
    case Kind::optional: return check_optional(type, stored, place, field, ascii);
    case Kind::list:
    case Kind::set:
    case Kind::map: {
      if (++depth > kMaxDepth) return fail("it is nested too deeply");
      const bool ok = check_list(type, stored, place.slice(field.end));
      --depth;
      return ok;
    }
    case Kind::union_: {
      if (++depth > kMaxDepth) return fail("it is nested too deeply");
      const bool ok = check_union(stored, place.slice(field.end));
      --depth;
      return ok;
    }
    default: return check_scalar(type, place.fixed + field.offset);
  }
}

bool Validation::check_optional(const TypeInfo& type, const StoredInfo& stored, const Place& place, Field field,
                                bool ascii) {
  if (!place.has(field.bit)) {
    if (!all_zero(place.fixed + field.offset, stored.shape.fixed)) return fail("it is absent and not zero");
    if (stored.shape.ends > 0 && !place.slice(field.end).empty()) return fail("it is absent and not empty");
    return true;
  }
  if (!stored.is_boxed()) return check(*type.inner, *stored.inner, place, field, ascii);
  if (++depth > kMaxDepth) return fail("it is nested too deeply");
  const bool ok = check_block(stored.inner->record(), place.slice(field.end));
  --depth;
  return ok;
}

bool Validation::check_union(const StoredInfo& stored, Bytes bytes) {
  if (bytes.size() < kNumberSize) return fail("the bytes end too early");
  const auto number = load<std::uint16_t>(bytes.data());
  for (const record::StoredAlternative& alternative : stored.alternatives) {
    if (alternative.number == number) return check_block(alternative.layout(), bytes.subspan(kNumberSize));
  }
  return fail("there is no alternative of that number");
}

/// The entries of a map: their bits, keys and values.
bool Validation::check_entries(const TypeInfo& type, const StoredInfo& stored, const ListPlace& list, bool ascii) {
  const bool optional = type.inner->kind == Kind::optional;
  const EntryFields fields = entry_fields(stored.key->shape, stored.inner->shape, optional);
  for (std::size_t i = 0; i < list.size; ++i) {
    const Place place = list.element(i);
    const bool bits = !optional || unused_bits_zero(place.fixed, 1) || fail("unused presence bits are set");
    if (bits && check(*type.key, *stored.key, place, fields.key, ascii) &&
        check(*type.inner, *stored.inner, place, fields.value, ascii)) {
      continue;
    }
    return in("[" + std::to_string(i) + "]");
  }
  return true;
}

/// Whether each element of a set, or key of a map, is before the next.
bool Validation::check_order(const TypeInfo& type, const StoredInfo& stored, const ListPlace& list) {
  const bool is_map = type.kind == Kind::map;
  const TypeInfo& key = is_map ? *type.key : *type.inner;
  const bool optional = is_map && type.inner->kind == Kind::optional;
  const Field field =
      is_map ? entry_fields(stored.key->shape, stored.inner->shape, optional).key : element_field(false);
  for (std::size_t i = 1; i < list.size; ++i) {
    if (is_before(key, list.element(i - 1), list.element(i), field)) continue;
    (void)fail(is_map ? "the keys of the map do not ascend" : "the elements of the set do not ascend");
    return in("[" + std::to_string(i) + "]");
  }
  return true;
}

bool Validation::check_elements(const TypeInfo& type, const StoredInfo& stored, const ListPlace& list, bool ascii) {
  if (type.kind == Kind::map) return check_entries(type, stored, list, ascii);
  const TypeInfo& element = *type.inner;
  const bool optional = element.kind == Kind::optional;
  const Field field = element_field(optional);
  for (std::size_t i = 0; i < list.size; ++i) {
    const Place place = list.element(i);
    const bool bits = !optional || unused_bits_zero(place.fixed, 1) || fail("unused presence bits are set");
    if (bits && check(element, *stored.inner, place, field, ascii)) continue;
    return in("[" + std::to_string(i) + "]");
  }
  return true;
}

/// Where the elements of a list may be wrong, or the keys and values of a map.
Checks checks_of_elements(const TypeInfo& type, const StoredInfo& stored) {
  const Checks elements = checks_of(*type.inner, *stored.inner);
  return type.kind == Kind::map ? std::max(elements, checks_of(*type.key, *stored.key)) : elements;
}

/// A list whose elements have no ends.
bool Validation::check_packed_list(const TypeInfo& type, const StoredInfo& stored, Bytes bytes) {
  const ListPlace list = ListPlace::of(bytes, stored.element);
  if (bytes.size() % list.stride != 0) return fail("the list's size is no multiple of its elements'");
  if (stored.element.fixed == 0) {
    return all_zero(bytes.data(), bytes.size()) || fail("elements without fields are not zero");
  }
  return (checks_of_elements(type, stored) == Checks::never || check_elements(type, stored, list, true)) &&
         (type.kind == Kind::list || check_order(type, stored, list));
}

bool Validation::check_list(const TypeInfo& type, const StoredInfo& stored, Bytes bytes) {
  const Shape shape = stored.element;
  if (shape.ends == 0) return check_packed_list(type, stored, bytes);
  if (bytes.empty()) return true;
  if (bytes.size() < sizeof(std::uint32_t)) return fail("the list ends before its count");
  const std::uint64_t count = load<std::uint32_t>(bytes.data());
  if (count == 0) return fail("an empty list takes no bytes");
  const std::uint64_t roots = sizeof(std::uint32_t) + count * (shape.fixed + kEndSize * shape.ends);
  if (roots > bytes.size()) return fail("the list has no room for its elements");
  const ListPlace list = ListPlace::of(bytes, shape);
  const Bytes tail = bytes.subspan(static_cast<std::size_t>(roots));
  if (!ends_valid(list.ends, list.size * shape.ends, tail.size())) {
    return fail("the ends of its elements do not fit its size");
  }
  const Checks checks = checks_of_elements(type, stored);
  const bool ascii = is_ascii(tail);
  const bool good = checks == Checks::never || (ascii && checks == Checks::outside_ascii) ||
                    check_elements(type, stored, list, ascii);
  return good && (type.kind == Kind::list || check_order(type, stored, list));
}

}  // namespace

std::optional<Error> find_error(const record::Layout& layout, Bytes bytes) {
  Validation validation;
  if (bytes.size() > kMaxSize) {
    (void)validation.fail("it is too large");
  } else if (validation.check_block(layout, bytes)) {
    return std::nullopt;
  }
  std::string text = std::move(validation.path);
  if (!text.empty()) text += ": ";
  return Error{ErrorCode::corruption, text + validation.problem};
}

}  // namespace layout

namespace record {

Layout::Layout(const Table& fields, layout::Shape record_shape) : table(fields), shape(record_shape) {
  for (const FieldInfo& field : table.fields) {
    if (field.type->kind == Kind::optional) ++optional_count;
    const layout::Checks checks = layout::checks_of(*field.type, *field.stored);
    if (checks != layout::Checks::never) checked.push_back(&field);
    if (checks == layout::Checks::always) checked_in_ascii.push_back(&field);
  }
}

}  // namespace record
}  // namespace cqrs
