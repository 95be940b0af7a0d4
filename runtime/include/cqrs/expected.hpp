#pragma once

#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

#include <cqrs/error.hpp>

namespace cqrs {

using tl::unexpected;

/// std::expected for C++20, with one difference: what a *temporary* gives out is a value, never a reference into it, so
/// `for (auto& row : load().value())` and `auto& x = *load();` (which does not compile) cannot dangle.
/// `value()` on an error throws, as in the standard; use it only where an error is a bug.
template <class T, class E>
class [[nodiscard]] expected  // NOLINT(readability-identifier-naming): the standard's name
    : public tl::expected<T, E> {
  using Base = tl::expected<T, E>;

 public:
  using Base::Base;
  expected(const Base& other) : Base(other) {}        // NOLINT(google-explicit-constructor)
  expected(Base&& other) : Base(std::move(other)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] const T& value() const& { return Base::value(); }
  [[nodiscard]] T& value() & { return Base::value(); }
  [[nodiscard]] T value() && { return std::move(*this).Base::value(); }

  [[nodiscard]] const T& operator*() const& noexcept { return Base::operator*(); }
  [[nodiscard]] T& operator*() & noexcept { return Base::operator*(); }
  [[nodiscard]] T operator*() && noexcept(std::is_nothrow_move_constructible_v<T>) {
    return std::move(*this).Base::operator*();
  }

  [[nodiscard]] const E& error() const& noexcept { return Base::error(); }
  [[nodiscard]] E& error() & noexcept { return Base::error(); }
  [[nodiscard]] E error() && noexcept(std::is_nothrow_move_constructible_v<E>) {
    return std::move(*this).Base::error();
  }

  friend bool operator==(const expected& a, const expected& b) {
    return a.has_value() == b.has_value() && (a.has_value() ? *a == *b : a.error() == b.error());
  }
  friend bool operator==(const expected& a, const T& b) { return a.has_value() && *a == b; }
};

template <class E>
class [[nodiscard]] expected<void, E>  // NOLINT(readability-identifier-naming): the standard's name
    : public tl::expected<void, E> {
  using Base = tl::expected<void, E>;

 public:
  using Base::Base;
  expected(const Base& other) : Base(other) {}        // NOLINT(google-explicit-constructor)
  expected(Base&& other) : Base(std::move(other)) {}  // NOLINT(google-explicit-constructor)

  void value() const {
    if (!Base::has_value()) throw tl::bad_expected_access<E>(Base::error());
  }

  [[nodiscard]] const E& error() const& noexcept { return Base::error(); }
  [[nodiscard]] E& error() & noexcept { return Base::error(); }
  [[nodiscard]] E error() && noexcept(std::is_nothrow_move_constructible_v<E>) {
    return std::move(*this).Base::error();
  }

  friend bool operator==(const expected& a, const expected& b) {
    return a.has_value() == b.has_value() && (a.has_value() || a.error() == b.error());
  }
};

/// What everything in the runtime that can fail returns.
template <class T>
using Result = expected<T, Error>;

/// `return fail(ErrorCode::conflict, "…");`
[[nodiscard]] inline unexpected<Error> fail(ErrorCode code, std::string text) {
  return unexpected<Error>(Error{code, std::move(text)});
}

}  // namespace cqrs
