#include "aggregate/lanes.hpp"

#include <utility>

#include <cqrs/hash.hpp>

namespace cqrs::aggregate {
namespace {

// Fewer states than this are kept in one list, so that the bound is exact where tests look at it.
constexpr std::size_t kSharedFrom = 1'024;

}  // namespace

Lanes::Lanes(std::size_t capacity)
    : shards_(capacity < kSharedFrom ? 1 : kShards), capacity_of_shard_(capacity / shards_) {}

Lanes::Name Lanes::name_of(std::string_view key) noexcept { return {hash64(as_bytes(key)), key}; }

std::size_t Lanes::shard_of(const Name& name) const noexcept {
  // The map takes the low bits.
  return static_cast<std::size_t>(name.hash >> 56U) % shards_;
}

Lane& Lanes::find_or_add(std::size_t shard, const Name& name) {
  auto& lanes = shard_[shard].lanes;
  auto found = lanes.find(name);
  if (found == lanes.end()) {
    found = lanes.try_emplace(OwnedName(name), shard, name.hash).first;
    found->second.key_ = found->first.key;
  }
  return found->second;
}

void Lanes::forget(Shard& shard, const Lane& lane) { shard.lanes.erase(shard.lanes.find(Name{lane.hash_, lane.key_})); }

Lane& Lanes::enter(std::string_view key) {
  const Name name = name_of(key);
  const std::size_t index = shard_of(name);
  Shard& shard = shard_[index];
  std::unique_lock lock(shard.mutex);
  Lane& lane = find_or_add(index, name);
  if (!lane.held_) {
    wake(shard, lane);
    return lane;
  }
  Lane::Waiter waiter;
  lane.line_.push_back({nullptr, &waiter});
  waiter.turn.wait(lock, [&] { return waiter.arrived; });
  return lane;
}

Lane* Lanes::queue(std::string_view key, Job& job) {
  const Name name = name_of(key);
  const std::size_t index = shard_of(name);
  Shard& shard = shard_[index];
  const std::lock_guard lock(shard.mutex);
  Lane& lane = find_or_add(index, name);
  if (!lane.held_) {
    wake(shard, lane);
    return &lane;
  }
  lane.line_.push_back({&job, nullptr});
  return nullptr;
}

void Lanes::publish(Lane& lane, std::optional<LoadedState> state) {
  const std::lock_guard lock(shard_[lane.shard_].mutex);
  lane.known_.swap(state);  // the old state goes after the lock
}

Job* Lanes::leave(Lane& lane) {
  Shard& shard = shard_[lane.shard_];
  const std::lock_guard lock(shard.mutex);
  if (lane.line_.empty()) {
    lane.held_ = false;
    rest(shard, lane);
    return nullptr;
  }
  const Lane::Place next = lane.line_.front();
  lane.line_.pop_front();
  if (next.job != nullptr) return next.job;
  next.waiter->arrived = true;
  next.waiter->turn.notify_one();  // under the lock: once it is free the waiter may be gone
  return nullptr;
}

void Lanes::wake(Shard& shard, Lane& lane) {
  lane.held_ = true;
  if (!std::exchange(lane.idle_, false)) return;
  lane.kept_.splice(lane.kept_.begin(), shard.idle, lane.place_);
}

void Lanes::rest(Shard& shard, Lane& lane) {
  if (!lane.known_) {
    forget(shard, lane);
    return;
  }
  if (lane.kept_.empty()) lane.kept_.push_front(&lane);
  shard.idle.splice(shard.idle.begin(), lane.kept_);
  lane.place_ = shard.idle.begin();
  lane.idle_ = true;
  if (shard.idle.size() <= capacity_of_shard_) return;
  const Lane* oldest = shard.idle.back();
  shard.idle.pop_back();
  forget(shard, *oldest);
}

std::optional<LoadedState> Lanes::peek(std::string_view key) {
  const Name name = name_of(key);
  Shard& shard = shard_[shard_of(name)];
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.lanes.find(name);
  return found == shard.lanes.end() ? std::nullopt : found->second.known_;
}

void append_lane_key(const StreamRef& stream, std::string& out) {
  // Names hold no zero bytes; the key, which may, comes last.
  out.append(stream.category).push_back('\0');
  out.append(stream.tenant).push_back('\0');
  out.append(as_text(stream.key));
}

}  // namespace cqrs::aggregate
