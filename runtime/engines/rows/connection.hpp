#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include <cqrs/bytes.hpp>
#include <cqrs/expected.hpp>

namespace cqrs::sqlite {

/// What SQLite's result code `code` means, with its own words and `doing`: "writing the log".
[[nodiscard]] Error to_error(sqlite3* connection, int code, std::string_view doing);

/// A prepared statement. Used by one thread at a time; must go before its connection.
class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* connection, sqlite3_stmt* statement, std::string_view doing)
      : connection_(connection), statement_(statement), doing_(doing) {}

  /// Parameters count from 1. Bytes and text must stay as they are until reset().
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind(int parameter, Bytes bytes);
  /// For a table of the program's own, which knows pointers by this name; a literal.
  Statement& bind(int parameter, const void* pointer, const char* name);

  /// True: there is a row. False: that was all.
  Result<bool> step();
  /// Steps a statement that yields no rows, and resets it.
  Result<void> run();
  /// Ends reading: the transaction of a lone statement ends with it.
  void reset();

  /// Columns count from 0; views are valid until the next step() or reset().
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] Bytes bytes(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };

  sqlite3* connection_ = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string_view doing_;
};

/// Resets a statement when the scope ends.
class ResetLater {
 public:
  explicit ResetLater(Statement& statement) : statement_(statement) {}
  ResetLater(const ResetLater&) = delete;
  ResetLater& operator=(const ResetLater&) = delete;
  ~ResetLater() { statement_.reset(); }

 private:
  Statement& statement_;
};

/// A connection. Used by one thread at a time.
class Connection {
 public:
  enum class Mode : std::uint8_t { read_write, read_only };

  static Result<Connection> open(const std::string& path, Mode mode, const std::string& vfs);

  Result<void> execute(const char* sql, std::string_view doing);
  Result<void> execute(const std::string& sql, std::string_view doing) { return execute(sql.c_str(), doing); }
  /// `doing` is for messages, and must be a literal.
  Result<Statement> prepare(std::string_view sql, std::string_view doing);
  /// The first column of the only row.
  Result<std::int64_t> query_integer(std::string_view sql, std::string_view doing);

  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }
  [[nodiscard]] bool in_transaction() const noexcept { return sqlite3_get_autocommit(handle_.get()) == 0; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
  };

  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace cqrs::sqlite
