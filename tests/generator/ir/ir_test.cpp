// The IR of every context of the samples and snapshot cases is what its schema and its page say.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "../driver/workspace.hpp"
#include "driver/sources.hpp"
#include "schema.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kSchema = "docs/ir.schema.json";

const fs::path& root() {
  static const fs::path kRoot = CQRS_SOURCE_DIR;
  return kRoot;
}

/// Folders, each with the files of one context and those that it imports.
std::vector<fs::path> folders() {
  std::vector<fs::path> found;
  for (const char* below : {"samples", "tests/generator/snapshots/cases", "tests/read_models"})
    for (const auto& entry : fs::recursive_directory_iterator(root() / below))
      if (entry.path().extension() == ".cqrs") found.push_back(entry.path().parent_path());
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// The command line of a folder: a snapshot case may have options.
std::vector<std::string> words_of(const fs::path& folder) {
  std::vector<std::string> words{"ir"};
  std::ifstream options(folder / "options");
  for (std::string word; std::getline(options, word);) {
    if (word != "--import") continue;
    words.push_back(word);
    std::getline(options, word);
    words.push_back((folder / word).string());
  }
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".cqrs") files.insert(entry.path().string());
  words.insert(words.end(), files.begin(), files.end());
  return words;
}

Ran run_words(const std::vector<std::string>& words) {
  std::ostringstream out;
  std::ostringstream err;
  const ExitCode code = run(words, out, err, false);
  return {code, out.str(), err.str()};
}

bool is_one_context(const fs::path& folder) {
  std::set<std::string> contexts;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    if (entry.path().extension() == ".cqrs")
      contexts.insert(context_of(std::string(std::istreambuf_iterator<char>(in), {})));
  }
  return contexts.size() == 1;
}

/// The IR of every folder that holds one context, by its path. What does not compile has none.
const std::map<std::string, std::string>& irs() {
  static const std::map<std::string, std::string> kIrs = [] {
    std::map<std::string, std::string> made;
    for (const fs::path& folder : folders()) {
      if (!is_one_context(folder)) continue;
      Ran ran = run_words(words_of(folder));
      if (ran.code == ExitCode::clean) made.emplace(folder.string(), std::move(ran.out));
    }
    return made;
  }();
  return kIrs;
}

TEST(EveryIr, IsWhatTheSchemaSays) {
  EXPECT_GE(irs().size(), 15U);
  for (const auto& [folder, ir] : irs()) EXPECT_EQ(wrong_by_schema(kSchema, ir), "") << folder;
}

TEST(EveryIr, IsTheSameEachTime) {
  for (const auto& [folder, ir] : irs()) EXPECT_EQ(run_words(words_of(folder)).out, ir);
}

/// All text under a key, wherever it is.
void collect(const json& node, const std::string& key, std::set<std::string>& found) {
  for (const auto& [name, inner] : node.items()) {
    if (name == key && inner.is_string()) found.insert(inner.get<std::string>());
    if (inner.is_structured()) collect(inner, key, found);
  }
}

TEST(EveryIr, KnowsEveryTypeThatItNames) {
  for (const auto& [folder, text] : irs()) {
    const json ir = json::parse(text);
    std::set<std::string> named;
    for (const char* key : {"type", "base", "result"}) collect(ir["contexts"], key, named);
    for (const char* key : {"element", "key"}) collect(ir["types"], key, named);
    EXPECT_FALSE(named.empty());
    for (const std::string& name : named) EXPECT_TRUE(ir["types"].contains(name)) << name << " of " << folder;
  }
}

TEST(IrSchema, RefusesWhatIsNotInIt) {
  const std::string good = run_words(words_of(root() / "samples/bank")).out;
  ASSERT_EQ(wrong_by_schema(kSchema, good), "");
  const auto spoiled = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return wrong_by_schema(kSchema, text.replace(at, from.size(), to));
  };
  EXPECT_NE(spoiled("\"cqrs-ir\": 1", "\"cqrs-ir\": 2"), "");
  EXPECT_NE(spoiled("\"contexts\"", "\"context_list\""), "");
  EXPECT_NE(spoiled("\"must not exist\"", "\"must never exist\""), "");
  EXPECT_NE(spoiled("\"node\": \"binary\"", "\"node\": \"binry\""), "");
  EXPECT_NE(spoiled("\"operand\"", "\"operands\""), "");
  EXPECT_NE(spoiled("\"statement\": \"emit\"", "\"statement\": \"delete\""), "");
  EXPECT_NE(spoiled("\"extern\": false", "\"extern\": 0"), "");
}

