#pragma once

#include <string>
#include <vector>

// What a program of bench/ prints beside the times: ratios, which mean the same on every machine.

namespace bench {

/// One line of the table: how fast a benchmark is beside another one of the same run.
struct Ratio {
  std::string what;
  std::string measured;  ///< the name of a benchmark
  std::string beside;    ///< that of another
  double goal = 0;       ///< the least of (time of `beside`) / (time of `measured`)
};

/// The main function of a program: runs the benchmarks its command line asks for and prints their ratios, of medians
/// where they were repeated. Appends them to the file that CQRS_BENCH_TABLE names. Not 0 where a benchmark failed.
[[nodiscard]] int run(int argc, char** argv, const std::vector<Ratio>& ratios);

/// How many events to measure with: CQRS_BENCH_EVENTS, or a million.
[[nodiscard]] std::size_t events();

}  // namespace bench
