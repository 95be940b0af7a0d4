#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/position.hpp>
#include <cqrs/store.hpp>

// How streams, positions and times are written on the command line and in tables.

namespace cqrs::ctl {

/// What "tenant:category/key" may mean, the likeliest first: keys are UUIDs, text or hexadecimal digits.
[[nodiscard]] Result<std::vector<StreamId>> streams_named(std::string_view text);

/// The one of them that has events; not_found, with help, when none has.
[[nodiscard]] Result<StreamId> find_stream(Store& store, std::string_view text);

/// "0-17-0", or "17" for that.
[[nodiscard]] Result<Position> parse_position(std::string_view text);

/// For tables, beside the stream: "MoneyDeposited" of "bank.Account.MoneyDeposited".
[[nodiscard]] std::string event_name(std::string_view type, std::string_view category);

/// For tables: in whole seconds.
[[nodiscard]] std::string short_time(Instant instant);

}  // namespace cqrs::ctl
