#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>
#include <cqrs/sqlite.hpp>
#include <cqrs/store.hpp>

#include "commands.hpp"

namespace cqrs::ctl {

/// The path in "sqlite:bank.db" or "bank.db"; invalid_argument for what this build has no engine for.
[[nodiscard]] Result<std::string> path_of(std::string_view url);

/// Opens a store beside a running application.
[[nodiscard]] Result<std::unique_ptr<sqlite::SqliteStore>> open_to_read(std::string_view url);

/// Writes "bank-ctl: <what happened>" and gives the exit code that goes with it.
ExitCode report(const Run& run, const Error& error);

/// What only the tool of a domain can do, with how to get one.
ExitCode report_no_domain(const Run& run, std::string_view what);

}  // namespace cqrs::ctl
