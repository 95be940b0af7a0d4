#include "table.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include <benchmark/benchmark.h>

namespace bench {
namespace {

class Reporter final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const auto& run : runs) {
      failed_ = failed_ || run.error_occurred;
      const bool single = run.run_type == Run::RT_Iteration && run.repetitions <= 1;
      if (single || run.aggregate_name == "median") times_[run.run_name.function_name] = run.GetAdjustedCPUTime();
    }
  }

  [[nodiscard]] bool failed() const { return failed_; }

  [[nodiscard]] std::string table(const std::vector<Ratio>& ratios) const {
    std::string text;
    for (const auto& ratio : ratios) {
      const auto measured = times_.find(ratio.measured);
      const auto beside = times_.find(ratio.beside);
      if (measured == times_.end() || beside == times_.end()) continue;
      char line[256];
      std::snprintf(line, sizeof(line), "| %s | %s | %.2f | %.2f |\n", ratio.what.c_str(), ratio.beside.c_str(),
                    beside->second / measured->second, ratio.goal);
      text += line;
    }
    return text;
  }

 private:
  std::map<std::string, double> times_;  // of one iteration
  bool failed_ = false;
};

}  // namespace

int run(int argc, char** argv, const std::vector<Ratio>& ratios) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  const std::string table = reporter.table(ratios);
  if (const char* path = std::getenv("CQRS_BENCH_TABLE")) {
    std::ofstream(path, std::ios::app) << table;
  } else {
    std::cout << "| what | beside | times as fast | goal |\n|---|---|---|---|\n" << table;
  }
  return reporter.failed() ? 1 : 0;
}

std::size_t events() {
  const char* text = std::getenv("CQRS_BENCH_EVENTS");
  return text == nullptr ? 1'000'000 : std::strtoull(text, nullptr, 10);
}

}  // namespace bench
