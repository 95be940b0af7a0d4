// One mistake, one message: takes the samples and leaves one thing out of each at a time, as one does by a slip of the
// hand, and counts what is said.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "driver/run.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

struct Piece {
  size_t begin = 0;
  size_t end = 0;
};

// Words, numbers, texts and single signs; no comments.
std::vector<Piece> pieces(std::string_view text) {
  const auto in_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; };
  std::vector<Piece> result;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (std::isspace(static_cast<unsigned char>(text[i])) != 0) {
      i = end;
      continue;
    }
    if (text.substr(i, 2) == "//") {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (text[i] == '"')
      end = text.find('"', i + 1) + 1;
    else if (in_word(text[i]))
      while (end < text.size() && in_word(text[end])) ++end;
    result.push_back({i, end});
    i = end;
  }
  return result;
}

std::vector<Piece> lines(std::string_view text) {
  std::vector<Piece> result;
  for (size_t i = 0; i < text.size();) {
    const size_t end = std::min(text.find('\n', i), text.size() - 1) + 1;
    const size_t first = text.find_first_not_of(' ', i);
    if (first < end - 1 && text.substr(first, 2) != "//") result.push_back({i, end});
    i = end;
  }
  return result;
}

class Echo : public testing::TestWithParam<const char*> {
 protected:
  Echo() : folder_(fs::temp_directory_path() / "cqrs-echo-XXXXXX") {
    std::string name = folder_.string();
    folder_ = ::mkdtemp(name.data());
    std::ifstream in(fs::path(CQRS_SOURCE_DIR) / "samples" / GetParam(), std::ios::binary);
    text_.assign(std::istreambuf_iterator<char>(in), {});
  }
  ~Echo() override { fs::remove_all(folder_); }

  size_t errors_without(Piece piece) const { return errors_in(text_.substr(0, piece.begin) + text_.substr(piece.end)); }
  size_t errors_in(const std::string& text) const {
    const fs::path file = folder_ / "sample.cqrs";
    std::ofstream(file, std::ios::binary) << text;
    std::ostringstream out;
    std::ostringstream err;
    run({"check", file.string(), "--format", "json"}, out, err, false);
    size_t errors = 0;
    const nlohmann::json document = nlohmann::json::parse(out.str());
    for (const auto& finding : document.at("findings"))
      if (finding.at("severity") == "error") ++errors;
    return errors;
  }

  struct Count {
    size_t tried = 0;
    size_t one = 0;
    size_t more = 0;
    std::string worst;
    size_t most = 0;
  };
  Count count(const std::vector<Piece>& all) const {
    Count result;
    for (const Piece piece : all) {
      const size_t errors = errors_without(piece);
      ++result.tried;
      if (errors == 1) ++result.one;
      if (errors > 1) ++result.more;
      if (errors <= result.most) continue;
      result.most = errors;
      const auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(piece.begin), '\n') + 1;
      result.worst = text_.substr(piece.begin, piece.end - piece.begin) + " in line " + std::to_string(line);
    }
    return result;
  }

  fs::path folder_;
  std::string text_;
};

TEST_P(Echo, OfABraceLeftOutThereIsNone) {
  for (const Piece piece : pieces(text_)) {
    if (text_[piece.begin] != '{' && text_[piece.begin] != '}') continue;
    ASSERT_EQ(errors_without(piece), 1U) << "without " << text_[piece.begin] << " at byte " << piece.begin;
  }
}

TEST_P(Echo, OfAWordLeftOutThereIsHardlyAny) {
  const Count words = count(pieces(text_));
  RecordProperty("tried", static_cast<int>(words.tried));
  EXPECT_LE(words.more * 100, words.tried) << words.more << " of " << words.tried << " are said more than once";
  EXPECT_LE(words.most, 3U) << words.worst;
}

// What many others use is missing where they use it; all uses of one name count once.
TEST_P(Echo, OfALineLeftOutThereIsLittle) {
  const Count whole = count(lines(text_));
  RecordProperty("tried", static_cast<int>(whole.tried));
  EXPECT_LE(whole.more * 40, whole.tried) << whole.more << " of " << whole.tried << " are said more than once";
  EXPECT_LE(whole.most, 3U) << whole.worst;
}

// A line that changed places with the next.
TEST_P(Echo, OfALineThatWasMovedThereIsHardlyAny) {
  const std::vector<Piece> all = lines(text_);
  size_t more = 0;
  for (size_t i = 0; i + 1 < all.size(); ++i) {
    const auto text = [&](Piece piece) { return text_.substr(piece.begin, piece.end - piece.begin); };
    const std::string between = text_.substr(all[i].end, all[i + 1].begin - all[i].end);
    const std::string moved = text_.substr(0, all[i].begin) + text(all[i + 1]) + between + text(all[i]);
    if (errors_in(moved + text_.substr(all[i + 1].end)) > 1) ++more;
  }
  EXPECT_LE(more * 40, all.size()) << more << " of " << all.size() << " are said more than once";
}

INSTANTIATE_TEST_SUITE_P(Samples, Echo, testing::Values("bank/bank.cqrs", "shop/shop.cqrs"),
                         [](const auto& sample) { return std::string(sample.param).substr(0, 4); });

}  // namespace
}  // namespace cqrsc::driver
