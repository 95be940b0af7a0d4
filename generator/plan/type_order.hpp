#pragma once

#include <vector>

#include "model/model.hpp"

namespace cqrsc::plan {

/// These versions of values, each behind those of them that its fields hold: C++ wants to know the whole of a type
/// before it can stand inside another. What does not depend on each other keeps its order.
std::vector<const model::ValueVersion*> ordered(const std::vector<const model::ValueVersion*>& values);

/// The current versions of a context's values, so ordered.
std::vector<const model::ValueVersion*> current_values(const model::Context& context);

}  // namespace cqrsc::plan
