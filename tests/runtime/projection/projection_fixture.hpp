#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <cqrs/projections.hpp>
#include <cqrs/rows.hpp>

#include "log_fixture.hpp"
#include "totals.hpp"

namespace projection_test {

constexpr auto kLong = std::chrono::seconds(60);  // never waited for where all is well

/// Stands still until it is moved.
class ManualClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {nanoseconds_.load()}; }
  void advance(cqrs::Duration by) { nanoseconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> nanoseconds_ = 1'767'258'000'000'000'000;
};

/// A database of rows that fails when asked to.
class ShakyRows final : public cqrs::sql::RowStore {
 public:
  /// Called before each transaction that writes; an error is its result.
  std::function<cqrs::Result<void>()> before_write = [] { return cqrs::Result<void>(); };
  /// Called within each transaction, behind what it does: an error undoes it.
  std::function<cqrs::Result<void>()> before_commit = [] { return cqrs::Result<void>(); };
  /// Called when it is committed; an error is its result, as where an acknowledgement is lost.
  std::function<cqrs::Result<void>()> after_commit = [] { return cqrs::Result<void>(); };
  std::atomic<int> writes = 0;

  cqrs::Result<void> write(cqrs::sql::Work work) override {
    ++writes;
    if (auto fine = before_write(); !fine) return fine;
    auto written = rows_->write([&](cqrs::sql::Connection& connection) {
      auto done = work(connection);
      return done ? before_commit() : done;
    });
    return written ? after_commit() : written;
  }
  cqrs::Result<void> read(cqrs::sql::Work work) override { return rows_->read(work); }
  cqrs::Result<void> close() override { return rows_->close(); }

 private:
  std::shared_ptr<cqrs::sql::RowStore> rows_ = cqrs::rows::open_memory().value();
};

/// Keeps what it is told: "warning: a projection tries again (error=…)" without the fields.
class KeptLog final : public cqrs::Log {
 public:
  using cqrs::Log::write;
  void write(cqrs::LogLevel level, std::string_view message, std::span<const cqrs::LogField>) override {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::string(to_string(level)) + ": " + std::string(message));
  }
  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// One projection on a store in memory. Rows survive its being stopped and started again.
class ProjectionTest : public testing::Test {
 protected:
  ProjectionTest() { healed = false; }
  explicit ProjectionTest(ShakyStore::Open open) : store(std::move(open)) { healed = false; }
  ~ProjectionTest() override { healed = false; }

  void start(const cqrs::ProjectionDefinition& definition = Total::definition()) {
    projections.reset();
    if (before_start) before_start();
    const cqrs::ProjectionDefinition* const definitions[] = {&definition};
    options.rows = rows;
    auto started = cqrs::Projections::start(store, definitions, nullptr, options, clock);
    ASSERT_TRUE(started) << started.error();
    projections = *std::move(started);
  }
  void follow_to_the_end() {
    const auto waited = projections->wait("Total", store.end(0).value(), kLong);
    ASSERT_TRUE(waited) << waited.error();
  }
  cqrs::ProjectionStatus status() { return projections->status("Total").value(); }

  std::map<std::string, Total> shown(const cqrs::QueryOptions& how = {}) {
    std::vector<Total> found;
    const AtLeast query{.sum = -1'000'000'000};
    cqrs::QueryOptions asked = how;
    asked.page_rows = 10'000;
    const auto answer = projections->query(AtLeast::definition(), &query, asked, &found);
    EXPECT_TRUE(answer) << answer.error();
    std::map<std::string, Total> by_key;
    for (auto& row : found) by_key.emplace(row.key, row);
    return by_key;
  }
  std::vector<std::string> letters() {
    std::vector<std::string> lines;
    for (const auto& one : projections->dead_letters({.projection = "Total"}).value()) {
      lines.push_back(one.sequence + " " + one.type.substr(9) +
                      (one.failed ? one.parked ? " parked" : " failed" : " waits"));
    }
    return lines;
  }

  std::function<void()> before_start;  ///< while nothing runs
  ShakyStore store;
  std::shared_ptr<ShakyRows> rows = std::make_shared<ShakyRows>();
  ManualClock clock;
  cqrs::ProjectionOptions options;
  std::unique_ptr<cqrs::Projections> projections;
};

}  // namespace projection_test
