#include "rounds.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <random>

#include <time.h>

namespace bench {
namespace {

double nanoseconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

}  // namespace

double wall_time() { return nanoseconds(CLOCK_MONOTONIC); }
double processor_time() { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

std::vector<Figure> take_turns(const std::vector<Contender>& contenders) {
  std::vector<std::vector<double>> taken(contenders.size());
  std::vector<std::size_t> order(contenders.size());
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937 dice(std::random_device{}());
  for (std::size_t round = 0; round < repetitions(); ++round) {
    std::shuffle(order.begin(), order.end(), dice);
    for (const std::size_t i : order) taken[i].push_back(contenders[i].measure());
  }
  std::vector<Figure> figures;
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    figures.push_back(figure_of(taken[i]));
    std::fprintf(stderr, "%-60s %s\n", contenders[i].name.c_str(), to_text(figures.back()).c_str());
  }
  return figures;
}

}  // namespace bench
