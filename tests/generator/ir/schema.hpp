#pragma once

#include <string>

/// What is wrong with a document by docs/ir.schema.json, a line each; empty where nothing is.
std::string wrong_by_schema(const std::string& document);
