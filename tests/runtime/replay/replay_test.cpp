#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cqrs/memory.hpp>
#include <cqrs/rows.hpp>

#include "../projection/totals.hpp"
#include "images.hpp"
#include "projection/followed.hpp"
#include "projection/letters.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"

namespace replay {
namespace {

using cqrs::projection::Followed;
using projection_test::AtLeast;
using projection_test::Total;

class StillClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {1'767'258'000'000'000'000}; }
};

/// What rows and dead letters come to.
struct Outcome {
  std::map<std::string, std::string> rows;  ///< "sum trail" by key
  std::vector<std::string> letters;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};
void showValue(const Outcome& outcome, std::ostream& out) {
  for (const auto& [key, row] : outcome.rows) out << key << ": " << row << "\n";
  for (const auto& letter : outcome.letters) out << letter << "\n";
}

/// A program that follows a log in one thread.
class Program {
 public:
  Program(cqrs::Store& log, std::shared_ptr<cqrs::sql::RowStore> rows, unsigned workers, std::size_t batch)
      : rows_(std::move(rows)), around_{log, nullptr, {}, clock_} {
    around_.options.workers = workers;
    around_.options.batch_events = batch;
    around_.options.attempts = 1;  // what fails waits for a person
    followed_ = std::make_unique<Followed>(around_, Total::definition(), *rows_);
    const auto opened = followed_->open();
    if (!opened) throw std::runtime_error(opened.error().text);
  }

  void step(std::size_t which) {
    const auto running = followed_->running().at(0);
    followed_->step(running, which % running->shares.size());
  }
  void finish() {
    for (int i = 0; i < 1'000 && followed_->step_all(); ++i) {
    }
    followed_->save();
  }
  void retry() {
    const auto retried = followed_->retry({.projection = "t.Total"}, {.text = "for a test"});
    if (!retried) throw std::runtime_error(retried.error().text);
    finish();
  }

  Outcome outcome() {
    Outcome outcome;
    const auto shown = followed_->shown().value();
    const auto read = rows_->read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      cqrs::projection::QueryTexts texts;
      std::vector<Total> found;
      const AtLeast query{.sum = -1'000'000'000};
      const auto table = cqrs::projection::table_name(*Total::definition().table, shown.generation);
      auto next = cqrs::projection::run_query(connection, AtLeast::definition(), table, &query, {.page_rows = 1'000},
                                              &found, texts);
      if (!next) return cqrs::unexpected<cqrs::Error>(next.error());
      for (const auto& row : found) outcome.rows[row.key] = std::to_string(row.sum) + " " + row.trail;
      auto letters =
          cqrs::projection::select_letters(connection, shown.generation, {.projection = "t.Total"}, cqrs::kNoLimit);
      if (!letters) return cqrs::unexpected<cqrs::Error>(letters.error());
      for (const auto& letter : *letters) {
        outcome.letters.push_back(letter.sequence + " " + to_string(letter.position) +
                                  (letter.failed ? " failed " : " waits ") + std::to_string(letter.attempts));
      }
      return {};
    });
    if (!read) throw std::runtime_error(read.error().text);
    return outcome;
  }

 private:
  StillClock clock_;
  std::shared_ptr<cqrs::sql::RowStore> rows_;
  cqrs::projection::Surroundings around_;
  std::unique_ptr<Followed> followed_;
};

void write_log(cqrs::Store& log) {
  const auto count = *rc::gen::inRange(5, 40);
  for (int i = 0; i < count; ++i) {
    const std::string key = std::to_string(*rc::gen::inRange(0, 4));
    const std::string amount = *rc::gen::inRange(0, 12) == 0 ? "x" : std::to_string(i);
    switch (*rc::gen::inRange(0, 8)) {
      case 0: projection_test::add(log, key, "Closed", ""); break;
      case 1: projection_test::add(log, key, "Added", *rc::gen::inRange(0, 3) == 0 ? "?" : "1"); break;
      case 2: projection_test::add(log, key, "Added", amount + " 1 2", 1); break;
      case 3: projection_test::add(log, key, "Moved", amount + " " + std::to_string(*rc::gen::inRange(0, 4))); break;
      default: projection_test::add(log, key, "Added", amount); break;
    }
  }
}

/// Crashes again and again, each time back at some earlier commit, with another number of workers.
Outcome crash_and_go_on(cqrs::Store& log, bool split, Outcome* healed) {
  Images images;
  const auto start = [&] {
    return std::make_unique<Program>(log, images.open(split), *rc::gen::inRange(1U, 4U),
                                     *rc::gen::inRange<std::size_t>(1, 8));
  };
  auto program = start();
  for (auto crashes = *rc::gen::inRange(1, 5); crashes > 0; --crashes) {
    for (auto steps = *rc::gen::inRange(1, 15); steps > 0; --steps) {
      program->step(*rc::gen::inRange<std::size_t>(0, 3));
    }
    program.reset();
    images.go_back_to(*rc::gen::inRange<std::size_t>(0, images.count()));
    program = start();
  }
  program->finish();
  const Outcome outcome = program->outcome();
  if (healed != nullptr) {
    projection_test::healed = true;
    program->retry();
    *healed = program->outcome();
    projection_test::healed = false;
  }
  return outcome;
}

TEST(Replay, HandlingTwiceIsHandlingOnce) {
  EXPECT_TRUE(rc::check([] {
    projection_test::healed = false;
    const auto log = cqrs::memory::open();
    write_log(*log);
    Program once(*log, cqrs::rows::open_memory().value(), 1, 5'000);
    once.finish();
    Outcome healed;
    RC_ASSERT(crash_and_go_on(*log, false, &healed) == once.outcome());
    projection_test::healed = true;
    once.retry();
    projection_test::healed = false;
    RC_ASSERT(healed.letters.empty());
    RC_ASSERT(healed == once.outcome());
  }));
}

TEST(Replay, WouldNoticeACheckpointBehindItsRows) {
  bool noticed = false;
  rc::check([&] {
    if (noticed) return;
    const auto log = cqrs::memory::open();
    for (int i = 0; i < 20; ++i) projection_test::add(*log, std::to_string(i % 3), "Added", "1");
    Program once(*log, cqrs::rows::open_memory().value(), 1, 5'000);
    once.finish();
    noticed = crash_and_go_on(*log, true, nullptr) != once.outcome();
  });
  EXPECT_TRUE(noticed);
}

}  // namespace
}  // namespace replay
