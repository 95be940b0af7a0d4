#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <cqrs/memory.hpp>

namespace sim {

/// What a store may do wrong on purpose, so that the checker can be seen to notice.
enum class Defect {
  none,
  forgets,           ///< acknowledges an append it has not stored
  stores_twice,      ///< stores an append a second time, under another command id
  ignores_expected,  ///< does not look at the expected versions
  stale_snapshot,    ///< gives out a state of long ago for the latest one
};

/// The snapshots of a FaultyStore: fails, forgets, and gives out what a disk might have made of them.
class FaultySnapshots final : public cqrs::SnapshotStore {
 public:
  FaultySnapshots(std::mt19937_64& random, Defect defect, cqrs::SnapshotStore& beneath)
      : random_(random), defect_(defect), beneath_(beneath) {}

  cqrs::Result<void> save(const cqrs::StreamRef& stream, std::uint64_t fingerprint, cqrs::Version version,
                          cqrs::Bytes bytes) override;
  cqrs::Result<std::optional<cqrs::Snapshot>> load(const cqrs::StreamRef& stream, std::uint64_t fingerprint) override;

 private:
  [[nodiscard]] bool chance(unsigned in_a_hundred) { return random_() % 100 < in_a_hundred; }
  void spoil(cqrs::Snapshot& snapshot);

  std::mt19937_64& random_;
  Defect defect_;
  cqrs::SnapshotStore& beneath_;
  std::map<std::string, cqrs::Buffer> first_;  // of each stream
  std::vector<cqrs::Buffer> all_;
};

/// A store in memory that fails as real ones do, as a seed says: before the commit, after it, or because somebody else
/// was faster. Single-threaded.
class FaultyStore final : public cqrs::Store {
 public:
  /// Called before an append, to be the somebody else.
  using Rival = std::function<void(cqrs::Store& beneath, const cqrs::AppendRequest& about_to_be)>;

  FaultyStore(std::mt19937_64& random, Defect defect) : random_(random), defect_(defect) {}

  void set_rival(Rival rival) { rival_ = std::move(rival); }
  /// From here on nothing goes wrong.
  void heal() { healed_ = true; }
  /// From here on there is only the log.
  void hide_snapshots() { hidden_ = true; }
  [[nodiscard]] cqrs::Store& beneath() { return *store_; }

  [[nodiscard]] cqrs::Capabilities capabilities() const noexcept override { return store_->capabilities(); }
  [[nodiscard]] const cqrs::Limits& limits() const noexcept override { return store_->limits(); }
  cqrs::Result<cqrs::AppendOutcome> append(const cqrs::AppendRequest& request) override;
  void submit(const cqrs::AppendRequest& request, cqrs::AppendCallback done) override { done(append(request)); }
  cqrs::Result<std::optional<cqrs::StoredCommand>> find_command(const cqrs::Uuid& id) override;
  cqrs::Result<cqrs::Version> head(const cqrs::StreamRef& stream) override;
  cqrs::Result<cqrs::Version> read(const cqrs::StreamRef& stream, cqrs::Version from, std::size_t limit,
                                   cqrs::EventVisitor visit) override;
  cqrs::Result<cqrs::Position> read_all(cqrs::Position after, const cqrs::EventFilter& filter, std::size_t limit,
                                        cqrs::EventVisitor visit) override {
    return store_->read_all(after, filter, limit, visit);
  }
  cqrs::Result<cqrs::Position> end(std::uint32_t partition) override { return store_->end(partition); }
  cqrs::Result<cqrs::Position> wait(cqrs::Position after, cqrs::Duration timeout) override {
    return store_->wait(after, timeout);
  }
  [[nodiscard]] cqrs::SnapshotStore* snapshots() noexcept override { return hidden_ ? nullptr : &snapshots_; }
  cqrs::Result<void> close() override { return store_->close(); }

 private:
  [[nodiscard]] bool chance(unsigned in_a_hundred) { return !healed_ && random_() % 100 < in_a_hundred; }
  cqrs::Result<cqrs::AppendOutcome> append_wrongly(const cqrs::AppendRequest& request);

  std::mt19937_64& random_;
  Defect defect_;
  bool healed_ = false;
  bool hidden_ = false;
  Rival rival_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
  FaultySnapshots snapshots_{random_, defect_, *store_->snapshots()};
};

}  // namespace sim