/// The inputs of a case of the analysis: sections that begin with `--- name.cqrs`.
class AnalysisCases : public Workspace {
 protected:
  static std::vector<std::string> files_of(const fs::path& path) {
    std::vector<std::string> files;
    std::string context;
    const std::string text = "\n" + read(path);
    for (std::size_t at = text.find("\n--- "); at != std::string::npos; at = text.find("\n--- ", at + 1)) {
      const std::size_t line = text.find('\n', at + 1);
      const std::string name = text.substr(at + 5, line - at - 5);
      if (!name.ends_with(".cqrs")) continue;
      const std::string section = text.substr(line + 1, text.find("\n--- ", line) - line);
      write(name, section);
      if (files.empty()) context = context_of(section);
      if (context_of(section) == context) files.push_back(name);
    }
    return files;
  }
};

TEST_F(AnalysisCases, AreWhatTheSchemaSays) {
  std::size_t valid = 0;
  for (const auto& entry : fs::directory_iterator(root() / "tests/generator/sema/cases")) {
    fs::remove_all(root_);
    fs::create_directories(root_);
    fs::current_path(root_);
    std::vector<std::string> words = files_of(entry.path());
    words.insert(words.begin(), "ir");
    const Ran ran = cqrsc(words);
    if (ran.code != ExitCode::clean) continue;
    EXPECT_EQ(wrong_by_schema(kSchema, ran.out), "") << entry.path();
    ++valid;
  }
  EXPECT_GE(valid, 10U);
}

class IrTest : public Workspace {
 protected:
  static json ir(const std::string& text) {
    write("a.cqrs", text);
    const Ran ran = cqrsc({"ir", "a.cqrs"});
    EXPECT_EQ(ran.code, ExitCode::clean) << ran.out;
    EXPECT_EQ(wrong_by_schema(kSchema, ran.out), "") << ran.out;
    return json::parse(ran.out);
  }
};

TEST_F(IrTest, TellsPlacesDocsTextsAndTrees) {
  const json ir = this->ir(
      "/// Things.\ncontext acme.things\n\nid ThingId\n\n/// A thing.\naggregate Thing by ThingId {\n"
      "  state { count: int32 }\n\n  event Counted v2 {\n    by: int64\n    from v1 { by = (once + 1) * 2 }\n  }\n"
      "  event Counted v1 { once: int64 }\n  command Count may create {\n    by: int32 where by > 0\n"
      "    emit Counted { by = by }\n  }\n  on Counted { count += 1 }\n}\n");
  EXPECT_EQ(ir["cqrs-ir"], 1);
  EXPECT_EQ(ir["context"], "acme.things");
  EXPECT_EQ(ir["files"], json({"a.cqrs"}));
  const json& context = ir["contexts"][0];
  EXPECT_EQ(context["doc"], "Things.");
  const json& thing = context["aggregates"][0];
  EXPECT_EQ(thing["doc"], "A thing.");
  EXPECT_EQ(thing["at"], "a.cqrs:7:11");
  EXPECT_EQ(thing["id"], "acme.things.ThingId");
  const json& versions = thing["events"][0]["versions"];
  EXPECT_EQ(versions[0]["leads_to"], json({{{"event", "acme.things.Thing.Counted"}, {"version", 2}}}));
  const json& mapping = versions[1]["from"]["body"][0];
  EXPECT_EQ(mapping["value"]["text"], "(once + 1) * 2");
  EXPECT_EQ(mapping["value"]["tree"]["op"], "multiply");
  EXPECT_EQ(mapping["value"]["tree"]["left"]["left"]["of"], "old");
  const json& field = thing["commands"][0]["fields"][0];
  EXPECT_EQ(field["where"]["text"], "by > 0");
  EXPECT_EQ(field["type"], "int32");
  const json& emitted = thing["commands"][0]["body"][0]["fields"][0];
  EXPECT_EQ(emitted["origin"], "written");
  EXPECT_EQ(emitted["value"]["node"], "conversion");
  EXPECT_EQ(emitted["value"]["how"], "widen");
}

TEST_F(IrTest, WritesAFileAndTellsWhatIsWrong) {
  write("a.cqrs", small_context("a", "Lamp"));
  EXPECT_THAT(cqrsc({"ir", "a.cqrs", "--out", "ir.json"}).out, IsEmpty());
  EXPECT_EQ(read("ir.json"), cqrsc({"ir"}).out);
  write("a.cqrs", "context a\n\naggregate Lamp by LampId { }\n");
  const Ran wrong = cqrsc({"ir", "a.cqrs", "--out", "other.json"});
  EXPECT_EQ(wrong.code, ExitCode::findings);
  EXPECT_THAT(wrong.out, HasSubstr("a.cqrs:3"));
  EXPECT_FALSE(fs::exists("other.json"));
}

}  // namespace
}  // namespace cqrsc::driver
