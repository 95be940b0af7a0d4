#include "load.hpp"

#include <barrier>
#include <chrono>
#include <random>
#include <thread>

#include "checker.hpp"

namespace cqrs::history {
namespace {

/// As a client does that has to know: sends the same again until there is an answer.
void settle(Store& store, Operation& operation, std::atomic<std::uint64_t>& clock) {
  operation.state = Operation::sent;
  operation.invoked = ++clock;
  while (operation.state == Operation::sent) note(operation, send(store, operation));
  operation.answered = ++clock;
}

class LoadRun {
 public:
  LoadRun(Store& beneath, Defect defect, const Load& load)
      : load_(load), store_(beneath, defect), operations_(load.operations) {}

  Report run() {
    std::vector<std::vector<Sighting>> seen(load_.readers);
    std::vector<std::thread> readers;
    for (auto& sightings : seen) readers.emplace_back([&] { follow(sightings); });
    std::vector<std::thread> writers;
    for (std::uint32_t i = 0; i < load_.writers; ++i) writers.emplace_back([this, i] { write(i); });
    for (auto& writer : writers) writer.join();
    written_ = true;
    for (auto& reader : readers) reader.join();
    store_.heal();
    Report report;
    report.unanswered = store_.unanswered();
    report.operations = operations_.size();
    auto findings = check(store_, operations_);
    report.complaints = std::move(findings.complaints);
    report.events = findings.log.size();
    for (const auto& operation : operations_) report.conflicts += operation.state == Operation::refused ? 1 : 0;
    for (const auto& sightings : seen) {
      report.seen += sightings.size();
      for (auto& wrong : check_reader(sightings, findings.log)) report.complaints.push_back(std::move(wrong));
    }
    for (auto& wrong : wrong_snapshots_) report.complaints.push_back(std::move(wrong));
    return report;
  }

 private:
  void write(std::uint32_t number) {
    std::mt19937_64 random(load_.seed * 1'000 + number);  // NOLINT(cert-msc51-cpp): a run can be repeated
    std::int64_t clock = 1'767'258'000'000'000'000;
    for (std::size_t at = next_++; at < operations_.size(); at = next_++) {
      Operation& operation = operations_[at];
      clock += random() % 50 == 0 ? -3'600'000'000'000 : 1'000'000;  // set back by an hour now and then
      operation.id = Uuid::make();
      operation.recorded = clock;
      operation.stream = static_cast<std::uint32_t>(random() % kStreams);
      operation.events = static_cast<std::uint32_t>(random() % 4);
      if (random() % 2 == 0) operation.expected = store_.head(stream_name(operation.stream)).value_or(0);
      settle(store_, operation, clock_);
      if (operation.state == Operation::stored && operation.version > 0 && random() % 8 == 0) keep_snapshot(operation);
    }
  }

  void keep_snapshot(const Operation& operation) {
    auto& snapshots = *store_.snapshots();
    const auto name = stream_name(operation.stream);
    const std::string state = state_of(operation.stream, operation.version);
    const bool saved = snapshots.save(name, kFingerprint, operation.version, as_bytes(state)).has_value();
    const auto loaded = snapshots.load(name, kFingerprint);
    if (saved && loaded && (!*loaded || as_text((*loaded)->bytes) == state_of(operation.stream, (*loaded)->version))) {
      return;
    }
    const std::lock_guard lock(mutex_);
    wrong_snapshots_.push_back("a snapshot of stream " + std::to_string(operation.stream) + " is not its state");
  }

  void follow(std::vector<Sighting>& seen) {
    Position after;
    for (;;) {
      const bool last = written_;
      const auto reached = store_.read_all(after, {}, 100, [&](const RecordedEvent& event) {
        seen.push_back({event.position.sequence(), event.id});
        return Visit::next;
      });
      if (!reached) return;  // fewer seen than there are: the floor tells
      if (*reached == after && last) return;
      if (*reached == after) (void)store_.wait(after, std::chrono::milliseconds(50));
      after = *reached;
    }
  }

  const Load load_;
  DefectiveStore store_;
  std::vector<Operation> operations_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::uint64_t> clock_ = 0;
  std::atomic<bool> written_ = false;
  std::mutex mutex_;
  std::vector<std::string> wrong_snapshots_;
};

}  // namespace

Report run_load(Store& beneath, Defect defect, const Load& load) { return LoadRun(beneath, defect, load).run(); }

Report run_race(Store& beneath, std::uint32_t writers, std::size_t rounds) {
  DefectiveStore store(beneath, Defect::none);
  std::vector<Operation> operations(writers * rounds);
  std::atomic<std::uint64_t> clock = 0;
  std::barrier gate(writers);
  std::vector<std::thread> threads;
  for (std::uint32_t writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (std::size_t round = 0; round < rounds; ++round) {
        gate.arrive_and_wait();
        Operation& operation = operations[round * writers + writer];
        operation.id = Uuid::make();
        operation.events = 1;
        operation.expected = static_cast<Version>(round);
        settle(store, operation, clock);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  store.heal();
  auto findings = check(store, operations);
  Report report{std::move(findings.complaints), operations.size(), 0, findings.log.size(), store.unanswered(), 0};
  for (const auto& operation : operations) report.conflicts += operation.state == Operation::refused ? 1 : 0;
  if (report.conflicts != (writers - 1) * rounds) report.complaints.push_back("in some round not exactly one has won");
  return report;
}

}  // namespace cqrs::history
