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
    const auto status = type.fold(state, event.type, event.layout_version, event.body, Meta::of(event));
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

FoldStatus AggregateType::fold(MutableState& state, std::string_view type, std::uint32_t layout_version, Bytes body,
                               const Meta& meta) const {
  const auto found = layouts_.find(type);
  if (found == layouts_.end()) return FoldStatus::unknown_type;
  for (const EventLayout* layout : found->second) {
    if (layout->version != layout_version) continue;
    try {
      return layout->fold(state.state.get(), body, meta, externs_) ? FoldStatus::folded : FoldStatus::malformed;
    } catch (const ArithmeticError&) {
      return FoldStatus::overflow;
    }
  }
  return FoldStatus::unknown_version;
}

Repository::Repository(Store& store, std::span<const AggregateDefinition* const> definitions, const void* externs)
    : store_(&store) {
  types_.reserve(definitions.size());
  for (const auto* definition : definitions) types_.emplace_back(*definition, externs);
}

const AggregateType* Repository::find(const AggregateDefinition& definition) const noexcept {
  for (const auto& type : types_) {
    if (&type.definition() == &definition) return &type;
  }
  return nullptr;
}

Result<void> Repository::replay(const AggregateType& type, const StreamRef& stream, MutableState& state,
                                std::optional<Version> until, std::optional<Instant> as_of) const {
  std::optional<Error> failure;
  const auto limit = until ? static_cast<std::size_t>(std::max<Version>(*until - state.version, 0)) : kNoLimit;
  if (limit == 0) return {};
  const InsideCommand inside;  // as far as extern functions that upcasters call are concerned
  const auto visit = [&](const RecordedEvent& event) {
    if (as_of && event.commit->recorded > *as_of) return Visit::stop;
    failure = fold_stored(type, state, event);
    if (failure) return Visit::stop;
    state.version = event.version;
    return Visit::next;
  };
  auto read = store_->read(stream, state.version + 1, limit, visit);
  if (!read) return unexpected<Error>(std::move(read).error());
  if (failure) return unexpected<Error>(*std::move(failure));
  return {};
}

}  // namespace aggregate
}  // namespace cqrs
