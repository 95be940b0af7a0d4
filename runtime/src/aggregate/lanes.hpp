#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <cqrs/executor.hpp>

namespace cqrs::aggregate {

struct Job;

/// Where the commands of one aggregate stand in line, and the latest state known of it. The one who holds a lane is the
/// only one who decides on its aggregate.
class Lane {
 public:
  Lane(std::size_t shard, std::uint64_t hash) : shard_(shard), hash_(hash) {}

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

  std::size_t shard_;
  std::uint64_t hash_;
  std::string_view key_;  // in the map
  std::optional<LoadedState> known_;
  bool held_ = false;
  std::deque<Place> line_;
  bool idle_ = false;
  std::list<Lane*>::iterator place_;  // while it is idle: in the shard's list
  std::list<Lane*> kept_;             // while it is not: that place, so that none has to be made
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

  /// The holder is done. The job whose turn it is now, which holds the lane already; null if there is none.
  Job* leave(Lane& lane);

  /// The latest state known of an aggregate, which may be in the middle of a command: the state before it.
  [[nodiscard]] std::optional<LoadedState> peek(std::string_view key);

 private:
  // A key with its hash, which is computed once a command.
  struct Name {
    std::uint64_t hash = 0;
    std::string_view key;
  };
  struct OwnedName {
    explicit OwnedName(const Name& name) : hash(name.hash), key(name.key) {}
    std::uint64_t hash;
    std::string key;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Name& name) const noexcept { return name.hash; }
    std::size_t operator()(const OwnedName& name) const noexcept { return name.hash; }
  };
  struct Equal {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const noexcept {
      return a.hash == b.hash && std::string_view(a.key) == std::string_view(b.key);
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<OwnedName, Lane, Hash, Equal> lanes;
    std::list<Lane*> idle;  // most recently used first
  };
  static constexpr std::size_t kShards = 16;

  [[nodiscard]] static Name name_of(std::string_view key) noexcept;
  [[nodiscard]] std::size_t shard_of(const Name& name) const noexcept;
  Lane& find_or_add(std::size_t shard, const Name& name);
  void forget(Shard& shard, const Lane& lane);
  static void wake(Shard& shard, Lane& lane);
  void rest(Shard& shard, Lane& lane);

  std::size_t shards_;
  std::size_t capacity_of_shard_;
  std::array<Shard, kShards> shard_;
};

/// The name of a stream as a key of lanes.
void append_lane_key(const StreamRef& stream, std::string& out);

}  // namespace cqrs::aggregate
