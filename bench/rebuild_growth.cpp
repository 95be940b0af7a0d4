// How a rebuild grows, and how far a read model is behind while its log is written to. Logs lie in SQLite, as those of
// an application do; each figure is a ratio of two measurements of this run.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <optional>
#include <queue>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <ledger/account_total.hpp>

#include <cqrs/projections.hpp>
#include <cqrs/rows.hpp>
#include <cqrs/sqlite.hpp>

#include "deposits.hpp"
#include "directory.hpp"
#include "table.hpp"

namespace {

using bench::Deposits;
using bench::Directory;
using std::chrono::steady_clock;

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

std::unique_ptr<cqrs::Projections> follow(const Deposits& log, const std::string& file) {
  static const auto externs = std::make_shared<const ledger::Externs>();
  cqrs::ProjectionOptions options;
  options.rows = cqrs::rows::open(file).value();
  const cqrs::ProjectionDefinition* const definitions[] = {&ledger::AccountTotal::definition()};
  return cqrs::Projections::start(log.store(), definitions, externs, options, cqrs::system_clock()).value();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) throw std::runtime_error("nothing was measured");
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

// ---- Growth ----

/// Events a second of building the read model from nothing.
double rebuild_rate(std::size_t events, std::size_t accounts, int repetitions) {
  const Directory directory;
  const Deposits log(cqrs::sqlite::open(directory.file("log")).value(), accounts, events, 1'000);
  const auto end = log.store().end(0).value();
  std::vector<double> rates;
  for (int i = 0; i < repetitions; ++i) {
    const Directory rows;
    const auto start = steady_clock::now();
    follow(log, rows.file("rows"))->wait_all(end, std::chrono::hours(1)).value();
    rates.push_back(static_cast<double>(events) / seconds_since(start));
  }
  std::fprintf(stderr, "%zu events of %zu rows: %.0f events/s\n", events, accounts, median(rates));
  return median(rates);
}

// ---- Lag ----

/// What was acknowledged, and when.
struct Acknowledged {
  cqrs::Position position;
  steady_clock::time_point at;
};

/// Passes acknowledgements from those who append to the one who waits for the read model.
class Line {
 public:
  void put(Acknowledged acknowledged) {
    const std::lock_guard lock(mutex_);
    waiting_.push(acknowledged);
  }
  std::optional<Acknowledged> take() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return std::nullopt;
    const auto first = waiting_.front();
    waiting_.pop();
    return first;
  }

 private:
  std::mutex mutex_;
  std::queue<Acknowledged> waiting_;
};

struct Latencies {
  std::vector<double> appends;  // ms until the store acknowledged
  std::vector<double> lags;     // ms from then until the read model showed it
};

/// Clients that append single events one after the other, as fast as the store lets them.
Latencies under_load(std::size_t clients, std::chrono::seconds time) {
  const Directory directory;
  const Deposits log(cqrs::sqlite::open(directory.file("log")).value(), 10'000, 10'000, 1'000);
  const auto projections = follow(log, directory.file("rows"));
  projections->wait_all(log.store().end(0).value(), std::chrono::hours(1)).value();

  Line line;
  Latencies latencies;
  std::mutex mutex;
  const auto until = steady_clock::now() + time;
  std::atomic<std::size_t> at_work = clients;
  std::vector<std::jthread> threads;
  for (std::size_t client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      std::size_t i = 0;
      do {  // at least one each, however slow the machine is
        const auto start = steady_clock::now();
        const auto position = log.append((client * 104'729 + i * 31) % log.accounts().size(), i, 1);
        line.put({position, steady_clock::now()});
        const std::lock_guard lock(mutex);
        latencies.appends.push_back(seconds_since(start) * 1e3);
        ++i;
      } while (steady_clock::now() < until);
      --at_work;
    });
  }
  for (;;) {
    const bool last = at_work == 0;
    const auto next = line.take();
    if (!next && last) break;
    if (!next) {
      std::this_thread::sleep_for(std::chrono::microseconds(20));
      continue;
    }
    projections->wait("AccountTotal", next->position, std::chrono::minutes(1)).value();
    latencies.lags.push_back(seconds_since(next->at) * 1e3);
  }
  threads.clear();
  return latencies;
}

std::string format(const char* pattern, double value) {
  char text[64];
  std::snprintf(text, sizeof(text), pattern, value);
  return text;
}

/// A line about rates, where more is better.
std::string rate_row(const std::string& what, double rate, const std::string& beside, double beside_rate) {
  return bench::row(what, format("%.0f /s", rate), beside, format("%.0f /s", beside_rate), rate / beside_rate, 0.9);
}

}  // namespace

int main() {
  const std::size_t events = bench::events();
  const std::size_t accounts = std::max<std::size_t>(events / 10, 1'000);
  const double base = rebuild_rate(events, accounts, 3);
  const double more_events = rebuild_rate(events * 10, accounts, 1);
  const double more_of_both = rebuild_rate(events * 10, accounts * 10, 1);

  std::string table = rate_row("rebuild, events × 10, events a second", more_events, "as many rows", base);
  table += rate_row("rebuild, events and rows × 10, events a second", more_of_both, "a tenth of both", base);
  for (const std::size_t clients : {1U, 16U}) {
    const auto found = under_load(clients, std::chrono::seconds(events >= 1'000'000 ? 10 : 1));
    const double append = percentile(found.appends, 0.99);
    const double lag = percentile(found.lags, 0.99);
    std::fprintf(stderr, "%zu clients: %zu appends; ms of an append p50 %.2f p99 %.2f; lag p50 %.2f p99 %.2f\n",
                 clients, found.appends.size(), percentile(found.appends, 0.5), append, percentile(found.lags, 0.5),
                 lag);
    table += bench::row("lag of the read model, p99, " + std::to_string(clients) + " clients", format("%.2f ms", lag),
                        "p99 of their appends", format("%.2f ms", append), append / lag, 1);
  }
  bench::print(table);
}
