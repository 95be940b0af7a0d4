#include "search.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

#include "../history/checker.hpp"

namespace cqrs::power {
namespace {

using history::Operation;

/// So many operations, and the next trace begins with an empty disk again.
constexpr std::size_t kMostKnown = 200;
/// One trace in so many begins with an empty disk.
constexpr std::uint64_t kEmptyEvery = 40;
constexpr int kDraws = 3;
constexpr std::size_t kFindEvery = 8;
/// In one state of so many the work goes on: to ask the writer takes longer than to read.
constexpr std::uint64_t kRetryEvery = 4;

}  // namespace

Search::Search(std::filesystem::path directory, std::uint64_t seed, vfs::DiskFault fault)
    : directory_(std::move(directory)),
      seed_(seed),
      random_(seed),
      recorded_("cqrs-recorded", fault),
      left_("cqrs-left") {}

const Counts& Search::run(std::uint64_t states) {
  while (counts_.states < states && !counts_.wrong) {
    const bool turn = counts_.traces % kEmptyEvery == kEmptyEvery / 2;
    if (turn || counts_.traces == 0 || known_.size() > kMostKnown || random_() % 3 == 0) begin_anew();
    ++counts_.traces;
    Trace trace = run_scenario({recorded_, directory_ / "store.db"}, ++seed_, image_, known_);
    counts_.changes += trace.changes.size();
    search(trace, states);
  }
  return counts_;
}

/// Now and then with an empty disk: to make a store is much work, and each of its cuts asks for it again.
void Search::begin_anew() {
  known_.clear();
  image_.clear();
  if (counts_.traces % kEmptyEvery == kEmptyEvery / 2) return;
  if (created_.empty()) {
    left_.load({});
    std::string complaint;
    const auto store = open({left_, directory_ / "store.db"}, complaint);
    if (!store || !attach_rows(*store) || !store->close()) std::abort();
    created_ = left_.files();
  }
  image_ = created_;
}

void Search::search(Trace& trace, std::uint64_t states) {
  std::vector<Operation> told = trace.operations;  // what was known of each at the cut
  for (std::size_t i = known_.size(); i < told.size(); ++i) told[i].state = Operation::unused;
  vfs::PowerCut cut(trace.before);
  const std::size_t go_on_at = random_() % trace.changes.size();
  for (std::size_t at = 0; at < trace.changes.size() && !counts_.wrong && counts_.states < states; ++at) {
    const auto& change = trace.changes[at];
    cut.apply(change);
    if (change.kind == vfs::Change::mark) {
      auto& operation = told[change.at / 2];
      operation = trace.operations[change.at / 2];
      operation.invoked = operation.invoked == 0 ? at + 2 : operation.invoked;
      const bool answered = change.at % 2 == Trace::kAnswered;
      trace.operations[change.at / 2].invoked = operation.invoked;
      operation.answered = answered ? at + 2 : 0;
      operation.state = answered ? Operation::stored : Operation::sent;
    }
    ++counts_.cuts;
    const int draws = cut.is_open() ? kDraws : 1;
    for (int i = 0; i < draws; ++i) {
      if (!examine(cut.draw(random_), told)) return;
    }
    if (at == go_on_at) go_on_from_here(told);
  }
}

/// False: it is wrong.
bool Search::examine(const vfs::Image& image, std::vector<Operation> operations) {
  ++counts_.states;
  left_.load(image);
  std::string complaint;
  std::vector<std::string> complaints;
  if (const auto store = open({left_, directory_ / "store.db"}, complaint)) {
    auto findings = history::check(*store, operations, kFindEvery);
    counts_.stored_untold += findings.stored_untold;
    counts_.missing_untold += findings.missing_untold;
    complaints = std::move(findings.complaints);
    for (auto& wrong : check_derived(*store)) complaints.push_back(std::move(wrong));
    for (const auto& operation : operations) counts_.acknowledged += operation.state == Operation::stored ? 1 : 0;
    if (complaints.empty() && random_() % kRetryEvery == 0) complaints = go_on(*store, operations);
    if (const auto closed = store->close(); !closed) complaints.push_back("closing: " + closed.error().text);
  }
  if (!complaint.empty()) complaints.push_back(complaint);
  counts_.wrong = !complaints.empty();
  if (counts_.wrong) report(image, complaints);
  return !counts_.wrong;
}

/// Sends again what was not answered, and checks once more.
std::vector<std::string> Search::go_on(Store& store, std::vector<Operation>& operations) {
  if (const auto attached = attach_rows(store); !attached) return {"inline rows: " + attached.error().text};
  if (auto complaints = history::retry(store, operations, random_, 2); !complaints.empty()) return complaints;
  ++counts_.retried;
  auto complaints = history::check(store, operations, kFindEvery).complaints;
  for (auto& wrong : check_derived(store)) complaints.push_back(std::move(wrong));
  return complaints;
}

/// The next trace begins with what was left of this one, and was retried.
void Search::go_on_from_here(std::vector<Operation> operations) {
  std::string complaint;
  const auto store = open({left_, directory_ / "store.db"}, complaint);
  if (!store || !attach_rows(*store) || !history::retry(*store, operations, random_, 0).empty()) return;
  if (!store->close()) return;
  std::erase_if(operations, [](const Operation& operation) { return operation.state != Operation::stored; });
  for (auto& operation : operations) operation.invoked = operation.answered = 1;
  known_ = std::move(operations);
  image_ = left_.files();
}

void Search::report(const vfs::Image& image, const std::vector<std::string>& complaints) const {
  for (const auto& complaint : complaints) {
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed_), complaint.c_str());
  }
  for (const auto& [name, bytes] : image) {
    const auto to = directory_ / ("wrong-" + std::filesystem::path(name).filename().string());
    std::ofstream out(to, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    std::printf("  as it was left: %s\n", to.c_str());
  }
}

}  // namespace cqrs::power
