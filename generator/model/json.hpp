#pragma once

#include <string>

#include "model/model.hpp"

namespace cqrsc::model {

/// The whole Model as indented JSON, deterministic, ends with a newline. For snapshot tests and `cqrsc ir`.
std::string to_json(const Model& model);

}  // namespace cqrsc::model
