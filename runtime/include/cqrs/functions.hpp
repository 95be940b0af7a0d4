#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <cqrs/arithmetic.hpp>
#include <cqrs/bytes.hpp>
#include <cqrs/collections.hpp>
#include <cqrs/date.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/time.hpp>

// The built-in functions of the language, as generated code calls them. Deterministic, the same on every machine; what
// does not fit its type throws ArithmeticError.

namespace cqrs {

// ---- Text
// ---------------------------------------------------------------------------------------------------------------

/// Whether the text is well-formed UTF-8.
[[nodiscard]] bool is_text(std::string_view text) noexcept;

/// Code points. The text is well-formed.
[[nodiscard]] std::int64_t length(std::string_view text) noexcept;
[[nodiscard]] inline std::int64_t length(Bytes bytes) noexcept { return static_cast<std::int64_t>(bytes.size()); }
[[nodiscard]] inline bool contains(std::string_view text, std::string_view part) noexcept {
  return text.find(part) != std::string_view::npos;
}
/// ASCII letters only.
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
/// Without the ASCII white space at either end.
[[nodiscard]] std::string trim(std::string_view text);

/// Whether the whole of the text is as the regular expression says. `pattern` is a constant of the program.
[[nodiscard]] bool matches(std::string_view text, std::string_view pattern);

// ---- Order

/// `value in low..high`, both included.
template <class T, class Low, class High>
[[nodiscard]] constexpr bool in_range(const T& value, const Low& low, const High& high) {
  return low <= value && value <= high;
}

// ---- Times
// --------------------------------------------------------------------------------------------------------------

[[nodiscard]] Instant add(Instant instant, Duration duration);
[[nodiscard]] inline Instant add(Duration duration, Instant instant) { return add(instant, duration); }
[[nodiscard]] Instant subtract(Instant instant, Duration duration);
[[nodiscard]] Duration subtract(Instant later, Instant earlier);

[[nodiscard]] inline Duration add(Duration a, Duration b) { return Duration{add<std::int64_t>(a.count(), b.count())}; }
[[nodiscard]] inline Duration subtract(Duration a, Duration b) {
  return Duration{subtract<std::int64_t>(a.count(), b.count())};
}
[[nodiscard]] inline Duration multiply(Duration duration, std::int64_t by) {
  return Duration{multiply<std::int64_t>(duration.count(), by)};
}
[[nodiscard]] inline Duration multiply(std::int64_t by, Duration duration) { return multiply(duration, by); }
/// Rounds towards zero, to whole nanoseconds.
[[nodiscard]] inline Duration divide(Duration duration, std::int64_t by) {
  return Duration{divide<std::int64_t>(duration.count(), by)};
}
/// How many times `b` goes into `a`, and what that leaves over.
[[nodiscard]] inline std::int64_t divide(Duration a, Duration b) { return divide<std::int64_t>(a.count(), b.count()); }
[[nodiscard]] inline Duration remainder(Duration a, Duration b) {
  return Duration{remainder<std::int64_t>(a.count(), b.count())};
}
[[nodiscard]] inline Duration negate(Duration duration) { return Duration{negate<std::int64_t>(duration.count())}; }
[[nodiscard]] inline Duration absolute(Duration duration) { return Duration{absolute<std::int64_t>(duration.count())}; }

// ---- Lists and sets
// -----------------------------------------------------------------------------------------------------

template <class C>
concept Elements = kIsList<C> || kIsSet<C>;

template <Elements C>
using ElementOf = typename C::value_type;

template <Elements C>
[[nodiscard]] std::int64_t length(const C& list) noexcept {
  return static_cast<std::int64_t>(list.size());
}
template <class T, class Element>
[[nodiscard]] bool contains(const std::vector<T>& list, const Element& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}
template <Elements C>
[[nodiscard]] std::optional<ElementOf<C>> first(const C& list) {
  return list.empty() ? std::nullopt : std::optional<ElementOf<C>>(*list.begin());
}
template <Elements C>
[[nodiscard]] std::optional<ElementOf<C>> last(const C& list) {
  return list.empty() ? std::nullopt : std::optional<ElementOf<C>>(*std::prev(list.end()));
}

/// What gives a list gives one of a set too, here and below.
template <class R, Elements C, class Function>
[[nodiscard]] std::vector<R> map(const C& list, Function function) {
  std::vector<R> out;
  out.reserve(list.size());
  for (const auto& element : list) out.push_back(function(element));
  return out;
}
/// The first of the smallest, the first of the greatest.
template <Elements C>
[[nodiscard]] std::optional<ElementOf<C>> min(const C& list) {
  const auto found = std::min_element(list.begin(), list.end());
  return found == list.end() ? std::nullopt : std::optional<ElementOf<C>>(*found);
}
template <Elements C>
[[nodiscard]] std::optional<ElementOf<C>> max(const C& list) {
  const auto found = std::max_element(list.begin(), list.end());
  return found == list.end() ? std::nullopt : std::optional<ElementOf<C>>(*found);
}
/// Of what `of` says of each.
template <Elements C, class Function>
  requires std::invocable<Function&, const ElementOf<C>&>
[[nodiscard]] auto min(const C& list, Function of) {
  return min(map<std::decay_t<std::invoke_result_t<Function&, const ElementOf<C>&>>>(list, std::move(of)));
}
template <Elements C, class Function>
  requires std::invocable<Function&, const ElementOf<C>&>
[[nodiscard]] auto max(const C& list, Function of) {
  return max(map<std::decay_t<std::invoke_result_t<Function&, const ElementOf<C>&>>>(list, std::move(of)));
}
template <class T>
[[nodiscard]] constexpr T min(const T& a, const T& b) {
  return b < a ? b : a;
}
template <class T>
[[nodiscard]] constexpr T max(const T& a, const T& b) {
  return a < b ? b : a;
}

/// Of text, wherever it is.
[[nodiscard]] inline std::string min(std::string_view a, std::string_view b) { return std::string(b < a ? b : a); }
[[nodiscard]] inline std::string max(std::string_view a, std::string_view b) { return std::string(a < b ? b : a); }

template <Elements C, class Predicate>
[[nodiscard]] std::int64_t count(const C& list, Predicate holds) {
  return static_cast<std::int64_t>(std::count_if(list.begin(), list.end(), std::move(holds)));
}
template <Elements C>
[[nodiscard]] std::int64_t count(const C& list) noexcept {
  return static_cast<std::int64_t>(list.size());
}
template <Elements C, class Predicate>
[[nodiscard]] bool any(const C& list, Predicate holds) {
  return std::any_of(list.begin(), list.end(), std::move(holds));
}
template <Elements C, class Predicate>
[[nodiscard]] bool all(const C& list, Predicate holds) {
  return std::all_of(list.begin(), list.end(), std::move(holds));
}

/// The sum of the elements, or of what `of` says of each, as an R.
template <class R, Elements C>
[[nodiscard]] R sum(const C& list) {
  return sum<R>(list, [](const ElementOf<C>& element) { return element; });
}
template <class R, Elements C, class Function>
[[nodiscard]] R sum(const C& list, Function of) {
  R total{};
  for (const auto& element : list) {
    if constexpr (Integer<R>) {
      add_to(total, of(element));
    } else if constexpr (std::same_as<R, Duration>) {
      total = add(total, of(element));
    } else {
      total = R(total + of(element));
    }
  }
  return total;
}

template <Elements C, class Predicate>
[[nodiscard]] std::vector<ElementOf<C>> filter(const C& list, Predicate holds) {
  std::vector<ElementOf<C>> out;
  std::copy_if(list.begin(), list.end(), std::back_inserter(out), std::move(holds));
  return out;
}
/// The first of equal ones stays.
template <Elements C>
[[nodiscard]] std::vector<ElementOf<C>> distinct(const C& list) {
  std::vector<ElementOf<C>> out;
  for (const auto& element : list) {
    if (!contains(out, element)) out.push_back(element);
  }
  return out;
}
/// Merges; equal elements keep their order. Whatever `before` says (of NaN, nothing is before anything), it ends and
/// loses nothing.
template <class T, class Before>
[[nodiscard]] std::vector<T> merge_sorted(std::vector<T> items, Before before) {
  using Distance = typename std::vector<T>::difference_type;
  const auto size = static_cast<Distance>(items.size());
  std::vector<T> merged(items.size());
  for (Distance width = 1; width < size; width *= 2) {
    for (Distance from = 0; from < size; from += 2 * width) {
      const auto at = [&](Distance index) { return std::make_move_iterator(items.begin() + std::min(index, size)); };
      std::merge(at(from), at(from + width), at(from + width), at(from + 2 * width), merged.begin() + from, before);
    }
    std::swap(items, merged);
  }
  return items;
}
template <Elements C>
[[nodiscard]] std::vector<ElementOf<C>> sort(const C& list) {
  return merge_sorted(std::vector<ElementOf<C>>(list.begin(), list.end()),
                      [](const auto& a, const auto& b) { return a < b; });
}
/// By what `key` says of the elements; equal ones keep their order.
template <Elements C, class Key>
[[nodiscard]] std::vector<ElementOf<C>> sort(const C& list, Key key) {
  return merge_sorted(std::vector<ElementOf<C>>(list.begin(), list.end()),
                      [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace cqrs
