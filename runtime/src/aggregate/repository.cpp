#include "aggregate/repository.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <cqrs/arithmetic.hpp>

#include "aggregate/command_flow.hpp"

namespace cqrs {

Meta Meta::of(const RecordedEvent& event) noexcept {
  const CommitMetadata& commit = *event.commit;
  Meta meta;
  meta.id = event.id;
  meta.correlation = commit.correlation.is_nil() ? commit.command_id : commit.correlation;
  meta.causation = commit.command_id;
  meta.stream = event.stream.key;
  meta.version = event.version;
  meta.time = commit.recorded;
  if (!commit.actor.empty()) meta.actor = commit.actor;
  if (!event.stream.tenant.empty()) meta.tenant = event.stream.tenant;
  return meta;
}

namespace aggregate {
namespace {

std::string name_of(const RecordedEvent& event) {
  return "event " + std::to_string(event.version) + " of " + to_string(event.stream) + " (" + std::string(event.type) +
         " v" + std::to_string(event.layout_version) + ")";
}

Error fold_error(FoldStatus status, const RecordedEvent& event) {
  const std::string name = name_of(event);
  switch (status) {
    case FoldStatus::overflow:
      return {ErrorCode::corruption,
              name +
                  " cannot be folded: a number leaves the range of its type. Its stream stops here and nothing is "
                  "changed; correct the `on` block or widen the type"};
    case FoldStatus::unknown_version:
      return {ErrorCode::unsupported_version,
              name +
                  " was written in a newer version than this program knows. Its stream stops here and nothing is "
                  "lost; run the newer release"};
    case FoldStatus::unknown_type:
      return {ErrorCode::unsupported_version,
              name +
                  " is of a type that this program does not know. Its stream stops here and nothing is lost; run the "
                  "release that writes it"};
    default:
      return {ErrorCode::corruption,
              name + " holds bytes that its layout does not allow. Its stream stops here; restore it from a backup"};
  }
}

Error thrown_error(const RecordedEvent& event, std::string_view what) {
  return {ErrorCode::handler_failed, "folding " + name_of(event) +
                                         " threw an exception. Its stream stops here and nothing is lost; it goes on "
                                         "when the code that throws is corrected: " +
                                         std::string(what)};
}

// Nothing that code of the application throws gets among the store's own.
std::optional<Error> fold_stored(const AggregateType& type, MutableState& state, const RecordedEvent& event) {
  try {
    const auto status = type.fold(state, event);
    if (status == FoldStatus::folded) return std::nullopt;
    return fold_error(status, event);
  } catch (const std::exception& exception) {
    return thrown_error(event, exception.what());
  } catch (...) {
    return thrown_error(event, "of an unknown type");
  }
}

}  // namespace

AggregateType::AggregateType(const AggregateDefinition& definition, const void* externs)
    : definition_(&definition), externs_(externs) {
  for (const auto& layout : definition.events) layouts_[layout.type].push_back(&layout);
}

AggregateType::Found AggregateType::find(std::string_view type, std::uint32_t layout_version) const {
  // An event that was just decided mostly brings the very name that stands in the table.
  for (const EventLayout& layout : definition_->events.first(std::min(definition_->events.size(), kLookedAt))) {
    if (layout.type.data() == type.data() && layout.type.size() == type.size() && layout.version == layout_version) {
      return {&layout, FoldStatus::folded};
    }
  }
  const auto found = layouts_.find(type);
  if (found == layouts_.end()) return {nullptr, FoldStatus::unknown_type};
  for (const EventLayout* layout : found->second) {
    if (layout->version == layout_version) return {layout, FoldStatus::folded};
  }
  return {nullptr, FoldStatus::unknown_version};
}

AggregateType::Found AggregateType::find(const RecordedEvent& event) const {
  if (event.type_number == 0) return find(event.type, event.layout_version);
  std::atomic<std::uint64_t>& slot = (*by_number_)[event.type_number % kSlots];
  const std::uint64_t kept = slot.load(std::memory_order_relaxed);
  if (kept >> 32U == event.type_number) return {&definition_->events[kept & 0xFFFFFFFFU], FoldStatus::folded};
  const Found found = find(event.type, event.layout_version);
  if (found.first != nullptr) {
    const auto index = static_cast<std::uint64_t>(found.first - definition_->events.data());
    slot.store((std::uint64_t{event.type_number} << 32U) | index, std::memory_order_relaxed);
  }
  return found;
}

FoldStatus AggregateType::fold(MutableState& state, const EventLayout& layout, Bytes body, const Meta& meta) const {
  try {
    return layout.fold(state.state.get(), body, meta, externs_) ? FoldStatus::folded : FoldStatus::malformed;
  } catch (const ArithmeticError&) {
    return FoldStatus::overflow;
  }
}

FoldStatus AggregateType::fold(MutableState& state, std::string_view type, std::uint32_t layout_version, Bytes body,
                               const Meta& meta) const {
  const auto [layout, status] = find(type, layout_version);
  return layout == nullptr ? status : fold(state, *layout, body, meta);
}

FoldStatus AggregateType::fold(MutableState& state, const RecordedEvent& event) const {
  const auto [layout, status] = find(event);
  return layout == nullptr ? status : fold(state, *layout, event.body, Meta::of(event));
}

Repository::Repository(Store& store, Snapshots& snapshots, std::span<const AggregateDefinition* const> definitions,
                       const void* externs)
    : store_(&store), snapshots_(&snapshots) {
  types_.reserve(definitions.size());
  for (const auto* definition : definitions) types_.emplace_back(*definition, externs);
}

const AggregateType* Repository::find(const AggregateDefinition& definition) const noexcept {
  for (const auto& type : types_) {
    if (&type.definition() == &definition) return &type;
  }
  return nullptr;
}

/// Folds into `state` what comes after it.
struct Repository::Replay {
  const AggregateType& type;
  StreamRef stream;
  MutableState state;
  std::optional<Version> until = std::nullopt;
  std::optional<Instant> as_of = std::nullopt;
  /// The state is from a snapshot: whether the event it ends with is the stream's is still to be seen.
  bool unproven = false;
  /// Afterwards: the state is not one of this stream, or not one its events can be folded into.
  bool refuted = false;

