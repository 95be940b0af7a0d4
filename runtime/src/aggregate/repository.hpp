#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <cqrs/aggregate.hpp>
#include <cqrs/executor.hpp>
#include <cqrs/store.hpp>

namespace cqrs::aggregate {

/// A state somebody is still folding into; nobody else sees it.
struct MutableState {
  std::shared_ptr<void> state;
  Version version = 0;
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

  [[nodiscard]] MutableState initial() const { return {definition_->initial_state(), 0}; }
  [[nodiscard]] MutableState copy(const LoadedState& loaded) const {
    return {definition_->copy_state(loaded.state.get()), loaded.version};
  }

 private:
  const AggregateDefinition* definition_;
  const void* externs_;
  std::unordered_map<std::string_view, std::vector<const EventLayout*>> layouts_;
};

/// Turns streams into states. Thread-safe.
class Repository {
 public:
  /// The store and the table of extern functions outlive it.
  Repository(Store& store, std::span<const AggregateDefinition* const> definitions, const void* externs);

  /// Null if the application was not started with this aggregate.
  [[nodiscard]] const AggregateType* find(const AggregateDefinition& definition) const noexcept;

  /// Folds what comes after `state.version` into it: until the stream's end, or the version `until`, or the first event
  /// recorded later than `as_of`.
  Result<void> replay(const AggregateType& type, const StreamRef& stream, MutableState& state,
                      std::optional<Version> until = std::nullopt, std::optional<Instant> as_of = std::nullopt) const;

 private:
  Store* store_;
  std::vector<AggregateType> types_;
};

}  // namespace cqrs::aggregate
