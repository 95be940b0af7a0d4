#pragma once

#include <nlohmann/json.hpp>

#include <cqrs/expected.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/store.hpp>

namespace cqrs::ctl {

/// What is kept of projections beside their rows, where no application runs that could be asked: the same answers as
/// an application gives to `projections` and `dead_letters`, less what only a running one knows.
[[nodiscard]] Result<nlohmann::ordered_json> projections_at_rest(Store& store);
[[nodiscard]] Result<nlohmann::ordered_json> dead_letters_at_rest(Store& store, const DeadLetterSelection& selection);

}  // namespace cqrs::ctl
