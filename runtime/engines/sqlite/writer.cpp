#include "writer.hpp"

#include <chrono>
#include <new>
#include <utility>

#include "index_tables.hpp"
#include "rows/functions.hpp"
#include "store/errors.hpp"

namespace cqrs::sqlite {
namespace {

/// The index tables and snapshots are written after so many commits, or when nothing else is to do.
constexpr std::size_t kUpkeepCommits = 4'096;
constexpr std::size_t kUpkeepSnapshotBytes = std::size_t{4} << 20U;
constexpr auto kIdle = std::chrono::seconds(1);
/// The write-ahead log is copied into the file when it is so long (16 MiB); it keeps that size and is written again
/// from its beginning, so that a commit does not have to wait for the file system to allocate.
constexpr int kCheckpointPages = 4'096;

std::size_t bytes_of(const AppendRequest& request) {
  std::size_t bytes = 0;
  for (const auto& part : request.streams) {
    for (const auto& event : part.events) bytes += event.body.size();
  }
  return bytes;
}

// Short enough for a std::string not to need memory either.
constexpr std::string_view kOutOfMemory = "out of memory";

Error out_of_memory() { return {ErrorCode::unavailable, std::string(kOutOfMemory)}; }

/// Whatever happens to memory, whoever waits is told.
void answer(PendingAppend& pending, const Error& error) {
  try {
    pending.reply(unexpected(error));
  } catch (const std::bad_alloc&) {
    pending.reply(unexpected(Error{error.code, std::string(kOutOfMemory)}));
  }
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::start(Parts parts, const Options& options) {
  std::unique_ptr<Writer> writer(new Writer(std::move(parts), options));
  if (auto prepared = writer->prepare(); !prepared) return unexpected(prepared.error());
  writer->thread_ = std::thread([self = writer.get()] { self->run(); });
  writer->thread_id_ = writer->thread_.get_id();
  return writer;
}

Writer::Writer(Parts parts, const Options& options) : parts_(std::move(parts)), options_(options) {}

Writer::~Writer() {
  try {
    (void)close();
  } catch (const std::bad_alloc&) {
    // The thread has ended; there was no memory to say how.
  }
}

Result<void> Writer::prepare() {
  batch_.reserve(options_.group_appends);
  auto& connection = parts_.connection;
  auto log = LogReader::prepare(connection, parts_.dictionary);
  if (!log) return unexpected(log.error());
  log_ = *std::move(log);
  const std::pair<Statement*, std::string_view> statements[] = {
      {&begin_, "BEGIN IMMEDIATE"}, {&commit_, "COMMIT"}, {&insert_, "INSERT INTO log VALUES (?, ?, ?)"}};
  for (const auto& [statement, sql] : statements) {
    auto prepared = connection.prepare(sql, "writing the log");
    if (!prepared) return unexpected(prepared.error());
    *statement = *std::move(prepared);
  }
  if (auto equipped = rows::equip(connection.handle()); !equipped) return equipped;
  session_.emplace(connection.handle());
  // In the place of SQLite's automatic checkpoints, which would come before the answer to whoever waits for the commit.
  sqlite3_wal_hook(
      connection.handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Writer*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  return {};
}

void Writer::enqueue(PendingAppend pending) {
  std::optional<Error> error;
  {
    std::unique_lock lock(mutex_);
    if (std::this_thread::get_id() != thread_id_) {
      room_.wait(lock, [&] { return closing_ || queue_.size() < options_.queue_appends; });
    }
    if (!closing_) {
      try {
        queue_.push_back(std::move(pending));
        work_.notify_one();
        return;
      } catch (const std::bad_alloc&) {
        error = out_of_memory();  // push_back has moved nothing
      }
    }
  }
  answer(pending, error ? *error : store::closed());
}

Result<void> Writer::write(sql::Work work) {
  if (std::this_thread::get_id() == thread_id_) {
    return fail(ErrorCode::invalid_argument, "rows are being written by this thread already; do it there");
  }
  Task task{work};
  {
    std::unique_lock lock(mutex_);
    if (closing_) return unexpected(store::closed());
    tasks_.push_back(&task);
    work_.notify_one();
    task_done_.wait(lock, [&] { return task.result.has_value(); });
  }
  if (task.thrown) std::rethrow_exception(task.thrown);
  return *std::move(task.result);
}

Result<void> Writer::attach(std::string_view name, sql::InlineHandler handler) {
  const auto take = [&] { return handlers_.attach(name, std::move(handler)); };
  if (std::this_thread::get_id() == thread_id_ && in_task_) return take();
  return write([&](sql::Connection&) { return take(); });
}

void Writer::run_tasks() {
  for (;;) {
    Task* task = nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (tasks_.empty()) return;
      task = tasks_.front();
      tasks_.pop_front();
    }
    run_task(*task);
  }
}

Result<void> Writer::perform(Task& task) {
  if (poisoned_) return unexpected(*poisoned_);
  if (auto begun = begin(); !begun) return begun;
  Result<void> result;
  in_task_ = true;
  try {
    result = task.work(*session_);
  } catch (...) {
    task.thrown = std::current_exception();
  }
  in_task_ = false;
  session_->reset_all();
  if (result && !task.thrown) return commit_task();
  roll_back();
  return result;
}

void Writer::run_task(Task& task) {
  Result<void> result;
  try {
    result = perform(task);
  } catch (const std::bad_alloc&) {
    roll_back();
    result = unexpected(out_of_memory());
  }
  result && !task.thrown ? handlers_.commit() : handlers_.roll_back();
  const std::lock_guard lock(mutex_);
  task.result = std::move(result);
  task_done_.notify_all();
}

Result<void> Writer::commit_task() {
  if (parts_.connection.in_transaction()) return commit();
  return fail(ErrorCode::invalid_argument, "the work of a transaction ended it; leave that to the database of rows");
}

Result<void> Writer::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    work_.notify_one();
    room_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  if (!poisoned_) return {};
  if (parts_.connection.handle() == nullptr) return unexpected(*poisoned_);
  // What is in the write-ahead log may or may not be on the disk: it stays for the next opening to read.
  sqlite3_db_config(parts_.connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return unexpected(*poisoned_);
}

void Writer::let_go() {
  begin_ = {};
  commit_ = {};
  insert_ = {};
  log_ = {};
  session_.reset();
  parts_.connection = {};
}

void Writer::nudge() {
  const std::lock_guard lock(mutex_);
  work_.notify_one();
}

void Writer::run() {
  for (;;) {
    take_batch();
    run_tasks();
    if (batch_.empty()) {
      upkeep(true);
      const std::lock_guard lock(mutex_);
      if (closing_ && queue_.empty() && tasks_.empty()) return;
      continue;
    }
    process();
    upkeep(false);
  }
}

/// None when the writer closes, and when there has been nothing to do for a while.
void Writer::take_batch() {
  std::unique_lock lock(mutex_);
  const auto ready = [&] { return closing_ || !queue_.empty() || !tasks_.empty(); };
  while (!ready()) {
    if (!has_upkeep()) {
      work_.wait(lock);
    } else if (!work_.wait_for(lock, kIdle, ready)) {
      break;
    }
  }
  std::size_t bytes = 0;
  while (!queue_.empty() && batch_.size() < options_.group_appends && bytes < options_.group_bytes) {
    bytes += bytes_of(queue_.front().request);
    batch_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  room_.notify_all();
}

bool Writer::has_upkeep() const {
  return !poisoned_ && (parts_.tail.commits() > 0 || parts_.snapshots.pending_bytes() > 0);
}

void Writer::process() {
  auto outcomes = write_group();
  for (std::size_t i = 0; i < batch_.size(); ++i) {
    auto pending = std::move(batch_[i]);
    if (outcomes) {
      pending.reply(std::move((*outcomes)[i]));
    } else {
      answer(pending, outcomes.error());
    }
  }
  batch_.clear();
}

Writer::Outcomes Writer::write_group() {
  try {
    return judge_and_commit();
  } catch (const std::bad_alloc&) {
    roll_back();
    return unexpected(out_of_memory());
  }
}

/// What throws, throws before the commit.
Writer::Outcomes Writer::judge_and_commit() {
  if (poisoned_) return unexpected(*poisoned_);
  if (auto begun = begin(); !begun) return unexpected(begun.error());
  Group group({parts_.connection, log_, parts_.dictionary, parts_.tail, stream_rows_, *session_, handlers_});
  auto filled = fill_group(group);
  if (!filled) {
    roll_back();
    return unexpected(filled.error());
  }
  if (auto committed = commit(); !committed) return unexpected(committed.error());
  parts_.dictionary.commit();
  if (auto published = publish(group); !published) return unexpected(published.error());
  return std::move(group.outcomes());
}

/// Where a lock is stuck, everyone who asks for it again would wait as long.
Result<void> Writer::begin() {
  auto begun = begin_.run();
  if (!begun && begun.error().code == ErrorCode::stopped) poisoned_ = begun.error();
  return begun;
}

Result<void> Writer::fill_group(Group& group) {
  try {
    for (const auto& pending : batch_) {
      if (auto added = group.add(pending.request); !added) return added;
    }
    for (const auto& row : group.rows()) {
      insert_.bind(1, static_cast<std::int64_t>(row.first)).bind(2, static_cast<std::int64_t>(row.count));
      if (auto inserted = insert_.bind(3, Bytes(row.commits)).run(); !inserted) return inserted;
    }
    return {};
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::unavailable, "there is no memory left for this append; nothing of it was stored");
  }
}

/// An error that is not unknown_outcome means: rolled back.
Result<void> Writer::commit() {
  try {
    return try_commit();
  } catch (const std::bad_alloc&) {  // to say why it failed
    roll_back();
    poison(out_of_memory());
    return fail(ErrorCode::unknown_outcome, std::string(kOutOfMemory));
  }
}

Result<void> Writer::try_commit() {
  if (auto committed = commit_.run(); !committed) {
    const int code = sqlite3_errcode(parts_.connection.handle()) & 0xFF;
    roll_back();
    // A full disk cuts the commit off before the page that would make it one. After anything else, a failed sync above
    // all, it may be on the disk or not, and what is written behind it would stand or fall with it.
    if (code == SQLITE_FULL || code == SQLITE_BUSY) return committed;
    poison(committed.error());
    return fail(ErrorCode::unknown_outcome,
                "it is not known whether the append was stored (" + committed.error().text +
                    "); close the store, open it again, and retry with the same command id");
  }
  return {};
}

void Writer::roll_back() {
  auto& connection = parts_.connection;
  if (connection.in_transaction()) sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  parts_.dictionary.rollback();
}

Result<void> Writer::publish(const Group& group) {
  const auto add = [&](const LogRow& row) -> Result<void> {
    try {
      return parts_.tail.add_row(row.first, row.count, row.commits, store::FrameReader::Check::nothing);
    } catch (const std::bad_alloc&) {
      return unexpected(out_of_memory());
    }
  };
  const auto last_event = parts_.tail.last_event();
  for (const auto& row : group.rows()) {
    const auto added = add(row);
    if (added) continue;
    poison(added.error());
    return fail(ErrorCode::unknown_outcome,
                "the append was written, but cannot be read back (" + added.error().text +
                    "); close the store, open it again, and retry with the same command id");
  }
  if (parts_.tail.last_event() != last_event) parts_.on_growth();
  return {};
}

/// Writes what can be computed again: in its own transaction, after everyone has been answered.
void Writer::upkeep(bool now) {
  if (poisoned_) return;
  try {
    write_what_is_due(now);
    checkpoint();
  } catch (const std::bad_alloc&) {
    roll_back();
  }
}

void Writer::write_what_is_due(bool now) {
  const bool due = parts_.tail.commits() >= kUpkeepCommits || parts_.snapshots.pending_bytes() >= kUpkeepSnapshotBytes;
  if (due || (now && has_upkeep())) {
    // When it fails, the tail goes on growing and the next round tries again; appends are not affected.
    if (begin() && !write_derived()) roll_back();
  }
}

Result<void> Writer::write_derived() {
  auto& connection = parts_.connection;
  const Coverage coverage{parts_.tail.next(), parts_.tail.last_event()};
  if (auto written = write_index(connection, parts_.tail.entries(), stream_rows_, coverage); !written) return written;
  const auto snapshots = parts_.snapshots.begin_writing();
  if (auto written = parts_.snapshots.write(connection, parts_.dictionary, snapshots); !written) return written;
  if (auto committed = commit(); !committed) return committed;
  parts_.dictionary.commit();
  parts_.snapshots.end_writing(snapshots);
  parts_.tail.clear();
  stream_rows_.clear();
  return {};
}

void Writer::checkpoint() {
  if (poisoned_ || wal_pages_ < kCheckpointPages) return;
  sqlite3* const handle = parts_.connection.handle();
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  wal_pages_ = 0;
  // A full disk leaves the write-ahead log as it is. After a failed sync nobody knows what the file holds.
  if ((code & 0xFF) == SQLITE_IOERR) poison(to_error(handle, code, "copying the write-ahead log into the file"));
}

void Writer::poison(const Error& cause) {
  if (poisoned_) return;
  poisoned_ = Error{ErrorCode::stopped,
                    "the store takes no more appends, because an earlier one may or may not be on the "
                    "disk (" +
                        cause.text + "); close it and open it again"};
}

}  // namespace cqrs::sqlite
