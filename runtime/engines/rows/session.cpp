#include "rows/session.hpp"

#include <utility>

#include "rows/connection.hpp"

namespace cqrs::rows {
namespace {

constexpr std::size_t kMostStatements = 128;
constexpr std::size_t kMostQuoted = 300;

/// What follows the first statement of a text is more than blanks.
bool has_more(std::string_view rest) { return rest.find_first_not_of(" \t\r\n;") != std::string_view::npos; }

/// What SQLite says of a statement that writes where nothing may be written.
Error refused(std::string_view text) { return statement_error(nullptr, SQLITE_READONLY, text); }

}  // namespace

Error statement_error(sqlite3* connection, int code, std::string_view text) {
  std::string doing = "executing \"" + std::string(text.substr(0, kMostQuoted));
  doing.append(text.size() > kMostQuoted ? "…\"" : "\"");
  Error error = sqlite::to_error(connection, code, doing);
  switch (code & 0xFF) {
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
      return {ErrorCode::invalid_argument,
              doing + " failed: " + (connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection))};
    default: return error;
  }
}

class Session::Prepared final : public sql::Statement {
 public:
  Prepared(sqlite3* connection, sqlite3_stmt* statement, std::string_view text)
      : connection_(connection), statement_(statement), text_(text) {}
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() override { sqlite3_finalize(statement_); }

  void bind_null(int parameter) override { note(sqlite3_bind_null(touched(), parameter)); }
  void bind(int parameter, std::int64_t value) override { note(sqlite3_bind_int64(touched(), parameter, value)); }
  void bind(int parameter, double value) override { note(sqlite3_bind_double(touched(), parameter, value)); }
  void bind(int parameter, std::string_view value) override { bind_text(parameter, value, SQLITE_STATIC); }
  void bind(int parameter, Bytes value) override { bind_blob(parameter, value, SQLITE_STATIC); }
  void bind_copy(int parameter, std::string_view value) override { bind_text(parameter, value, SQLITE_TRANSIENT); }
  void bind_copy(int parameter, Bytes value) override { bind_blob(parameter, value, SQLITE_TRANSIENT); }

  Result<bool> step() override {
    const int code = bound_ != SQLITE_OK ? bound_ : sqlite3_step(touched());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return unexpected(statement_error(connection_, code, text_));
  }
  void reset() override {
    if (!touched_) return;
    touched_ = false;
    sqlite3_reset(statement_);
    if (sqlite3_bind_parameter_count(statement_) > 0) sqlite3_clear_bindings(statement_);
    bound_ = SQLITE_OK;
  }

  [[nodiscard]] bool is_null(int column) override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  [[nodiscard]] std::int64_t integer(int column) override { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double real(int column) override { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] std::string_view text(int column) override { return as_text(bytes(column)); }
  [[nodiscard]] Bytes bytes(int column) override {
    const void* const data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return {static_cast<const std::byte*>(data), data == nullptr ? 0 : size};
  }

  [[nodiscard]] std::string_view written() const noexcept { return text_; }
  [[nodiscard]] bool writes() const noexcept { return sqlite3_stmt_readonly(statement_) == 0; }
  [[nodiscard]] bool busy() const noexcept { return sqlite3_stmt_busy(statement_) != 0; }

 private:
  void bind_text(int parameter, std::string_view value, sqlite3_destructor_type lifetime) {
    const char* const data = value.data() == nullptr ? "" : value.data();
    note(sqlite3_bind_text64(touched(), parameter, data, value.size(), lifetime, SQLITE_UTF8));
  }
  void bind_blob(int parameter, Bytes value, sqlite3_destructor_type lifetime) {
    note(value.empty() ? sqlite3_bind_zeroblob(touched(), parameter, 0)
                       : sqlite3_bind_blob64(touched(), parameter, value.data(), value.size(), lifetime));
  }
  /// The statement, about to be bound or executed.
  sqlite3_stmt* touched() noexcept {
    touched_ = true;
    return statement_;
  }
  void note(int code) {
    if (bound_ == SQLITE_OK) bound_ = code;
  }

  sqlite3* connection_;
  sqlite3_stmt* statement_;
  std::string text_;
  int bound_ = SQLITE_OK;
  bool touched_ = false;  ///< since the last reset()
};

Session::Session(sqlite3* connection) : connection_(connection) {}

Session::~Session() = default;

Result<sql::Statement*> Session::prepare(std::string_view text) {
  if (const auto known = by_text_.find(text); known != by_text_.end()) {
    if (read_only_ && (*known->second)->writes()) return unexpected(refused(text));
    recent_.splice(recent_.begin(), recent_, known->second);
    recent_.front()->reset();
    return recent_.front().get();
  }
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(connection_, text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, &rest);
  if (code != SQLITE_OK) return unexpected(statement_error(connection_, code, text));
  auto prepared = std::make_unique<Prepared>(connection_, statement, text);
  if (statement == nullptr || has_more({rest, text.data() + text.size()})) {
    return fail(ErrorCode::invalid_argument, "\"" + std::string(text) + "\" is not one statement of SQL");
  }
  if (read_only_ && prepared->writes()) return unexpected(refused(text));
  recent_.push_front(std::move(prepared));
  by_text_.emplace(recent_.front()->written(), recent_.begin());
  if (recent_.size() > kMostStatements) {
    by_text_.erase(recent_.back()->written());
    recent_.pop_back();
  }
  return recent_.front().get();
}

Result<void> Session::execute(std::string_view text) {
  const std::string terminated(text);
  const auto exec = [&](const char* sql) { return sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr); };
  int code = read_only_ ? exec("PRAGMA query_only = ON") : SQLITE_OK;
  if (code == SQLITE_OK) code = exec(terminated.c_str());
  Result<void> done;
  if (code != SQLITE_OK) done = unexpected(statement_error(connection_, code, text));
  if (read_only_) exec("PRAGMA query_only = OFF");
  return done;
}

Result<void> Session::run(std::string_view text) {
  const auto statement = prepare(text);
  if (!statement) return unexpected(statement.error());
  const auto done = (*statement)->step();
  (*statement)->reset();
  if (!done) return unexpected(done.error());
  return {};
}

void Session::reset_all() {
  for (const auto& prepared : recent_) {
    if (prepared->busy()) prepared->reset();
  }
}

void Session::clear() {
  by_text_.clear();
  recent_.clear();
}

}  // namespace cqrs::rows
