#pragma once

#include <variant>
#include <vector>

#include "model/model.hpp"

namespace cqrsc::plan {

/// One version of a value or a union.
using StoredType = std::variant<const model::ValueVersion*, const model::UnionVersion*>;

[[nodiscard]] std::uint32_t version_of(const StoredType& type);

/// These versions, each behind those of them that its fields hold: C++ wants to know the whole of a type before it can
/// stand inside another. What does not depend on each other keeps its order.
std::vector<StoredType> ordered(const std::vector<StoredType>& types);

/// The current versions of a context's values and unions, so ordered.
std::vector<StoredType> current_types(const model::Context& context);

}  // namespace cqrsc::plan
