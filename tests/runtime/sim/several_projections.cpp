#include "several_projections.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <sstream>

#include <cqrs/memory.hpp>
#include <cqrs/projections.hpp>

#include "../projection/totals.hpp"
#include "faulty_rows.hpp"
#include "projection/followed.hpp"
#include "projection/inline_rows.hpp"
#include "projection/ledger.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"

namespace sim {
namespace {

using cqrs::Position;
using cqrs::projection::Followed;
using cqrs::projection::InlineProjections;
using projection_test::AtLeast;
using projection_test::Total;
using Rows = std::map<std::string, Total>;

constexpr int kSteps = 250;
const cqrs::Reason kReason{.text = "as the seed says"};

class StepClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {nanoseconds_}; }
  void move(cqrs::Duration by) { nanoseconds_ += by.count(); }

 private:
  std::int64_t nanoseconds_ = 1'767'258'000'000'000'000;
};

class Several {
 public:
  Several(std::uint64_t seed, Mixup mixup) : random_(seed), mixup_(mixup), rows_(random_, RowDefect::none) {
    projection_test::healed = false;
    around_.options.retry_first = std::chrono::seconds(1);
    around_.options.retry_last = std::chrono::seconds(20);
    start();
  }
  ~Several() { projection_test::healed = false; }

  SeveralReport run() {
    for (int i = 0; i < kSteps && report_.problems.empty(); ++i) {
      act();
      check();
    }
    if (report_.problems.empty()) finish();
    return std::move(report_);
  }

 private:
  void problem(std::string text) { report_.problems.push_back(std::move(text)); }
  [[nodiscard]] std::uint64_t any(std::uint64_t below) { return random_() % below; }

  std::unique_ptr<Followed> open(const cqrs::ProjectionDefinition& definition) {
    for (int attempt = 0; attempt < 200; ++attempt) {
      auto followed = std::make_unique<Followed>(around_, definition, rows_);
      if (followed->open()) return followed;
    }
    problem(std::string(definition.name) + " could not be opened two hundred times");
    return nullptr;
  }
  void start() {
    around_.options.workers = static_cast<unsigned>(1 + any(3));
    around_.options.batch_events = 1 + any(9);
    total_ = open(Total::definition());
    ordered_ = open(projection_test::ordered());
    const cqrs::ProjectionDefinition* const inlined[] = {&projection_test::present()};
    present_ = std::make_unique<InlineProjections>(around_, *store_->inline_rows());
    if (const auto opened = present_->open(inlined); !opened) problem(opened.error().text);
    seen_ = {};
  }
  // Nobody is told, and nothing is saved.
  void kill() {
    ++report_.kills;
    total_.reset();
    ordered_.reset();
    present_.reset();
    append(7);  // by another program, without inline rows, which refuses nothing
    if (mixup_ == Mixup::shared_checkpoint) mix_up_checkpoints();
    if (mixup_ == Mixup::lost_rows) lose_inline_rows();
    start();
  }
  void mix_up_checkpoints() {
    static_cast<void>(rows_.write([](cqrs::sql::Connection& connection) {
      return connection.execute(
          "UPDATE cqrs_checkpoint SET checksum = NULL, position = (SELECT max(position) FROM cqrs_checkpoint)");
    }));
  }

  void lose_inline_rows() {
    static_cast<void>(store_->inline_rows()->write(
        [](cqrs::sql::Connection& connection) { return connection.execute("DELETE FROM \"Present_1\""); }));
  }

