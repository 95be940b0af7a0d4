#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <cqrs/fields.hpp>
#include <cqrs/projection.hpp>

namespace flat_memory {

struct CountKey {
  std::string key;
  friend bool operator==(const CountKey&, const CountKey&) = default;
};

/// How many events a stream has, as the compiler would write it.
struct Count {
  using Key = CountKey;
  static const cqrs::ProjectionDefinition& definition();

  std::string key;
  std::int64_t events = 0;
};
template <class Io>
void fields(Io& io, const Count& row) {
  io("key", row.key);
  io("events", row.events);
}

/// Called for each event that is applied.
inline std::function<void()> on_event = [] {};

constexpr std::string_view kCategory = "t.Log";
constexpr std::string_view kType = "t.Log.Written";

}  // namespace flat_memory
