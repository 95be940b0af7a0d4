// Any number of histories: evolution_fuzz [--histories N] [--seed S] [--releases R]. Prints what happened; exit status
// 1 if a history failed.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "history.hpp"

namespace {

int write(const std::string& name, std::uint64_t seed, const evolution::Options& options) {
  evolution::Remains remains = evolution::remains_of(seed, options);
  const std::string context = "context fuzz\n";
  remains.source.replace(0, context.size(), "context " + name + "\n");
  std::ofstream(name + ".cqrs") << remains.source;
  std::ofstream(name + ".events") << remains.events;
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t histories = 100;
  std::uint64_t seed = 1;
  std::string written;
  evolution::Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i];
    const std::uint64_t number = std::strtoull(arguments[i + 1], nullptr, 10);
    if (name == "--histories") histories = number;
    if (name == "--seed") seed = number;
    if (name == "--write") written = arguments[i + 1];
    if (name == "--releases") options.releases = static_cast<int>(number);
  }
  if (!written.empty()) return write(written, seed, options);
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
