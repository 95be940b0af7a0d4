#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <cqrs/aggregate.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

// Bytes that releases have stored, which every later build must still read, and what extern functions gave then: the
// file cqrs.samples beside the lock file, held against the code that is going to run.

namespace cqrs::testing {

/// A layout that there may be samples of.
struct SampledLayout {
  std::string_view name;  ///< "bank.Account.AccountOpened", "bank.Money"
  std::uint32_t version = 1;
  /// What is wrong with bytes that are said to mean `json`; empty where nothing is.
  std::string (*violation)(Bytes bytes, std::string_view json) = nullptr;
};

/// An extern function that history calls, in a table of them.
struct SampledFunction {
  std::string_view name;  ///< "bank.riskScore"
  std::uint32_t revision = 0;
  /// The result for arguments that are given as JSON, each for itself, as JSON.
  Result<std::string> (*call)(const void* externs, std::span<const std::string_view> arguments) = nullptr;
  /// Whether two results, as JSON, are the same value.
  bool (*same)(std::string_view a, std::string_view b) = nullptr;
};

/// A GoogleTest failure for each line of the file that is not so any more. With CQRS_SEAL=1 in the environment the
/// results that functions have never been asked for are asked for, and written down.
void check_samples(const std::string& path, std::span<const SampledLayout> layouts,
                   std::span<const SampledFunction> functions, std::span<const AggregateDefinition* const> aggregates,
                   const void* externs);

namespace samples_detail {

/// A value that stands alone, so that it has a JSON form.
template <class T>
struct One {
  T value{};
};
template <class Io, class T>
void fields(Io& io, const One<T>& one) {
  io("value", one.value);
}
template <class T>
void write_json(JsonWriter& out, const One<T>& one) {
  json::write_fields(out, one);
}
template <class T>
bool read_json(JsonReader& in, One<T>& one) {
  return json::read_fields(in, one);
}
template <class T>
void print(Printer& out, const One<T>& one) {
  text::print_fields(out, "One", one);
}

/// `{"value":…}`, and back.
[[nodiscard]] std::string wrapped(std::string_view json);
[[nodiscard]] std::string unwrapped(std::string_view json);

/// What is made of an argument before the function sees it.
template <class T>
using Owned = std::conditional_t<std::same_as<T, std::string_view>, std::string,
                                 std::conditional_t<std::same_as<T, Bytes>, Buffer, T>>;

template <auto Member>
struct Caller;
template <class Externs, class R, class... P, R (*Externs::*Member)(P...)>
struct Caller<Member> {
  static Result<std::string> call(const void* externs, std::span<const std::string_view> arguments) {
    if (arguments.size() != sizeof...(P)) return fail(ErrorCode::invalid_argument, "it takes other arguments");
    return call(*static_cast<const Externs*>(externs), arguments, std::index_sequence_for<P...>());
  }
  static bool same(std::string_view a, std::string_view b) {
    const auto left = from_json<One<R>>(wrapped(a));
    const auto right = from_json<One<R>>(wrapped(b));
    return left && right && to_text(*left) == to_text(*right);
  }

 private:
  template <std::size_t... Index>
  static Result<std::string> call(const Externs& externs, std::span<const std::string_view> arguments,
                                  std::index_sequence<Index...>) {
    std::tuple<One<Owned<std::remove_cvref_t<P>>>...> values;
    std::string problem;
    const auto read = [&](auto& one, std::string_view json) {
      auto value = from_json<std::remove_cvref_t<decltype(one)>>(wrapped(json));
      if (!value) return problem = value.error().text, false;
      one = *std::move(value);
      return true;
    };
    const bool good = (read(std::get<Index>(values), arguments[Index]) && ...);
    if (!good) return fail(ErrorCode::invalid_argument, std::move(problem));
    return unwrapped(to_json(One<R>{(externs.*Member)(std::get<Index>(values).value...)}));
  }
};

template <layout::Record X>
std::string violation(Bytes bytes, std::string_view json) {
  const auto decoded = decode<X>(bytes);
  if (!decoded) return "its bytes are refused: " + decoded.error().text;
  const auto meant = from_json<X>(json);
  if (!meant) return "what it means is refused: " + meant.error().text;
  if (to_text(*decoded) != to_text(*meant)) return "it is read as " + to_text(*decoded);
  const auto again = encode(*decoded);
  if (!again || Bytes(*again).size() != bytes.size() || !std::equal(bytes.begin(), bytes.end(), again->begin())) {
    return "it is stored in other bytes today";
  }
  return {};
}

}  // namespace samples_detail

template <layout::Record X>
constexpr SampledLayout sampled(std::string_view name, std::uint32_t version) {
  return {name, version, samples_detail::violation<X>};
}

/// `sampled_function<&Externs::risk_score>("bank.riskScore", 1)`
template <auto Member>
constexpr SampledFunction sampled_function(std::string_view name, std::uint32_t revision) {
  return {name, revision, samples_detail::Caller<Member>::call, samples_detail::Caller<Member>::same};
}

}  // namespace cqrs::testing
