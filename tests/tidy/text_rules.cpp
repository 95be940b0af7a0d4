#include <algorithm>
#include <array>
#include <cctype>

#include "rules.hpp"

namespace tidy {
namespace {

// Written in two parts, so that this file does not contain what it looks for.
constexpr std::array<std::string_view, 6> kMarks{
    "TO"
    "DO",
    "FIX"
    "ME",
    "X"
    "XX",
    "HA"
    "CK",
    "/wo"
    "rk/",
    "/roo"
    "t/"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The mark as a word of its own: not inside a longer one.
bool contains_word(std::string_view line, std::string_view mark) {
  for (auto at = line.find(mark); at != std::string_view::npos; at = line.find(mark, at + 1)) {
    const auto end = at + mark.size();
    const bool starts = at == 0 || !is_word(line[at - 1]) || !is_word(mark.front());
    const bool ends = end == line.size() || !is_word(line[end]) || !is_word(mark.back());
    if (starts && ends) return true;
  }
  return false;
}

template <class Check>
void for_each_line(const File& file, Check check) {
  std::size_t number = 0;
  for (const auto line : lines_of(file.text)) check(line, ++number);
}

std::string_view name_of(const File& file) {
  return std::string_view(file.path).substr(file.path.rfind('/') == std::string::npos ? 0 : file.path.rfind('/') + 1);
}

bool is_snake_case(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return std::islower(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0 ||
           c == '_' || c == '.';
  });
}

}  // namespace

void check_marks(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    for_each_line(file, [&](std::string_view line, std::size_t number) {
      for (const auto mark : kMarks) {
        if (!contains_word(line, mark)) continue;
        findings.push_back(
            {file.path, number, "marks", "contains \"" + std::string(mark) + "\": finish it, or say why not"});
      }
    });
  }
}

void check_skipped_tests(const Tree& tree, Findings& findings) {
  static constexpr std::array<std::string_view, 3> kWays{
      "GTEST_"
      "SKIP",
      "DISABLED"
      "_",
      "PROPERTIES "
      "DISABLED"};
  for (const auto& file : tree.files) {
    if (!file.is_cpp() && !file.is_script()) continue;
    for_each_line(file, [&](std::string_view line, std::size_t number) {
      for (const auto way : kWays) {
        if (line.find(way) == std::string_view::npos) continue;
        findings.push_back({file.path, number, "skipped-test", "a test that does not run: make it run or take it out"});
      }
    });
  }
}

void check_file_names(const Tree& tree, Findings& findings) {
  static constexpr std::array<std::string_view, 4> kEmptyWords{"util", "utils", "helper", "helpers"};
  for (const auto& file : tree.files) {
    if (!file.is_cpp()) continue;
    const auto name = name_of(file);
    if (!is_snake_case(name)) findings.push_back({file.path, 0, "file-name", "file names are snake_case"});
    const auto stem = name.substr(0, name.find('.'));
    if (std::ranges::find(kEmptyWords, stem) != kEmptyWords.end()) {
      findings.push_back({file.path, 0, "file-name", "the name says nothing: name the file after what is in it"});
    }
  }
}

void check_text_form(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!file.is_cpp() && !file.is_script()) continue;
    for_each_line(file, [&](std::string_view line, std::size_t number) {
      if (line.find('\t') != std::string_view::npos)
        findings.push_back({file.path, number, "text-form", "contains a tab"});
      if (!line.empty() && (line.back() == ' ' || line.back() == '\r')) {
        findings.push_back({file.path, number, "text-form", "white space at the end of the line"});
      }
    });
    if (!file.text.empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n"))) {
      findings.push_back({file.path, 0, "text-form", "a file ends with exactly one line end"});
    }
  }
}

void check_header_guards(const Tree& tree, Findings& findings) {
  for (const auto& file : tree.files) {
    if (!file.ends_with(".hpp") && !file.ends_with(".h")) continue;
    if (file.text.find("#pragma once") == std::string::npos) {
      findings.push_back({file.path, 1, "header-guard", "a header begins with #pragma once"});
    }
  }
}

}  // namespace tidy
