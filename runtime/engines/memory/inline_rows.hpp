#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include <cqrs/sql.hpp>

#include "store/inline_rows.hpp"

namespace cqrs::memory {

/// Rows in a private database, which change with the log. `appending` is held by every append: what is written through
/// write() stands between two of them.
class InlineRows final : public sql::InlineRowStore {
 public:
  InlineRows(std::shared_ptr<sql::RowStore> rows, std::mutex& appending)
      : rows_(std::move(rows)), appending_(appending) {}

  Result<void> write(sql::Work work) override;
  Result<void> read(sql::Work work) override { return rows_->read(work); }
  Result<void> read_statement(sql::Work work) override { return rows_->read_statement(work); }
  Result<void> attach(std::string_view name, sql::InlineHandler handler) override;
  /// They are there as long as the store is.
  Result<void> close() override { return {}; }

  // For the store, which holds `appending`.

  [[nodiscard]] const store::InlineHandlers& handlers() const noexcept { return handlers_; }
  Result<void> transact(sql::Work work) { return rows_->write(work); }
  Result<void> close_rows() {
    closed_ = true;
    return rows_->close();
  }

 private:
  std::shared_ptr<sql::RowStore> rows_;
  std::mutex& appending_;
  store::InlineHandlers handlers_;
  bool closed_ = false;  ///< changes with `appending_` held
  // While write() runs: by whom.
  std::mutex writing_mutex_;
  std::thread::id writing_;
};

}  // namespace cqrs::memory