  void act() {
    switch (any(16)) {
      case 0: return kill();
      case 1: return rebuild();
      case 2: return clock_.move(std::chrono::milliseconds(any(5'000)));
      case 3: return static_cast<void>(total_->retry({.projection = "t.Total"}, kReason));
      case 4:
      case 5:
      case 6: return step(*total_);
      case 7:
      case 8: return step(*ordered_);
      default: return append();
    }
  }
  void rebuild() {
    ++report_.rebuilds;
    switch (any(3)) {
      case 0: return static_cast<void>(total_->rebuild(kReason));
      case 1: return static_cast<void>(ordered_->rebuild(kReason));
      default:
        if (const auto built = present_->rebuild("t.Present", kReason); !built) problem(built.error().text);
    }
  }
  void step(Followed& followed) {
    for (auto left = 1 + any(6); left > 0; --left) {
      const auto running = followed.running();
      if (running.empty()) return;
      const auto& one = running[any(running.size())];
      followed.step(one, any(one->shares.size()));
    }
  }
  void append(std::uint64_t bodies = 8) {
    static constexpr const char* kBodies[] = {"1", "2", "3", "5", "x", "?", "!", "none"};
    const std::string key = std::to_string(any(4));
    const std::string other = std::to_string((std::stoul(key) + 1 + any(3)) % 4);
    const std::string body = kBodies[any(3) == 0 ? any(bodies) : any(4)];
    const bool whole = body == "?" || body == "!";
    const auto end = log_.end(0).value();
    const auto added = any(3) == 0 && !whole ? projection_test::try_add(log_, key, "Moved", body + " " + other)
                                             : projection_test::try_add(log_, key, "Added", body);
    ++report_.events;
    if (added) return;
    ++report_.refused;
    if (body != "none") problem("inline rows have refused " + body + ": " + added.error().text);
    if (log_.end(0).value() != end) problem("what was refused is in the log");
  }

  template <class Shown>
  Rows rows_of(cqrs::sql::RowStore& store, const cqrs::ProjectionDefinition& definition, const Shown& shown) {
    std::vector<Total> found;
    const AtLeast query{.sum = -1'000'000'000'000};
    const auto read = store.read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      cqrs::projection::QueryTexts texts;
      const auto table = cqrs::projection::table_name(*definition.table, shown.generation);
      auto next = cqrs::projection::run_query(connection, AtLeast::definition(), table, &query, {.page_rows = 1'000},
                                              &found, texts);
      return next ? cqrs::Result<void>() : cqrs::unexpected<cqrs::Error>(next.error());
    });
    if (!read) problem("the rows cannot be read: " + read.error().text);
    Rows rows;
    for (auto& row : found) rows.emplace(row.key, row);
    return rows;
  }

  // The database may be farther than the program, which was not told of a commit; or the program, where it had nothing
  // to write.
  Position reached(const cqrs::projection::ShownRows& shown) {
    Position at = shown.position;
    const auto read = rows_.read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      const auto all = cqrs::projection::checkpoints(connection, "t.Ordered", shown.generation);
      if (!all) return cqrs::unexpected<cqrs::Error>(all.error());
      at = std::max(at, all->front().position);
      return {};
    });
    if (!read) problem("the checkpoint cannot be read: " + read.error().text);
    return at;
  }

  void check() {
    const auto end = log_.end(0).value();
    const auto present = present_->shown("t.Present");
    if (!present) {
      problem(present.error().text);
    } else if (rows_of(present_->rows(), projection_test::present(), *present) != projection_test::fold(log_)) {
      problem("the inline rows are not what the log comes to at " + to_string(end));
    }
    const auto ordered = ordered_->shown();
    if (ordered) {
      const Position at = reached(*ordered);
      if (rows_of(rows_, projection_test::ordered(), *ordered) != projection_test::fold_to(log_, at)) {
        problem("the serial rows are not what the log comes to at " + to_string(at));
      }
    }
    const auto total = total_->shown();
    if (!total) return;
    if (total->position < seen_) problem("what is shown has gone back");
    seen_ = total->position;
    if (ordered && ordered->position != total->position) ++report_.apart;
    if (!total_->dead_letters({.projection = "t.Total"}, 1).value().empty()) ++report_.letters;
    for (const auto& [key, row] : rows_of(rows_, Total::definition(), *total)) check_once(row);
  }
  void check_once(const Total& row) {
    std::istringstream in(row.trail);
    std::set<std::string> steps;
    for (std::string word; in >> word;) {
      if (!steps.insert(word).second) problem("row " + row.key + " holds " + word + " twice");
    }
  }

  void finish_one(Followed& followed) {
    for (int i = 0; i < 1'000; ++i) {
      const bool more = followed.step_all();
      const auto status = followed.status();
      if (!more && status.state == cqrs::ProjectionState::live && !status.building) return;
    }
    problem("it is not live at the end: " + to_string(followed.status().position));
  }
  void finish() {
    rows_.heal();
    // One after another: the serial one needs nothing of the other, which is still poisoned.
    finish_one(*ordered_);
    projection_test::healed = true;
    finish_one(*total_);
    if (const auto retried = total_->retry({.projection = "t.Total"}, kReason); !retried) {
      problem("the last retry failed: " + retried.error().text);
    }
    check();
    const Rows expected = projection_test::fold(log_);
    const Rows found = rows_of(rows_, Total::definition(), total_->shown().value());
    for (const auto& [key, row] : expected) {
      const auto at = found.find(key);
      if (at == found.end() || at->second.sum != row.sum) problem("row " + key + " is not what its events come to");
    }
    if (ordered_->shown().value().position != log_.end(0).value()) problem("the serial rows are not at the end");
  }

  std::mt19937_64 random_;
  Mixup mixup_;
  StepClock clock_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  cqrs::Store& log_ = *store_;
  FaultyRows rows_;
  cqrs::projection::Surroundings around_{log_, nullptr, {}, clock_};
  std::unique_ptr<Followed> total_;
  std::unique_ptr<Followed> ordered_;
  std::unique_ptr<InlineProjections> present_;
  Position seen_;
  SeveralReport report_;
};

}  // namespace

SeveralReport run_several(std::uint64_t seed, Mixup mixup) { return Several(seed, mixup).run(); }

}  // namespace sim
