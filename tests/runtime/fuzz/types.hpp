// Of which type the bytes are that an entry is given: their first one says.
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

#include "../codec/everything_views.hpp"

namespace fuzz {

template <class... Types>
struct TypeList {
  static constexpr std::size_t kSize = sizeof...(Types);
};

using Records = TypeList<everything::Empty, everything::Point, everything::Address, everything::Scalars,
                         everything::Nested, everything::Optionals, everything::Times, everything::Lists,
                         everything::FlatLists, everything::Collections, everything::Choices>;

/// Calls `check` with the type of that number, as a std::type_identity.
template <class Check, class... Types>
void with_type(std::size_t number, TypeList<Types...>, Check check) {
  std::size_t index = 0;
  ((index++ == number % sizeof...(Types) ? check(std::type_identity<Types>{}) : void()), ...);
}

}  // namespace fuzz
