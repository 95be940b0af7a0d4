#pragma once

#include <memory>

#include <cqrs/log.hpp>

namespace spdlog {
class logger;
}

// The component `observe`: link cqrs::observe.

namespace cqrs {

/// Writes to a logger of spdlog: `message name=value name="with spaces"`, one line a message. Null: spdlog's default
/// logger at the moment of each message.
[[nodiscard]] std::shared_ptr<Log> spdlog_log(std::shared_ptr<spdlog::logger> logger = nullptr);

}  // namespace cqrs
