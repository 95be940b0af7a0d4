#pragma once

#include "compat/schema.hpp"
#include "model/model.hpp"

namespace cqrsc::compat {

/// What a release of the Model's context would promise. Of other contexts only what its stored data hold is there,
/// under their names with the context (`billing.Money`): whoever stores a layout answers for it. Spans are of the
/// sources that the Model was made of.
Context schema_of(const model::Model& model);

}  // namespace cqrsc::compat
