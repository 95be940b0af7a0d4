// Keeps the house: every rule, over the tree that this test was built from.

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "exemptions.hpp"
#include "rules.hpp"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

/// What the build compiles, by its compilation database; paths outside of the tree (generated files) are left out.
std::vector<std::string> compiled_files(const fs::path& root, const fs::path& build) {
  std::vector<std::string> files;
  for (const auto& entry : nlohmann::json::parse(read(build / "compile_commands.json"))) {
    const auto path = fs::path(entry.at("file").get<std::string>()).lexically_relative(root).generic_string();
    if (!path.starts_with("..")) files.push_back(path);
  }
  return files;
}

TEST(House, is_tidy) {
  const fs::path root(CQRS_SOURCE_DIR);
  const auto tree = tidy::read_tree(root);
  ASSERT_FALSE(tree.files.empty());
  const auto arrows = tidy::read_arrows(read(root / "tests/tidy/arrows.txt"));
  const auto exemptions = tidy::read_exemptions(read(root / "tests/tidy/exemptions.txt"));
  const auto findings = tidy::check_house(tree, arrows, compiled_files(root, CQRS_BINARY_DIR));
  for (const auto& finding : tidy::without_exempted(findings, exemptions)) ADD_FAILURE() << tidy::to_text(finding);
}

}  // namespace
