#include <algorithm>

#include <cqrs/arithmetic.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/testing_commands.hpp>

#include "testing/differences.hpp"

namespace cqrs::testing::detail {

struct CommandRun::Impl {
  const Folding& folding;
  std::vector<std::string> roles;
  ToldClock clock;
  CountingRandom random;
  std::unique_ptr<memory::MemoryStore> store = memory::open();
  std::shared_ptr<Executor> executor;
  CommandCounts counts;
  std::size_t largest = 0;  // text of a state

  Impl(const Folding& of, std::vector<std::string> asked) : folding(of), roles(std::move(asked)) {}

  [[nodiscard]] StreamRef stream() const { return {{}, folding.definition.name, folding.key}; }
  [[nodiscard]] Version head() const { return store->head(stream()).value_or(-1); }
  /// What the stored events fold to; null, with why, where they do not.
  [[nodiscard]] std::shared_ptr<void> folded(std::string& why) const;
  [[nodiscard]] bool can_follow(const StoredEvent& event) const;
  [[nodiscard]] std::string state_violation();
};

namespace {

bool fold(const Folding& folding, const EventLayout& layout, Bytes body, const Meta& meta, void* state) {
  try {
    return layout.fold(state, body, meta, folding.externs);
  } catch (const ArithmeticError&) {
    return false;
  }
}

std::string_view broken_invariant(const AggregateDefinition& definition, const void* state) {
  return definition.broken_invariant == nullptr ? std::string_view() : definition.broken_invariant(state);
}

}  // namespace

std::shared_ptr<void> CommandRun::Impl::folded(std::string& why) const {
  auto state = folding.definition.initial_state();
  Version expected = 1;
  const auto visit = [&](const RecordedEvent& event) {
    const EventLayout* layout = find_layout(folding.definition, event.type, event.layout_version);
    if (event.version != expected++) {
      why = "there is an event " + std::to_string(event.version) + " in the place of " + std::to_string(expected - 1);
    } else if (layout == nullptr || !fold(folding, *layout, event.body, Meta::of(event), state.get())) {
      why = "the stored " + std::string(event.type) + " cannot be folded";
    }
    return why.empty() ? Visit::next : Visit::stop;
  };
  const auto read = store->read(stream(), 1, kNoLimit, visit);
  if (!read) why = "the stored events cannot be read: " + read.error().text;
  return why.empty() ? state : nullptr;
}

bool CommandRun::Impl::can_follow(const StoredEvent& event) const {
  std::string why;
  const auto state = folded(why);
  Meta meta{};
  meta.stream = folding.key;
  meta.version = head() + 1;
  return state != nullptr && fold(folding, *event.layout, event.body, meta, state.get()) &&
         broken_invariant(folding.definition, state.get()).empty();
}

std::string CommandRun::Impl::state_violation() {
  std::string why;
  const auto replayed = folded(why);
  if (!replayed) return why;
  const auto live = executor->load(folding.definition, folding.key);
  if (!live) return "its state cannot be loaded: " + live.error().text;
  if (const auto invariant = broken_invariant(folding.definition, live->state.get()); !invariant.empty()) {
    return "it breaks the invariant \"" + std::string(invariant) + "\": " + folding.state_text(live->state.get());
  }
  const std::string text = folding.state_text(live->state.get());
  largest = std::max(largest, text.size());
  if (const std::string again = folding.state_text(replayed.get()); again != text) {
    return "the state kept is " + text + ", and its events fold to " + again;
  }
  const auto stored = folding.stored_copy(live->state.get());
  if (!stored || folding.state_text(stored.get()) != text) return "this state cannot be stored: " + text;
  return {};
}

CommandRun::CommandRun(const Folding& folding, std::shared_ptr<const void> externs, std::vector<std::string> roles)
    : impl_(std::make_unique<Impl>(folding, std::move(roles))) {
  ExecutorOptions options;
  options.clock = &impl_->clock;
  options.random = &impl_->random;
  const AggregateDefinition* aggregates[] = {&folding.definition};
  impl_->executor = *Executor::start(*impl_->store, aggregates, std::move(externs), std::move(options));
}

CommandRun::~CommandRun() = default;

void CommandRun::give(const StoredEvent& event) {
  if (event.layout == nullptr || !impl_->can_follow(event)) return;
  const NewEvent stored{event.layout->type, event.layout->version, event.body};
  const StreamAppend append{impl_->stream(), ExpectedVersion::any(), std::span(&stored, 1)};
  AppendRequest request;
  request.streams = std::span(&append, 1);
  request.metadata.command_id = Uuid::make(impl_->clock, impl_->random);
  request.metadata.correlation = request.metadata.command_id;
  request.metadata.recorded = kUsualTime;
  static_cast<void>(impl_->store->append(request));
}

CommandOptions CommandRun::options(Arbitrary& arbitrary) {
  impl_->clock.time = arbitrary.make<Instant>();
  CommandOptions options;
  if (arbitrary.below(4) != 0) options.actor.id = arbitrary.below(2) == 0 ? "A" : "B";
  for (const std::string& role : impl_->roles) {
    if (arbitrary.below(4) != 0) options.actor.roles.push_back(role);
  }
  return options;
}

const void* CommandRun::externs() const noexcept { return impl_->executor->externs(); }

std::string CommandRun::carry_out(CommandTask& task, bool with_externs) {
  const Version before = impl_->head();
  impl_->executor->execute(task);
  if (task.ending() == CommandTask::Ending::accepted) {
    ++impl_->counts.accepted;
    const Version after = impl_->head();
    if (task.accepted().versions.last != after) return "it says that its last event is not the stream's last one";
    return after == 0 ? std::string() : impl_->state_violation();
  }
  if (impl_->head() != before) return "it was not accepted, and there are new events";
  if (task.ending() == CommandTask::Ending::rejected) {
    ++impl_->counts.rejected;
    return task.rejection().message.empty() ? "it is rejected without a word" : std::string();
  }
  ++impl_->counts.failed;
  if (with_externs && task.error().code == ErrorCode::handler_failed) return {};
  return "it fails: " + task.error().text;
}

bool CommandRun::is_large() const noexcept {
  constexpr std::size_t kLarge = 20'000;
  return impl_->largest > kLarge;
}

const CommandCounts& CommandRun::counts() const noexcept { return impl_->counts; }

}  // namespace cqrs::testing::detail
