#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <sqlite3.h>

#include <cqrs/bytes.hpp>
#include <cqrs/uuid.hpp>

// What is written by hand in the place of a store: a file that only grows, and a table of SQLite with a row an event.
// Both are as durable as ours, and both make one synchronization of all that has come while the last one ran.

namespace bench {

/// What one append adds: events of one stream.
struct HandCommit {
  cqrs::Uuid command_id;
  std::int64_t recorded = 0;
  cqrs::Bytes key;
  std::int64_t version = 0;  ///< of the stream before
  std::span<const cqrs::Buffer> bodies;
};

/// Whoever comes while nobody writes, writes for all who have come. Thread-safe.
class GroupCommit {
 public:
  using Write = std::function<void(std::span<const HandCommit* const>)>;
  explicit GroupCommit(Write write) : write_(std::move(write)) {}

  /// Returns when `write` has returned for a group that has the commit.
  void append(const HandCommit& commit);

 private:
  Write write_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::vector<const HandCommit*> waiting_;
  std::vector<const HandCommit*> group_;
  std::uint64_t tickets_ = 0;
  std::uint64_t done_ = 0;
  bool writing_ = false;
};

/// The bound of every log: checksummed records in a file whose space is there already, and fdatasync().
class RawFile {
 public:
  explicit RawFile(const std::string& file);
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;
  ~RawFile();
  void append(const HandCommit& commit) { group_.append(commit); }

 private:
  void write(std::span<const HandCommit* const> commits);

  int file_;
  std::size_t at_ = 0;
  cqrs::Buffer buffer_;
  GroupCommit group_;
};

/// A row an event, unique by stream and version.
class RowLog {
 public:
  explicit RowLog(const std::string& file);
  RowLog(const RowLog&) = delete;
  RowLog& operator=(const RowLog&) = delete;
  ~RowLog();

  void append(const HandCommit& commit) { group_.append(commit); }
  /// All in one transaction.
  void write(std::span<const HandCommit* const> commits);

  /// Through a connection of its own, by one thread at a time.
  using Visitor = std::function<void(cqrs::Bytes body)>;
  void read_stream(cqrs::Bytes key, const Visitor& visit);
  void read_all(const Visitor& visit);

 private:
  sqlite3* database_ = nullptr;
  sqlite3* reading_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  sqlite3_stmt* stream_ = nullptr;
  sqlite3_stmt* all_ = nullptr;
  GroupCommit group_;
};

}  // namespace bench
