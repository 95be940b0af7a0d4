#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cqrs/sqlite.hpp>

#include "../conformance/support.hpp"

namespace cqrs::sqlite {

using conformance::Append;
using conformance::bodies;
using conformance::Event;
using conformance::numbered;
using conformance::read;
using conformance::read_all;
using conformance::stream;

/// A directory of one's own, removed with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class SqliteTest : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "store.db"; }
  [[nodiscard]] const TemporaryDirectory& directory() const { return directory_; }

  /// Fails the test, and the process, when it cannot be opened.
  static std::unique_ptr<SqliteStore> open_store(const std::filesystem::path& path, const Options& options = {});
  std::unique_ptr<SqliteStore> open_store(const Options& options = {}) { return open_store(file(), options); }

  /// Runs statements with a connection that is not the store's.
  static void execute(const std::filesystem::path& path, const std::string& sql);
  /// The rows of a query, columns joined by "|".
  static std::vector<std::string> query(const std::filesystem::path& path, const std::string& sql);

 private:
  TemporaryDirectory directory_;
};

}  // namespace cqrs::sqlite
