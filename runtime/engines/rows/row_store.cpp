#include "rows/row_store.hpp"

#include <utility>

#include "rows/functions.hpp"

namespace cqrs::rows {
namespace {

constexpr std::size_t kMostIdle = 16;

void roll_back(Session& session) {
  session.reset_all();
  if (session.in_transaction()) sqlite3_exec(session.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

/// What is asked to be read must not write on the one connection either, where nothing but this keeps it from that.
class ReadingOnly {
 public:
  explicit ReadingOnly(Session& session) : session_(session) { session_.set_read_only(true); }
  ReadingOnly(const ReadingOnly&) = delete;
  ReadingOnly& operator=(const ReadingOnly&) = delete;
  ~ReadingOnly() { session_.set_read_only(false); }

 private:
  Session& session_;
};

}  // namespace

Error closed() { return {ErrorCode::stopped, "the database of rows has been closed"}; }

Result<void> transact(Session& session, const char* begin, sql::Work work) {
  if (auto begun = session.run(begin); !begun) return begun;
  Result<void> done;
  try {
    done = work(session);
  } catch (...) {
    roll_back(session);
    throw;
  }
  if (done && !session.in_transaction()) {
    return fail(ErrorCode::invalid_argument, "the work of a transaction ended it; leave that to the database of rows");
  }
  session.reset_all();
  if (done) done = session.run("COMMIT");
  if (!done) roll_back(session);
  return done;
}

Result<void> consult(Session& session, sql::Work work) {
  const struct EndLater {
    ~EndLater() {
      if (session.is_reading()) session.reset_all();
      if (session.in_transaction()) roll_back(session);
    }
    Session& session;
  } end{session};
  return work(session);
}

void FileRowStore::start_writing(sqlite::FileLock lock, std::unique_ptr<Seat> writer) {
  lock_ = std::move(lock);
  writer_ = std::move(writer);
}

Result<void> FileRowStore::write(sql::Work work) {
  const std::lock_guard lock(write_mutex_);
  if (closed_) return unexpected(closed());
  if (!writer_) {
    return fail(ErrorCode::unsupported, path_ + " was opened read-only; open it with Access::read_write to write");
  }
  return transact(writer_->session, "BEGIN IMMEDIATE", work);
}

Result<void> FileRowStore::read(sql::Work work) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  auto done = transact((*reader)->session, "BEGIN", work);
  give_back(*std::move(reader));
  return done;
}

Result<void> FileRowStore::read_statement(sql::Work work) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  auto done = consult((*reader)->session, work);
  give_back(*std::move(reader));
  return done;
}

Result<std::unique_ptr<Seat>> FileRowStore::lease() {
  {
    const std::lock_guard lock(pool_mutex_);
    if (closed_) return unexpected(closed());
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  auto connection = sqlite::Connection::open(path_, sqlite::Connection::Mode::read_only, options_.vfs);
  if (!connection) return unexpected(connection.error());
  auto reader = std::make_unique<Seat>(*std::move(connection));
  if (auto equipped = equip(reader->connection.handle()); !equipped) return unexpected(equipped.error());
  return reader;
}

void FileRowStore::give_back(std::unique_ptr<Seat> reader) {
  const std::lock_guard lock(pool_mutex_);
  if (!closed_ && idle_.size() < kMostIdle) idle_.push_back(std::move(reader));
}

Result<void> FileRowStore::close() {
  const std::scoped_lock lock(write_mutex_, pool_mutex_);
  closed_ = true;
  idle_.clear();
  writer_.reset();
  lock_.release();
  return {};
}

Result<void> MemoryRowStore::read(sql::Work work) {
  const std::lock_guard lock(mutex_);
  if (!seat_) return unexpected(closed());
  const ReadingOnly only(seat_->session);
  return transact(seat_->session, "BEGIN", work);
}

Result<void> MemoryRowStore::read_statement(sql::Work work) {
  const std::lock_guard lock(mutex_);
  if (!seat_) return unexpected(closed());
  const ReadingOnly only(seat_->session);
  return consult(seat_->session, work);
}

Result<void> MemoryRowStore::run(const char* begin, sql::Work work) {
  const std::lock_guard lock(mutex_);
  if (!seat_) return unexpected(closed());
  return transact(seat_->session, begin, work);
}

Result<void> MemoryRowStore::close() {
  const std::lock_guard lock(mutex_);
  seat_.reset();
  return {};
}

}  // namespace cqrs::rows
