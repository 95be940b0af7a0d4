#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <cqrs/sqlite.hpp>

#include "../history/operation.hpp"
#include "fault.hpp"

namespace cqrs::faults {

/// What the store may be made to do wrong, so that the checker can be seen to notice.
enum class Seeded : std::uint8_t { none, failure_taken_for_success };

struct Outcome {
  std::vector<std::string> complaints;
  std::map<std::string, std::uint64_t> errors;  ///< how often each code was given
  std::uint64_t exceptions = 0;                 ///< std::bad_alloc out of the store
  std::uint64_t reopened = 0;
};

/// Opens a store, appends, reads, keeps snapshots and rows, closes and opens again, while something fails once. Whoever
/// meets an error relieves its cause, tries again, and opens the store anew if that is what it asks for; a second error
/// of the same thing is one too many. In the end all that was acknowledged must be there.
class Scenario {
 public:
  Scenario(std::filesystem::path store, Fault& fault, Seeded seeded)
      : path_(std::move(store)), fault_(fault), seeded_(seeded) {}

  Outcome run();

 private:
  template <class Call>
  auto guarded(Call call) -> decltype(call());
  template <class Attempt>
  void twice(const char* doing, Attempt attempt);
  void open();
  void reopen();
  void met(const char* doing, const Error& error);
  void append(std::uint32_t stream, std::uint32_t events, Version expected);
  void save_snapshot(const history::Operation& operation);
  void look_around();
  void close();
  void check();
  [[nodiscard]] Result<AppendOutcome> send(const history::Operation& operation);
  [[nodiscard]] Result<void> attach_rows();

  std::filesystem::path path_;
  Fault& fault_;
  Seeded seeded_;
  std::unique_ptr<sqlite::SqliteStore> store_;
  std::vector<history::Operation> operations_;
  std::uint64_t clock_ = 0;
  Outcome outcome_;
};

}  // namespace cqrs::faults
