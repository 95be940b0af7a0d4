#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include <cqrs/codec.hpp>
#include <cqrs/layout.hpp>

namespace cqrs {
namespace layout {

template <class A, class T>
[[nodiscard]] bool assign_if(T& value, const UnionView<T>& view) {
  const auto held = view.template get_if<A>();
  if (held) value = to_struct<A>(*held);
  return held.has_value();
}

template <class T, class... Types>
[[nodiscard]] T to_union(const UnionView<T>& view, AlternativeList<Types...>) {
  T value;
  static_cast<void>((assign_if<Types>(value, view) || ...));
  return value;
}

}  // namespace layout

/// What a view shows of a field of type T, as a value of its own: `owned<std::vector<Line>>(event.lines())`.
template <class T>
[[nodiscard]] T owned(const layout::ViewType<T>& view) {
  if constexpr (std::is_same_v<T, layout::ViewType<T>>) {
    return view;
  } else if constexpr (layout::Record<T>) {
    return to_struct<T>(view);
  } else if constexpr (UnionType<T>) {
    return layout::to_union<T>(view, typename T::Alternatives{});
  } else if constexpr (std::is_same_v<T, Buffer>) {
    return to_buffer(view);
  } else if constexpr (layout::Blob<T>) {
    return T(std::string(view));
  } else if constexpr (kIsList<T>) {
    T list;
    list.reserve(view.size());
    for (const auto& element : view) list.push_back(owned<typename T::value_type>(element));
    return list;
  } else if constexpr (kIsSet<T>) {
    T set;
    for (const auto& element : view) set.insert(set.end(), owned<typename T::value_type>(element));
    return set;
  } else if constexpr (kIsMap<T>) {
    T map;
    for (const auto& [key, value] : view) {
      map.emplace_hint(map.end(), owned<typename T::key_type>(key), owned<typename T::mapped_type>(value));
    }
    return map;
  } else {
    return view ? T(owned<typename T::value_type>(*view)) : T();
  }
}

}  // namespace cqrs
