// Every word that C++, its headers, the language or generated code has a meaning for, in every place of a name: what is
// generated compiles. CQRS_LONG=1 puts every word into every place; without it, costly places get the words that have
// shown to matter, or may. CQRS_CXX is the compiler, if not that of the build.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "domains.hpp"
#include "driver/run.hpp"
#include "plan/cpp_globals.hpp"
#include "plan/cpp_names.hpp"
#include "words.hpp"

namespace cqrsc::keywords {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool is_long() { return std::getenv("CQRS_LONG") != nullptr; }

std::string compiler() {
  const char* wanted = std::getenv("CQRS_CXX");
  return wanted != nullptr ? wanted : CQRS_COMPILER;
}

/// Words for places that cost much: of each kind those that come nearest to what generated code is made of.
Words dangerous() {
  return {"class",    "delete", "operator", "and",       "import",      "NULL",       "errno",        "assert",
          "linux",    "EOF",    "alloca",   "event",     "command",     "query",      "State",        "View",
          "Id",       "Key",    "Row",      "Rows",      "Context",     "Decision",   "Emits",        "Rejects",
          "Union",    "Value",  "Externs",  "Aggregate", "Application", "Projection", "Alternatives", "Upcast",
          "Overflow", "std",    "cqrs",     "v1",        "message",     "definition", "get",          "place",
          "decide",   "apply",  "encode",   "on",        "types",       "history",    "Unknown"};
}

class Keywords : public testing::TestWithParam<std::size_t> {
 protected:
  void SetUp() override {
    work_ = fs::temp_directory_path() / ("cqrsc-keywords-" + std::to_string(::getpid()));
    fs::remove_all(work_);
    fs::create_directories(work_ / "out");
  }
  void TearDown() override { fs::remove_all(work_); }

  /// Writes a domain into the folder, and its C++ into `out`.
  void generate(const std::string& name, const std::string& domain, const std::string& out = "out") const {
    const fs::path source = work_ / (name + ".cqrs");
    std::ofstream(source, std::ios::binary) << domain;
    std::ostringstream said;
    std::ostringstream progress;
    const auto code = driver::run(
        {"build", source.string(), "--import", work_.string(), "--out", (work_ / out).string()}, said, progress, false);
    ASSERT_EQ(code, driver::ExitCode::clean) << said.str().substr(0, 2000);
  }

