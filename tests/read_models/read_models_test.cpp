// Random logs, applied by compiled projections that keep their rows in a database, and by the interpreter, which is
// what the language says: rows, dead letters and the answers to every query are the same.
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <gmock/gmock.h>

#include <cqrs/json.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/stream_key.hpp>

#include "../generator/sema/run_analysis.hpp"
#include "interpret/codec.hpp"
#include "interpret/json.hpp"
#include "interpret/project.hpp"
#include "interpret/query.hpp"
#include "random_values.hpp"
#include "reads/reads.hpp"

namespace read_models {
namespace {

namespace interpret = cqrsc::interpret;
namespace model = cqrsc::model;

constexpr auto kLong = std::chrono::seconds(60);  // never waited for where all is well

const model::Context& domain() {
  static const cqrsc::AnalysisRun kRun = [] {
    std::ifstream in(CQRS_SOURCE_DIR "/tests/read_models/reads.cqrs", std::ios::binary);
    return cqrsc::AnalysisRun({{"reads.cqrs", {std::istreambuf_iterator<char>(in), {}}, true}});
  }();
  if (kRun.model == nullptr) throw std::runtime_error(kRun.findings());
  return kRun.model->context();
}

template <class Declarations>
const auto& named(const Declarations& declarations, std::string_view name) {
  for (const auto& one : declarations)
    if (one.name == name) return one;
  throw std::runtime_error("there is no " + std::string(name));
}

class StillClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {1'767'258'000'000'000'000}; }
};

std::string_view unqualified(std::string_view name) { return name.substr(name.rfind('.') + 1); }

/// One log, and what both make of it.
class Log {
 public:
  explicit Log(std::uint64_t seed) : random_(seed) {}

  /// Stores the events, by two commits of which the projections see one before they start.
  void write(int events) {
    for (int i = 0; i < events; ++i) add();
  }

  void start(cqrs::ProjectionOptions options) {
    options.attempts = 1;
    auto started =
        cqrs::Projections::start(*store_, reads::Reads::projection_definitions(), nullptr, std::move(options), clock_);
    ASSERT_TRUE(started) << started.error();
    projections_ = *std::move(started);
  }

  void follow() {
    const auto waited = projections_->wait_all(store_->end(0).value(), kLong);
    ASSERT_TRUE(waited) << waited.error();
  }

  /// The dead letters of every projection: `row:` and its key, or `stream`, as often as an event waits there.
  void compare_dead_letters() {
    for (const model::Projection& projection : domain().projections) {
      std::map<std::string, int> stored;
      for (const cqrs::DeadLetter& one : projections_->dead_letters({.projection = projection.name}).value())
        ++stored[one.sequence.starts_with("stream:") ? "stream" : one.sequence];
      EXPECT_EQ(stored, letters_[projection.name]) << projection.name;
    }
  }

  template <class Query>
  void compare(int times = 1) {
    const model::Query& query = named(domain().queries, unqualified(Query::kName));
    for (int i = 0; i < times; ++i) {
      const interpret::Record parameters = random_.record(query.parameters);
      const std::string asked = interpret::to_json(query.parameters, parameters);
      std::vector<std::string> expected;
      const auto found = interpret::answer(query, rows_[query.from->name].rows, parameters);
      ASSERT_TRUE(found) << found.error().text;
      for (const interpret::Record& one : *found)
        expected.push_back(interpret::to_json(interpret::result_fields(query), one));
      EXPECT_EQ(answers<Query>(asked), expected) << Query::kName << " " << asked;
    }
  }

  [[nodiscard]] std::size_t rows() const {
    std::size_t count = 0;
    for (const auto& [name, one] : rows_) count += one.rows.size();
    return count;
  }
  [[nodiscard]] std::size_t letters() const {
    std::size_t count = 0;
    for (const auto& [name, sequences] : letters_) count += sequences.size();
    return count;
  }

 private:
  void add() {
    const auto& aggregates = domain().aggregates;
    // Mostly orders, of which there is most to say.
    const std::uint64_t chosen = random_.below(6);
    const model::Aggregate& aggregate = aggregates[chosen < 3 ? 0 : chosen == 3 ? 1 : 2];
    const model::Event& event = aggregate.events[random_.below(aggregate.events.size())];
    const model::EventVersion& version = event.versions[random_.below(event.versions.size())];
    const interpret::Record fields = random_.record(version.fields);
    interpret::Meta meta;
    meta.stream = random_.value(*named(domain().ids, aggregate.id->name).base);
    meta.time = 1'767'000'000'000'000'000 + static_cast<std::int64_t>(random_.below(10)) * 40'000'000'000'000;
    if (random_.below(2) == 0) meta.actor = "ada";
    meta.version = append(aggregate, version, fields, meta);
    for (const model::Projection& projection : domain().projections)
      for (const interpret::RowTrouble& trouble :
           interpret::project(projection, version, fields, meta, rows_[projection.name]))
        ++letters_[projection.name][trouble.key ? sequence(projection, *trouble.key) : "stream"];
  }

