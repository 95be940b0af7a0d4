#pragma once

#include <deque>
#include <vector>

#include "model/aggregate.hpp"

namespace cqrsc::model {

/// Where stored events lead. The edges are the upcasts and outcomes themselves; these functions walk them. All assume a
/// Model that the analysis accepted: no path has an end before today, none comes back.

/// The versions that one step of upcasting makes of `version`, each once, in the order written: the next version, what
/// a retired event becomes (every branch counts), or none: `version` is current, or becomes nothing.
std::vector<const EventVersion*> next_of(const EventVersion& version);

/// Whether commands emit it and `on` sees it: the newest version of an event that is not retired.
bool is_current(const EventVersion& version);

/// The current versions that `version` may end as, each once, in the order met; of a current one, itself.
std::vector<const EventVersion*> ends_of(const EventVersion& version);

/// Every version of every event of the aggregate that may end as `current`, itself included, in declared order.
std::vector<const EventVersion*> sources_of(const Aggregate& aggregate, const EventVersion& current);

/// The versions of values and unions that the fields of a layout hold, directly or inside others, each once, outer ones
/// before those that they hold.
std::vector<const Type*> versioned_types_of(const std::deque<Field>& fields);

}  // namespace cqrsc::model
