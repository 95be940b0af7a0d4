#pragma once

#include <string>

namespace cqrs::sqlite {

/// The views `event` and `command_log`, which take the log apart for people with a SQLite shell. Part of the first
/// migration.
[[nodiscard]] std::string create_views();

}  // namespace cqrs::sqlite
