#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

/// What ticketing.cqrs leaves to C++: how the names of seats were read until 2026. A seat is called by its row, one or
/// more letters, and its number: "A12". Stored names are what people typed, so every text gives something. Pure: the
/// same revision gives the same results for ever.
struct TicketingLogic {
  /// Revision 1: what stands before the first digit.
  static std::string row_of(std::string_view name) { return std::string(name.substr(0, first_digit(name))); }

  /// Revision 1: the digits from the first one on; 0 where there are none, or too many.
  static std::int32_t number_of(std::string_view name) {
    const std::string_view digits = name.substr(first_digit(name));
    std::int32_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc() ? number : 0;
  }

 private:
  static std::size_t first_digit(std::string_view name) {
    const auto at = name.find_first_of("0123456789");
    return at == std::string_view::npos ? name.size() : at;
  }
};
