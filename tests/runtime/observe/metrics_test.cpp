#include <fstream>
#include <set>
#include <sstream>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cqrs/metrics.hpp>

#include "bank_fixture.hpp"

namespace bank_test {
namespace {

using testing::HasSubstr;
using testing::Not;

class MetricsTest : public BankTest {
 protected:
  std::shared_ptr<cqrs::Metrics> metrics_ = cqrs::Metrics::make();
};

TEST_F(MetricsTest, CountsCommandsByTheirEndings) {
  auto app = start({.middleware = {metrics_->commands()}});
  const auto ada = open_account(app);
  ASSERT_TRUE(app.execute(ada, bank::Deposit{.amount = eur(1)}));
  const auto id = cqrs::Uuid::make(clock_, cqrs::system_random());
  ASSERT_TRUE(app.execute(ada, bank::Deposit{.amount = eur(2)}, {.command_id = id}));
  ASSERT_TRUE(app.execute(ada, bank::Deposit{.amount = eur(2)}, {.command_id = id}));
  ASSERT_FALSE(app.execute(ada, bank::Deposit{.amount = eur(-1)}));
  const std::string text = metrics_->text();
  EXPECT_THAT(text, HasSubstr("cqrs_commands_total{command=\"bank.Account.Open\",ending=\"accepted\"} 1"));
  EXPECT_THAT(text, HasSubstr("cqrs_commands_total{command=\"bank.Account.Deposit\",ending=\"accepted\"} 2"));
  EXPECT_THAT(text, HasSubstr("cqrs_commands_total{command=\"bank.Account.Deposit\",ending=\"duplicate\"} 1"));
  EXPECT_THAT(text, HasSubstr("cqrs_commands_total{command=\"bank.Account.Deposit\",ending=\"rejected\"} 1"));
  EXPECT_THAT(text, HasSubstr("cqrs_command_states_total{command=\"bank.Account.Deposit\",found=\"cache\"} 3"));
  EXPECT_THAT(text, HasSubstr("cqrs_command_seconds_count{command=\"bank.Account.Deposit\"} 4"));
}

TEST_F(MetricsTest, MeasuresAppends) {
  const auto measured = metrics_->measure(*store_);
  auto app = bank::Bank::start(*measured, bank::externs<BankLogic>()).value();
  const auto ada = open_account(app);
  ASSERT_TRUE(app.submit(ada, bank::Deposit{.amount = eur(1)}).get());
  EXPECT_THAT(metrics_->text(), HasSubstr("cqrs_append_events_total 2"));
  EXPECT_THAT(metrics_->text(), HasSubstr("cqrs_append_seconds_count 2"));
  ASSERT_TRUE(store_->close());
  ASSERT_FALSE(app.execute(ada, bank::Deposit{.amount = eur(1)}));
  EXPECT_THAT(metrics_->text(), HasSubstr("cqrs_append_errors_total{code=\"stopped\"} 1"));
}

TEST_F(MetricsTest, ShowsWhereProjectionsStand) {
  cqrs::ProjectionStatus status;
  status.name = "bank.AccountSummary";
  status.state = cqrs::ProjectionState::building;
  status.lag_events = 12;
  status.lag = std::chrono::milliseconds(1'500);
  status.dead_letters = {.failed = 3, .waiting = 4, .parked = 1};
  status.building = cqrs::ProjectionStatus::Building{};
  status.building->events_left = 99;
  metrics_->follow([&] { return std::vector{status}; });
  const std::string text = metrics_->text();
  EXPECT_THAT(text, HasSubstr("cqrs_projection_state{projection=\"bank.AccountSummary\",state=\"building\"} 1"));
  EXPECT_THAT(text, HasSubstr("cqrs_projection_state{projection=\"bank.AccountSummary\",state=\"live\"} 0"));
  EXPECT_THAT(text, HasSubstr("cqrs_projection_lag_seconds{projection=\"bank.AccountSummary\"} 1.5"));
  EXPECT_THAT(text, HasSubstr("cqrs_projection_dead_letters{projection=\"bank.AccountSummary\",kind=\"waiting\"} 4"));
  EXPECT_THAT(text, HasSubstr("cqrs_projection_build_events_left{projection=\"bank.AccountSummary\"} 99"));
  EXPECT_THAT(text, Not(HasSubstr("build_seconds_left")));
  metrics_->follow(nullptr);
  EXPECT_THAT(metrics_->text(), Not(HasSubstr("cqrs_projection")));
}

TEST_F(MetricsTest, AreThoseThatTheManualLists) {
  cqrs::ProjectionStatus status;
  status.building = cqrs::ProjectionStatus::Building{};
  status.building->time_left = std::chrono::seconds(1);
  metrics_->follow([&] { return std::vector{status}; });
  const auto measured = metrics_->measure(*store_);
  auto app = bank::Bank::start(*measured, bank::externs<BankLogic>(), {.middleware = {metrics_->commands()}}).value();
  const auto ada = open_account(app);
  ASSERT_TRUE(store_->close());
  ASSERT_FALSE(app.execute(ada, bank::Deposit{.amount = eur(1)}));

  std::set<std::string> made;
  std::istringstream text(metrics_->text());
  for (std::string line; std::getline(text, line);)
    if (line.starts_with("# TYPE ")) made.insert(line.substr(7, line.find(' ', 7) - 7));
  std::set<std::string> listed;
  std::ifstream manual(CQRS_SOURCE_DIR "/docs/observability.md");
  for (std::string line; std::getline(manual, line);)
    if (line.starts_with("| `")) listed.insert(line.substr(3, line.find('`', 3) - 3));
  EXPECT_EQ(made, listed);
}

// What a scraper sends and gets.
std::string get(int port, const std::string& path) {
  const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const std::string request = "GET " + path + " HTTP/1.0\r\n\r\n";
  EXPECT_EQ(::send(connection, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  std::string answer;
  char block[4096];
  for (ssize_t size = 0; (size = ::recv(connection, block, sizeof block, 0)) > 0;)
    answer.append(block, static_cast<std::size_t>(size));
  ::close(connection);
  return answer;
}

TEST_F(MetricsTest, AnswersAScraper) {
  const auto port = metrics_->serve("127.0.0.1:0");
  ASSERT_TRUE(port) << port.error();
  auto app = start({.middleware = {metrics_->commands()}});
  open_account(app);
  EXPECT_THAT(get(*port, "/metrics"), HasSubstr("cqrs_commands_total{command=\"bank.Account.Open\""));

  const auto taken = cqrs::Metrics::make()->serve("127.0.0.1:" + std::to_string(*port));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, cqrs::ErrorCode::unavailable);
}

}  // namespace
}  // namespace bank_test
