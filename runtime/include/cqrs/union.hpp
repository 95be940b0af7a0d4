#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

// The unions of the language: a value that is exactly one of several alternatives, each a plain struct.
//
//   bank::Payee payee = bank::Payee::Internal{.account = ada};
//   if (const auto* internal = payee.get_if<bank::Payee::Internal>()) credit(internal->account);
//   payee.visit([](const bank::Payee::Internal& internal) { … }, [](const bank::Payee::External& external) { … });
//
// What a generated union adds to this is its name and the names of its alternatives.

namespace cqrs {

/// Several functions as one; the argument chooses among them.
template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

/// Names the alternatives of a union, in the order of declaration.
template <class...>
struct AlternativeList {};

/// A value of one of the types. Each has its number (kNumber, which is stored) and its name (kName) in the .cqrs file.
/// Without an initial value it holds the first, and that what its own fields are.
template <class... Types>
class Union {
 public:
  using Alternatives = AlternativeList<Types...>;

  Union() = default;
  template <class T>
    requires(std::same_as<T, Types> || ...)
  Union(T alternative) : value_(std::move(alternative)) {}

  /// Whether it is a T.
  template <class T>
    requires(std::same_as<T, Types> || ...)
  [[nodiscard]] bool is() const noexcept {
    return std::holds_alternative<T>(value_);
  }
  /// The T that it is; null where it is another. Valid until the union is changed.
  template <class T>
    requires(std::same_as<T, Types> || ...)
  [[nodiscard]] const T* get_if() const noexcept {
    return std::get_if<T>(&value_);
  }
  template <class T>
    requires(std::same_as<T, Types> || ...)
  [[nodiscard]] T* get_if() noexcept {
    return std::get_if<T>(&value_);
  }
  /// Calls the one of the functions that takes what it is: there is one for each alternative, or one for several.
  template <class... Functions>
  decltype(auto) visit(Functions&&... functions) const {
    return std::visit(Overloaded<std::decay_t<Functions>...>{std::forward<Functions>(functions)...}, value_);
  }

  /// Makes it a T without anything said, and gives that.
  template <class T>
    requires(std::same_as<T, Types> || ...)
  T& emplace() {
    return value_.template emplace<T>();
  }
  /// Which one it is, counted from 0 in the order of declaration.
  [[nodiscard]] std::size_t index() const noexcept { return value_.index(); }

  friend bool operator==(const Union&, const Union&) = default;

 private:
  std::variant<Types...> value_;
};

/// A generated union.
template <class T>
concept UnionType = requires { typename T::Alternatives; };

}  // namespace cqrs
