#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <cqrs/projections.hpp>

#include "projection/follower.hpp"
#include "projection/waiting.hpp"
#include "projection/watchers.hpp"

namespace cqrs::projection {

/// Events in a second, lately. Not thread-safe.
class Rate {
 public:
  void add(std::uint64_t events, Instant now);
  [[nodiscard]] double per_second() const noexcept { return per_second_; }

 private:
  std::optional<Instant> begin_;
  std::uint64_t events_ = 0;
  double per_second_ = 0;
};

/// Why a query cannot be answered, or where it is.
struct ShownRows {
  std::uint32_t generation = 0;
  Position position;
  std::shared_ptr<const TableName> table;  ///< it is there while this is
};

/// A projection that follows the log in a database of its own: its generations, the shares of their rows, and what a
/// person may do to them. Has no thread: whoever has one calls step(). Thread-safe, but for open().
class Followed {
 public:
  Followed(const Surroundings& around, const ProjectionDefinition& definition, sql::RowStore& rows);

  /// One share of one generation. Threads hold on to it by running().
  struct Share {
    Share(const Surroundings& around, const RowsPlace& place, RowShare share) : follower(around, place, share) {}
    std::mutex stepping;  ///< held while the follower works
    Follower follower;
    bool caught_up = false;  ///< the last batch came to the end of the log
    BackOff back_off{std::chrono::milliseconds(50), std::chrono::seconds(5)};
  };
  /// A generation that is at work, or whose rows are only shown.
  struct Running {
    Generation generation;
    bool current = false;  ///< built by the code of this program
    std::vector<std::unique_ptr<Share>> shares;
    Position frozen;             ///< of rows that nobody follows
    bool held = false;           ///< while newer rows overtake it
    bool retired = false;        ///< replaced, or given up
    bool stopped = false;        ///< by `error`
    std::optional<Error> error;  ///< what it is trying to get over, or what has stopped it
    Rate rate;
    std::shared_ptr<const TableName> table;  ///< whoever reads it holds on to this
  };

  /// Finds or begins the generation of this program's code. Once, before anything else.
  Result<void> open();

  /// What a thread is to do next.
  struct Next {
    enum class Kind : std::uint8_t { again, wait_for_log, pause, idle, ended } kind = Kind::again;
    Duration pause = {};                        ///< of pause
    std::optional<Instant> due = std::nullopt;  ///< of wait_for_log: no longer than until then
  };
  /// One step of one share.
  Next step(const std::shared_ptr<Running>& running, std::size_t share);
  /// One step of everything; false: nothing was left to do.
  bool step_all();
  /// Whether it is time to see what can go of the rows that were replaced: a step does it.
  [[nodiscard]] bool has_to_tidy() const;
  /// Those at work.
  [[nodiscard]] std::vector<std::shared_ptr<Running>> running() const;
  /// Called with each generation that comes to work, from now on.
  void on_start(std::function<void(std::shared_ptr<Running>)> started) { started_ = std::move(started); }
  /// Counts the calls of wake() and the changes by a person.
  [[nodiscard]] std::uint64_t wakes() const;
  void wake();
  /// Waits until there may be something to do for a share that is paused, stopped or held, or wakes() is another one.
  void idle(const std::shared_ptr<Running>& running, std::uint64_t wakes);
  /// Waits so long, or until wakes() is another one.
  void pause_for(Duration duration, std::uint64_t wakes);
  /// Stops a generation.
  void fail(const std::shared_ptr<Running>& running, Error error);
  /// Writes the positions that were not worth a transaction.
  void save();

  [[nodiscard]] const ProjectionDefinition& definition() const noexcept { return definition_; }
  [[nodiscard]] sql::RowStore& rows() const noexcept { return rows_; }
  [[nodiscard]] Watchers& watchers() noexcept { return watchers_; }

  [[nodiscard]] ProjectionStatus status() const;
  Result<void> wait(std::optional<Position> position, Duration timeout);
  [[nodiscard]] Result<ShownRows> shown() const;

