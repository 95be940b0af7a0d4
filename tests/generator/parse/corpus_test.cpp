// Whole domains that use everything the language has.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "parse_text.hpp"

namespace cqrsc {
namespace {

TEST(Corpus, ReadsWithoutAFinding) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CQRS_SOURCE_DIR "/tests/generator/parse/corpus")) {
    std::ifstream in(entry.path(), std::ios::binary);
    const ParsedText parsed({std::istreambuf_iterator<char>(in), {}}, entry.path().filename().string());
    EXPECT_EQ(parsed.findings(), "");
    EXPECT_FALSE(parsed.file.incomplete);
    EXPECT_GT(parsed.file.declarations.size(), 5U) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 2U);
}

TEST(Corpus, PlacesAreThoseOfTheText) {
  const ParsedText parsed("// ü\nid  Größe\nid AccountId\n");
  const auto& id = std::get<syntax::IdDeclaration>(parsed.file.declarations.at(1));
  EXPECT_EQ(parsed.source.text(id.name.span), "AccountId");
  EXPECT_EQ(parsed.source.text(id.span), "id AccountId");
  const auto& other = std::get<syntax::IdDeclaration>(parsed.file.declarations.at(0));
  EXPECT_EQ(parsed.source.text(other.name.span), "Größe");
}

}  // namespace
}  // namespace cqrsc
