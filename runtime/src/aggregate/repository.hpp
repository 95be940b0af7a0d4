#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <cqrs/aggregate.hpp>
#include <cqrs/executor.hpp>
#include <cqrs/store.hpp>

#include "aggregate/snapshots.hpp"

namespace cqrs::aggregate {

/// A state somebody is still folding into; nobody else sees it.
struct MutableState {
  std::shared_ptr<void> state;
  Version version = 0;
  Uuid last_event = {};  ///< of that version; nil where nothing has been folded
};

enum class FoldStatus : std::uint8_t { folded, overflow, malformed, unknown_version, unknown_type };

/// One definition, with its events found by name, and the table of extern functions that folding may call. Immutable
/// after construction, thread-safe.
class AggregateType {
 public:
  AggregateType(const AggregateDefinition& definition, const void* externs);

  [[nodiscard]] const AggregateDefinition& definition() const noexcept { return *definition_; }

  /// Folds one event; does not touch `state.version`. After anything but `folded` the state is good for nothing. Throws
  /// what an extern function throws.
  [[nodiscard]] FoldStatus fold(MutableState& state, std::string_view type, std::uint32_t layout_version, Bytes body,
                                const Meta& meta) const;

  /// The same for an event from the one store that this object sees events of: found by its number.
  [[nodiscard]] FoldStatus fold(MutableState& state, const RecordedEvent& event) const;

  [[nodiscard]] MutableState initial() const { return {definition_->initial_state()}; }
  [[nodiscard]] MutableState copy(const LoadedState& loaded) const {
    return {definition_->copy_state(loaded.state.get()), loaded.version};
  }

 private:
  using Found = std::pair<const EventLayout*, FoldStatus>;  // the layout, or why there is none
  [[nodiscard]] Found find(std::string_view type, std::uint32_t layout_version) const;
  [[nodiscard]] Found find(const RecordedEvent& event) const;
  [[nodiscard]] FoldStatus fold(MutableState& state, const EventLayout& layout, Bytes body, const Meta& meta) const;

  // Which layout a number was found to stand for; a number looks into one slot, and which it is of stands in there.
  static constexpr std::size_t kSlots = 256;
  static constexpr std::size_t kLookedAt = 16;  // of the layouts, before their names are compared
  using Slots = std::array<std::atomic<std::uint64_t>, kSlots>;

  const AggregateDefinition* definition_;
  const void* externs_;
  std::unordered_map<std::string_view, std::vector<const EventLayout*>> layouts_;
  std::unique_ptr<Slots> by_number_ = std::make_unique<Slots>();
};

/// Turns streams into states. Thread-safe.
class Repository {
 public:
  /// The store, the snapshots and the table of extern functions outlive it.
  Repository(Store& store, Snapshots& snapshots, std::span<const AggregateDefinition* const> definitions,
             const void* externs);

  /// Null if the application was not started with this aggregate.
  [[nodiscard]] const AggregateType* find(const AggregateDefinition& definition) const noexcept;

  /// The state after the last event, or after the version `until`, or before the first event recorded later than
  /// `as_of`; one of version 0 where there is none. Begins with a snapshot where there is one, which changes nothing.
  Result<LoadedState> load(const AggregateType& type, const StreamRef& stream,
                           std::optional<Version> until = std::nullopt,
                           std::optional<Instant> as_of = std::nullopt) const;

  /// The state after the last event, from one that is known.
  Result<LoadedState> go_on(const AggregateType& type, const StreamRef& stream, const LoadedState& known) const;

 private:
  struct Replay;
  Result<void> replay(Replay& replay) const;
  std::optional<Result<MutableState>> load_from_snapshot(const AggregateType& type, const StreamRef& stream,
                                                         std::optional<Version> until, Version& began) const;

  Store* store_;
  Snapshots* snapshots_;
  std::vector<AggregateType> types_;
};

}  // namespace cqrs::aggregate
