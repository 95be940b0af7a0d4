// Read models: a log projected into SQLite, and queries on it. Beside it what is written by hand with the same SQLite:
// a loop over the same events with one statement for each and a thousand events a transaction; a prepared SELECT.

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <ledger/account_total.hpp>
#include <ledger/account_views.hpp>
#include <ledger/ledger.hpp>
#include <sqlite3.h>
#include <stdlib.h>

#include <cqrs/codec.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/rows.hpp>
#include <cqrs/stream_key.hpp>

#include "table.hpp"

namespace {

constexpr std::size_t kEventsOfACommit = 100;
constexpr std::size_t kEventsOfATransaction = 1'000;

/// A place for files, gone with the object.
class Directory {
 public:
  Directory() : path_(std::filesystem::temp_directory_path() / "cqrs-bench-XXXXXX") {
    std::string name = path_.string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("there is no directory for temporary files");
    path_ = name;
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// A log of deposits to so many accounts, in no order.
struct Filled {
  explicit Filled(std::size_t accounts) {
    for (std::size_t i = 0; i < accounts; ++i) ids.push_back(ledger::AccountId::make());
    std::uint64_t dice = 88172645463325252ULL;
    for (std::size_t done = 0; done < bench::events(); done += kEventsOfACommit) {
      dice ^= dice << 13U, dice ^= dice >> 7U, dice ^= dice << 17U;
      append(ids[dice % accounts], done);
    }
  }

  // One event of a commit goes to each of so many accounts: neighbours in the log are not neighbours in the table.
  void append(const ledger::AccountId& first, std::size_t done) {
    const auto begin = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), first) - ids.begin());
    std::vector<cqrs::Buffer> keys;
    std::vector<cqrs::Buffer> bodies;
    const std::size_t streams = std::min(kEventsOfACommit, ids.size());
    for (std::size_t i = 0; i < streams; ++i) {
      keys.push_back(cqrs::key_of(ids[(begin + i * 7'919) % ids.size()]));
      bodies.push_back(
          cqrs::encode(
              ledger::Deposited{.transfer = ledger::TransferId::make(),
                                .amount = {static_cast<std::int64_t>((done + i) % 1'000), ledger::Currency::EUR},
                                .channel = i % 3 == 0 ? ledger::Channel::counter : ledger::Channel::web,
                                .at = {static_cast<std::int64_t>(done + i)},
                                .memo = "rent of month " + std::to_string(done)})
              .value());
    }
    std::vector<cqrs::NewEvent> events(streams);
    std::vector<cqrs::StreamAppend> appends;
    for (std::size_t i = 0; i < streams; ++i) {
      events[i] = {ledger::Deposited::kType, ledger::Deposited::kVersion, bodies[i]};
      appends.push_back({{{}, ledger::Account::kName, keys[i]}, cqrs::ExpectedVersion::any(), {&events[i], 1}});
    }
    cqrs::AppendRequest request;
    request.streams = appends;
    request.metadata.command_id = cqrs::Uuid::make();
    static_cast<void>(store->append(request).value());
  }

  std::unique_ptr<cqrs::Store> store = cqrs::memory::open();
  std::vector<ledger::AccountId> ids;
};

const Filled& cold() {
  static const Filled filled(std::max<std::size_t>(bench::events() / 10, 200));
  return filled;
}
const Filled& hot() {
  static const Filled filled(101);
  return filled;
}

// ---- The read model ----

std::unique_ptr<cqrs::Projections> project(const Filled& filled, const std::string& file) {
  static const auto externs = std::make_shared<const ledger::Externs>();
  cqrs::ProjectionOptions options;
  options.rows = cqrs::rows::open(file).value();
  const cqrs::ProjectionDefinition* const definitions[] = {&ledger::AccountTotal::definition()};
  auto projections =
      cqrs::Projections::start(*filled.store, definitions, externs, options, cqrs::system_clock()).value();
  projections->wait_all(filled.store->end(0).value(), std::chrono::hours(1)).value();
  return projections;
}

void projected(benchmark::State& state, const Filled& filled) {
  for (auto _ : state) {
    const Directory directory;
    project(filled, directory.file("rows"))->stop();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bench::events()));
}
void projected_cold(benchmark::State& state) { projected(state, cold()); }
void projected_hot(benchmark::State& state) { projected(state, hot()); }
BENCHMARK(projected_cold)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(projected_hot)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

// ---- By hand ----

class Hand {
 public:
  explicit Hand(const std::string& file) {
    sqlite3_open(file.c_str(), &database_);
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        "CREATE TABLE total (account BLOB NOT NULL PRIMARY KEY, cents INTEGER NOT NULL, deposits INTEGER NOT NULL,"
        " online INTEGER NOT NULL, last INTEGER) STRICT, WITHOUT ROWID;"
        "CREATE TABLE checkpoint (position TEXT NOT NULL); INSERT INTO checkpoint VALUES ('');");
    add_ = prepare(
        "INSERT INTO total VALUES (?1, ?2, 1, ?3, ?4) ON CONFLICT (account) DO UPDATE SET cents = cents + ?2,"
        " deposits = deposits + 1, online = online + ?3, last = ?4");
    move_ = prepare("UPDATE checkpoint SET position = ?1");
    one_ = prepare("SELECT account, cents, deposits, online, last FROM total WHERE account = ?1");
    all_ = prepare("SELECT account, cents, deposits, online, last FROM total ORDER BY account LIMIT 100");
  }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;
  ~Hand() {
    for (sqlite3_stmt* statement : {add_, move_, one_, all_}) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }

  void project(const Filled& filled) {
    std::size_t in_transaction = 0;
    execute("BEGIN");
    const auto visit = [&](const cqrs::RecordedEvent& event) {
      if (!cqrs::is_valid<ledger::Deposited>(event.body)) throw std::runtime_error("a body is not what it should be");
      const auto deposited = cqrs::view_of<ledger::Deposited>(event.body);
      bind(add_, 1, event.stream.key);
      sqlite3_bind_int64(add_, 2, deposited.amount().cents());
      sqlite3_bind_int64(add_, 3, deposited.channel() == ledger::Channel::web ? 1 : 0);
      sqlite3_bind_int64(add_, 4, deposited.at().nanoseconds);
      run(add_);
      if (++in_transaction == kEventsOfATransaction) {
        commit(event.position);
        execute("BEGIN");
        in_transaction = 0;
      }
      return cqrs::Visit::next;
    };
    commit(filled.store->read_all({}, {}, cqrs::kNoLimit, visit).value());
  }

  std::vector<ledger::AccountTotal> one(const ledger::AccountId& id) {
    const auto key = cqrs::key_of(id);
    bind(one_, 1, key);
    return rows(one_);
  }
  std::vector<ledger::AccountTotal> all() { return rows(all_); }

 private:
  void execute(const char* text) {
    if (sqlite3_exec(database_, text, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database_));
  }
  sqlite3_stmt* prepare(const char* text) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database_));
    return statement;
  }
  static void bind(sqlite3_stmt* statement, int parameter, cqrs::Bytes bytes) {
    sqlite3_bind_blob(statement, parameter, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  }
  void run(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
    sqlite3_reset(statement);
  }
  void commit(const cqrs::Position& position) {
    const std::string text = to_string(position);
    sqlite3_bind_text(move_, 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    run(move_);
    execute("COMMIT");
  }
  static std::vector<ledger::AccountTotal> rows(sqlite3_stmt* statement) {
    std::vector<ledger::AccountTotal> found;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      auto& row = found.emplace_back();
      cqrs::Uuid id;
      std::memcpy(id.bytes.data(), sqlite3_column_blob(statement, 0), id.bytes.size());
      row.account = ledger::AccountId(id);
      row.cents = sqlite3_column_int64(statement, 1);
      row.deposits = sqlite3_column_int64(statement, 2);
      row.online = sqlite3_column_int64(statement, 3);
      if (sqlite3_column_type(statement, 4) != SQLITE_NULL)
        row.last = cqrs::Instant{sqlite3_column_int64(statement, 4)};
    }
    sqlite3_reset(statement);
    return found;
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* add_ = nullptr;
  sqlite3_stmt* move_ = nullptr;
  sqlite3_stmt* one_ = nullptr;
  sqlite3_stmt* all_ = nullptr;
};

void by_hand(benchmark::State& state, const Filled& filled) {
  for (auto _ : state) {
    const Directory directory;
    Hand(directory.file("rows")).project(filled);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bench::events()));
}
void by_hand_cold(benchmark::State& state) { by_hand(state, cold()); }
void by_hand_hot(benchmark::State& state) { by_hand(state, hot()); }
BENCHMARK(by_hand_cold)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(by_hand_hot)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

// ---- Queries ----

/// Both hold the same rows.
struct Built {
  Directory directory;
  std::unique_ptr<cqrs::Projections> projections = project(cold(), directory.file("rows"));
  Hand hand{directory.file("hand")};
  Built() { hand.project(cold()); }
};
Built& built() {
  static Built both;
  return both;
}

template <class Query>
std::vector<ledger::AccountTotal> ask(const Query& query) {
  std::vector<ledger::AccountTotal> rows;
  static_cast<void>(built().projections->query(Query::definition(), &query, {}, &rows).value());
  return rows;
}

void query_one(benchmark::State& state) {
  std::size_t i = 0;
  static_cast<void>(built());
  for (auto _ : state) benchmark::DoNotOptimize(ask(ledger::TotalOf{cold().ids[i++ % cold().ids.size()]}));
}
void select_one(benchmark::State& state) {
  std::size_t i = 0;
  static_cast<void>(built());
  for (auto _ : state) benchmark::DoNotOptimize(built().hand.one(cold().ids[i++ % cold().ids.size()]));
}
void query_page(benchmark::State& state) {
  static_cast<void>(built());
  for (auto _ : state) benchmark::DoNotOptimize(ask(ledger::AllTotals{}));
}
void select_page(benchmark::State& state) {
  static_cast<void>(built());
  for (auto _ : state) benchmark::DoNotOptimize(built().hand.all());
}
BENCHMARK(query_one);
BENCHMARK(select_one);
BENCHMARK(query_page);
BENCHMARK(select_page);

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv,
                    {{"project, ten events a row", "projected_cold/process_time", "by_hand_cold/process_time", 0.9},
                     {"project, hot rows", "projected_hot/process_time", "by_hand_hot/process_time", 3},
                     {"query one row", "query_one", "select_one", 0.95},
                     {"query a page of 100", "query_page", "select_page", 0.95}});
}
