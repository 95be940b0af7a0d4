#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>
#include <cqrs/random.hpp>

namespace cqrs {

/// A place in a distributed trace: what W3C Trace Context calls `traceparent`. Goes with a command
/// (CommandOptions::trace) and is stored with its events.
struct TraceContext {
  std::array<std::uint8_t, 16> trace{};  ///< names the whole trace; never all zeros
  std::array<std::uint8_t, 8> span{};    ///< names the step in it; never all zeros
  bool sampled = true;

  /// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01". Versions later than 00 are read as the standard asks.
  /// invalid_argument for everything else.
  static Result<TraceContext> parse(std::string_view traceparent);

  /// The first step of a new trace.
  static TraceContext start(Random& random);
  /// A step below this one, in the same trace.
  [[nodiscard]] TraceContext child(Random& random) const;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

/// As parse() reads it, in version 00.
[[nodiscard]] std::string to_string(const TraceContext& context);

}  // namespace cqrs
