#include "scenario.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>
#include <utility>

#include <sqlite3.h>

namespace cqrs::power {
namespace {

using history::Operation;

constexpr std::uint32_t kThreads = 3;
constexpr std::size_t kSteps = 5;  // of a thread in a session
constexpr std::uint32_t kBusyStreams = 8;

/// Counts the events of each stream, in the transaction that stores them.
Result<void> count_events(sql::Connection& connection, std::span<const RecordedEvent> events) {
  for (const auto& event : events) {
    const auto statement =
        connection.prepare("INSERT INTO counted VALUES (?1, 1) ON CONFLICT DO UPDATE SET events = events + 1");
    if (!statement) return unexpected(statement.error());
    (*statement)->bind(1, std::int64_t{history::stream_number(event.stream)});
    const auto stepped = (*statement)->step();
    (*statement)->reset();
    if (!stepped) return unexpected(stepped.error());
  }
  return {};
}

class Session {
 public:
  Session(const Stage& stage, Store& store, std::vector<Operation>& operations, std::size_t first, std::uint64_t seed)
      : stage_(stage), store_(store), operations_(operations), next_(first), seed_(seed) {}

  void run() {
    std::vector<std::thread> threads;
    for (std::uint32_t i = 0; i < kThreads; ++i) threads.emplace_back([this, i] { work(i); });
    for (auto& thread : threads) thread.join();
  }

 private:
  void work(std::uint32_t number) {
    std::mt19937_64 random(seed_ * 1'000 + number);  // NOLINT(cert-msc51-cpp): a run can be repeated
    for (std::size_t i = 0; i < kSteps; ++i) {
      const std::size_t at = next_.fetch_add(1);
      Operation& operation = operations_[at];
      operation.id = Uuid::make();
      operation.stream = static_cast<std::uint32_t>(random() % kBusyStreams);
      operation.events = static_cast<std::uint32_t>(random() % 4);
      stage_.disk.mark(Trace::mark(at, Trace::kSent));
      const bool stored = note(operation, send(store_, operation));
      stage_.disk.mark(Trace::mark(at, Trace::kAnswered));
      if (!stored) std::abort();  // on a sound disk nothing may fail
      if (random() % 3 == 0 && operation.version > 0) save_snapshot(operation);
    }
  }

  void save_snapshot(const Operation& operation) {
    const std::string bytes = history::state_of(operation.stream, operation.version);
    const auto name = history::stream_name(operation.stream);
    if (!store_.snapshots()->save(name, history::kFingerprint, operation.version, as_bytes(bytes))) std::abort();
  }

  const Stage& stage_;
  Store& store_;
  std::vector<Operation>& operations_;
  std::atomic<std::size_t> next_;
  std::uint64_t seed_;
};

/// What the writer does by itself after 16 MiB: here the files are smaller.
void checkpoint(const Stage& stage) {
  sqlite3* connection = nullptr;
  const int opened =
      sqlite3_open_v2(stage.store.c_str(), &connection, SQLITE_OPEN_READWRITE, stage.disk.name().c_str());
  if (opened != SQLITE_OK ||
      sqlite3_exec(connection, "PRAGMA wal_checkpoint(PASSIVE)", nullptr, nullptr, nullptr) != SQLITE_OK) {
    std::abort();
  }
  sqlite3_close(connection);
}

}  // namespace

/// Without the views for people, too: to parse them is most of the work of opening a file as small as these.
Result<void> attach_rows(Store& store) {
  auto& rows = *store.inline_rows();
  return rows.write([&](sql::Connection& connection) {
    auto created = connection.execute(
        "CREATE TABLE IF NOT EXISTS counted (stream INTEGER PRIMARY KEY, events INTEGER NOT NULL) STRICT;"
        "DROP VIEW IF EXISTS command_log; DROP VIEW IF EXISTS event");
    if (!created) return created;
    return rows.attach("counted", count_events);
  });
}

std::unique_ptr<sqlite::SqliteStore> open(const Stage& stage, std::string& complaint) {
  sqlite::Options options;
  options.vfs = stage.disk.name();
  auto store = sqlite::open(stage.store, options);
  if (store) return *std::move(store);
  complaint = "opening: " + store.error().text;
  return nullptr;
}

Trace run_scenario(const Stage& stage, std::uint64_t seed, const vfs::Image& before, std::vector<Operation> known) {
  std::mt19937_64 random(seed);  // NOLINT(cert-msc51-cpp): a run can be repeated
  Trace trace{before, {}, std::move(known), 1 + random() % 3};
  const std::size_t old = trace.operations.size();
  std::size_t parts = 0;
  trace.operations.resize(old + trace.sessions * 2 * kThreads * kSteps);
  stage.disk.load(before);
  stage.disk.record(true);
  for (std::size_t session = 0; session < trace.sessions; ++session) {
    std::string complaint;
    const auto store = open(stage, complaint);
    if (!store || !attach_rows(*store)) std::abort();
    for (std::size_t part = 0; part < 2; ++part, ++parts) {
      Session(stage, *store, trace.operations, old + parts * kThreads * kSteps, seed * 10 + parts).run();
      if (random() % 2 == 0) checkpoint(stage);
    }
  }
  stage.disk.record(false);
  trace.changes = stage.disk.take_changes();
  return trace;
}

namespace {

Result<void> compare_rows(Store& store, std::array<Version, history::kStreams>& heads) {
  return store.inline_rows()->read([&](sql::Connection& connection) -> Result<void> {
    const auto there = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'counted'");
    if (!there) return unexpected(there.error());
    const auto found = (*there)->step();
    (*there)->reset();
    if (!found || !*found) return found ? Result<void>() : unexpected(found.error());
    const auto statement = connection.prepare("SELECT stream, events FROM counted");
    if (!statement) return unexpected(statement.error());
    for (;;) {
      const auto row = (*statement)->step();
      if (!row) return unexpected(row.error());
      if (!*row) break;
      heads[static_cast<std::size_t>((*statement)->integer(0)) % heads.size()] -= (*statement)->integer(1);
    }
    (*statement)->reset();
    return {};
  });
}

}  // namespace

std::vector<std::string> check_derived(Store& store) {
  std::vector<std::string> complaints;
  std::array<Version, history::kStreams> heads{};
  for (std::uint32_t i = 0; i < kBusyStreams; ++i) {
    const auto name = history::stream_name(i);
    heads[i] = store.head(name).value_or(0);
    const auto snapshot = store.snapshots()->load(name, history::kFingerprint);
    if (!snapshot) {
      complaints.push_back("a snapshot: " + snapshot.error().text);
    } else if (*snapshot && ((*snapshot)->version > heads[i] ||
                             as_text((*snapshot)->bytes) != history::state_of(i, (*snapshot)->version))) {
      complaints.push_back("a snapshot of stream " + std::to_string(i) + " is not its state");
    }
  }
  if (const auto compared = compare_rows(store, heads); !compared) {
    complaints.push_back("inline rows: " + compared.error().text);
  }
  for (std::uint32_t i = 0; i < kBusyStreams; ++i) {
    if (heads[i] != 0) complaints.push_back("the inline row of stream " + std::to_string(i) + " is not its fold");
  }
  return complaints;
}

}  // namespace cqrs::power
