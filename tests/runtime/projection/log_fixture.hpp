#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cqrs/memory.hpp>

namespace projection_test {

/// Appends one event; the stream is "account/KEY".
inline cqrs::Position append(cqrs::Store& store, const std::string& key, const std::string& type, cqrs::Bytes body = {},
                             cqrs::Instant recorded = {}) {
  const cqrs::StreamId stream("", "account", cqrs::to_buffer(cqrs::as_bytes(key)));
  const cqrs::NewEvent event{.type = type, .body = body};
  const cqrs::StreamAppend part{stream, cqrs::ExpectedVersion::any(), {&event, 1}};
  cqrs::AppendRequest request;
  request.streams = {&part, 1};
  request.metadata.command_id = cqrs::Uuid::make();
  request.metadata.recorded = recorded;
  return store.append(request).value().position;
}

/// A store whose reading fails when asked to; in memory, if nothing else is said.
class ShakyStore final : public cqrs::Store {
 public:
  using Open = std::function<std::unique_ptr<cqrs::Store>()>;
  explicit ShakyStore(Open open = [] { return cqrs::memory::open(); }) : open_(std::move(open)), store_(open_()) {}

  /// As where the process was started again.
  void reopen() {
    store_.reset();
    store_ = open_();
  }

  /// Called before each reading of the log.
  std::function<cqrs::Result<void>()> before_read = [] { return cqrs::Result<void>(); };
  std::atomic<std::size_t> most_read = 0;  ///< the highest limit that was asked for

  [[nodiscard]] cqrs::Store& beneath() { return *store_; }

  [[nodiscard]] cqrs::Capabilities capabilities() const noexcept override { return store_->capabilities(); }
  [[nodiscard]] const cqrs::Limits& limits() const noexcept override { return store_->limits(); }
  cqrs::Result<cqrs::AppendOutcome> append(const cqrs::AppendRequest& request) override {
    return store_->append(request);
  }
  void submit(const cqrs::AppendRequest& request, cqrs::AppendCallback done) override {
    store_->submit(request, std::move(done));
  }
  cqrs::Result<std::optional<cqrs::StoredCommand>> find_command(const cqrs::Uuid& id) override {
    return store_->find_command(id);
  }
  cqrs::Result<cqrs::Version> head(const cqrs::StreamRef& stream) override { return store_->head(stream); }
  cqrs::Result<cqrs::Version> read(const cqrs::StreamRef& stream, cqrs::Version from, std::size_t limit,
                                   cqrs::EventVisitor visit) override {
    if (auto fine = before_read(); !fine) return cqrs::unexpected<cqrs::Error>(fine.error());
    return store_->read(stream, from, limit, visit);
  }
  cqrs::Result<cqrs::Position> read_all(cqrs::Position after, const cqrs::EventFilter& filter, std::size_t limit,
                                        cqrs::EventVisitor visit) override {
    if (auto fine = before_read(); !fine) return cqrs::unexpected<cqrs::Error>(fine.error());
    most_read = std::max(most_read.load(), limit);
    return store_->read_all(after, filter, limit, visit);
  }
  cqrs::Result<cqrs::Position> end(std::uint32_t partition) override { return store_->end(partition); }
  cqrs::Result<cqrs::Position> wait(cqrs::Position after, cqrs::Duration timeout) override {
    return store_->wait(after, timeout);
  }
  void interrupt_waits() noexcept override { store_->interrupt_waits(); }
  cqrs::Result<std::shared_ptr<cqrs::sql::RowStore>> open_rows() override { return store_->open_rows(); }
  [[nodiscard]] cqrs::sql::InlineRowStore* inline_rows() noexcept override { return store_->inline_rows(); }
  cqrs::Result<void> close() override { return store_->close(); }

 private:
  const Open open_;
  std::unique_ptr<cqrs::Store> store_;
};

}  // namespace projection_test
