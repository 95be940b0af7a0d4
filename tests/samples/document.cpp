#include "document.hpp"

#include <optional>
#include <sstream>

namespace {

std::size_t heading_level(std::string_view line) {
  const auto level = line.find_first_not_of('#');
  return level != std::string_view::npos && level > 0 && line[level] == ' ' ? level : 0;
}

FencedBlock opened_by(std::string_view fence, std::size_t line) {
  FencedBlock block{"", "", "", "", line};
  std::istringstream words{std::string(fence.substr(3))};
  words >> block.language >> block.name >> block.detail;
  return block;
}

}  // namespace

std::vector<FencedBlock> blocks_of_section(std::string_view markdown, std::string_view title) {
  std::vector<FencedBlock> blocks;
  std::optional<FencedBlock> open;
  std::size_t section_level = 0;
  std::istringstream lines{std::string(markdown)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (open && section_level > 0) blocks.push_back(*open);
      open = open ? std::nullopt : std::optional(opened_by(line, number));
    } else if (open) {
      open->text += line + "\n";
    } else if (const auto level = heading_level(line); level > 0) {
      if (line.substr(level + 1) == title) {
        section_level = level;
      } else if (level <= section_level) {
        section_level = 0;
      }
    }
  }
  return blocks;
}
