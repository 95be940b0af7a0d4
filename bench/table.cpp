#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <numeric>
#include <stdexcept>

#include <benchmark/benchmark.h>

namespace bench {
namespace {

constexpr const char* kHeading =
    "| what | takes | beside | takes | times as fast | goal |\n|---|---|---|---|---|---|\n";

class Reporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const auto& run : runs) {
      failed_ = failed_ || run.error_occurred;
      const double nanoseconds = run.GetAdjustedCPUTime() * 1e9 / benchmark::GetTimeUnitMultiplier(run.time_unit);
      Figure& figure = figures_[run.run_name.function_name];
      const bool single = run.run_type == Run::RT_Iteration && run.repetitions <= 1;
      if (single || run.aggregate_name == "median") figure.median = nanoseconds;
      if (run.aggregate_name == "stddev") figure.deviation = nanoseconds;
    }
  }

  [[nodiscard]] bool failed() const { return failed_; }

  [[nodiscard]] std::string table(const std::vector<Ratio>& ratios) const {
    std::string text;
    for (const auto& ratio : ratios) {
      const auto measured = figures_.find(ratio.measured);
      const auto beside = figures_.find(ratio.beside);
      if (measured == figures_.end() || beside == figures_.end()) continue;
      text += row(ratio.what, measured->second, ratio.beside, beside->second, ratio.goal);
    }
    return text;
  }

 private:
  std::map<std::string, Figure> figures_;  // of one iteration
  bool failed_ = false;
};

std::string format(const char* pattern, double value) {
  char text[64];
  std::snprintf(text, sizeof(text), pattern, value);
  return text;
}

}  // namespace

Figure figure_of(std::vector<double> repetitions) {
  if (repetitions.empty()) throw std::runtime_error("nothing was measured");
  std::sort(repetitions.begin(), repetitions.end());
  Figure figure{.median = repetitions[repetitions.size() / 2]};
  if (repetitions.size() < 2) return figure;
  const auto count = static_cast<double>(repetitions.size());
  const double mean = std::accumulate(repetitions.begin(), repetitions.end(), 0.0) / count;
  double squares = 0;
  for (const double value : repetitions) squares += (value - mean) * (value - mean);
  figure.deviation = std::sqrt(squares / (count - 1));
  return figure;
}

std::string to_text(const Figure& figure) {
  const double time = figure.median;
  const std::string text = time < 1e3   ? format("%.3g ns", time)
                           : time < 1e6 ? format("%.3g µs", time / 1e3)
                           : time < 1e9 ? format("%.3g ms", time / 1e6)
                                        : format("%.3g s", time / 1e9);
  return text + format(" ±%.0f %%", time > 0 ? 100 * figure.deviation / time : 0);
}

std::string row(const std::string& what, const std::string& took, const std::string& beside,
                const std::string& beside_took, double ratio, double goal) {
  return "| " + what + " | " + took + " | " + beside + " | " + beside_took + " | " + format("%.2f", ratio) + " | " +
         (goal > 0 ? format("%.2f", goal) : "") + " |\n";
}

std::string row(const std::string& what, const Figure& took, const std::string& beside, const Figure& beside_took,
                double goal) {
  return row(what, to_text(took), beside, to_text(beside_took), beside_took.median / took.median, goal);
}

void print(const std::string& rows) {
  if (const char* path = std::getenv("CQRS_BENCH_TABLE")) {
    std::ofstream(path, std::ios::app) << rows;
  } else {
    std::cout << kHeading << rows;
  }
}

int run(int argc, char** argv, const std::vector<Ratio>& ratios) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  print(reporter.table(ratios));
  return reporter.failed() ? 1 : 0;
}

std::size_t events() {
  const char* text = std::getenv("CQRS_BENCH_EVENTS");
  return text == nullptr ? 1'000'000 : std::strtoull(text, nullptr, 10);
}

std::size_t repetitions() {
  const char* text = std::getenv("CQRS_BENCH_REPETITIONS");
  const std::size_t wanted = text == nullptr ? 5 : std::strtoull(text, nullptr, 10);
  return in_earnest() ? std::max<std::size_t>(wanted, 1) : 1;
}

}  // namespace bench
