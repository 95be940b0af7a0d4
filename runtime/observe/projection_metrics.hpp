#pragma once

#include <vector>

#include <prometheus/metric_family.h>

#include <cqrs/projections.hpp>

namespace cqrs::metrics {

/// Where projections stand, as gauges.
std::vector<prometheus::MetricFamily> families_of(const std::vector<ProjectionStatus>& projections);

}  // namespace cqrs::metrics
