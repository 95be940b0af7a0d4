#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include <cqrs/sql.hpp>

namespace projection_test {

/// The defect that the test must catch: rows are committed before their checkpoint.
class SplitRows final : public cqrs::sql::RowStore {
 public:
  /// `between`: called where a crash would show it.
  explicit SplitRows(
      std::shared_ptr<cqrs::sql::RowStore> rows, std::function<void()> between = [] {})
      : rows_(std::move(rows)), between_(std::move(between)) {}

  cqrs::Result<void> write(cqrs::sql::Work work) override {
    return rows_->write([&](cqrs::sql::Connection& connection) {
      Split split(connection, between_);
      return work(split);
    });
  }
  cqrs::Result<void> read(cqrs::sql::Work work) override { return rows_->read(work); }
  cqrs::Result<void> close() override { return rows_->close(); }

 private:
  class Split final : public cqrs::sql::Connection {
   public:
    Split(cqrs::sql::Connection& below, const std::function<void()>& between) : below_(below), between_(between) {}
    cqrs::Result<cqrs::sql::Statement*> prepare(std::string_view text) override {
      if (text.find("INTO \"Total_") != std::string_view::npos) rows_written_ = true;
      if (rows_written_ && text.find("INTO cqrs_checkpoint") != std::string_view::npos) {
        if (auto split = below_.execute("COMMIT"); !split) return cqrs::unexpected(split.error());
        between_();
        if (auto split = below_.execute("BEGIN IMMEDIATE"); !split) return cqrs::unexpected(split.error());
      }
      return below_.prepare(text);
    }
    cqrs::Result<void> execute(std::string_view text) override { return below_.execute(text); }
    [[nodiscard]] std::int64_t changes() override { return below_.changes(); }

   private:
    cqrs::sql::Connection& below_;
    const std::function<void()>& between_;
    bool rows_written_ = false;
  };

  std::shared_ptr<cqrs::sql::RowStore> rows_;
  std::function<void()> between_;
};

}  // namespace projection_test
