#pragma once

#include <string>
#include <string_view>
#include <vector>

/// A fenced block of a Markdown document: ```language name detail.
struct FencedBlock {
  std::string language;
  std::string name;    ///< what follows the language; empty if nothing does
  std::string detail;  ///< what follows the name
  std::string text;
  std::size_t line;  ///< 1-based, of the opening fence
};

/// All blocks of a document.
std::vector<FencedBlock> blocks_of(std::string_view markdown);

/// The blocks of the section with this heading ("## Title", any level), up to the next heading of its level or above.
std::vector<FencedBlock> blocks_of_section(std::string_view markdown, std::string_view title);
