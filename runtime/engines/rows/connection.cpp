#include "rows/connection.hpp"

namespace cqrs::sqlite {
namespace {

struct Meaning {
  ErrorCode code;
  std::string_view advice;
};

Meaning meaning_of(int primary_code) {
  switch (primary_code) {
    case SQLITE_FULL: return {ErrorCode::storage_full, "make room on the disk; nothing of this was stored"};
    case SQLITE_NOMEM: return {ErrorCode::unavailable, "there is no memory left; nothing of this was stored"};
    case SQLITE_IOERR: return {ErrorCode::unavailable, "check the disk and the system's log"};
    case SQLITE_CORRUPT: return {ErrorCode::corruption, "the file is damaged; restore it from a backup"};
    case SQLITE_NOTADB:
      return {ErrorCode::corruption, "the file is not a SQLite database, or its beginning is damaged"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::unauthorized, "give this process the right to write the file and its directory"};
    case SQLITE_CANTOPEN: return {ErrorCode::unauthorized, "check the file and the permissions of its directory"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::unavailable, "another program holds the file locked; try again later"};
    case SQLITE_PROTOCOL:  // ten seconds after the system has not taken a lock back; it goes with the last connection
      return {ErrorCode::stopped, "a lock of this process's is stuck; close this and open it again"};
    case SQLITE_TOOBIG: return {ErrorCode::too_large, "write less at a time"};
    default: return {ErrorCode::unavailable, "this is not expected; check the file with PRAGMA integrity_check"};
  }
}

}  // namespace

Error to_error(sqlite3* connection, int code, std::string_view doing) {
  const Meaning meaning = meaning_of(code & 0xFF);
  std::string text(doing);
  text.append(" failed: ").append(sqlite3_errstr(code));
  if (connection != nullptr && sqlite3_errcode(connection) != SQLITE_OK) {
    text.append(" (").append(sqlite3_errmsg(connection)).append(")");
  }
  const char* const name = connection == nullptr ? nullptr : sqlite3_db_filename(connection, "main");
  if (name != nullptr) text.append(" in ").append(name);
  return {meaning.code, text.append("; ").append(meaning.advice)};
}

// Binding can only fail for a wrong number, a bug of ours that the tests would meet, or for want of memory, which
// step() reports as a missing value never is: parameters not bound are null, and every column is NOT NULL.
Statement& Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const char* const data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(statement_.get(), parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int parameter, Bytes bytes) {
  if (bytes.empty()) {
    sqlite3_bind_zeroblob(statement_.get(), parameter, 0);
  } else {
    sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(), SQLITE_STATIC);
  }
  return *this;
}

Statement& Statement::bind(int parameter, const void* pointer, const char* name) {
  sqlite3_bind_pointer(statement_.get(), parameter, const_cast<void*>(pointer), name, nullptr);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return unexpected(to_error(connection_, sqlite3_extended_errcode(connection_), doing_));
}

Result<void> Statement::run() {
  const auto stepped = step();
  reset();
  if (!stepped) return unexpected(stepped.error());
  return {};
}

void Statement::reset() {
  if (statement_) sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Statement::text(int column) const { return as_text(bytes(column)); }

Bytes Statement::bytes(int column) const {
  const void* const data = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {static_cast<const std::byte*>(data), data == nullptr ? 0 : size};
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

Result<Connection> Connection::open(const std::string& path, Mode mode, const std::string& vfs) {
  const int access = mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                   vfs.empty() ? nullptr : vfs.c_str());
  Connection connection;
  connection.handle_.reset(handle);
  if (code != SQLITE_OK) return unexpected(to_error(handle, code, "opening " + path));
  sqlite3_busy_timeout(handle, 5'000);
  return connection;
}

Result<void> Connection::execute(const char* sql, std::string_view doing) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return unexpected(to_error(handle_.get(), code, doing));
  return {};
}

Result<Statement> Connection::prepare(std::string_view sql, std::string_view doing) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return unexpected(to_error(handle_.get(), code, doing));
  return Statement(handle_.get(), statement, doing);
}

Result<std::int64_t> Connection::query_integer(std::string_view sql, std::string_view doing) {
  auto statement = prepare(sql, doing);
  if (!statement) return unexpected(statement.error());
  const auto row = statement->step();
  if (!row) return unexpected(row.error());
  if (!*row) return fail(ErrorCode::corruption, std::string(doing) + " failed: there is no answer");
  return statement->integer(0);
}

}  // namespace cqrs::sqlite
