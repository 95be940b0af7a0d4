#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <cqrs/arbitrary.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/generated_projection.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/testing.hpp>

// Tests of read models in the domain's own words; what scenarios are compiled to, and what one writes by hand:
//
//   TEST(AccountSummary, FollowsTheAccount) {
//     cqrs::testing::ProjectionScenario<bank::AccountSummary>(bank::externs<BankLogic>())
//         .given(ada, bank::AccountOpened{.owner = "Ada", .currency = bank::Currency::EUR})
//         .then_row({.account = ada}, cqrs::testing::only(bank::AccountSummary{.owner = "Ada"}, {"owner"}));
//   }

namespace cqrs::testing {

/// The untyped half of a scenario of a read model: a store in memory, and the projection that follows it.
class ReadModelRun {
 public:
  ReadModelRun(const ProjectionDefinition& projection, std::shared_ptr<const void> externs);
  ReadModelRun(const ReadModelRun&) = delete;
  ReadModelRun& operator=(const ReadModelRun&) = delete;
  ~ReadModelRun();

  /// `event` is one, `text` how it is written.
  void give(Buffer key, const EncodedEvents& event, const Stamp& stamp, const std::string& text);
  void ask(std::string query);

  /// All results of a query, a page at a time; what is wrong, with the whole story, goes to `problem`.
  bool read(const QueryDefinition& definition, const void* query, void* rows, std::string& problem);

  // What is wrong, with the whole story below it; empty where nothing is.
  [[nodiscard]] std::string check_row(const std::vector<PrintedField>* actual, const std::string& key,
                                      const Printed& expected) const;
  [[nodiscard]] std::string check_no_row(const std::string* actual, const std::string& key) const;
  [[nodiscard]] std::string check_results(const std::vector<Printed>& actual,
                                          const std::vector<Printed>& expected) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

namespace detail {

/// "account, owner" with quotes; and the same as an order by the key.
[[nodiscard]] std::string column_list(const TableDefinition& table);
[[nodiscard]] std::vector<OrderColumn> key_order(const TableDefinition& table);

/// The query for every row of a projection.
template <class Row>
const QueryDefinition& every_row() {
  static const TableDefinition& table = *Row::definition().table;
  static const std::string kSelect = column_list(table);
  static const std::vector<OrderColumn> kOrder = key_order(table);
  static const QueryDefinition kDefinition{.name = Row::kName,
                                           .projection = &Row::definition,
                                           .select = kSelect,
                                           .order = kOrder,
                                           .bind = [](sql::Statement&, const void*) { return Result<void>(); },
                                           .append = append_row<Row>,
                                           .drop = drop_row<Row>,
                                           .read = read_row<Row>};
  return kDefinition;
}

template <class Row>
bool has_key(const Row& row, const typename Row::Key& key) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return ((boost::pfr::get<I>(row) == boost::pfr::get<I>(key)) && ...);
  }(std::make_index_sequence<boost::pfr::tuple_size_v<typename Row::Key>>{});
}

}  // namespace detail

/// What scenarios of projections and of queries have in common. Row is the projection's.
template <class Self, class Row>
class ReadModelScenario {
 public:
  using Externs = typename Row::Context::Externs;

  /// This has happened in the stream of that id, behind all that was given before.
  template <class Id, class Event>
    requires requires { Event::kType; }
  Self& given(const Id& id, const Event& event, const Stamp& stamp = {}) {
    EncodedEvents events;
    events.add(event);
    run_.give(key_of(id), events, stamp, to_text(event));
    return static_cast<Self&>(*this);
  }

 protected:
  ReadModelScenario(const Externs& externs, const char* file, int line)
      : file_(file), line_(line), run_(Row::definition(), std::make_shared<const Externs>(externs)) {}

  Self& report(const std::string& problem) {
    if (!problem.empty()) ADD_FAILURE_AT(file_, line_) << problem;
    return static_cast<Self&>(*this);
  }
  [[nodiscard]] ReadModelRun& run() { return run_; }

 private:
  const char* file_;
  int line_;
  ReadModelRun run_;
};

/// One test of one projection. Failures are GoogleTest's, and do not end the test.
template <class Row>
class ProjectionScenario : public ReadModelScenario<ProjectionScenario<Row>, Row> {
  using Base = ReadModelScenario<ProjectionScenario<Row>, Row>;

 public:
  using Externs = typename Base::Externs;
  using Key = typename Row::Key;

  explicit ProjectionScenario(const Externs& externs = {}, std::source_location here = std::source_location::current())
      : ProjectionScenario(externs, here.file_name(), static_cast<int>(here.line())) {}
  ProjectionScenario(const Externs& externs, const char* file, int line) : Base(externs, file, line) {}

