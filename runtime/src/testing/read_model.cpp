#include <algorithm>
#include <optional>
#include <utility>

#include <cqrs/memory.hpp>
#include <cqrs/testing_projections.hpp>

#include "projection/table.hpp"
#include "testing/differences.hpp"

namespace cqrs::testing {
namespace {

/// Far more than anything in memory takes; a test does not wait for it unless something is wrong.
constexpr Duration kPatience = std::chrono::minutes(1);

/// "bank.Account" of "bank.Account.AccountOpened".
std::string_view category_of(std::string_view type) { return type.substr(0, type.rfind('.')); }

}  // namespace

struct ReadModelRun::Impl {
  const ProjectionDefinition& projection;
  std::shared_ptr<const void> externs;
  ToldClock clock;
  CountingRandom random;
  std::unique_ptr<memory::MemoryStore> store = memory::open();
  std::unique_ptr<Projections> projections;
  std::optional<Position> last;
  std::string problem;  // with the scenario itself
  std::string history;
  std::string query;

  Impl(const ProjectionDefinition& of, std::shared_ptr<const void> functions)
      : projection(of), externs(std::move(functions)) {}

  [[nodiscard]] std::string story(std::string_view what) const;
  /// Everything that was given is in the rows, or in `problem`.
  void follow();
  void note_dead_letters();
};

std::string ReadModelRun::Impl::story(std::string_view what) const {
  std::string out(what);
  if (!history.empty()) out += "\n  given" + history;
  if (!query.empty()) out += "\n  when\n    " + query;
  return out;
}

void ReadModelRun::Impl::follow() {
  if (!problem.empty()) return;
  if (!projections) {
    ProjectionOptions options;
    options.attempts = 1;
    const ProjectionDefinition* const definitions[] = {&projection};
    auto started = Projections::start(*store, definitions, externs, std::move(options), clock);
    if (!started) {
      problem = "the projection could not be started: " + started.error().text;
      return;
    }
    projections = *std::move(started);
  }
  if (!last) return;
  if (auto waited = projections->wait(projection.name, *last, kPatience); !waited) problem = waited.error().text;
  if (problem.empty()) note_dead_letters();
}

void ReadModelRun::Impl::note_dead_letters() {
  const auto letters = projections->dead_letters({.projection = std::string(projection.name)});
  if (!letters) {
    problem = letters.error().text;
    return;
  }
  for (const DeadLetter& letter : *letters) {
    if (letter.failed)
      problem += (problem.empty() ? "" : "\n") + letter.type + " could not be applied: " + letter.error;
  }
}

ReadModelRun::ReadModelRun(const ProjectionDefinition& projection, std::shared_ptr<const void> externs)
    : impl_(std::make_unique<Impl>(projection, std::move(externs))) {}

ReadModelRun::~ReadModelRun() {
  if (impl_->projections) impl_->projections->stop();
}

void ReadModelRun::give(Buffer key, const EncodedEvents& event, const Stamp& stamp, const std::string& text) {
  const auto& entry = event.entries().front();
  const NewEvent stored{entry.type, entry.layout_version, event.body(entry)};
  const StreamAppend append{{{}, category_of(entry.type), key}, ExpectedVersion::any(), std::span(&stored, 1)};
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
  impl_->last = appended->position;
  impl_->history += "\n    " + to_string(append.stream) + ": " + text;
}

void ReadModelRun::ask(std::string query) { impl_->query = std::move(query); }

bool ReadModelRun::read(const QueryDefinition& definition, const void* query, void* rows, std::string& problem) {
  impl_->follow();
  QueryOptions options;
  options.page_rows = 10'000;
  while (impl_->problem.empty()) {
    auto page = impl_->projections->query(definition, query, options, rows);
    if (!page) {
      impl_->problem = page.error().text;
    } else if (page->next.empty()) {
      return true;
    } else {
      options.cursor = std::move(page->next);
    }
  }
  problem = impl_->story(impl_->problem);
  return false;
}

std::string ReadModelRun::check_row(const std::vector<PrintedField>* actual, const std::string& key,
                                    const Printed& expected) const {
  if (actual == nullptr) {
    return impl_->story("there is no row " + key + "\n  expected " + expected.text);
  }
  const auto difference = difference_of(*actual, expected.leaves);
  if (difference.empty()) return {};
  std::string problem = "the row " + key + " differs:";
  append_indented(problem, difference);
  return impl_->story(problem);
}

std::string ReadModelRun::check_no_row(const std::string* actual, const std::string& key) const {
  if (actual == nullptr) return {};
  return impl_->story("there is a row " + key + ": " + *actual);
}

std::string ReadModelRun::check_results(const std::vector<Printed>& actual,
                                        const std::vector<Printed>& expected) const {
  std::string problem;
  for (std::size_t i = 0; i < std::max(actual.size(), expected.size()); ++i) {
    const std::string place = "result " + std::to_string(i + 1);
    if (i >= actual.size()) {
      problem += "\n  " + place + " is missing: " + expected[i].text;
    } else if (i >= expected.size()) {
      problem += "\n  " + place + " was not expected: " + actual[i].text;
    } else if (const auto difference = difference_of(actual[i].leaves, expected[i].leaves); !difference.empty()) {
      problem += "\n  " + place + " differs:";
      append_indented(problem, difference);
    }
  }
  return problem.empty() ? problem : impl_->story("the query gives something else:" + problem);
}

namespace detail {

std::string column_list(const TableDefinition& table) {
  std::string list;
  for (const Column& column : table.columns) list += (list.empty() ? "" : ", ") + projection::quoted(column.name);
  return list;
}

std::vector<OrderColumn> key_order(const TableDefinition& table) {
  std::vector<OrderColumn> order;
  for (const Column& column : table.columns.first(table.keys)) order.push_back({column.name});
  return order;
}

}  // namespace detail

}  // namespace cqrs::testing
