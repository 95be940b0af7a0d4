#pragma once

#include <string>

#include <cqrs/projections.hpp>

// What is told of projections, as JSON. Members are added, never renamed: tools of other releases read it.

namespace cqrs::admin {

void append_status(std::string& out, const ProjectionStatus& status);
void append_dead_letter(std::string& out, const DeadLetter& letter);
/// {"error":{"code":"not_found","text":"…"}}
[[nodiscard]] std::string error_json(const Error& error);

}  // namespace cqrs::admin
