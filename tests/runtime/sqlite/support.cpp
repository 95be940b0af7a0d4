#include "support.hpp"

#include <stdexcept>

#include <sqlite3.h>
#include <stdlib.h>

namespace cqrs::sqlite {
namespace {

int collect(void* rows, int columns, char** values, char**) {
  std::string row;
  for (int i = 0; i < columns; ++i) {
    if (i > 0) row += '|';
    row += values[i] == nullptr ? "NULL" : values[i];
  }
  static_cast<std::vector<std::string>*>(rows)->push_back(row);
  return 0;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "cqrs-sqlite-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<SqliteStore> SqliteTest::open_store(const std::filesystem::path& path, const Options& options) {
  auto store = open(path, options);
  if (!store) throw std::runtime_error(store.error().text);
  return *std::move(store);
}

void SqliteTest::execute(const std::filesystem::path& path, const std::string& sql) { (void)query(path, sql); }

std::vector<std::string> SqliteTest::query(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* connection = nullptr;
  std::vector<std::string> rows;
  char* message = nullptr;
  if (sqlite3_open(path.c_str(), &connection) != SQLITE_OK ||
      sqlite3_exec(connection, sql.c_str(), collect, &rows, &message) != SQLITE_OK) {
    ADD_FAILURE() << sql << ": " << (message != nullptr ? message : sqlite3_errmsg(connection));
  }
  sqlite3_free(message);
  sqlite3_close(connection);
  return rows;
}

}  // namespace cqrs::sqlite