  Result<void> pause(const Reason& reason);
  Result<void> resume(const Reason& reason);
  Result<void> rebuild(const Reason& reason);
  [[nodiscard]] Result<std::vector<DeadLetter>> dead_letters(const DeadLetterSelection& selection,
                                                             std::size_t limit) const;
  Result<std::uint64_t> retry(const DeadLetterSelection& selection, const Reason& reason);
  Result<std::uint64_t> discard(const DeadLetterSelection& selection, const Reason& reason);

 private:
  using Lock = std::unique_lock<std::mutex>;
  /// Held by who changes something: the next steps wait for its end.
  class Control;

  Result<std::shared_ptr<Running>> run(const Generation& generation);
  void add_shares(Running& running, const std::vector<Checkpoint>& begin) const;
  static Result<void> load_shares(Running& running);
  [[nodiscard]] std::vector<Checkpoint> beginning() const;
  Result<void> reshare(Running& running);
  Result<Generation> begin_generation(sql::Connection& connection, std::uint32_t number) const;
  Result<Generation> take_up(sql::Connection& connection, Generation generation) const;
  Result<void> drop(sql::Connection& connection, std::uint32_t number) const;
  Result<void> drop_abandoned(sql::Connection& connection, std::vector<Generation>& all) const;
  Result<void> choose(const std::vector<Generation>& all);
  void try_swap(const std::shared_ptr<Running>& running);
  Result<void> write_swap(const Generation& fresh, const std::optional<Generation>& old);
  void tidy_if_due();
  [[nodiscard]] std::shared_ptr<Running> shown_rows() const;
  [[nodiscard]] std::shared_ptr<Running> building_rows() const;
  template <class F>
  Result<std::uint64_t> each_waiting(const DeadLetterSelection& selection, F work);
  template <class F>
  Result<std::uint64_t> each_waiting_in(const Running& running, const DeadLetterSelection& selection, F work);
  Result<std::vector<DeadLetter>> letters_of(std::uint32_t generation, const DeadLetterSelection& selection,
                                             std::size_t limit) const;
  Result<void> note(std::string_view action, std::string_view what, const Reason& reason) const;
  Next after_step(const std::shared_ptr<Running>& running, Share& share, Result<Follower::Report> report);
  void log_rows(std::string_view message, const Running& running) const;
  [[nodiscard]] bool at_rest(const Running& running) const;
  [[nodiscard]] Position position_of(const Running& running) const;
  [[nodiscard]] std::shared_ptr<Running> working() const;
  [[nodiscard]] Duration lag_of(Position position) const;

  const Surroundings& around_;
  const ProjectionDefinition& definition_;
  sql::RowStore& rows_;
  Watchers watchers_;
  std::function<void(std::shared_ptr<Running>)> started_;

  std::mutex control_;        // one change of generations, or by a person, at a time; before Share::stepping
  mutable std::mutex mutex_;  // behind Share::stepping
  mutable std::condition_variable changed_;
  std::shared_ptr<Running> shown_;     // null: none yet
  std::shared_ptr<Running> building_;  // null: none
  std::uint64_t wakes_ = 0;
  int controls_ = 0;  ///< who wants the steps to wait
  bool paused_ = false;
  struct Replaced {
    std::uint32_t number;
    std::weak_ptr<const TableName> table;
  };
  std::vector<Replaced> replaced_;
  std::optional<Instant> next_tidy_;
};

/// "bank.X is at 0-3-0 and has not come to 0-7-0": what waiting for a projection ends with.
[[nodiscard]] Error behind(const ProjectionDefinition& definition, Position position, const std::string& why);

class Followed::Control {
 public:
  explicit Control(Followed& followed) : followed_(followed), lock_(followed.control_, std::defer_lock) {
    count(1);
    lock_.lock();
  }
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;
  ~Control() { count(-1); }

 private:
  void count(int by) {
    const std::lock_guard lock(followed_.mutex_);
    followed_.controls_ += by;
    ++followed_.wakes_;
    followed_.changed_.notify_all();
  }

  Followed& followed_;
  Lock lock_;
};

}  // namespace cqrs::projection
