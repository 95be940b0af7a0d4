#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <cqrs/rows.hpp>

#include "rows/connection.hpp"
#include "rows/file_lock.hpp"
#include "rows/session.hpp"

namespace cqrs::rows {

/// A connection with its statements.
struct Seat {
  explicit Seat(sqlite::Connection opened) : connection(std::move(opened)), session(connection.handle()) {}

  sqlite::Connection connection;
  Session session;  // last: its statements go before the connection
};

/// Runs `work` in a transaction that `begin` begins: committed if it succeeds, otherwise, and where it throws, rolled
/// back.
Result<void> transact(Session& session, const char* begin, sql::Work work);

/// Runs `work`, which executes one statement, without a transaction. No snapshot is held afterwards.
Result<void> consult(Session& session, sql::Work work);

/// One file: a connection that writes, and as many that read as there are readers at a time.
class FileRowStore final : public sql::RowStore {
 public:
  FileRowStore(std::string path, const Options& options) : path_(std::move(path)), options_(options) {}
  ~FileRowStore() override { (void)FileRowStore::close(); }

  /// Once, before anything else, by whoever writes.
  void start_writing(sqlite::FileLock lock, std::unique_ptr<Seat> writer);

  Result<void> write(sql::Work work) override;
  Result<void> read(sql::Work work) override;
  Result<void> read_statement(sql::Work work) override;
  Result<void> close() override;

 private:
  Result<std::unique_ptr<Seat>> lease();
  void give_back(std::unique_ptr<Seat> reader);

  const std::string path_;
  const Options options_;
  sqlite::FileLock lock_;
  std::mutex write_mutex_;
  std::unique_ptr<Seat> writer_;
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<Seat>> idle_;
  bool closed_ = false;  ///< changes with both mutexes held
};

/// A database in memory: one connection, one at a time.
class MemoryRowStore final : public sql::RowStore {
 public:
  explicit MemoryRowStore(std::unique_ptr<Seat> seat) : seat_(std::move(seat)) {}

  Result<void> write(sql::Work work) override { return run("BEGIN IMMEDIATE", work); }
  Result<void> read(sql::Work work) override;
  Result<void> read_statement(sql::Work work) override;
  Result<void> close() override;

 private:
  Result<void> run(const char* begin, sql::Work work);

  std::mutex mutex_;
  std::unique_ptr<Seat> seat_;  ///< null: closed
};

[[nodiscard]] Error closed();

}  // namespace cqrs::rows
