#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "progress.hpp"

// What an application answers, member by member. What is missing or of another type is empty or 0: the application may
// be of another release.

namespace cqrs::ctl {

[[nodiscard]] std::string text_in(const nlohmann::ordered_json& object, const char* name);
[[nodiscard]] std::uint64_t number_in(const nlohmann::ordered_json& object, const char* name);
[[nodiscard]] double real_in(const nlohmann::ordered_json& object, const char* name);

/// Of rows that are being built.
[[nodiscard]] ProgressFigures figures_of(const nlohmann::ordered_json& building);

}  // namespace cqrs::ctl
