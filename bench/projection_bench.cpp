// Read models: a log projected into SQLite, and queries on it. Beside it what is written by hand with the same SQLite:
// a loop over the same events with one statement for each and a thousand events a transaction; a prepared SELECT.

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>
#include <ledger/account_total.hpp>
#include <ledger/account_views.hpp>
#include <sqlite3.h>

#include <cqrs/codec.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/rows.hpp>
#include <cqrs/stream_key.hpp>

#include "deposits.hpp"
#include "directory.hpp"
#include "table.hpp"

namespace {

using bench::Deposits;
using bench::Directory;

constexpr std::size_t kEventsOfATransaction = 1'000;

const Deposits& cold() {
  static const Deposits filled(cqrs::memory::open(), std::max<std::size_t>(bench::events() / 10, 200), bench::events());
  return filled;
}
const Deposits& hot() {
  static const Deposits filled(cqrs::memory::open(), 101, bench::events());
  return filled;
}

// ---- The read model ----

std::unique_ptr<cqrs::Projections> project(const Deposits& filled, const std::string& file) {
  static const auto externs = std::make_shared<const ledger::Externs>();
  cqrs::ProjectionOptions options;
  options.rows = cqrs::rows::open(file).value();
  const cqrs::ProjectionDefinition* const definitions[] = {&ledger::AccountTotal::definition()};
  auto projections =
      cqrs::Projections::start(filled.store(), definitions, externs, options, cqrs::system_clock()).value();
  projections->wait_all(filled.store().end(0).value(), std::chrono::hours(1)).value();
  return projections;
}

void projected(benchmark::State& state, const Deposits& filled) {
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

  void project(const Deposits& filled) {
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
    commit(filled.store().read_all({}, {}, cqrs::kNoLimit, visit).value());
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

void by_hand(benchmark::State& state, const Deposits& filled) {
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
  for (auto _ : state)
    benchmark::DoNotOptimize(ask(ledger::TotalOf{cold().accounts()[i++ % cold().accounts().size()]}));
}
void select_one(benchmark::State& state) {
  std::size_t i = 0;
  static_cast<void>(built());
  for (auto _ : state) benchmark::DoNotOptimize(built().hand.one(cold().accounts()[i++ % cold().accounts().size()]));
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
                    {{"project, ten events a row", "projected_cold", "by_hand_cold", 0.9},
                     {"project, hot rows", "projected_hot", "by_hand_hot", 3},
                     {"query one row", "query_one", "select_one", 0.95},
                     {"query a page of 100", "query_page", "select_page", 0.95}});
}
