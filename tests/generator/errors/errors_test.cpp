// Every entry of the table of diagnostics has a page in docs/errors that says what it means, a file (or directory)
// under bad/ that leads to it and to nothing else, and one under good/ that leads to no error. They are found by their
// names: CQ0123_anything.cqrs, or a directory CQ0123_anything with files of one context and, named import_*.cqrs, of
// others. Codes from CQ0900 on are about the command line, where no source leads to them: their pages are all that is
// asked here. Those from CQ0700 to CQ0799 are about what was released: tests/generator/compat has their examples.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "diag/render.hpp"
#include "parse/parse.hpp"
#ifdef CQRS_WITH_SEMA
#include "sema/analyze.hpp"
#endif

namespace cqrsc {
namespace {

namespace fs = std::filesystem;

constexpr uint16_t kFirstOfSema = 200;
constexpr uint16_t kFirstOfCompat = 700;
constexpr uint16_t kAfterCompat = 800;
constexpr uint16_t kFirstOfDriver = 900;

const fs::path& root() {
  static const fs::path kRoot = CQRS_SOURCE_DIR;
  return kRoot;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> excepted() {
  std::set<std::string> result;
  std::ifstream in(root() / "tests/generator/errors/exceptions.txt");
  for (std::string line; std::getline(in, line);) {
    const size_t space = line.find(' ');
    EXPECT_TRUE(line.starts_with('#') || (space == 6 && line.size() > 20)) << "a code and a reason: " << line;
    if (!line.starts_with('#')) result.insert(line.substr(0, space));
  }
  return result;
}

// The examples of a code in bad/ or good/.
std::vector<fs::path> examples(const std::string& kind, const std::string& code) {
  std::vector<fs::path> result;
  for (const auto& entry : fs::directory_iterator(root() / "tests/generator/errors" / kind)) {
    if (entry.path().filename().string().starts_with(code)) result.push_back(entry.path());
  }
  std::ranges::sort(result);
  return result;
}

// What the compiler finds in an example: reading it, and from CQ0200 on, analyzing it.
class Checked {
 public:
  Checked(const fs::path& path, bool analyze) {
    std::vector<fs::path> paths;
    if (fs::is_directory(path)) {
      for (const auto& entry : fs::directory_iterator(path)) paths.push_back(entry.path());
      std::ranges::sort(paths);
    } else {
      paths.push_back(path);
    }
    for (const fs::path& one : paths) add(one);
#ifdef CQRS_WITH_SEMA
    if (analyze) sema::analyze(sources_, files_, imported_, reporter_);
#else
    (void)analyze;
#endif
  }

  [[nodiscard]] std::set<std::string> codes() const {
    std::set<std::string> result;
    for (const Diagnostic& d : reporter_.diagnostics()) result.insert(d.info->code());
    return result;
  }
  [[nodiscard]] bool has_errors() const { return reporter_.has_errors(); }
  [[nodiscard]] std::string shown() const { return render(reporter_, sources_, {}); }

 private:
  void add(const fs::path& path) {
    const std::string name = path.filename().string();
    const SourceFile& source = sources_.add(name, read(path));
    trees_.push_back(std::make_unique<syntax::File>(parse(source, reporter_)));
    (name.starts_with("import_") ? imported_ : files_).push_back(trees_.back().get());
  }

  SourceMap sources_;
  Reporter reporter_;
  std::vector<std::unique_ptr<syntax::File>> trees_;
  std::vector<const syntax::File*> files_;
  std::vector<const syntax::File*> imported_;
};

std::string page_of(const std::string& code) { return read(root() / "docs/errors" / (code + ".md")); }

// The text of the code block after a heading; empty if the page has no such heading.
std::string block_under(const std::string& page, const std::string& heading) {
  const size_t at = page.find(heading);
  if (at == std::string::npos) return "";
  const std::string fence = "```cqrs\n";
  const size_t begin = page.find(fence, at) + fence.size();
  return page.substr(begin, page.find("```", begin) - begin);
}

class EveryCode : public testing::TestWithParam<const DiagnosticInfo*> {
 protected:
  std::string code() const { return GetParam()->code(); }
  bool is_of_sema() const { return GetParam()->number >= kFirstOfSema; }
  bool has_examples() const {
    const uint16_t number = GetParam()->number;
    const bool elsewhere = (number >= kFirstOfCompat && number < kAfterCompat) || number >= kFirstOfDriver;
    return !elsewhere && !excepted().contains(code());
  }
};

TEST_P(EveryCode, HasAPage) {
  const std::string page = page_of(code());
  EXPECT_TRUE(page.starts_with("# " + code() + ": ")) << "docs/errors/" << code() << ".md";
  EXPECT_GT(page.size(), 100U);
}

TEST_P(EveryCode, IsReportedForItsBadExampleAndNothingElseIs) {
  if (!has_examples()) return;
  const auto bad = examples("bad", code());
  EXPECT_FALSE(bad.empty()) << "tests/generator/errors/bad/" << code() << "_*.cqrs";
  for (const fs::path& path : bad) {
    const Checked checked(path, is_of_sema());
    EXPECT_EQ(checked.codes(), std::set<std::string>{code()}) << path.filename() << "\n" << checked.shown();
  }
}

TEST_P(EveryCode, IsNotReportedForItsGoodExample) {
  if (!has_examples()) return;
  const auto good = examples("good", code());
  EXPECT_FALSE(good.empty()) << "tests/generator/errors/good/" << code() << "_*.cqrs";
  for (const fs::path& path : good) {
    const Checked checked(path, is_of_sema());
    EXPECT_FALSE(checked.has_errors()) << path.filename() << "\n" << checked.shown();
    EXPECT_FALSE(checked.codes().contains(code())) << path.filename();
  }
}

TEST_P(EveryCode, IsShownOnItsPageAsTheExamplesHaveIt) {
  if (!has_examples()) return;
  const std::string page = page_of(code());
  for (const auto& [heading, kind] : {std::pair{"## Wrong", "bad"}, {"## Right", "good"}}) {
    const std::string shown = block_under(page, heading);
    if (shown.empty()) continue;
    const auto paths = examples(kind, code());
    const bool same =
        std::ranges::any_of(paths, [&](const fs::path& p) { return fs::is_regular_file(p) && read(p) == shown; });
    EXPECT_TRUE(same) << code() << ": no example of " << kind << " is what the page shows";
  }
}

std::vector<const DiagnosticInfo*> tested() {
  std::vector<const DiagnosticInfo*> result;
  for (const DiagnosticInfo* info : all_diagnostics()) {
#ifndef CQRS_WITH_SEMA
    if (info->number >= kFirstOfSema && info->number < kFirstOfDriver) continue;
#endif
    result.push_back(info);
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(Errors, EveryCode, testing::ValuesIn(tested()),
                         [](const auto& case_info) { return case_info.param->code(); });

TEST(Errors, NothingIsKeptForACodeThatIsNotInTheTable) {
  const auto known = [](const fs::path& path) {
    const std::string name = path.filename().string();
    return name.size() >= 6 && find_diagnostic(name.substr(0, 6)) != nullptr;
  };
  for (const char* folder : {"docs/errors", "tests/generator/errors/bad", "tests/generator/errors/good"}) {
    for (const auto& entry : fs::directory_iterator(root() / folder)) {
      if (entry.path().filename() == "README.md") continue;
      EXPECT_TRUE(known(entry.path())) << entry.path();
    }
  }
  for (const std::string& code : excepted()) EXPECT_NE(find_diagnostic(code), nullptr) << code;
}

TEST(Errors, CodesAreFoundAsPeopleWriteThem) {
  EXPECT_EQ(find_diagnostic("CQ0100"), &kExpected);
  EXPECT_EQ(find_diagnostic("cq100"), &kExpected);
  EXPECT_EQ(find_diagnostic("100"), &kExpected);
  EXPECT_EQ(find_diagnostic("CQ9999"), nullptr);
  EXPECT_EQ(find_diagnostic("CQ"), nullptr);
  EXPECT_EQ(find_diagnostic("100x"), nullptr);
  EXPECT_EQ(find_diagnostic(""), nullptr);
}

}  // namespace
}  // namespace cqrsc