  [[nodiscard]] Version first() const noexcept { return unproven ? state.version : state.version + 1; }
  [[nodiscard]] std::size_t limit() const noexcept {
    return until ? static_cast<std::size_t>(std::max<Version>(*until - first() + 1, 0)) : kNoLimit;
  }
};

Result<void> Repository::replay(Replay& replay) const {
  if (replay.limit() == 0) return {};
  const bool from_snapshot = replay.unproven;
  std::optional<Error> failure;
  const InsideCommand inside;  // as far as extern functions that upcasters call are concerned
  MutableState& state = replay.state;
  const auto visit = [&](const RecordedEvent& event) {
    if (replay.unproven) {
      if (event.id != state.last_event) return Visit::stop;
      replay.unproven = false;
      return Visit::next;
    }
    if (replay.as_of && event.commit->recorded > *replay.as_of) return Visit::stop;
    failure = fold_stored(replay.type, state, event);
    if (failure) return Visit::stop;
    state.version = event.version;
    state.last_event = event.id;
    return Visit::next;
  };
  auto read = store_->read(replay.stream, replay.first(), replay.limit(), visit);
  if (!read) return unexpected<Error>(std::move(read).error());
  // What no program of today can fold says nothing against the snapshot.
  const bool folds = !failure || failure->code == ErrorCode::unsupported_version;
  replay.refuted = replay.unproven || (from_snapshot && !folds);
  if (failure) return unexpected<Error>(*std::move(failure));
  return {};
}

/// None: there is no snapshot, or none that belongs to this history.
std::optional<Result<MutableState>> Repository::load_from_snapshot(const AggregateType& type, const StreamRef& stream,
                                                                   std::optional<Version> until, Version& began) const {
  auto found = snapshots_->find(type.definition(), stream, until);
  if (!found) return std::nullopt;
  Replay replay{type, stream, {std::move(found->state), found->version, found->last_event}, until};
  replay.unproven = true;
  auto replayed = this->replay(replay);
  if (replay.refuted) {
    snapshots_->count_discarded();
    return std::nullopt;
  }
  if (!replayed) return Result<MutableState>(unexpected<Error>(std::move(replayed).error()));
  snapshots_->count_used();
  began = found->version;
  return Result<MutableState>(std::move(replay.state));
}

Result<LoadedState> Repository::load(const AggregateType& type, const StreamRef& stream, std::optional<Version> until,
                                     std::optional<Instant> as_of) const {
  Version began = 0;
  std::optional<Result<MutableState>> loaded;
  // A snapshot does not say when its events were recorded.
  if (!as_of) loaded = load_from_snapshot(type, stream, until, began);
  if (!loaded) {
    Replay replay{type, stream, type.initial(), until, as_of};
    auto replayed = this->replay(replay);
    if (!replayed) return unexpected<Error>(std::move(replayed).error());
    loaded.emplace(std::move(replay.state));
  }
  if (!*loaded) return unexpected<Error>(std::move(*loaded).error());
  MutableState& state = **loaded;
  LoadedState result{std::move(state.state), state.version};
  if (!until && !as_of) snapshots_->offer(type.definition(), stream, result, state.last_event, began);
  return result;
}

Result<LoadedState> Repository::go_on(const AggregateType& type, const StreamRef& stream,
                                      const LoadedState& known) const {
  Replay replay{type, stream, type.copy(known)};
  auto replayed = this->replay(replay);
  if (!replayed) return unexpected<Error>(std::move(replayed).error());
  LoadedState result{std::move(replay.state.state), replay.state.version};
  if (result.version > known.version) {
    snapshots_->offer(type.definition(), stream, result, replay.state.last_event, known.version);
  }
  return result;
}

}  // namespace aggregate
}  // namespace cqrs
