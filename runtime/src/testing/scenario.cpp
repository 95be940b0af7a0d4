#include <algorithm>
#include <exception>
#include <utility>

#include <cqrs/layout.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/testing.hpp>

#include "testing/differences.hpp"

namespace cqrs::testing {

namespace detail {

std::vector<PrintedField> choose(std::vector<PrintedField> leaves, const std::vector<std::string_view>& fields) {
  const auto top = [](std::string_view path) { return path.substr(0, path.find_first_of(".[")); };
  std::erase_if(leaves, [&](const PrintedField& leaf) {
    return std::none_of(fields.begin(), fields.end(), [&](auto field) { return top(field) == top(leaf.path); });
  });
  return leaves;
}

Printed printed(std::string text, std::vector<PrintedField> leaves) {
  std::string type = text.substr(0, text.find(' '));
  return {std::move(type), std::move(text), std::move(leaves)};
}

}  // namespace detail

struct ScenarioRun::Impl {
  const AggregateDefinition& aggregate;
  Buffer key;
  ToldClock clock;
  CountingRandom random;
  std::unique_ptr<memory::MemoryStore> store = memory::open();
  std::shared_ptr<Executor> executor;
  std::string problem;  // with the scenario itself
  std::string history;
  std::optional<std::string> command;
  Version before = 0;  // the command
  std::optional<Accepted> accepted;
  std::optional<Printed> rejection;

  Impl(const AggregateDefinition& of, Buffer stream_key, std::shared_ptr<const void> externs)
      : aggregate(of), key(std::move(stream_key)) {
    ExecutorOptions options;
    options.clock = &clock;
    options.random = &random;
    const AggregateDefinition* aggregates[] = {&aggregate};
    executor = *Executor::start(*store, aggregates, std::move(externs), std::move(options));
  }

