#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/executor.hpp>

namespace cqrs::aggregate {

struct Job;

/// Where the commands of one aggregate stand in line, and the latest state known of it. The one who holds a lane is the
/// only one who decides on its aggregate.
class alignas(64) Lane {
 public:
  Lane(std::uint64_t hash, std::string_view key, std::size_t shard);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// None until it is loaded. Only for the holder.
  [[nodiscard]] const std::optional<LoadedState>& known() const noexcept { return known_; }

 private:
  friend class Lanes;
  /// A thread that waits for its turn.
  struct Waiter {
    std::condition_variable turn;
    bool arrived = false;
  };
  /// One of the two: a job that is put to work when its turn comes, or a thread that waits here.
  struct Place {
    Job* job = nullptr;
    Waiter* waiter = nullptr;
  };

  [[nodiscard]] bool is(std::uint64_t hash, std::string_view key) const noexcept {
    return hash_ == hash && key_ == key;
  }

  // What every command looks at comes first, in two lines of a cache: among a hundred thousand lanes nothing is in one.
  std::uint64_t hash_;
  std::unique_ptr<Lane> next_;  // in its bucket
  std::string_view key_;        // in one of the two below
  std::array<char, 40> short_key_;
  std::optional<LoadedState> known_;
  Lane* newer_ = nullptr;  // among the idle ones of its shard, while it is one
  Lane* older_ = nullptr;
  std::uint32_t shard_;
  bool held_ = false;
  bool idle_ = false;
  bool awaited_ = false;  // somebody is in line_
  std::list<Place> line_;
  std::unique_ptr<char[]> long_key_;
};

/// All lanes of an application. Keeps at most `capacity` states of aggregates nobody is working on. Thread-safe.
class Lanes {
 public:
  explicit Lanes(std::size_t capacity);

  /// Returns when it is the caller's turn. In the order of calls, enter() and queue() together.
  Lane& enter(std::string_view key);

  /// The lane if it is free; else null, and leave() gives the job when its turn has come.
  Lane* queue(std::string_view key, Job& job);

  /// What the holder now knows: seen by peek() from here on. None: load it again.
  void publish(Lane& lane, std::optional<LoadedState> state);

  /// The holder is done. The job whose turn it is now, which holds the lane already; null if there is none. With a
  /// state, after publish().
  Job* leave(Lane& lane);
  Job* leave(Lane& lane, LoadedState state);

  /// The latest state known of an aggregate, which may be in the middle of a command: the state before it.
  [[nodiscard]] std::optional<LoadedState> peek(std::string_view key);

 private:
  /// Some of the lanes, by their keys, and those that are idle in the order in which they were used.
  struct Shard {
    std::mutex mutex;
    std::vector<std::unique_ptr<Lane>> buckets;  ///< a power of two; a list each
    std::size_t lanes = 0;
    std::size_t idle = 0;
    Lane* newest = nullptr;
    Lane* oldest = nullptr;

    [[nodiscard]] std::unique_ptr<Lane>& bucket(std::uint64_t hash) { return buckets[hash & (buckets.size() - 1)]; }
    [[nodiscard]] Lane* find(std::uint64_t hash, std::string_view key);
    Lane& add(std::unique_ptr<Lane> lane);
    void forget(const Lane& lane);
    void grow();
    void push_newest(Lane& lane);
    void unlink(Lane& lane);
  };
  static constexpr std::size_t kShards = 16;

  [[nodiscard]] std::size_t shard_of(std::uint64_t hash) const noexcept;
  Lane& find_or_add(std::size_t shard, std::uint64_t hash, std::string_view key);
  Job* hand_over(Shard& shard, Lane& lane);
  static void stand_in_line(Lane& lane, const Lane::Place& place);
  static void wake(Shard& shard, Lane& lane);
  void rest(Shard& shard, Lane& lane);

  std::size_t shards_;
  std::size_t capacity_of_shard_;
  std::array<Shard, kShards> shard_;
};

/// The name of a stream as a key of lanes.
void append_lane_key(const StreamRef& stream, std::string& out);

}  // namespace cqrs::aggregate
