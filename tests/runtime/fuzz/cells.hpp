// What an input says is to be done to single cells and rows of a database, where damaged bytes would seldom come to.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <sqlite3.h>

namespace fuzz {

/// Changes a database through SQL. Each change is: which table (1), which row (1), which column (1), what it is to be
/// (1), and one byte of that. What SQLite refuses is not done.
class Cells {
 public:
  Cells(const std::string& path, const std::string& vfs) {
    sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, vfs.c_str());
  }
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;
  ~Cells() { sqlite3_close(database_); }

  void change(std::span<const std::uint8_t, 5> how) {
    const auto tables = texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    if (tables.empty()) return;
    const std::string table = "\"" + tables[how[0] % tables.size()] + "\"";
    const auto columns = texts("SELECT name FROM pragma_table_info(" + table + ") ORDER BY cid");
    const auto rows = texts("SELECT count(*) FROM " + table);
    if (columns.empty() || rows.empty() || rows[0] == "0") return;
    const std::string column = "\"" + columns[how[2] % columns.size()] + "\"";
    const std::string row = "(SELECT rowid FROM " + table + " ORDER BY rowid LIMIT 1 OFFSET " +
                            std::to_string(how[1] % std::stoul(rows[0])) + ")";
    if (how[3] % kWays == 0) return execute("DELETE FROM " + table + " WHERE rowid = " + row);
    execute("UPDATE OR REPLACE " + table + " SET " + column + " = " + value(table, column, how[3] % kWays, how[4]) +
            " WHERE rowid = " + row);
  }

 private:
  static constexpr unsigned kWays = 8;

  static std::string value(const std::string& table, const std::string& column, unsigned way, unsigned byte) {
    const std::string number = std::to_string(byte);
    switch (way) {
      case 1: return number;
      case 2: return column + " + " + std::to_string(static_cast<int>(byte) - 128);
      case 3: return "NULL";
      case 4: return "'0-" + number + "-0'";
      case 5: return "'" + number + "-1-0'";
      case 6: return "-9223372036854775807 + " + number;
      default: return "(SELECT " + column + " FROM " + table + " ORDER BY rowid LIMIT 1 OFFSET " + number + ")";
    }
  }

  void execute(const std::string& text) { sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr); }

  std::vector<std::string> texts(const std::string& query) {
    std::vector<std::string> found;
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database_, query.c_str(), -1, &statement, nullptr);
    while (statement != nullptr && sqlite3_step(statement) == SQLITE_ROW) {
      const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      found.emplace_back(text == nullptr ? "" : text);
    }
    sqlite3_finalize(statement);
    return found;
  }

  sqlite3* database_ = nullptr;
};

}  // namespace fuzz
