// The sentences of the language. sentences/*.cqrs are one context, in which the words that a scenario holds to stand
// above it: here the interpreter runs them; as a domain of its own they are compiled, and their generated tests run
// too. sentences/refused.txt has what is refused, and by which code.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "interpret/scenario.hpp"
#include "run_analysis.hpp"

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

const fs::path& folder() {
  static const fs::path kFolder = fs::path(CQRS_SOURCE_DIR) / "tests/generator/language/sentences";
  return kFolder;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<NamedText> sentences() {
  std::vector<NamedText> texts;
  for (const auto& entry : fs::directory_iterator(folder())) {
    const fs::path& path = entry.path();
    if (path.extension() == ".cqrs") texts.push_back({path.filename().string(), read(path), true});
  }
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return texts;
}

TEST(Sentences, HoldInTheInterpreter) {
  const AnalysisRun run(sentences());
  ASSERT_NE(run.model, nullptr) << run.findings();
  int held = 0;
  for (const model::Scenario& scenario : run.model->context().scenarios) {
    const auto wrong = interpret::run_scenario(scenario);
    if (wrong) {
      EXPECT_EQ(*wrong, "") << scenario.title;
      ++held;
    } else {
      // Decided in C++; the compiled domain shows it.
      EXPECT_EQ(scenario.aggregate == nullptr ? "" : scenario.aggregate->name, "Lease") << wrong.error().text;
    }
  }
  EXPECT_GT(held, 80);
}

struct Refused {
  std::string code;
  std::string words;
  std::string inside;
  std::string outside;
};

std::vector<Refused> refused() {
  std::istringstream lines(read(folder() / "refused.txt"));
  std::vector<Refused> blocks;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("=== ")) {
      blocks.push_back({line.substr(4, 6), line.substr(11), {}, {}});
    } else if (!blocks.empty() && line.starts_with("^ ")) {
      blocks.back().outside += line.substr(2) + "\n";
    } else if (!blocks.empty()) {
      blocks.back().inside += line + "\n";
    }
  }
  return blocks;
}

std::string whole(const Refused& block) {
  return "context refused\nid AId\nid BId\nenum E { a = 1  b = 2 }\nerror Wrong\n" + block.outside +
         "aggregate A by AId {\n"
         "state { n: int32  o: int32?  s: string  p: decimal(9, 2)  e: E = b }\n"
         "event Done v1 { n: int32 }\n"
         "event Full v1 { n: int32  o: int32? }\n"
         "event Priced v1 { p: decimal(9, 2) }\n"
         "command Do may create { n: int32  emit Done }\n"
         "command Fill may create { n: int32  o: int32?  emit Full }\n"
         "on Done { n = n }\nignore Full, Priced\n" +
         block.inside + "}\n";
}

TEST(Sentences, RefuseWhatTheyRefuse) {
  const auto blocks = refused();
  EXPECT_GT(blocks.size(), 30U);
  for (const Refused& block : blocks) {
    const AnalysisRun run({{"refused.cqrs", whole(block), true}});
    EXPECT_EQ(run.model, nullptr) << block.words;
    std::vector<std::string> codes;
    for (const Diagnostic& one : run.reporter.diagnostics())
      if (one.severity == Severity::error) codes.push_back(one.info->code());
    EXPECT_THAT(codes, testing::ElementsAre(block.code)) << block.words << "\n" << run.findings();
  }
}

/// The frame itself has no error, so whatever is reported is the block's.
TEST(Sentences, RefuseNothingElse) {
  const AnalysisRun run({{"refused.cqrs", whole({}), true}});
  EXPECT_NE(run.model, nullptr) << run.findings();
}

}  // namespace
}  // namespace cqrsc
