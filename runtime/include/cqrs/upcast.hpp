#pragma once

#include <concepts>

#include <cqrs/codec.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/layout.hpp>
#include <cqrs/owned.hpp>

// Values of older versions as those of newer ones, for generated upcasters. For each pair of versions of a value the
// compiler writes a function beside the older one, which reads it in place:
//
//   namespace bank::v1 {
//   inline ::bank::Money upcast(cqrs::Type<::bank::Money>, const MoneyView& old) { … }

namespace cqrs {

/// What `old` is as a `To`: a view of an older version, or a struct of it; through optionals, lists and the values of
/// maps too, and what is there as what may be absent. Throws ArithmeticError where a number leaves its range.
template <class To, class From>
[[nodiscard]] To upcast(const From& old) {
  if constexpr (kIsOptional<To> && !kIsOptional<From>) {
    return To(upcast<typename To::value_type>(old));
  } else if constexpr (kIsOptional<To>) {
    return old ? To(upcast<typename To::value_type>(*old)) : To();
  } else if constexpr (kIsList<To>) {
    To list;
    list.reserve(old.size());
    for (const auto& element : old) list.push_back(upcast<typename To::value_type>(element));
    return list;
  } else if constexpr (kIsMap<To>) {
    using Key = typename To::key_type;
    To map;
    for (const auto& [key, value] : old) {
      if constexpr (kIsMap<From>) {
        map.emplace_hint(map.end(), key, upcast<typename To::mapped_type>(value));
      } else {
        map.emplace_hint(map.end(), owned<Key>(key), upcast<typename To::mapped_type>(value));
      }
    }
    return map;
  } else if constexpr (std::derived_from<From, layout::View> || layout::kIsUnionView<From>) {
    return upcast(Type<To>{}, old);
  } else if constexpr (UnionType<From>) {
    Buffer bytes(layout::tail_size(old));
    static_cast<void>(layout::write_union(old, bytes.data()));
    return upcast(Type<To>{}, layout::UnionView<From>(bytes));
  } else {
    // What was computed on the way has no stored form yet.
    Buffer bytes(encoded_size(old));
    encode_to(bytes.data(), old);
    return upcast(Type<To>{}, view_of<From>(bytes));
  }
}

}  // namespace cqrs
