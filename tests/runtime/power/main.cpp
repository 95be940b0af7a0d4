// Cuts the power. A store works on a disk in memory that remembers each write and each sync; then all that a loss of
// power at any point may have left is opened, and held against what had been acknowledged by then.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "search.hpp"

namespace cqrs::power {
namespace {

struct Arguments {
  std::uint64_t states = 20'000;
  std::uint64_t seed = 1;
  std::uint64_t jobs = 1;
};

/// Within so many states a seeded fault must show.
constexpr std::uint64_t kControlStates = 20'000;

std::filesystem::path temporary_directory() {
  std::string name = (std::filesystem::temp_directory_path() / "cqrs-power-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

/// In a process of its own, as the name of a disk is its process's.
Counts search(std::uint64_t seed, std::uint64_t states, vfs::DiskFault fault) {
  const auto directory = temporary_directory();
  const Counts counts = Search(directory, seed, fault).run(states);
  if (!counts.wrong || fault != vfs::DiskFault::none) std::filesystem::remove_all(directory);
  return counts;
}

/// The sum of what some processes found, which share the work.
Counts search_in_processes(const Arguments& arguments) {
  void* const memory =
      mmap(nullptr, sizeof(Counts) * arguments.jobs, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) std::abort();
  auto* const found = static_cast<Counts*>(memory);
  for (std::uint64_t i = 0; i < arguments.jobs; ++i) {
    found[i].wrong = true;  // until it has come to its end
    const pid_t child = fork();
    if (child < 0) std::abort();
    if (child > 0) continue;
    const std::uint64_t share = (arguments.states + arguments.jobs - 1) / arguments.jobs;
    found[i] = search(arguments.seed + i * 1'000'000'000, share, vfs::DiskFault::none);
    std::fflush(stdout);
    std::_Exit(0);
  }
  while (wait(nullptr) > 0) continue;
  Counts sum;
  for (std::uint64_t i = 0; i < arguments.jobs; ++i) {
    sum.traces += found[i].traces;
    sum.changes += found[i].changes;
    sum.cuts += found[i].cuts;
    sum.states += found[i].states;
    sum.acknowledged += found[i].acknowledged;
    sum.stored_untold += found[i].stored_untold;
    sum.missing_untold += found[i].missing_untold;
    sum.retried += found[i].retried;
    sum.wrong = sum.wrong || found[i].wrong;
  }
  munmap(memory, sizeof(Counts) * arguments.jobs);
  return sum;
}

std::string caught(const Counts& control) {
  return (control.wrong ? "caught after " : "NOT caught in ") + std::to_string(control.states);
}

int run(const Arguments& arguments) {
  const auto begin = std::chrono::steady_clock::now();
  const Counts counts = search_in_processes(arguments);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::puts("controls, which must be found wrong:");
  const Counts dropped = search(arguments.seed, kControlStates, vfs::DiskFault::log_syncs_dropped);
  const Counts normal = search(arguments.seed, kControlStates, vfs::DiskFault::synchronous_normal);
  const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf(
      "{\"programme\": \"power\", \"seed\": %llu, \"states\": %llu, \"floor\": %llu, \"traces\": %llu, "
      "\"changes\": %llu, \"cuts\": %llu, \"retried\": %llu, \"acknowledged\": %llu, \"untold_stored\": %llu, "
      "\"untold_missing\": %llu, "
      "\"seconds\": %.1f, \"states_a_second\": %.0f, \"wrong\": %s, "
      "\"controls\": {\"sync dropped\": \"%s\", \"synchronous = NORMAL\": \"%s\"}}\n",
      number(arguments.seed), number(counts.states), number(arguments.states), number(counts.traces),
      number(counts.changes), number(counts.cuts), number(counts.retried), number(counts.acknowledged),
      number(counts.stored_untold), number(counts.missing_untold), seconds.count(),
      static_cast<double>(counts.states) / seconds.count(), counts.wrong ? "true" : "false", caught(dropped).c_str(),
      caught(normal).c_str());
  // Where nothing hung in the balance, nothing was tried.
  const bool enough = counts.states >= arguments.states && counts.stored_untold > 0 && counts.missing_untold > 0;
  return !counts.wrong && enough && dropped.wrong && normal.wrong ? 0 : 1;
}

}  // namespace
}  // namespace cqrs::power

int main(int count, char** values) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  cqrs::power::Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = values[i];
    const std::uint64_t value = std::strtoull(values[i + 1], nullptr, 10);
    if (name == "--states") arguments.states = value;
    if (name == "--seed") arguments.seed = value;
    if (name == "--jobs") arguments.jobs = value;
  }
  if (count % 2 == 0 || arguments.states == 0 || arguments.jobs == 0) {
    std::puts("usage: power_test [--states N] [--seed N] [--jobs N]");
    return 2;
  }
  return cqrs::power::run(arguments);
}