  [[nodiscard]] StreamRef stream() const { return {{}, aggregate.name, key}; }
  [[nodiscard]] std::string story(std::string_view what) const;
  [[nodiscard]] const EventLayout* find_layout(std::string_view type, std::uint32_t layout_version) const;
  /// As they were stored.
  [[nodiscard]] std::vector<Printed> events_after(Version version) const;
  /// What they are today; what is wrong with one of them, if anything, goes to `trouble`.
  [[nodiscard]] std::vector<Printed> events_today(Version version, std::string& trouble) const;
};

namespace {

void append_printed(std::vector<Printed>& events, const EventLayout& layout, Bytes body) {
  Printer text(Printer::Style::source);
  Printer leaves(Printer::Style::leaves);
  if (record::print_stored(text, *layout.table, layout.shape, body) &&
      record::print_stored(leaves, *layout.table, layout.shape, body)) {
    events.push_back(detail::printed(text.take_text(), leaves.take_leaves()));
  }
}

}  // namespace

std::string ScenarioRun::Impl::story(std::string_view what) const {
  std::string out(what);
  if (!history.empty()) out += "\n  given" + history;
  if (command) out += "\n  when\n    " + *command;
  return out;
}

std::vector<Printed> ScenarioRun::Impl::events_after(Version version) const {
  std::vector<Printed> events;
  const auto visit = [&](const RecordedEvent& event) {
    if (const auto* layout = find_layout(event.type, event.layout_version)) append_printed(events, *layout, event.body);
    return Visit::next;
  };
  static_cast<void>(store->read(stream(), version + 1, kNoLimit, visit));
  return events;
}

const EventLayout* ScenarioRun::Impl::find_layout(std::string_view type, std::uint32_t layout_version) const {
  for (const auto& layout : aggregate.events) {
    if (layout.type == type && layout.version == layout_version) return &layout;
  }
  return nullptr;
}

std::vector<Printed> ScenarioRun::Impl::events_today(Version version, std::string& trouble) const {
  std::vector<Printed> events;
  const auto add_today = [&](const EventLayout& layout, const RecordedEvent& event) {
    EncodedEvents today;
    if (!layout.upcast(today, event.body, Meta::of(event), executor->externs())) return;
    for (const auto& entry : today.entries()) {
      if (const auto* current = find_layout(entry.type, entry.layout_version)) {
        append_printed(events, *current, today.body(entry));
      }
    }
  };
  const auto visit = [&](const RecordedEvent& event) {
    const auto* layout = find_layout(event.type, event.layout_version);
    if (layout == nullptr) return Visit::next;
    try {
      layout->upcast == nullptr ? append_printed(events, *layout, event.body) : add_today(*layout, event);
    } catch (const std::exception& exception) {
      trouble = "event " + std::to_string(event.version) + " cannot be brought up to today: " + exception.what();
    }
    return trouble.empty() ? Visit::next : Visit::stop;
  };
  static_cast<void>(store->read(stream(), version + 1, kNoLimit, visit));
  return events;
}

ScenarioRun::ScenarioRun(const AggregateDefinition& aggregate, Buffer key, std::shared_ptr<const void> externs)
    : impl_(std::make_unique<Impl>(aggregate, std::move(key), std::move(externs))) {}

ScenarioRun::~ScenarioRun() = default;

void ScenarioRun::give(const EncodedEvents& events, const Stamp& stamp) {
  std::vector<NewEvent> stored;
  for (const auto& entry : events.entries()) {
    stored.push_back({entry.type, entry.layout_version, events.body(entry)});
  }
  const StreamAppend append{impl_->stream(), ExpectedVersion::any(), stored};
  AppendRequest request;
  request.streams = std::span(&append, 1);
  request.metadata.command_id = Uuid::make(impl_->clock, impl_->random);
  request.metadata.correlation = request.metadata.command_id;
  request.metadata.recorded = stamp.at.value_or(kUsualTime);
  if (stamp.by) request.metadata.actor = *stamp.by;
  auto appended = impl_->store->append(request);
  if (!appended) {
    impl_->problem = "the given events could not be stored: " + appended.error().text;
    return;
  }
  const auto version = appended->versions.front() - static_cast<Version>(stored.size());
  for (const auto& event : impl_->events_after(version)) impl_->history += "\n    " + event.text;
}

CommandOptions ScenarioRun::begin(const Stamp& stamp, std::string command) {
  impl_->command = std::move(command);
  impl_->clock.time = stamp.at.value_or(kUsualTime);
  CommandOptions options;
  options.actor.id = stamp.by;
  options.actor.roles = stamp.roles;
  return options;
}

void ScenarioRun::execute(CommandTask& task) {
  impl_->accepted.reset();
  impl_->rejection.reset();
  impl_->before = impl_->store->head(impl_->stream()).value_or(0);
  impl_->executor->execute(task);
  if (task.ending() == CommandTask::Ending::accepted) impl_->accepted = task.accepted();
  if (task.ending() == CommandTask::Ending::failed) {
    impl_->problem = "the command failed: " + task.error().text;
  }
}

void ScenarioRun::rejected(Printed rejection) { impl_->rejection = std::move(rejection); }

std::string ScenarioRun::check_events(const std::vector<Printed>& expected) const {
  if (!impl_->problem.empty()) return impl_->story(impl_->problem);
  if (impl_->rejection) return impl_->story("the command was rejected: " + impl_->rejection->text);
  std::string problem;
  const auto actual = impl_->events_today(impl_->before, problem);
  if (!problem.empty()) return impl_->story(problem);
  for (std::size_t i = 0; i < std::max(actual.size(), expected.size()); ++i) {
    const std::string place = "event " + std::to_string(i + 1);
    if (i >= actual.size()) {
      problem += "\n  " + place + " is missing: " + expected[i].text;
    } else if (i >= expected.size()) {
      problem += "\n  " + place + " was not expected: " + actual[i].text;
    } else if (actual[i].type != expected[i].type) {
      problem += "\n  " + place + " is " + actual[i].text + "\n    instead of " + expected[i].text;
    } else if (const auto difference = difference_of(actual[i].leaves, expected[i].leaves); !difference.empty()) {
      problem += "\n  " + place + ", " + actual[i].type + ", differs:";
      append_indented(problem, difference);
    }
  }
  return problem.empty() ? problem : impl_->story("the events are not those expected" + problem);
}

std::string ScenarioRun::check_rejection(const Printed& expected) const {
  if (!impl_->problem.empty()) return impl_->story(impl_->problem);
  const std::string wanted = "\n  expected rejected " + expected.text;
  if (!impl_->command) return impl_->story("there is no command that could be rejected" + wanted);
  if (!impl_->rejection) {
    std::string problem = "the command was accepted" + wanted;
    for (const auto& event : impl_->events_after(impl_->before)) problem += "\n  it came to " + event.text;
    return impl_->story(problem);
  }
  if (impl_->rejection->type != expected.type) {
    return impl_->story("the command was rejected with " + impl_->rejection->text + wanted);
  }
  const auto difference = difference_of(impl_->rejection->leaves, expected.leaves);
  if (difference.empty()) return {};
  std::string problem = "the rejection " + expected.type + " differs:";
  append_indented(problem, difference);
  return impl_->story(problem);
}

std::string ScenarioRun::check_state(const std::vector<PrintedField>& actual, const Printed& expected) const {
  const auto difference = difference_of(actual, expected.leaves);
  if (difference.empty()) return {};
  std::string problem = "the state differs:";
  append_indented(problem, difference);
  return impl_->story(problem);
}

std::shared_ptr<const void> ScenarioRun::state(std::string& problem) const {
  problem = impl_->problem;
  if (problem.empty()) {
    auto loaded = impl_->executor->load(impl_->aggregate, impl_->key);
    if (loaded) return loaded->state;
    problem = loaded.error().text;
  }
  problem = impl_->story(problem);
  return nullptr;
}

const void* ScenarioRun::externs() const noexcept { return impl_->executor->externs(); }

}  // namespace cqrs::testing
