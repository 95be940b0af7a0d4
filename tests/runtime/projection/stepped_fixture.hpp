#pragma once

#include <memory>
#include <string>
#include <vector>

#include <cqrs/query.hpp>

#include "projection/followed.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"
#include "projection_fixture.hpp"

namespace projection_test {

/// A projection without a thread: it does what it is told, one step after another.
class SteppedTest : public testing::Test {
 protected:
  using Followed = cqrs::projection::Followed;

  SteppedTest() { healed = false; }
  ~SteppedTest() override { healed = false; }

  void open(const cqrs::ProjectionDefinition& what = Total::definition()) {
    followed = std::make_unique<Followed>(around, what, rows);
    const auto opened = followed->open();
    ASSERT_TRUE(opened) << opened.error();
  }
  /// One step of each share of the rows shown, or of those being built.
  void step_shown() { step(0); }
  void step_building() { step(followed->running().size() - 1); }
  void step(std::size_t which) {
    const auto running = followed->running().at(which);
    for (std::size_t share = 0; share < running->shares.size(); ++share) followed->step(running, share);
  }
  void step_to_the_end() {
    for (int i = 0; i < 1'000 && followed->step_all(); ++i) {
    }
  }
  [[nodiscard]] std::uint32_t generation() const { return followed->shown().value().generation; }

  std::map<std::string, Total> shown() {
    std::vector<Total> found;
    const AtLeast query{.sum = -1'000'000'000};
    const auto read = rows.read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
      const auto table = cqrs::projection::table_name(*Total::definition().table, generation());
      cqrs::projection::QueryTexts texts;
      auto next = cqrs::projection::run_query(connection, AtLeast::definition(), table, &query, {.page_rows = 10'000},
                                              &found, texts);
      return next ? cqrs::Result<void>() : cqrs::unexpected<cqrs::Error>(next.error());
    });
    EXPECT_TRUE(read) << read.error();
    std::map<std::string, Total> by_key;
    for (auto& row : found) by_key.emplace(row.key, row);
    return by_key;
  }
  std::vector<std::string> letters() {
    std::vector<std::string> lines;
    for (const auto& one : followed->dead_letters({.projection = "t.Total"}, 1'000).value()) {
      lines.push_back(one.sequence + " " + to_string(one.position) +
                      (one.failed ? one.parked ? " parked" : " failed" : " waits"));
    }
    return lines;
  }

  ShakyStore store;
  ShakyRows rows;
  ManualClock clock;
  cqrs::projection::Surroundings around{store, nullptr, {}, clock};
  std::unique_ptr<Followed> followed;
};

}  // namespace projection_test