  /// The sources in `out`; each as an #include of its own.
  [[nodiscard]] std::vector<std::string> includes(const std::string& out = "out") const {
    std::vector<std::string> lines;
    for (const auto& entry : fs::recursive_directory_iterator(work_ / out)) {
      if (entry.path().extension() != ".cpp") continue;
      lines.push_back("#include \"" + entry.path().lexically_relative(work_ / out).generic_string() + "\"\n");
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  /// The C++ compiler takes the text, without a word.
  void compile(const std::string& text, const std::string& folders = "-Iout") const {
    std::ofstream(work_ / "all.cpp", std::ios::binary) << text;
    const std::string line = "cd '" + work_.string() + "' && '" + compiler() +
                             "' -std=c++20 -fsyntax-only -O0 -Wall -Wextra -Wconversion -Wshadow -Werror " + folders +
                             " -I'" CQRS_SOURCE_DIR "/runtime/include' all.cpp > said 2>&1";
    const int code = std::system(line.c_str());  // NOLINT(cert-env33-c): the compiler is run, as a build runs it
    EXPECT_EQ(code, 0) << read(work_ / "said").substr(0, 3000);
  }

  fs::path work_;
};

/// Positions that are compiled together: every day as few times as can be, since headers cost most; alone with every
/// word.
struct Group {
  std::string name;
  std::vector<Position> positions;
};

std::vector<Group> groups() {
  std::vector<Group> all{{"cheap", {}}, {"costly", {}}};
  for (const Position& position : positions()) {
    if (is_long()) {
      all.push_back({position.name, {position}});
    } else {
      all[position.is_costly ? 1 : 0].positions.push_back(position);
    }
  }
  if (is_long()) all.erase(all.begin(), all.begin() + 2);
  return all;
}

TEST_P(Keywords, CompileInThesePlaces) {
  const Group group = groups()[GetParam()];
  for (const Position& position : group.positions) {
    const Words words = position.is_costly && !is_long() ? dangerous() : all();
    std::string domain = position.domain(words);
    domain.replace(0, domain.find('\n'), std::string("context zz.") + position.name);
    ASSERT_NO_FATAL_FAILURE(generate(position.name, domain));
  }
  std::string together;
  int alone = 0;
  for (const std::string& line : includes()) {
    // What a projection does has the same names in each of its files, so those stand alone, at a price.
    const fs::path path = work_ / "out" / line.substr(10, line.size() - 12);
    const bool is_projection = read(path).find("using Rows") != std::string::npos;
    if (!is_projection) {
      together += line;
    } else if (is_long() || ++alone % 12 == 1) {
      compile(line);
    }
  }
  compile(together);
}

INSTANTIATE_TEST_SUITE_P(Places, Keywords, testing::Range(std::size_t{0}, groups().size()),
                         [](const auto& one) { return groups()[one.param].name; });

class Contexts : public Keywords {};

// As the name of a context, as its last part, as the name of what is imported.
TEST_F(Contexts, CompileAsContexts) {
  const Words words = is_long() ? apart(all())
                                : apart({"class", "delete", "Externs", "cqrs", "std", "testing", "types", "time", "new",
                                         "context", "event", "v1", "errno", "linux"});
  constexpr std::size_t kAtOnce = 40;  // what a compiler takes for a file grows faster than the file
  std::string text;
  std::string importing = "context zz\n";
  std::string used = "value ZzAll {\n";
  int number = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string& context : {words[i], "zzin." + words[i]}) {
      const std::string out = "out" + std::to_string(++number);
      ASSERT_NO_FATAL_FAILURE(generate(context, domain_of_context(context), out)) << context;
      for (const std::string& line : includes(out)) text += line;
      fs::copy(work_ / out, work_ / "out", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
    importing += "import " + quoted(words[i]) + "\n";
    used += "  f" + std::to_string(i) + ": " + quoted(words[i] + ".Point") + "\n";
    if (i % kAtOnce == kAtOnce - 1) compile(std::exchange(text, ""));
  }
  ASSERT_NO_FATAL_FAILURE(generate(
      "zz", importing + used + "}\n" + domain_of_context("zz").substr(std::string("context `zz`").size()), "outzz"));
  for (const std::string& line : includes("outzz")) text += line;
  compile(text, "-Iout -Ioutzz");
}

// A namespace is in the way of what C has of its name, wherever that is declared.
TEST_F(Contexts, KnowEveryGlobalName) {
  ASSERT_NO_FATAL_FAILURE(generate("zz", domain_of_context("zz")));
  std::string text = "#include <zz/zz.hpp>\n";
  for (const char* header : {"arpa/inet.h", "complex.h", "dirent.h",    "fcntl.h",        "getopt.h",   "grp.h",
                             "inttypes.h",  "locale.h",  "math.h",      "netdb.h",        "poll.h",     "pthread.h",
                             "pwd.h",       "sched.h",   "search.h",    "semaphore.h",    "signal.h",   "stdio.h",
                             "stdlib.h",    "string.h",  "sys/ioctl.h", "sys/resource.h", "sys/stat.h", "sys/time.h",
                             "sys/wait.h",  "syslog.h",  "termios.h",   "time.h",         "unistd.h",   "wchar.h"})
    text += "#include <" + std::string(header) + ">\n";
  for (const std::string& word : all()) {
    const std::string name = plan::member_name(word);
    text += "namespace " + name + (plan::is_global(name) ? "_" : "") + " {}\n";
  }
  compile(text);
}

// Whatever the headers of a generated file define is no name in it.
TEST_F(Contexts, KnowEveryMacroInSight) {
  ASSERT_NO_FATAL_FAILURE(generate("zz", domain_of_context("zz")));
  std::ofstream(work_ / "all.cpp") << "#include <zz/zz.hpp>\n#include <cqrs/testing.hpp>\n"
                                      "#include <cqrs/testing_properties.hpp>\n#include <gtest/gtest.h>\n";
  const std::string line = "cd '" + work_.string() + "' && '" + compiler() +
                           "' -std=c++20 -dM -E -Iout -I'" CQRS_SOURCE_DIR "/runtime/include' all.cpp > macros";
  ASSERT_EQ(std::system(line.c_str()), 0);  // NOLINT(cert-env33-c)
  std::ifstream macros(work_ / "macros");
  std::string define;
  std::string unknown;
  int seen = 0;
  for (std::string name; macros >> define >> name; std::getline(macros, define)) {
    name = name.substr(0, name.find('('));
    if (name.starts_with('_')) continue;
    ++seen;
    if (!plan::is_reserved_in_cpp(name)) unknown += " " + name;
  }
  EXPECT_GT(seen, 500);
  EXPECT_EQ(unknown, "") << "plan/cpp_macros.cpp does not know them";
}

}  // namespace
}  // namespace cqrsc::keywords
