#include <gmock/gmock.h>

#include <cqrs/metrics.hpp>

namespace {

using cqrs::ProjectionState;
using cqrs::ProjectionStatus;
using testing::ElementsAre;

TEST(Health, IsGoodWhileProjectionsKeepUp) {
  ProjectionStatus live;
  live.name = "bank.AccountSummary";
  live.state = ProjectionState::live;
  ProjectionStatus behind = live;
  behind.state = ProjectionState::catching_up;
  behind.lag = std::chrono::seconds(59);
  ProjectionStatus building = live;
  building.state = ProjectionState::building;
  building.lag = std::chrono::hours(5);
  EXPECT_TRUE(cqrs::health_of({live, behind, building}).ok);
}

TEST(Health, SaysWhatIsWrong) {
  ProjectionStatus stopped;
  stopped.name = "bank.A";
  stopped.state = ProjectionState::stopped;
  stopped.error = cqrs::Error{cqrs::ErrorCode::storage_full, "the disk is full"};
  ProjectionStatus paused;
  paused.name = "bank.B";
  paused.state = ProjectionState::paused;
  ProjectionStatus behind;
  behind.name = "bank.C";
  behind.lag = std::chrono::seconds(61);
  behind.lag_events = 7;
  behind.dead_letters.parked = 2;
  behind.dead_letters.waiting = 3;
  const auto health = cqrs::health_of({stopped, paused, behind});
  EXPECT_FALSE(health.ok);
  EXPECT_THAT(health.problems, ElementsAre("bank.A has stopped: the disk is full", "bank.B is paused",
                                           "bank.C is 61 s behind (7 events)",
                                           "bank.C has parked 2 sequences; 3 events wait behind them"));
}

TEST(Health, LimitsAreTheCallers) {
  ProjectionStatus behind;
  behind.lag = std::chrono::seconds(61);
  behind.dead_letters.parked = 2;
  EXPECT_TRUE(cqrs::health_of({behind}, {.lag = std::chrono::hours(1), .dead_letters = false}).ok);
}

}  // namespace
