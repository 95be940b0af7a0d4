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

/// Calls `heading` for each heading and `block` for each fenced block, in their order.
template <class Heading, class Block>
void read_blocks(std::string_view markdown, Heading heading, Block block) {
  std::optional<FencedBlock> open;
  std::istringstream lines{std::string(markdown)};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (open) block(*open);
      open = open ? std::nullopt : std::optional(opened_by(line, number));
    } else if (open) {
      open->text += line + "\n";
    } else if (const auto level = heading_level(line); level > 0) {
      heading(level, line.substr(level + 1));
    }
  }
}

}  // namespace

std::vector<FencedBlock> blocks_of(std::string_view markdown) {
  std::vector<FencedBlock> blocks;
  read_blocks(markdown, [](std::size_t, const std::string&) {}, [&](const FencedBlock& one) { blocks.push_back(one); });
  return blocks;
}

std::vector<FencedBlock> blocks_of_section(std::string_view markdown, std::string_view title) {
  std::vector<FencedBlock> blocks;
  std::size_t section_level = 0;
  const auto heading = [&](std::size_t level, const std::string& text) {
    if (text == title) {
      section_level = level;
    } else if (level <= section_level) {
      section_level = 0;
    }
  };
  read_blocks(markdown, heading, [&](const FencedBlock& block) {
    if (section_level > 0) blocks.push_back(block);
  });
  return blocks;
}
