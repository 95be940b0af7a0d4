// Reading the SQLite store: streams of fifty events that came one at a time among those of others, and the whole log.
// Beside it a table of SQLite with a row an event. Every event is checked and read in place.

#include <memory>
#include <stdexcept>
#include <string>

#include "directory.hpp"
#include "logs.hpp"
#include "rounds.hpp"

namespace {

constexpr std::size_t kEventsOfAStream = 50;

/// The same events in our store and in rows.
class Filled {
 public:
  explicit Filled(std::size_t events)
      : events_(events),
        input_(events / kEventsOfAStream),
        ours_(input_, directory_.file("ours")),
        rows_(input_, directory_.file("rows")) {
    ours_.fill(events);
    rows_.fill(events);
    ours_.rest();
    if (ours_.sum_of_all() != rows_.sum_of_all()) throw std::runtime_error("the logs are not the same");
    if (ours_.sum_of(1) != rows_.sum_of(1)) throw std::runtime_error("a stream is not the same");
  }

  /// Nanoseconds of a processor a stream.
  double read_streams(bench::Log& log) {
    const std::size_t streams = bench::in_earnest() ? 2'000 : 20;
    const double start = bench::processor_time();
    for (std::size_t i = 0; i < streams; ++i) log.sum_of(next_++ * 104'729 % input_.keys.size());
    return (bench::processor_time() - start) / static_cast<double>(streams);
  }
  /// Nanoseconds of a processor an event.
  double read_all(bench::Log& log) {
    const double start = bench::processor_time();
    log.sum_of_all();
    return (bench::processor_time() - start) / static_cast<double>(events_);
  }

  [[nodiscard]] bench::Log& ours() { return ours_; }
  [[nodiscard]] bench::Log& rows() { return rows_; }

 private:
  std::size_t events_;
  std::size_t next_ = 0;
  bench::Directory directory_;
  bench::Input input_;
  bench::Ours ours_;
  bench::Rows rows_;
};

}  // namespace

int main() {
  Filled small(bench::events() / 10);
  Filled large(bench::events());
  const auto streams = bench::take_turns(
      {{"streams of 50: ours", [&] { return large.read_streams(large.ours()); }},
       {"streams of 50: rows by hand", [&] { return large.read_streams(large.rows()); }},
       {"streams of 50, a tenth of the log: ours", [&] { return small.read_streams(small.ours()); }}});
  const auto all = bench::take_turns({{"all: ours", [&] { return large.read_all(large.ours()); }},
                                      {"all: rows by hand", [&] { return large.read_all(large.rows()); }},
                                      {"all, a tenth of the log: ours", [&] { return small.read_all(small.ours()); }}});
  constexpr const char* kByHand = "SQLite by hand, a row an event";
  bench::print(bench::row("read a stream of 50", streams[0], kByHand, streams[1], 4) +
               bench::row("read a stream of 50, log × 10", streams[0], "a tenth of it", streams[2], 0.9) +
               bench::row("read all, an event", all[0], kByHand, all[1], 3) +
               bench::row("read all, an event, log × 10", all[0], "a tenth of it", all[2], 0.9));
}
