#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <cqrs/sqlite.hpp>

#include "dictionary.hpp"
#include "group.hpp"
#include "log_reader.hpp"
#include "rows/connection.hpp"
#include "rows/session.hpp"
#include "snapshots.hpp"
#include "store/inline_rows.hpp"
#include "store/owned_request.hpp"
#include "tail.hpp"

namespace cqrs::sqlite {

/// An append on its way to the writer. `request` is valid until `reply` has been called.
struct PendingAppend {
  AppendRequest request;
  std::unique_ptr<store::OwnedRequest> copy;  ///< what `request` refers to, where the caller does not wait
  AppendCallback reply;
};

/// The one thread that writes: takes what has gathered in the queue while the last commit was on its way to the disk,
/// and commits it together. After a commit of unknown outcome it refuses everything.
class Writer {
 public:
  struct Parts {
    Connection connection;
    Dictionary& dictionary;
    Tail& tail;
    Snapshots& snapshots;
    /// Called after each commit with events, before anyone is told.
    std::function<void()> on_growth;
  };

  static Result<std::unique_ptr<Writer>> start(Parts parts, const Options& options);

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// Blocks while the queue is full, except on the writer's own thread. `reply` is called once, by the writer's thread,
  /// or by this one when the writer is closed.
  void enqueue(PendingAppend pending);

  /// Answers everything in the queue, brings the indexes up to date, ends the thread.
  Result<void> close();

  /// Runs `work` in a transaction of its own, between two groups, on the writer's thread, and waits for it. What it
  /// throws comes through.
  Result<void> write(sql::Work work);

  /// Who sees the appends under this name from now on; called by the work of write(), from when that is committed.
  Result<void> attach(std::string_view name, sql::InlineHandler handler);

  /// After close(): closes the connection, which copies the write-ahead log into the file where no one else uses it.
  void let_go();

  /// There may be snapshots to write.
  void nudge();

 private:
  Writer(Parts parts, const Options& options);

  Result<void> prepare();
  void run();
  void take_batch();
  /// Somebody's write(), while they wait.
  struct Task {
    sql::Work work;
    std::optional<Result<void>> result = std::nullopt;
    std::exception_ptr thrown = nullptr;
  };
  void run_tasks();
  void run_task(Task& task);
  Result<void> perform(Task& task);
  Result<void> commit_task();
  [[nodiscard]] bool has_upkeep() const;
  void process();
  using Outcomes = Result<std::vector<Result<AppendOutcome>>>;
  Outcomes write_group();
  Outcomes judge_and_commit();
  Result<void> fill_group(Group& group);
  Result<void> begin();
  Result<void> commit();
  Result<void> try_commit();
  void roll_back();
  Result<void> publish(const Group& group);
  void upkeep(bool now);
  void write_what_is_due(bool now);
  Result<void> write_derived();
  void checkpoint();
  void poison(const Error& cause);

  Parts parts_;
  const Options options_;
  LogReader log_;
  StreamRows stream_rows_;
  Statement begin_;
  Statement commit_;
  Statement insert_;
  std::optional<rows::Session> session_;  ///< what inline rows are written through
  store::InlineHandlers handlers_;
  bool in_task_ = false;
  std::optional<Error> poisoned_;
  int wal_pages_ = 0;

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable room_;
  std::deque<PendingAppend> queue_;
  std::vector<PendingAppend> batch_;  ///< the thread's; has room for the largest from the beginning on
  std::deque<Task*> tasks_;
  std::condition_variable task_done_;
  bool closing_ = false;
  std::thread thread_;
  std::thread::id thread_id_;  ///< stays when the thread has been joined
};

}  // namespace cqrs::sqlite
