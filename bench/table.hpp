#pragma once

#include <cstddef>
#include <string>
#include <vector>

// What a program of bench/ prints beside the times: ratios, which mean the same on every machine.

namespace bench {

/// What repetitions of one measurement gave.
struct Figure {
  double median = 0;     ///< of the time of a unit, in nanoseconds
  double deviation = 0;  ///< the standard deviation
};
[[nodiscard]] Figure figure_of(std::vector<double> repetitions);

/// "1.20 µs ±3 %".
[[nodiscard]] std::string to_text(const Figure& figure);

/// A line of the table. `took` and `beside_took` are texts; no goal is 0.
[[nodiscard]] std::string row(const std::string& what, const std::string& took, const std::string& beside,
                              const std::string& beside_took, double ratio, double goal);
[[nodiscard]] std::string row(const std::string& what, const Figure& took, const std::string& beside,
                              const Figure& beside_took, double goal);

/// Appends the lines to the file that CQRS_BENCH_TABLE names, or prints them with a heading.
void print(const std::string& rows);

/// One line of the table: how fast a benchmark is beside another one of the same run.
struct Ratio {
  std::string what;
  std::string measured;  ///< the name of a benchmark
  std::string beside;    ///< that of another
  double goal = 0;       ///< the least of (time of `beside`) / (time of `measured`)
};

/// The main function of a program: runs the benchmarks its command line asks for and prints their ratios, of medians
/// where they were repeated. Not 0 where a benchmark failed.
[[nodiscard]] int run(int argc, char** argv, const std::vector<Ratio>& ratios);

/// How many events to measure with: CQRS_BENCH_EVENTS, or a million.
[[nodiscard]] std::size_t events();

/// Whether this is a real measurement, and not only a test that the program runs.
[[nodiscard]] inline bool in_earnest() { return events() >= 100'000; }

/// How often to measure: CQRS_BENCH_REPETITIONS, or five times; once where nothing is really measured.
[[nodiscard]] std::size_t repetitions();

}  // namespace bench
