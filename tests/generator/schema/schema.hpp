#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

/// What is wrong with a document by a schema (JSON Schema, draft 7) of the tree, a line each; empty where nothing is.
/// `schema`: its path below the tree's root.
std::string wrong_by_schema(const std::string& schema, const nlohmann::json& document);
std::string wrong_by_schema(const std::string& schema, const std::string& document);
