#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "../vfs/power_cut.hpp"
#include "scenario.hpp"

namespace cqrs::power {

struct Counts {
  std::uint64_t traces = 0;
  std::uint64_t changes = 0;
  std::uint64_t cuts = 0;
  std::uint64_t states = 0;
  std::uint64_t acknowledged = 0;    ///< summed over the states
  std::uint64_t stored_untold = 0;   ///< likewise
  std::uint64_t missing_untold = 0;  ///< likewise
  std::uint64_t retried = 0;         ///< states in which what was not answered was sent again
  bool wrong = false;
};

/// Records what a store does to a disk, and opens what a power cut may have left of it: state after state.
class Search {
 public:
  /// `directory` is for locks, and for the files of a state that is wrong.
  Search(std::filesystem::path directory, std::uint64_t seed, vfs::DiskFault fault);

  /// Goes on until there were so many states, or one was wrong, which is then described on the standard output.
  const Counts& run(std::uint64_t states);

 private:
  void begin_anew();
  void search(Trace& trace, std::uint64_t states);
  void take(const vfs::Change& change, std::uint64_t at, Trace& trace) const;
  bool examine(const vfs::Image& image, std::vector<history::Operation> operations);
  std::vector<std::string> go_on(Store& store, std::vector<history::Operation>& operations);
  void go_on_from_here(std::vector<history::Operation> operations);
  void report(const vfs::Image& image, const std::vector<std::string>& complaints) const;

  std::filesystem::path directory_;
  std::uint64_t seed_;
  std::mt19937_64 random_;
  vfs::MemoryDisk recorded_;
  vfs::MemoryDisk left_;  ///< what was left of it
  Counts counts_;

  // Where the next trace begins.
  vfs::Image image_;
  vfs::Image created_;  ///< of a store that was made and closed
  std::vector<history::Operation> known_;
};

}  // namespace cqrs::power
