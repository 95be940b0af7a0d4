#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <cqrs/aggregate.hpp>
#include <cqrs/arbitrary.hpp>
#include <cqrs/arithmetic.hpp>
#include <cqrs/codec_properties.hpp>

// Properties that hold for every domain; the tests that the compiler writes ask for them by type. Needs the views of
// what is tested.

namespace cqrs::testing {

/// What a stored layout promises, for values of all shapes: see codec_violation().
template <layout::Record X>
void check_layout() {
  constexpr std::uint64_t kValues = 100;
  for (std::uint64_t seed = 0; seed < kValues; ++seed) {
    const std::string violation = codec_violation(Arbitrary(seed).make<X>());
    ASSERT_EQ(violation, "") << "seed " << seed;
  }
}

/// The same of a union.
template <UnionType U>
void check_layout() {
  check_layout<properties::Holder<U>>();
}

namespace detail {

/// One event of a history: how it is folded, and its bytes.
struct StoredEvent {
  const EventLayout* layout = nullptr;
  Buffer body;
};

template <class Event>
StoredEvent arbitrary_event(const AggregateDefinition& definition, Arbitrary& arbitrary) {
  const auto found = std::find_if(definition.events.begin(), definition.events.end(), [](const EventLayout& layout) {
    return layout.type == Event::kType && layout.version == Event::kVersion;
  });
  if (found == definition.events.end()) return {};
  return {&*found, encode(arbitrary.make<Event>()).value()};
}

/// False where a number left its range: the history cannot go on.
inline bool fold(const StoredEvent& event, void* state, Version version) {
  Meta meta{};
  meta.version = version;
  try {
    EXPECT_TRUE(event.layout->fold(state, event.body, meta, nullptr));
    return true;
  } catch (const ArithmeticError&) {
    return false;
  }
}

}  // namespace detail

/// Folding the same events gives the same state, and a copy of a state goes on as the original does.
template <class Aggregate, class... Events>
void check_replay() {
  using State = typename Aggregate::State;
  using Make = detail::StoredEvent (*)(const AggregateDefinition&, Arbitrary&);
  static constexpr Make kMakers[] = {&detail::arbitrary_event<Events>...};
  const AggregateDefinition& definition = Aggregate::definition();
  constexpr std::uint64_t kHistories = 50;
  for (std::uint64_t seed = 0; seed < kHistories; ++seed) {
    Arbitrary arbitrary(seed);
    std::shared_ptr<void> live = definition.initial_state();
    const std::shared_ptr<void> replayed = definition.initial_state();
    for (Version version = 1; version <= 20; ++version) {
      const auto event = kMakers[arbitrary.below(std::size(kMakers))](definition, arbitrary);
      ASSERT_NE(event.layout, nullptr) << "an event of the aggregate is not in its definition";
      live = definition.copy_state(live.get());
      const bool went_on = detail::fold(event, live.get(), version);
      ASSERT_EQ(detail::fold(event, replayed.get(), version), went_on) << "seed " << seed << ", version " << version;
      if (!went_on) break;
      // As text, so that what is not a number is equal to itself.
      ASSERT_EQ(to_text(*static_cast<const State*>(live.get())), to_text(*static_cast<const State*>(replayed.get())))
          << "seed " << seed << ", version " << version;
    }
  }
}

}  // namespace cqrs::testing
