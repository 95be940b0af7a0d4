#pragma once

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include <sqlite3.h>

#include <cqrs/sql.hpp>

namespace cqrs::rows {

/// The contract's view of a connection that somebody else opens and closes, and its prepared statements.
class Session final : public sql::Connection {
 public:
  /// `connection` outlives the session.
  explicit Session(sqlite3* connection);
  ~Session() override;

  Result<sql::Statement*> prepare(std::string_view text) override;
  Result<void> execute(std::string_view text) override;
  /// A statement without parameters and results that is often executed, and prepared once.
  Result<void> run(std::string_view text);
  [[nodiscard]] std::int64_t changes() override { return sqlite3_changes64(connection_); }

  /// While it is so, what would write is refused, on a connection that could.
  void set_read_only(bool read_only) noexcept { read_only_ = read_only; }

  /// Ends what is still being executed: where a transaction ends, nothing may be in its way.
  void reset_all();
  /// Lets go of all statements.
  void clear();

  [[nodiscard]] sqlite3* handle() const noexcept { return connection_; }
  /// Whether a statement that has not ended holds a snapshot.
  [[nodiscard]] bool is_reading() const noexcept { return sqlite3_txn_state(connection_, "main") != SQLITE_TXN_NONE; }
  [[nodiscard]] bool in_transaction() const noexcept { return sqlite3_get_autocommit(connection_) == 0; }

 private:
  class Prepared;
  using Recent = std::list<std::unique_ptr<Prepared>>;

  sqlite3* connection_;
  bool read_only_ = false;
  Recent recent_;  ///< the last used first
  std::unordered_map<std::string_view, Recent::iterator> by_text_;
};

/// The error of a statement: what the engine says of any other, but SQL that is wrong is a bug of whoever wrote it.
[[nodiscard]] Error statement_error(sqlite3* connection, int code, std::string_view text);

}  // namespace cqrs::rows
