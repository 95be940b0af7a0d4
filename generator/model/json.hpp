#pragma once

#include <string>

#include "model/model.hpp"

namespace cqrsc::model {

/// The whole Model as indented JSON, deterministic, ends with a newline. For snapshot tests: what analysis made of each
/// line, in a line; other programs are given generator/ir.
std::string to_json(const Model& model);

}  // namespace cqrsc::model
