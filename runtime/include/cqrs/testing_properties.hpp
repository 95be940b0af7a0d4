#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <cqrs/aggregate.hpp>
#include <cqrs/arbitrary.hpp>
#include <cqrs/codec_properties.hpp>
#include <cqrs/stream_key.hpp>

// Properties that hold for every domain; the tests that the compiler writes ask for them by type. Needs the views of
// what is tested.

namespace cqrs::testing {

/// What a stored layout promises, for values of all shapes: see codec_violation().
template <layout::Record X>
void check_layout() {
  constexpr std::uint64_t kValues = 100;
  constexpr std::uint32_t kSizes = 8;
  for (std::uint64_t seed = 0; seed < kValues; ++seed) {
    const auto size = static_cast<std::uint32_t>(1 + seed % kSizes);
    const std::string violation = codec_violation(Arbitrary(seed, size).make<X>());
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

/// Null: the definition has no such layout.
[[nodiscard]] const EventLayout* find_layout(const AggregateDefinition& definition, std::string_view type,
                                             std::uint32_t version);

/// A definition, and what is needed to fold and to compare.
struct Folding {
  const AggregateDefinition& definition;
  const void* externs;
  Buffer key;  ///< of the stream
  std::string (*state_text)(const void* state);
  /// A copy made through its stored form; null where it has none.
  std::shared_ptr<void> (*stored_copy)(const void* state);
};

template <class Aggregate, class Externs>
Folding folding_of(const Externs& externs, Arbitrary& arbitrary) {
  using State = typename Aggregate::State;
  return {Aggregate::definition(), &externs, key_of(arbitrary.make<typename Aggregate::Id>()),
          [](const void* state) { return to_text(*static_cast<const State*>(state)); },
          [](const void* state) -> std::shared_ptr<void> {
            const auto bytes = encode(*static_cast<const State*>(state));
            if (!bytes) return nullptr;
            auto decoded = decode<State>(*bytes);
            return decoded ? std::make_shared<State>(*std::move(decoded)) : nullptr;
          }};
}

template <class Event>
StoredEvent arbitrary_event(const AggregateDefinition& definition, Arbitrary& arbitrary) {
  const EventLayout* layout = find_layout(definition, Event::kType, Event::kVersion);
  if (layout == nullptr) return {};
  return {layout, encode(arbitrary.make<Event>()).value()};
}

/// What is wrong, in one sentence; empty where all is well.
[[nodiscard]] std::string replay_violation(const Folding& folding, const std::vector<StoredEvent>& history,
                                           std::size_t snapshot_after);
[[nodiscard]] std::string upcast_violation(const Folding& folding, const StoredEvent& event);
[[nodiscard]] std::string damage_violation(const Folding& folding, const StoredEvent& event, Arbitrary& arbitrary);

}  // namespace detail

/// Folding the same events, of whatever versions, gives the same state; a copy of a state goes on as the original does,
/// and so does what comes back from its stored form.
template <class Aggregate, class... Events, class Externs>
void check_replay(const Externs& externs) {
  using Make = detail::StoredEvent (*)(const AggregateDefinition&, Arbitrary&);
  static constexpr Make kMakers[] = {&detail::arbitrary_event<Events>...};
  constexpr std::uint64_t kHistories = 50;
  constexpr std::size_t kEvents = 20;
  for (std::uint64_t seed = 0; seed < kHistories; ++seed) {
    Arbitrary arbitrary(seed);
    const detail::Folding folding = detail::folding_of<Aggregate>(externs, arbitrary);
    std::vector<detail::StoredEvent> history;
    for (std::size_t i = 0; i < kEvents; ++i) {
      history.push_back(kMakers[arbitrary.below(std::size(kMakers))](folding.definition, arbitrary));
      ASSERT_NE(history.back().layout, nullptr) << "an event of the aggregate is not in its definition";
    }
    ASSERT_EQ(detail::replay_violation(folding, history, arbitrary.below(kEvents)), "") << "seed " << seed;
  }
}

/// Every event of an older version, whatever it holds, comes up to today or overflows as the language says it may; what
/// it becomes can be stored, and does to the state what the old event does. Damaged bytes are refused or are another
/// event; a beginning of them is always refused.
template <class Aggregate, class Event, class Externs>
void check_upcast(const Externs& externs) {
  constexpr std::uint64_t kValues = 100;
  for (std::uint64_t seed = 0; seed < kValues; ++seed) {
    Arbitrary arbitrary(seed);
    const detail::Folding folding = detail::folding_of<Aggregate>(externs, arbitrary);
    const auto event = detail::arbitrary_event<Event>(folding.definition, arbitrary);
    ASSERT_NE(event.layout, nullptr) << "a version of an event is not in the aggregate's definition";
    ASSERT_EQ(detail::upcast_violation(folding, event), "") << "seed " << seed;
    ASSERT_EQ(detail::damage_violation(folding, event, arbitrary), "") << "seed " << seed;
  }
}

}  // namespace cqrs::testing
