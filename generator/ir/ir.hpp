#pragma once

#include <string>

#include "model/model.hpp"
#include "source/source_file.hpp"

namespace cqrsc::ir {

/// The whole Model as documented JSON for other programs: docs/ir-format.md, docs/ir.schema.json. Deterministic, ends
/// with a line end. `sources` are those that the Model was made of.
std::string to_json(const model::Model& model, const SourceMap& sources);

}  // namespace cqrsc::ir
