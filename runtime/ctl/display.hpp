#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Text as a terminal shows it: characters of two columns and of none are counted as such.

namespace cqrs::ctl {

/// The text on one line, safe to print: what a terminal would act on or hide (control characters, bidirectional
/// controls, bytes that are not UTF-8) is a visible mark.
[[nodiscard]] std::string printable(std::string_view text);

/// How many columns a printable text takes.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// A printable text in exactly so many columns: filled with blanks, or cut and ended with "…".
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

/// The same, cut in the middle.
[[nodiscard]] std::string fitted_around(std::string_view text, std::size_t columns);

}  // namespace cqrs::ctl
