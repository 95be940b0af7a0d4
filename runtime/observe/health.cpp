#include <cqrs/duration.hpp>
#include <cqrs/metrics.hpp>

namespace cqrs {
namespace {

std::string seconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count()) + " s";
}

}  // namespace

Health health_of(const std::vector<ProjectionStatus>& projections, const HealthLimits& limits) {
  Health health;
  for (const ProjectionStatus& one : projections) {
    if (one.state == ProjectionState::stopped) {
      health.problems.push_back(one.name + " has stopped: " + (one.error ? one.error->text : "for an unknown reason"));
    } else if (one.state == ProjectionState::paused) {
      health.problems.push_back(one.name + " is paused");
    } else if (one.state != ProjectionState::building && one.lag > limits.lag) {
      health.problems.push_back(one.name + " is " + seconds(one.lag) + " behind (" + std::to_string(one.lag_events) +
                                " events)" + (one.error ? ": " + one.error->text : ""));
    }
    if (limits.dead_letters && one.dead_letters.parked > 0) {
      health.problems.push_back(one.name + " has parked " + std::to_string(one.dead_letters.parked) + " sequences; " +
                                std::to_string(one.dead_letters.waiting) + " events wait behind them");
    }
  }
  health.ok = health.problems.empty();
  return health;
}

}  // namespace cqrs
