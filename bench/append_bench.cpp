// Durable appends to the SQLite store. Beside it what is written by hand: a preallocated file, and a table of SQLite
// with a row an event. The same bytes, the same durability, the same disk; times are of the wall.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "directory.hpp"
#include "logs.hpp"
#include "rounds.hpp"

namespace {

using bench::Contender;
using bench::Log;

constexpr std::size_t kAccounts = 100'000;

/// Nanoseconds an event: clients that append for a while, each to streams of its own, one commit after the other.
double appended(Log& log, std::size_t clients, std::size_t events) {
  const double limit = bench::in_earnest() ? 2e9 : 1e7;
  static std::size_t turn = 0;
  const std::size_t first = ++turn * 104'729;  // not the same streams each time
  std::atomic<std::size_t> commits = 0;
  const double start = bench::wall_time();
  {
    std::vector<std::jthread> threads;
    for (std::size_t client = 0; client < clients; ++client) {
      threads.emplace_back([&, client] {
        const std::size_t own = kAccounts / clients;
        std::size_t done = 0;
        do {
          log.append((first + done) * 7'919 % own * clients + client, events);
          ++done;
        } while (bench::wall_time() - start < limit);
        commits += done;
      });
    }
  }
  const double took = bench::wall_time() - start;
  log.rest();
  return took / static_cast<double>(commits * events);
}

struct Scenario {
  std::string what;
  std::size_t clients;
  std::size_t events;
  double beside_raw;  ///< goals
  double beside_rows;
};

std::string measure(const Scenario& scenario, Log& ours, Log& raw, Log& rows) {
  const auto contender = [&](const char* name, Log& log) {
    return Contender{scenario.what + ": " + name, [&] { return appended(log, scenario.clients, scenario.events); }};
  };
  const auto figures =
      bench::take_turns({contender("ours", ours), contender("raw file", raw), contender("rows by hand", rows)});
  return bench::row(scenario.what, figures[0], "raw file, fdatasync", figures[1], scenario.beside_raw) +
         bench::row(scenario.what, figures[0], "SQLite by hand, a row an event", figures[2], scenario.beside_rows);
}

}  // namespace

int main() {
  const bench::Directory directory;
  const bench::Input input(kAccounts);
  bench::Ours ours(input, directory.file("ours"));
  bench::Ours small(input, directory.file("small"));
  bench::Raw raw(input, directory.file("raw"));
  bench::Rows rows(input, directory.file("rows"));
  ours.fill(bench::events());
  rows.fill(bench::events());
  small.fill(bench::events() / 10);
  ours.rest();

  std::string table;
  for (const Scenario& scenario :
       {Scenario{"durable append, 1 client", 1, 1, 0.75, 0}, Scenario{"durable append, 64 clients", 64, 1, 0.5, 2},
        Scenario{"durable append, 100 events a commit", 1, 100, 0, 4},
        Scenario{"durable append, 1,000 events a commit", 1, 1'000, 0, 6}}) {
    table += measure(scenario, ours, raw, rows);
  }
  const auto growth = bench::take_turns({{"64 clients, log × 10", [&] { return appended(ours, 64, 1); }},
                                         {"64 clients, a tenth of it", [&] { return appended(small, 64, 1); }}});
  bench::print(table + bench::row("durable append, 64 clients, log × 10", growth[0], "a tenth of it", growth[1], 0.9));
}
