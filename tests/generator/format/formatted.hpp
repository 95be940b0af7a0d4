// What formatting makes of a text, and what has to be true of it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "parse/parse.hpp"
#include "syntax/dump.hpp"
#include "syntax/format.hpp"

namespace cqrsc {

struct Formatted {
  explicit Formatted(const std::string& before) {
    SourceMap sources;
    Reporter reporter;
    const SourceFile& source = sources.add("test.cqrs", before);
    const syntax::File file = parse(source, reporter);
    readable = !reporter.has_errors();
    if (!readable) return;
    tree = syntax::dump(file);
    for (const syntax::Comment& comment : file.comments)
      comments.push_back(comment.text.substr(std::min(comment.text.find_first_not_of('/'), comment.text.size())));
    std::ranges::sort(comments);
    text = syntax::format(file, source);
  }

  bool readable = false;
  std::string text;
  std::string tree;
  std::vector<std::string> comments;  // without slashes: one that documents nothing may lose its third
};

/// Blank lines part what belongs together from what does not: one is enough, and none stands at the edge of a block.
inline void expect_sensible_lines(const std::string& text) {
  std::string before = "{";
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    ASSERT_NE(end, std::string::npos) << "the last line has an end";
    const std::string line = text.substr(begin, end - begin);
    EXPECT_FALSE(line.ends_with(' ')) << "a space at the end of a line:\n" << text;
    EXPECT_FALSE(line.empty() && (before.empty() || before.ends_with('{'))) << "a blank line too many:\n" << text;
    before = line;
    begin = end + 1;
  }
  EXPECT_FALSE(before.empty()) << "a blank line at the end:\n" << text;
}

inline void expect_faithful(const std::string& before) {
  const Formatted once(before);
  ASSERT_TRUE(once.readable);
  const Formatted twice(once.text);
  ASSERT_TRUE(twice.readable) << before << "\nbecame\n" << once.text;
  EXPECT_EQ(once.tree, twice.tree) << once.text;
  EXPECT_EQ(once.comments, twice.comments) << before << "\nbecame\n" << once.text;
  EXPECT_EQ(once.text, twice.text) << before;
  if (!once.text.empty()) expect_sensible_lines(once.text);
}

}  // namespace cqrsc
