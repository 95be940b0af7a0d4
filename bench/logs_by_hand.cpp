#include "logs_by_hand.hpp"

#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

#include <cqrs/hash.hpp>

namespace bench {
namespace {

constexpr std::size_t kFileBytes = std::size_t{64} << 20U;
constexpr const char* kType = "ledger.Account.Deposited";

template <class Number>
void put(cqrs::Buffer& out, Number number) {
  const auto bytes = std::as_bytes(std::span(&number, 1));
  out.insert(out.end(), bytes.begin(), bytes.end());
}
void put(cqrs::Buffer& out, cqrs::Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void check(sqlite3* database, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    throw std::runtime_error(sqlite3_errmsg(database));
}

sqlite3* open_database(const std::string& file) {
  sqlite3* database = nullptr;
  check(database, sqlite3_open_v2(file.c_str(), &database,
                                  SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
  return database;
}

sqlite3_stmt* prepare(sqlite3* database, const char* text) {
  sqlite3_stmt* statement = nullptr;
  check(database, sqlite3_prepare_v3(database, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  return statement;
}

void bind_bytes(sqlite3_stmt* statement, int parameter, cqrs::Bytes bytes) {
  check(sqlite3_db_handle(statement),
        sqlite3_bind_blob64(statement, parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
}

void run(sqlite3_stmt* statement) {
  check(sqlite3_db_handle(statement), sqlite3_step(statement));
  sqlite3_reset(statement);
}

void visit_rows(sqlite3_stmt* statement, const RowLog::Visitor& visit) {
  while (sqlite3_step(statement) == SQLITE_ROW) {
    visit({static_cast<const std::byte*>(sqlite3_column_blob(statement, 0)),
           static_cast<std::size_t>(sqlite3_column_bytes(statement, 0))});
  }
  check(sqlite3_db_handle(statement), sqlite3_reset(statement));
}

}  // namespace

void GroupCommit::append(const HandCommit& commit) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&commit);
  const std::uint64_t ticket = ++tickets_;
  while (done_ < ticket) {
    if (writing_) {
      written_.wait(lock);
      continue;
    }
    writing_ = true;
    group_.swap(waiting_);
    const std::uint64_t last = tickets_;
    lock.unlock();
    write_(group_);
    group_.clear();
    lock.lock();
    done_ = last;
    writing_ = false;
    written_.notify_all();
  }
}

RawFile::RawFile(const std::string& file)
    : file_(open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600)),
      group_([this](std::span<const HandCommit* const> commits) { write(commits); }) {
  const std::vector<char> zeros(std::size_t{1} << 20U);
  for (std::size_t written = 0; written < kFileBytes; written += zeros.size()) {
    if (::write(file_, zeros.data(), zeros.size()) < 0) throw std::runtime_error("cannot fill " + file);
  }
  if (fsync(file_) != 0) throw std::runtime_error("cannot synchronize " + file);
}

RawFile::~RawFile() { close(file_); }

void RawFile::write(std::span<const HandCommit* const> commits) {
  buffer_.clear();
  for (const auto* commit : commits) {
    const std::size_t begin = buffer_.size();
    put(buffer_, std::uint64_t{0});
    put(buffer_, std::as_bytes(std::span(commit->command_id.bytes)));
    put(buffer_, commit->recorded);
    put(buffer_, commit->version);
    put(buffer_, static_cast<std::uint32_t>(commit->key.size()));
    put(buffer_, commit->key);
    for (const auto& body : commit->bodies) {
      put(buffer_, static_cast<std::uint32_t>(body.size()));
      put(buffer_, std::uint32_t{1});  // its type
      put(buffer_, cqrs::Bytes(body));
    }
    const std::uint64_t checksum = cqrs::hash64(cqrs::Bytes(buffer_).subspan(begin + 8));
    std::memcpy(buffer_.data() + begin, &checksum, 8);
  }
  if (at_ + buffer_.size() > kFileBytes) at_ = 0;  // a new file would be there already, too
  const auto written = pwrite(file_, buffer_.data(), buffer_.size(), static_cast<off_t>(at_));
  if (written != static_cast<ssize_t>(buffer_.size()) || fdatasync(file_) != 0)
    throw std::runtime_error("the raw file cannot be written");
  at_ += buffer_.size();
}

RowLog::RowLog(const std::string& file)
    : database_(open_database(file)), group_([this](std::span<const HandCommit* const> commits) { write(commits); }) {
  // The cache and the length of the write-ahead log are those of our store.
  check(database_, sqlite3_exec(database_,
                                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;"
                                "PRAGMA wal_autocheckpoint = 4096;"
                                "CREATE TABLE event (position INTEGER PRIMARY KEY, stream BLOB NOT NULL,"
                                " version INTEGER NOT NULL, type TEXT NOT NULL, command_id BLOB NOT NULL,"
                                " recorded INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE (stream, version)) STRICT;",
                                nullptr, nullptr, nullptr));
  begin_ = prepare(database_, "BEGIN IMMEDIATE");
  insert_ = prepare(database_,
                    "INSERT INTO event (stream, version, type, command_id, recorded, body) VALUES (?, ?, ?, ?, ?, ?)");
  commit_ = prepare(database_, "COMMIT");
  reading_ = open_database(file);
  stream_ = prepare(reading_, "SELECT body FROM event WHERE stream = ? ORDER BY version");
  all_ = prepare(reading_, "SELECT body FROM event ORDER BY position");
}

RowLog::~RowLog() {
  for (sqlite3_stmt* statement : {begin_, insert_, commit_, stream_, all_}) sqlite3_finalize(statement);
  sqlite3_close(reading_);
  sqlite3_close(database_);
}

void RowLog::write(std::span<const HandCommit* const> commits) {
  run(begin_);
  for (const auto* commit : commits) {
    std::int64_t version = commit->version;
    for (const auto& body : commit->bodies) {
      bind_bytes(insert_, 1, commit->key);
      sqlite3_bind_int64(insert_, 2, ++version);
      sqlite3_bind_text(insert_, 3, kType, -1, SQLITE_STATIC);
      bind_bytes(insert_, 4, std::as_bytes(std::span(commit->command_id.bytes)));
      sqlite3_bind_int64(insert_, 5, commit->recorded);
      bind_bytes(insert_, 6, body);
      run(insert_);
    }
  }
  run(commit_);
}

void RowLog::read_stream(cqrs::Bytes key, const Visitor& visit) {
  bind_bytes(stream_, 1, key);
  visit_rows(stream_, visit);
}

void RowLog::read_all(const Visitor& visit) { visit_rows(all_, visit); }

}  // namespace bench
