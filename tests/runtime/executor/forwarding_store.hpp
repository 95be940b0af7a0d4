#pragma once

#include <cqrs/memory.hpp>

namespace bank_test {

/// A store in memory whose snapshots somebody else keeps, or nobody.
class ForwardingStore final : public cqrs::Store {
 public:
  explicit ForwardingStore(cqrs::SnapshotStore* kept) : kept_(kept) {}

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
    return store_->read(stream, from, limit, visit);
  }
  cqrs::Result<cqrs::Position> read_all(cqrs::Position after, const cqrs::EventFilter& filter, std::size_t limit,
                                        cqrs::EventVisitor visit) override {
    return store_->read_all(after, filter, limit, visit);
  }
  cqrs::Result<cqrs::Position> end(std::uint32_t partition) override { return store_->end(partition); }
  cqrs::Result<cqrs::Position> wait(cqrs::Position after, cqrs::Duration timeout) override {
    return store_->wait(after, timeout);
  }
  [[nodiscard]] cqrs::SnapshotStore* snapshots() noexcept override { return kept_; }
  cqrs::Result<void> close() override { return store_->close(); }

 private:
  cqrs::SnapshotStore* kept_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
};

}  // namespace bank_test
