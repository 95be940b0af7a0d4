#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <thread>

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cqrs/sqlite.hpp>

#include "checker.hpp"
#include "workload.hpp"

// Round after round, a child process appends from several threads and notes in shared memory what was acknowledged; it
// is killed at a random moment, and the store must hold all of that, once, whole and in order.

namespace cqrs::crash {
namespace {

constexpr std::size_t kAttempts = 20'000;
/// The whole store is checked after each kill: it must not grow with the rounds.
constexpr std::size_t kRoundsAStore = 100;

struct Arguments {
  std::size_t rounds = 30;
  std::uint64_t seed = 1;
  bool seeded_fault = false;
};

/// Lives on when the child is killed.
struct Shared {
  std::atomic<std::uint32_t> used = 0;
  Attempt attempts[kAttempts];
};

struct Unmap {
  void operator()(Shared* shared) const { munmap(shared, sizeof(Shared)); }
};

std::unique_ptr<Shared, Unmap> share() {
  void* const memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  return std::unique_ptr<Shared, Unmap>(new (memory) Shared);
}

/// False when the child ended by itself: it met an error.
bool run_and_kill(const Plan& plan, Shared& shared, std::chrono::microseconds after) {
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) run(plan, shared.attempts, shared.used);
  // From the first append on, so that a slow machine is not only killed while it opens the store.
  for (int i = 0; i < 30'000 && shared.used == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(after);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

int run_rounds(const Arguments& arguments, const std::string& directory) {
  std::mt19937_64 random(arguments.seed);  // NOLINT(cert-msc51-cpp): a run can be repeated
  Checker checker;
  bool caught = false;
  std::size_t round = 0;
  for (; round < arguments.rounds && !caught; ++round) {
    const auto shared = share();
    if (!shared) return 2;
    if (round % kRoundsAStore == 0) {
      checker.begin_anew();
      std::filesystem::remove_all(directory + "/store");
      std::filesystem::create_directory(directory + "/store");
    }
    const Plan plan{directory + "/store/store.db", arguments.seed + round, arguments.seeded_fault};
    if (!run_and_kill(plan, *shared, std::chrono::microseconds(random() % 150'000))) {
      std::printf("round %zu: the process ended before it was killed\n", round);
      return 1;
    }
    const auto store = sqlite::open(plan.store);
    if (!store) {
      std::printf("round %zu: %s\n", round, store.error().text.c_str());
      return 1;
    }
    const auto complaints = checker.check(**store, shared->attempts);
    for (const auto& complaint : complaints) std::printf("round %zu: %s\n", round, complaint.c_str());
    caught = !complaints.empty();
  }
  std::printf("seed %llu: %zu kills, %zu acknowledged, %zu stored without anybody having been told, %zu events\n",
              static_cast<unsigned long long>(arguments.seed), round, checker.acknowledged(), checker.stored_unseen(),
              checker.events());
  if (arguments.seeded_fault) {
    std::puts(caught ? "the seeded fault was caught" : "the seeded fault was NOT caught");
    return caught ? 0 : 1;
  }
  if (checker.acknowledged() < arguments.rounds) {
    std::puts("too little was acknowledged for this to mean anything");
    return 1;
  }
  return caught ? 1 : 0;
}

int main_of(const Arguments& arguments) {
  std::string directory = "/tmp/cqrs-crash-XXXXXX";
  if (const char* const temporary = std::getenv("TMPDIR")) directory = std::string(temporary) + "/cqrs-crash-XXXXXX";
  if (mkdtemp(directory.data()) == nullptr) return 2;
  const int status = run_rounds(arguments, directory);
  if (status == 0) {
    std::filesystem::remove_all(directory);
  } else {
    std::printf("the store is kept in %s\n", directory.c_str());
  }
  return status;
}

}  // namespace
}  // namespace cqrs::crash

int main(int count, char** values) {
  cqrs::crash::Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    if (name == "--seeded-fault") {
      arguments.seeded_fault = true;
    } else if (name == "--rounds" && i + 1 < count) {
      arguments.rounds = std::strtoull(values[++i], nullptr, 10);
    } else if (name == "--seed" && i + 1 < count) {
      arguments.seed = std::strtoull(values[++i], nullptr, 10);
    } else {
      std::puts("usage: sqlite_crash_test [--rounds N] [--seed N] [--seeded-fault]");
      return 2;
    }
  }
  return cqrs::crash::main_of(arguments);
}
