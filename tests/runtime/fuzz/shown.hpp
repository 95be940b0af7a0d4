// Whether what is read in place is what is decoded.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>

#include <cqrs/codec.hpp>

namespace fuzz {

template <class T>
bool shows(const cqrs::layout::ViewType<T>& view, const T& value);

struct FieldComparer {
  const cqrs::layout::Place& place;
  bool same = true;

  template <class T>
  void operator()(const char*, cqrs::layout::Field field, const T& value) {
    same = same && shows<T>(cqrs::layout::read<T>(place, field), value);
  }
};

template <cqrs::layout::Record X>
bool shows_record(const typename X::View& view, const X& x) {
  FieldComparer comparer{view.place()};
  X::View::fields(comparer, x);
  return comparer.same;
}

template <class C>
bool shows_elements(const cqrs::layout::ViewType<C>& view, const C& values) {
  std::size_t index = 0;
  for (const auto& value : values) {
    if (index == view.size()) return false;
    if constexpr (cqrs::kIsMap<C>) {
      const auto [key, mapped] = view[index];
      if (!shows<typename C::key_type>(key, value.first) || !shows<typename C::mapped_type>(mapped, value.second))
        return false;
    } else {
      if (!shows<typename C::value_type>(view[index], value)) return false;
    }
    ++index;
  }
  return index == view.size();
}

/// What is looked up in place is there.
template <class C>
bool finds_all(const cqrs::layout::ViewType<C>& view, const C& values) {
  return std::ranges::all_of(values, [&](const auto& value) {
    if constexpr (cqrs::kIsMap<C>) {
      return view.contains(value.first);
    } else {
      return view.contains(value);
    }
  });
}

template <class T>
bool shows(const cqrs::layout::ViewType<T>& view, const T& value) {
  using namespace cqrs::layout;
  if constexpr (std::floating_point<T>) {
    return view == value || (std::isnan(view) && std::isnan(value));
  } else if constexpr (HasScalar<T>) {
    return view == value;
  } else if constexpr (std::same_as<T, cqrs::Buffer>) {
    return std::ranges::equal(view, value);
  } else if constexpr (cqrs::StrongId<T>) {
    return view == value.value();
  } else if constexpr (Blob<T>) {
    return view == value;
  } else if constexpr (cqrs::kIsList<T>) {
    return shows_elements<T>(view, value);
  } else if constexpr (cqrs::kIsSet<T> || cqrs::kIsMap<T>) {
    return shows_elements<T>(view, value) && finds_all<T>(view, value);
  } else if constexpr (cqrs::UnionType<T>) {
    return value.visit([&]<class A>(const A& one) {
      const auto held = view.template get_if<A>();
      return held && shows_record<A>(*held, one);
    });
  } else if constexpr (Record<T>) {
    return shows_record<T>(view, value);
  } else {
    return view.has_value() == value.has_value() && (!value || shows<typename T::value_type>(*view, *value));
  }
}

}  // namespace fuzz