  std::int64_t append(const model::Aggregate& aggregate, const model::EventVersion& version,
                      const interpret::Record& fields, const interpret::Meta& meta) {
    const std::string body = interpret::encode(version.fields, fields).value();
    const auto& uuid = std::get<interpret::Uuid>(meta.stream.node).bytes;
    const cqrs::StreamId stream("", "reads." + aggregate.name, cqrs::to_buffer(std::as_bytes(std::span(uuid))));
    const std::string type = "reads." + aggregate.name + "." + version.name;
    const cqrs::NewEvent event{.type = type, .layout_version = version.version, .body = cqrs::as_bytes(body)};
    const cqrs::StreamAppend part{stream, cqrs::ExpectedVersion::any(), {&event, 1}};
    cqrs::AppendRequest request;
    request.streams = {&part, 1};
    request.metadata.command_id = cqrs::Uuid::make();
    request.metadata.recorded = {meta.time};
    if (meta.actor) request.metadata.actor = *meta.actor;
    return static_cast<std::int64_t>(store_->append(request).value().versions.at(0));
  }

  static std::string sequence(const model::Projection& projection, const interpret::Record& key) {
    std::string text;
    for (const model::Field& field : projection.keys)
      text += (text.empty() ? "[" : ",") + interpret::to_json(*field.type, key.fields[field.index]);
    return text + "]";
  }

  /// Page by page.
  template <class Query>
  std::vector<std::string> answers(const std::string& parameters) {
    const auto query = cqrs::from_json<Query>(parameters);
    EXPECT_TRUE(query) << query.error();
    std::vector<std::string> result;
    cqrs::QueryOptions options{.page_rows = 1 + random_.below(7)};
    do {
      std::vector<typename Query::Row> rows;
      const auto answer = projections_->query(Query::definition(), &*query, options, &rows);
      EXPECT_TRUE(answer) << answer.error();
      if (!answer) return result;
      for (const auto& row : rows) result.push_back(cqrs::to_json(row));
      options.cursor = answer->next;
    } while (!options.cursor.empty());
    return result;
  }

  RandomValues random_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  StillClock clock_;
  std::map<std::string, interpret::ReadModel> rows_;
  std::map<std::string, std::map<std::string, int>> letters_;
  std::unique_ptr<cqrs::Projections> projections_;
};

void compare_rows(Log& log) {
  log.compare<reads::AllOrders>();
  log.compare<reads::AllNotes>();
  log.compare<reads::AllSkus>();
  log.compare<reads::AllDays>();
  log.compare<reads::AllShops>();
  log.compare<reads::AllSizes>();
  log.compare<reads::AllChains>();
  log.compare<reads::AllJournal>();
  log.compare<reads::AllDepots>();
  log.compare<reads::AllDepotDays>();
  log.compare<reads::AllParts>();
}

void compare_queries(Log& log) {
  log.compare<reads::Orders>(5);
  log.compare<reads::Due>(5);
  log.compare<reads::Paid>(5);
  log.compare<reads::Odd>(5);
  log.compare<reads::Notes>(5);
  log.compare<reads::Heavy>(5);
  log.compare<reads::Weights>(5);
  log.compare<reads::Levels>();
  log.compare<reads::ByStatus>(2);
  log.compare<reads::ByFlag>();
  log.compare<reads::Whole>();
  log.compare<reads::ByCurrency>(3);
  log.compare<reads::Tagged>(5);
  log.compare<reads::Paced>(5);
  log.compare<reads::Stocks>();
  log.compare<reads::PerDay>(3);
}

TEST(ReadModels, AreWhatTheLanguageSays) {
  std::size_t rows = 0;
  std::size_t letters = 0;
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Log log(seed);
    log.write(static_cast<int>(seed));  // found when they start
    cqrs::ProjectionOptions options;
    options.batch_events = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 7 : 1'000;
    options.workers = 1 + static_cast<unsigned>(seed % 3);
    log.start(options);
    log.write(60);  // followed
    log.follow();
    compare_rows(log);
    compare_queries(log);
    log.compare_dead_letters();
    if (testing::Test::HasFailure()) return;
    rows += log.rows();
    letters += log.letters();
  }
  EXPECT_GT(rows, 100U);
  EXPECT_GT(letters, 10U) << "the logs should make trouble";
}

TEST(ReadModels, AreTheSameWhereNothingHasHappened) {
  Log log(1);
  log.start({});
  log.follow();
  compare_rows(log);
  compare_queries(log);
}

}  // namespace
}  // namespace read_models
