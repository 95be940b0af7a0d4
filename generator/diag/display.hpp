// Source text as a terminal shows it. Inside diag/ only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cqrsc {

// A line made safe to print: tabs are spaces up to the next multiple of four, what a terminal would act on or hide
// (control characters, bidirectional controls, bytes that are not UTF-8) is a visible mark.
struct DisplayLine {
  std::string text;
  std::vector<uint32_t> columns;  // for each byte of the source line, and its end: the column (from 0) it is shown at
};
DisplayLine display(std::string_view line);

// How many columns a text takes.
uint32_t display_width(std::string_view text);

}  // namespace cqrsc
