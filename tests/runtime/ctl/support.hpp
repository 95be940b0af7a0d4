#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <bank/bank.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cqrs/ctl.hpp>

#include "../sqlite/support.hpp"

namespace cqrs::ctl {

/// What a run of the tool came to.
struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

/// A bank in a file, with ids and times that are always the same, and the tool.
class ToolTest : public testing::Test {
 protected:
  ToolTest();

  /// Opens accounts and moves money: a few events of several types, commands that are remembered among them.
  void fill_bank();
  [[nodiscard]] std::string store() const { return (directory_ / "bank.db").string(); }
  [[nodiscard]] std::string file(const std::string& name) const { return (directory_ / name).string(); }

  /// The tool of the bank, and the plain one. The directory of the test is written as DIR in what they say.
  Ran bank_ctl(const std::vector<std::string>& arguments, std::size_t width = 0) const;
  Ran plain(const std::vector<std::string>& arguments, std::size_t width = 0) const;
  Ran in_domain(const Domain& domain, const std::vector<std::string>& arguments, std::size_t width = 0) const;

  /// Turns one text of the log into another of the same length.
  void damage(const std::string& text, const std::string& with) const;

  /// Runs a statement on the store's file with a connection that is not the store's.
  void execute(const std::string& sql) const { execute_on(store(), sql); }
  static void execute_on(const std::string& file, const std::string& sql);

  /// "bank.Account/…", of the account number 1, 2, …
  static std::string account(int number);

  sqlite::TemporaryDirectory directory_;
  Domain bank_;
};

/// Compares with snapshots/NAME; with CQRS_UPDATE in the environment, writes it.
void expect_snapshot(const std::string& name, const std::string& text);
[[nodiscard]] std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

}  // namespace cqrs::ctl
