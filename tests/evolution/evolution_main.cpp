// Any number of histories: evolution_fuzz [--histories N] [--seed S] [--releases R]. Prints what happened; exit status
// 1 if a history failed.
#include <cstdlib>
#include <iostream>
#include <string>

#include "history.hpp"

int main(int count, char** arguments) {
  std::uint64_t histories = 100;
  std::uint64_t seed = 1;
  evolution::Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i];
    const std::uint64_t number = std::strtoull(arguments[i + 1], nullptr, 10);
    if (name == "--histories") histories = number;
    if (name == "--seed") seed = number;
    if (name == "--releases") options.releases = static_cast<int>(number);
  }
  evolution::Report total;
  for (std::uint64_t i = 0; i < histories && total.failures.empty(); ++i) {
    const evolution::Report report = evolution::run_history(seed + i, options);
    evolution::add(total, report);
    if (!report.failures.empty()) std::cout << "seed " << seed + i << ": " << report.failures.front() << "\n";
  }
  std::cout << "histories " << histories << " from seed " << seed << "\n";
  for (const auto& [what, times] : total.counts) std::cout << times << " " << what << "\n";
  return total.failures.empty() ? 0 : 1;
}
