#include <sstream>

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <cqrs/spdlog.hpp>

namespace {

TEST(SpdlogLog, WritesOneLineAMessageWhateverIsInIt) {
  std::ostringstream out;
  auto logger = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern("%l %v");
  const auto log = cqrs::spdlog_log(logger);
  log->write(cqrs::LogLevel::warning, "an event was parked",
             {{"projection", "bank.AccountSummary"},
              {"attempts", std::int64_t{5}},
              {"lag", 0.5},
              {"error", "line one\nhas \"quotes\" {} and \\"},
              {"actor", ""}});
  log->write(cqrs::LogLevel::debug, "nobody asked for this", {});
  EXPECT_EQ(out.str(),
            "warning an event was parked projection=bank.AccountSummary attempts=5 lag=0.5 "
            "error=\"line one\\nhas \\\"quotes\\\" {} and \\\\\" actor=\"\"\n");
}

TEST(SpdlogLog, UsesTheDefaultLoggerOfTheMoment) {
  std::ostringstream out;
  const auto before = spdlog::default_logger();
  const auto log = cqrs::spdlog_log();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("other", std::make_shared<spdlog::sinks::ostream_sink_mt>(out)));
  log->write(cqrs::LogLevel::error, "it stopped", {});
  spdlog::set_default_logger(before);
  EXPECT_NE(out.str().find("[error] it stopped"), std::string::npos) << out.str();
}

}  // namespace
