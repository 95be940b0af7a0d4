// What the fuzzers do for minutes, in seconds: good files and wrong ones, whole and damaged, through the whole
// compiler.
#include "pipeline.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace cqrsc::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> corpus() {
  std::vector<fs::path> paths;
  for (const char* folder : {"/samples", "/tests/generator/parse/corpus", "/tests/generator/mistakes"}) {
    for (const auto& entry : fs::recursive_directory_iterator(std::string(CQRS_SOURCE_DIR) + folder))
      if (entry.path().extension() == ".cqrs") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> texts;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

// One of the things that happen to a text while it is edited: a piece is lost, doubled, or comes from another place.
std::string damaged(const std::string& text, const std::string& other, std::mt19937& random) {
  const auto below = [&](std::size_t end) { return end == 0 ? 0 : random() % end; };
  std::string result = text;
  const std::size_t at = below(text.size());
  const std::size_t length = 1 + below(random() % 2 == 0 ? 12 : 200);
  switch (random() % 4) {
    case 0: result.erase(at, length); break;
    case 1: result.insert(at, text.substr(at, length)); break;
    case 2: result.insert(at, other.substr(below(other.size()), length)); break;
    default: result.replace(at, length, other.substr(below(other.size()), length));
  }
  return result;
}

TEST(Pipeline, HoldsForGoodAndWrongFiles) {
  const std::vector<std::string> texts = corpus();
  ASSERT_GT(texts.size(), 150U);
  for (const std::string& text : texts) {
    check_text(text);
    build_text(text);
  }
}

TEST(Pipeline, HoldsForDamagedFiles) {
  const std::vector<std::string> texts = corpus();
  ASSERT_GT(texts.size(), 150U);
  std::mt19937 random(20251121);  // NOLINT(bugprone-random-generator-seed): the same damage each time
  for (int i = 0; i < 1500; ++i) {
    std::string text = texts[random() % texts.size()];
    for (std::size_t times = 1 + random() % 3; times > 0; --times)
      text = damaged(text, texts[random() % texts.size()], random);
    check_text(text);
    build_text(text);
  }
}

}  // namespace
}  // namespace cqrsc::fuzz