  /// There is a row of this key, and it is this.
  template <class Expected>
  ProjectionScenario& then_row(const Key& key, const Expected& expected) {
    if (!load()) return *this;
    const Row* row = find(key);
    std::vector<PrintedField> actual;
    if (row != nullptr) actual = leaves(*row);
    return this->report(
        this->run().check_row(row == nullptr ? nullptr : &actual, binding::key_text(key), detail::printed(expected)));
  }
  ProjectionScenario& then_no_row(const Key& key) {
    if (!load()) return *this;
    const Row* row = find(key);
    const std::string text = row == nullptr ? std::string() : to_text(*row);
    return this->report(this->run().check_no_row(row == nullptr ? nullptr : &text, binding::key_text(key)));
  }

 private:
  bool load() {
    rows_.clear();
    std::string problem;
    if (this->run().read(detail::every_row<Row>(), nullptr, &rows_, problem)) return true;
    this->report(problem);
    return false;
  }
  [[nodiscard]] const Row* find(const Key& key) const {
    const auto at = std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return detail::has_key(row, key); });
    return at == rows_.end() ? nullptr : &*at;
  }

  std::vector<Row> rows_;
};

/// One test of one query.
template <class Query>
class QueryScenario : public ReadModelScenario<QueryScenario<Query>, typename Query::Projection> {
  using Base = ReadModelScenario<QueryScenario<Query>, typename Query::Projection>;
  using Row = typename Query::Row;

 public:
  using Externs = typename Base::Externs;

  explicit QueryScenario(const Externs& externs = {}, std::source_location here = std::source_location::current())
      : QueryScenario(externs, here.file_name(), static_cast<int>(here.line())) {}
  QueryScenario(const Externs& externs, const char* file, int line) : Base(externs, file, line) {}

  QueryScenario& when(const Query& query) {
    query_ = query;
    this->run().ask(to_text(query));
    return *this;
  }

  /// The query gives exactly these, in this order.
  template <class... Rows>
  QueryScenario& then(const Rows&... rows) {
    std::vector<Row> found;
    std::string problem;
    if (!this->run().read(Query::definition(), &query_, &found, problem)) return this->report(problem);
    std::vector<Printed> actual;
    for (const Row& row : found) actual.push_back(detail::printed(row));
    return this->report(this->run().check_results(actual, {detail::printed(rows)...}));
  }
  QueryScenario& then_nothing() { return then(); }

 private:
  Query query_;
};

// ---- What holds for every projection ----

/// The events of an aggregate that a projection has to do with, of all versions.
template <class Aggregate, class... Events>
struct Streams {};

namespace detail {

/// An event that was recorded some time.
struct HistoricEvent {
  StreamId stream;
  Version version = 0;
  std::string_view type;
  std::uint32_t layout_version = 1;
  Buffer body;
};

template <class Aggregate, class Event>
HistoricEvent historic_event(Arbitrary& arbitrary) {
  const auto id = arbitrary.make<typename Aggregate::Id>();
  return {StreamId({}, std::string(Aggregate::kName), key_of(id)), 0, Event::kType, Event::kVersion,
          encode(arbitrary.make<Event>()).value()};
}

using MakeEvent = HistoricEvent (*)(Arbitrary&);
template <class Aggregate, class... Events>
void add_makers(std::vector<MakeEvent>& makers, Streams<Aggregate, Events...>) {
  (makers.push_back(&historic_event<Aggregate, Events>), ...);
}

/// What is wrong, in one sentence; empty where all is well.
[[nodiscard]] std::string projection_violation(const ProjectionDefinition& projection, const void* externs,
                                               std::vector<HistoricEvent> history, Arbitrary& arbitrary);

}  // namespace detail

/// Whatever has happened, rows that are built anew in one go are those of a projection that followed in batches of any
/// size, some of which were applied twice because the first time was rolled back; and so is what could not be applied.
template <class Row, class... AllStreams, class Externs>
void check_projection(const Externs& externs) {
  std::vector<detail::MakeEvent> makers;
  (detail::add_makers(makers, AllStreams{}), ...);
  constexpr std::uint64_t kHistories = 25;
  constexpr std::size_t kEvents = 60;
  for (std::uint64_t seed = 0; seed < kHistories; ++seed) {
    Arbitrary arbitrary(seed, 4);
    // So that events meet the rows of others.
    arbitrary.repeat_ids(3);
    std::vector<detail::HistoricEvent> history;
    for (std::size_t i = 0; i < kEvents; ++i) history.push_back(makers[arbitrary.below(makers.size())](arbitrary));
    ASSERT_EQ(detail::projection_violation(Row::definition(), &externs, std::move(history), arbitrary), "")
        << "seed " << seed;
  }
}

}  // namespace cqrs::testing
