#pragma once

#include <cstdint>
#include <string_view>

/// What history.cqrs leaves to C++.
struct HistoryLogic {
  static std::int32_t rating(std::string_view name) { return static_cast<std::int32_t>(name.size()); }
};
