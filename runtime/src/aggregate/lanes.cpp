#include "aggregate/lanes.hpp"

#include <algorithm>
#include <utility>

#include <cqrs/hash.hpp>

namespace cqrs::aggregate {
namespace {

// Fewer states than this are kept in one list, so that the bound is exact where tests look at it.
constexpr std::size_t kSharedFrom = 1'024;

constexpr std::size_t kFirstBuckets = 16;

std::uint64_t hash_of(std::string_view key) noexcept { return hash64(as_bytes(key)); }

}  // namespace

Lane::Lane(std::uint64_t hash, std::string_view key, std::size_t shard)
    : hash_(hash), shard_(static_cast<std::uint32_t>(shard)) {
  char* place = short_key_.data();
  if (key.size() > short_key_.size()) {
    long_key_ = std::make_unique<char[]>(key.size());
    place = long_key_.get();
  }
  std::ranges::copy(key, place);
  key_ = {place, key.size()};
}

// ---- A shard ----

Lane* Lanes::Shard::find(std::uint64_t hash, std::string_view key) {
  if (buckets.empty()) return nullptr;
  Lane* lane = bucket(hash).get();
  while (lane != nullptr && !lane->is(hash, key)) lane = lane->next_.get();
  return lane;
}

Lane& Lanes::Shard::add(std::unique_ptr<Lane> lane) {
  if (lanes == buckets.size()) grow();
  auto& first = bucket(lane->hash_);
  lane->next_ = std::move(first);
  first = std::move(lane);
  ++lanes;
  return *first;
}

void Lanes::Shard::grow() {
  std::vector<std::unique_ptr<Lane>> old(std::max(kFirstBuckets, buckets.size() * 2));
  old.swap(buckets);
  for (auto& first : old) {
    while (first) {
      auto lane = std::move(first);
      first = std::move(lane->next_);
      auto& to = bucket(lane->hash_);
      lane->next_ = std::move(to);
      to = std::move(lane);
    }
  }
}

void Lanes::Shard::forget(const Lane& lane) {
  auto* place = &bucket(lane.hash_);
  while (place->get() != &lane) place = &(*place)->next_;
  const auto forgotten = std::move(*place);
  *place = std::move(forgotten->next_);
  --lanes;
}

void Lanes::Shard::push_newest(Lane& lane) {
  lane.newer_ = nullptr;
  lane.older_ = newest;
  (newest == nullptr ? oldest : newest->newer_) = &lane;
  newest = &lane;
  ++idle;
}

void Lanes::Shard::unlink(Lane& lane) {
  (lane.newer_ == nullptr ? newest : lane.newer_->older_) = lane.older_;
  (lane.older_ == nullptr ? oldest : lane.older_->newer_) = lane.newer_;
  --idle;
}

// ---- All of them ----

Lanes::Lanes(std::size_t capacity)
    : shards_(capacity < kSharedFrom ? 1 : kShards), capacity_of_shard_(capacity / shards_) {}

std::size_t Lanes::shard_of(std::uint64_t hash) const noexcept {
  // The buckets take the low bits.
  return static_cast<std::size_t>(hash >> 56U) % shards_;
}

Lane& Lanes::find_or_add(std::size_t shard, std::uint64_t hash, std::string_view key) {
  if (Lane* const known = shard_[shard].find(hash, key)) return *known;
  return shard_[shard].add(std::make_unique<Lane>(hash, key, shard));
}

Lane& Lanes::enter(std::string_view key) {
  const std::uint64_t hash = hash_of(key);
  const std::size_t index = shard_of(hash);
  Shard& shard = shard_[index];
  std::unique_lock lock(shard.mutex);
  Lane& lane = find_or_add(index, hash, key);
  if (!lane.held_) {
    wake(shard, lane);
    return lane;
  }
  Lane::Waiter waiter;
  stand_in_line(lane, {nullptr, &waiter});
  waiter.turn.wait(lock, [&] { return waiter.arrived; });
  return lane;
}

Lane* Lanes::queue(std::string_view key, Job& job) {
  const std::uint64_t hash = hash_of(key);
  const std::size_t index = shard_of(hash);
  Shard& shard = shard_[index];
  const std::lock_guard lock(shard.mutex);
  Lane& lane = find_or_add(index, hash, key);
  if (!lane.held_) {
    wake(shard, lane);
    return &lane;
  }
  stand_in_line(lane, {&job, nullptr});
  return nullptr;
}

void Lanes::publish(Lane& lane, std::optional<LoadedState> state) {
  const std::lock_guard lock(shard_[lane.shard_].mutex);
  lane.known_.swap(state);  // the old state goes after the lock
}

Job* Lanes::leave(Lane& lane) {
  Shard& shard = shard_[lane.shard_];
  const std::lock_guard lock(shard.mutex);
  return hand_over(shard, lane);
}

Job* Lanes::leave(Lane& lane, LoadedState state) {
  Shard& shard = shard_[lane.shard_];
  const std::lock_guard lock(shard.mutex);
  if (!lane.known_) lane.known_.emplace();
  std::swap(*lane.known_, state);  // the old state goes after the lock
  return hand_over(shard, lane);
}

Job* Lanes::hand_over(Shard& shard, Lane& lane) {
  if (!lane.awaited_) {
    lane.held_ = false;
    rest(shard, lane);
    return nullptr;
  }
  const Lane::Place next = lane.line_.front();
  lane.line_.pop_front();
  lane.awaited_ = !lane.line_.empty();
  if (next.job != nullptr) return next.job;
  next.waiter->arrived = true;
  next.waiter->turn.notify_one();  // under the lock: once it is free the waiter may be gone
  return nullptr;
}

void Lanes::stand_in_line(Lane& lane, const Lane::Place& place) {
  lane.line_.push_back(place);
  lane.awaited_ = true;
}

void Lanes::wake(Shard& shard, Lane& lane) {
  lane.held_ = true;
  if (lane.known_) __builtin_prefetch(lane.known_->state.get());  // decided upon soon
  if (std::exchange(lane.idle_, false)) shard.unlink(lane);
}

void Lanes::rest(Shard& shard, Lane& lane) {
  if (!lane.known_) {
    shard.forget(lane);
    return;
  }
  shard.push_newest(lane);
  lane.idle_ = true;
  if (shard.idle <= capacity_of_shard_) return;
  Lane& oldest = *shard.oldest;
  shard.unlink(oldest);
  shard.forget(oldest);
}

std::optional<LoadedState> Lanes::peek(std::string_view key) {
  const std::uint64_t hash = hash_of(key);
  Shard& shard = shard_[shard_of(hash)];
  const std::lock_guard lock(shard.mutex);
  const Lane* const found = shard.find(hash, key);
  return found == nullptr ? std::nullopt : found->known_;
}

void append_lane_key(const StreamRef& stream, std::string& out) {
  // Names hold no zero bytes; the key, which may, comes last.
  out.append(stream.category).push_back('\0');
  out.append(stream.tenant).push_back('\0');
  out.append(as_text(stream.key));
}

}  // namespace cqrs::aggregate
