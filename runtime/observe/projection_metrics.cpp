#include "projection_metrics.hpp"

#include <utility>

namespace cqrs::metrics {
namespace {

using Labels = std::vector<prometheus::ClientMetric::Label>;

struct Gauges {
  prometheus::MetricFamily family;

  Gauges(std::string name, std::string help) {
    family.name = std::move(name);
    family.help = std::move(help);
    family.type = prometheus::MetricType::Gauge;
  }
  void add(Labels labels, double value) {
    prometheus::ClientMetric metric;
    metric.label = std::move(labels);
    metric.gauge.value = value;
    family.metric.push_back(std::move(metric));
  }
};

constexpr std::pair<ProjectionState, const char*> kStates[] = {
    {ProjectionState::catching_up, "catching_up"}, {ProjectionState::live, "live"},
    {ProjectionState::building, "building"},       {ProjectionState::paused, "paused"},
    {ProjectionState::stopped, "stopped"},
};

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

void add_state(Gauges& states, const ProjectionStatus& one) {
  for (const auto& [state, name] : kStates)
    states.add({{"projection", one.name}, {"state", name}}, one.state == state ? 1 : 0);
}

}  // namespace

std::vector<prometheus::MetricFamily> families_of(const std::vector<ProjectionStatus>& projections) {
  Gauges states("cqrs_projection_state", "1 for the state that the projection is in");
  Gauges lag_events("cqrs_projection_lag_events", "Positions of the log that its rows do not show yet");
  Gauges lag("cqrs_projection_lag_seconds", "Age of the oldest event that its rows do not show yet");
  Gauges rate("cqrs_projection_events_per_second", "Events it has handled lately");
  Gauges failed("cqrs_projection_dead_letters", "Events that it could not apply, and those that wait behind them");
  Gauges parked("cqrs_projection_parked_sequences", "Sequences that are not tried again until a person says so");
  Gauges left("cqrs_projection_build_events_left", "Positions of the log between the rows being built and its end");
  Gauges time("cqrs_projection_build_seconds_left", "Estimated time until the rows being built are shown");
  for (const ProjectionStatus& one : projections) {
    const Labels label{{"projection", one.name}};
    add_state(states, one);
    lag_events.add(label, static_cast<double>(one.lag_events));
    lag.add(label, seconds(one.lag));
    rate.add(label, one.events_per_second);
    failed.add({{"projection", one.name}, {"kind", "failed"}}, static_cast<double>(one.dead_letters.failed));
    failed.add({{"projection", one.name}, {"kind", "waiting"}}, static_cast<double>(one.dead_letters.waiting));
    parked.add(label, static_cast<double>(one.dead_letters.parked));
    if (!one.building) continue;
    left.add(label, static_cast<double>(one.building->events_left));
    if (one.building->time_left) time.add(label, seconds(*one.building->time_left));
  }
  std::vector<prometheus::MetricFamily> families;
  for (Gauges* gauges : {&states, &lag_events, &lag, &rate, &failed, &parked, &left, &time})
    if (!gauges->family.metric.empty()) families.push_back(std::move(gauges->family));
  return families;
}

}  // namespace cqrs::metrics
