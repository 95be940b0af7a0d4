#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <cqrs/sqlite.hpp>

#include "logs_by_hand.hpp"

// Logs of deposits, ours and those written by hand, behind one interface.

namespace bench {

/// What everybody writes.
struct Input {
  explicit Input(std::size_t accounts);
  std::vector<cqrs::Buffer> keys;    ///< of the accounts
  std::vector<cqrs::Buffer> bodies;  ///< a thousand deposits
};

/// A log under measurement, and how far its streams have come. What is appended to one stream, one thread appends.
class Log {
 public:
  explicit Log(const Input& input) : input_(&input), versions_(input.keys.size()) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log() = default;

  /// So many events in one commit, durably.
  void append(std::size_t account, std::size_t events);

  /// So many commits of single events, quickly, to all accounts in turn and in no order.
  void fill(std::size_t events);

  /// The sum of what was deposited, each event checked and read in place.
  virtual std::int64_t sum_of(std::size_t account) = 0;
  virtual std::int64_t sum_of_all() = 0;

  /// Time to do what was put off, so that it does not disturb who is measured next.
  virtual void rest() {}

 protected:
  [[nodiscard]] const Input& input() const { return *input_; }

 private:
  virtual void store(const HandCommit& commit) = 0;
  virtual void store_all(std::span<const HandCommit* const> commits) = 0;

  const Input* input_;
  std::vector<std::int64_t> versions_;
};

/// Cannot be filled or read: the bound of writing.
class Raw final : public Log {
 public:
  Raw(const Input& input, const std::string& file) : Log(input), file_(file) {}
  std::int64_t sum_of(std::size_t) override { return 0; }
  std::int64_t sum_of_all() override { return 0; }

 private:
  void store(const HandCommit& commit) override { file_.append(commit); }
  void store_all(std::span<const HandCommit* const>) override {}

  RawFile file_;
};

class Rows final : public Log {
 public:
  Rows(const Input& input, const std::string& file) : Log(input), log_(file) {}
  std::int64_t sum_of(std::size_t account) override;
  std::int64_t sum_of_all() override;

 private:
  void store(const HandCommit& commit) override { log_.append(commit); }
  void store_all(std::span<const HandCommit* const> commits) override { log_.write(commits); }

  RowLog log_;
};

class Ours final : public Log {
 public:
  Ours(const Input& input, const std::string& file);
  std::int64_t sum_of(std::size_t account) override;
  std::int64_t sum_of_all() override;
  void rest() override;

 private:
  void store(const HandCommit& commit) override;
  void store_all(std::span<const HandCommit* const> commits) override;

  std::unique_ptr<cqrs::sqlite::SqliteStore> store_;
};

}  // namespace bench
