// Holds what many clients asked of a SQLite store, and were told, against what it has in the end; and sees to it that
// each of the known ways to get that wrong would be noticed.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <stdlib.h>

#include <cqrs/sqlite.hpp>

#include "load.hpp"

namespace cqrs::history {
namespace {

struct Arguments {
  Load load;
  std::uint32_t racers = 64;
  std::size_t rounds = 150;
};

constexpr std::size_t kControlOperations = 3'000;

/// A store in a directory that goes with it.
class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "cqrs-history-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    directory_ = name;
    auto opened = sqlite::open(directory_ / "store.db");
    if (!opened) std::abort();
    store_ = *std::move(opened);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }
  [[nodiscard]] Store& store() { return *store_; }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<Store> store_;
};

/// The controls as the members of a JSON object. False: one was not caught.
bool run_controls(std::uint64_t seed, std::string& members) {
  bool all = true;
  for (const auto defect : kDefects) {
    Place place;
    const Report report = run_load(place.store(), defect, {8, 2, kControlOperations, seed});
    const bool caught = !report.complaints.empty();
    if (caught) std::printf("%s: %s\n", std::string(to_string(defect)).c_str(), report.complaints.front().c_str());
    members += (members.empty() ? "\"" : ", \"") + std::string(to_string(defect)) +
               (caught ? "\": \"caught\"" : "\": \"NOT caught\"");
    all = all && caught;
  }
  return all;
}

int run(const Arguments& arguments) {
  const auto begin = std::chrono::steady_clock::now();
  Place many;
  const Report load = run_load(many.store(), Defect::none, arguments.load);
  Place one;
  const Report race = run_race(one.store(), arguments.racers, arguments.rounds);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  for (const auto* report : {&load, &race}) {
    for (const auto& complaint : report->complaints) std::printf("%s\n", complaint.c_str());
  }
  std::string controls;
  const bool all_caught = run_controls(arguments.load.seed, controls);
  const bool wrong = !load.complaints.empty() || !race.complaints.empty();
  std::printf(
      "{\"programme\": \"history\", \"seed\": %llu, \"operations\": %zu, \"floor\": %zu, \"events\": %zu, "
      "\"conflicts\": %zu, \"unknown_outcomes\": %llu, \"seen_by_readers\": %zu, \"race\": {\"writers\": %u, "
      "\"rounds\": %zu, \"conflicts\": %zu, \"unknown_outcomes\": %llu}, \"seconds\": %.1f, \"wrong\": %s, "
      "\"controls\": {%s}}\n",
      static_cast<unsigned long long>(arguments.load.seed), load.operations, arguments.load.operations, load.events,
      load.conflicts, static_cast<unsigned long long>(load.unanswered), load.seen, arguments.racers, race.events,
      race.conflicts, static_cast<unsigned long long>(race.unanswered), seconds.count(), wrong ? "true" : "false",
      controls.c_str());
  const bool enough = load.events >= arguments.load.operations && load.seen == load.events * arguments.load.readers &&
                      load.conflicts > 0 && load.unanswered > 0 && race.events == arguments.rounds;
  return !wrong && enough && all_caught ? 0 : 1;
}

}  // namespace
}  // namespace cqrs::history

int main(int count, char** values) {
  cqrs::history::Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = values[i];
    const std::uint64_t value = std::strtoull(values[i + 1], nullptr, 10);
    if (name == "--operations") arguments.load.operations = value;
    if (name == "--seed") arguments.load.seed = value;
    if (name == "--writers") arguments.load.writers = static_cast<std::uint32_t>(value);
    if (name == "--rounds") arguments.rounds = value;
  }
  if (count % 2 == 0 || arguments.load.operations == 0) {
    std::puts("usage: history_test [--operations N] [--writers N] [--rounds N] [--seed N]");
    return 2;
  }
  return cqrs::history::run(arguments);
}
