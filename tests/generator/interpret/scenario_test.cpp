// The scenarios of every sample and of the snapshot tests are compiled and run by the generated tests; here the
// interpreter runs them. So the two are held together.
#include "interpret/scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "everything_domain.hpp"

namespace cqrsc::interpret {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The domains below the folder, each the sources of one directory.
std::map<fs::path, std::vector<NamedText>> domains_below(const fs::path& folder) {
  std::map<fs::path, std::vector<NamedText>> domains;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".cqrs") continue;
    domains[entry.path().parent_path()].push_back({entry.path().filename().string(), contents(entry.path())});
  }
  return domains;
}

std::string context_of(const std::string& text) {
  const std::size_t begin = text.find("context ");
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// The files of other contexts, which this one may import.
void add_imports(const std::map<fs::path, std::vector<NamedText>>& domains, std::vector<NamedText>& texts) {
  const std::string own = context_of(texts.front().text);
  for (const auto& [directory, others] : domains) {
    for (const NamedText& other : others) {
      if (context_of(other.text) != own) texts.push_back(other);
    }
  }
}

struct Counts {
  int run = 0;
  int left = 0;
};

void run_scenarios(const fs::path& folder, const std::vector<NamedText>& texts, Counts& counts) {
  const AnalysisRun run(texts);
  ASSERT_NE(run.model, nullptr) << folder << "\n" << run.findings();
  for (const model::Scenario& scenario : run.model->context().scenarios) {
    const auto wrong = run_scenario(scenario);
    if (wrong) {
      ++counts.run;
      EXPECT_EQ(*wrong, "") << folder << ": " << scenario.title;
    } else {
      ++counts.left;
      EXPECT_EQ(wrong.error().reason, Failure::Reason::NeedsCpp)
          << folder << ": " << scenario.title << ": " << wrong.error().text;
    }
  }
}

TEST(InterpretedScenarios, HoldAsTheGeneratedOnesDo) {
  const fs::path source = CQRS_SOURCE_DIR;
  Counts counts;
  for (const char* folder : {"samples", "tests/generator/snapshots/cases"}) {
    const auto domains = domains_below(source / folder);
    for (const auto& [directory, own] : domains) {
      std::vector<NamedText> texts = own;
      std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
      add_imports(domains, texts);
      run_scenarios(directory, texts, counts);
    }
  }
  EXPECT_GE(counts.run, 30) << counts.left << " are left to the generated tests";
  RecordProperty("run", counts.run);
}

/// A scenario that does not hold is found out: of each kind of expectation one.
TEST(InterpretedScenarios, SayWhatDoesNotHold) {
  const Domain domain(R"(context broken
id CounterId
error TooMuch { by: int32 }
aggregate Counter by CounterId {
  state { total: int8 }
  event Added v1 { by: int8  to: int8 }
  command Add may create { by: int8 where by > 0  to: int8 = 1  require by < 100 else TooMuch { by = by }  emit Added }
  on Added { total += by }
}
scenario "another event" for Counter { when Add { by = 1 }  then Added { by = 2 } }
scenario "no event" for Counter { when Add { by = 1 }  then nothing }
scenario "another state" for Counter { given Added { by = 3 }  when Add { by = 1 }  then state { total = 5 } }
scenario "no rejection" for Counter { when Add { by = 1 }  then rejected TooMuch { by = 1 } }
scenario "another rejection" for Counter { when Add { by = 101 }  then rejected TooMuch { by = 102 } }
scenario "an overflow" for Counter { given Added { by = 99 }  when Add { by = 99 }  then Added { } }
scenario "is refused" for Counter { given Added { by = 99 }  when Add { by = 99 }  then rejected Overflow }
scenario "too much" for Counter { when Add { by = 100 }  then Added { }  and state { total = 1 } }
scenario "other fields" for Counter { when Add { by = 0 }  then rejected Invalid { fields = ["to"] } }
scenario "invalid" for Counter { when Add { by = 0 }  then rejected TooMuch }
scenario "one event less" for Counter { when Add { by = 1 }  then Added { }  Added { } }
)");
  ASSERT_NE(domain.run.model, nullptr) << domain.run.findings();
  std::vector<std::string> said;
  for (const model::Scenario& scenario : domain.model().context().scenarios) {
    const auto wrong = run_scenario(scenario);
    said.push_back(wrong ? *wrong : wrong.error().text);
  }
  const std::vector<std::string> expected = {
      "by: 1, expected 2\n",
      "not expected: Added {by: 1, to: 1}\n",
      "total: 4, expected 5\n",
      "it was accepted, expected TooMuch\n",
      "by: 101, expected 102\n",
      "it was rejected with Overflow\n",
      "",
      "it was rejected with TooMuch {by: 100}\n",
      "it was rejected with Invalid {fields: [\"by\"]}, expected Invalid {fields: [\"to\"]}\n",
      "it was rejected with Invalid {fields: [\"by\"]}, expected TooMuch\n",
      "Added is missing\n",
  };
  EXPECT_EQ(said, expected);
}

/// What the entries of a map have to be is checked as what the elements of a list have to be.
TEST(InterpretedScenarios, RefuseEntriesOfMapsThatBreakTheirRules) {
  const Domain domain(R"(context shelf
id ShelfId
id Code = string where length(it) == 2
value Books { count: int32 where count > 0 }
aggregate Shelf by ShelfId {
  event Filled v1 { books: map<Code, Books> }
  command Fill may create { books: map<Code, Books>  emit Filled }
  ignore Filled
}
scenario "a wrong value" for Shelf {
  when Fill { books = ["AB": Books { count = 0 }] }
  then rejected Invalid { fields = ["books"] }
}
scenario "a wrong key" for Shelf {
  when Fill { books = ["ABC": Books { count = 1 }] }
  then rejected Invalid { fields = ["books"] }
}
scenario "neither" for Shelf { when Fill { books = ["AB": Books { count = 1 }] }  then Filled { } }
)");
  ASSERT_NE(domain.run.model, nullptr) << domain.run.findings();
  for (const model::Scenario& scenario : domain.model().context().scenarios)
    EXPECT_EQ(run_scenario(scenario).value_or("not run"), "") << scenario.title;
}

}  // namespace
}  // namespace cqrsc::interpret
