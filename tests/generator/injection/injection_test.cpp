// What a modeler writes as text stays text: a domain full of a hostile text, and the same with a harmless one, come out
// as the same C++ tokens but for the values of literals. CQRS_INJECTIONS=100000 tries that many.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cpp_tokens.hpp"
#include "driver/run.hpp"
#include "hostile_texts.hpp"

namespace cqrsc::injection {
namespace {

namespace fs = std::filesystem;

const std::string kHarmless = "Harmless";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// In a message or an `f"…"`, a brace is two.
std::string braced(const std::string& text) { return replaced(replaced(text, "{", "{{"), "}", "}}"); }

/// As a pattern that matches just this.
std::string pattern(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\.[](){}|*+?^$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// The text in every place that a domain has for texts: T a literal, B one with braces doubled, P a pattern, C a
/// comment.
constexpr const char* kDomain = R"(// %C
/// %C
context inj

/// %C
id ThingId = string where matches %P
/// %C
enum Colour {
  /// %C
  red = 1 @deprecated(%T)
}
/// %C
value Note { text: string = %T }
union Way {
  /// %C
  On = 1 { text: string }
}
/// %C
error Wrong { x: string } %B
/// %C
extern function known(text: string) -> bool

/// %C
aggregate Thing by ThingId {
  state {
    /// %C
    text: string = %T
    note: Note
    count: map<string, int64>
    n: int64
    invariant %T: n >= 0
  }
  /// %C
  event Said v2 {
    /// %C
    text: string
    from v1 { text = f%B }
  }
  event Said v1 { }
  /// %C
  command Say may create @deprecated(%T) {
    text: string where text != %T and not (text matches %P)
    allow role %T
    let line = if contains(text, %T) then %T else text
    require known(%T) else Wrong { x = f%B }
    match text { %T => emit Said { text = line }  else => emit Said { text = %T } }
  }
  on Said {
    text = event.text  count[%T] = 1  n += 1
    note = Note { text = %T }
  }
}

/// %C
projection Things by thing: ThingId {
  /// %C
  text: string = %T
  on Thing.Said { text = event.text }
}
/// %C
query Find(part: string) from Things where row.text == %T or contains(row.text, part) or row.text in [%T, part]

scenario %T for Thing {
  assuming known(%T) = true
  given Said { text = %T }
  when  Say { text = "x" } by %T as role %T
  then  Said { text = %T }
}
)";

std::string domain(const std::string& text) {
  std::string out;
  for (const char* at = kDomain; *at != '\0'; ++at) {
    if (*at != '%') {
      out += *at;
      continue;
    }
    switch (*++at) {
      case 'C': out += comment(text); break;
      case 'B': out += literal(braced(text)); break;
      case 'P': out += literal(pattern(text)); break;
      default: out += literal(text); break;
    }
  }
  return out;
}

class Injection : public testing::Test {
 protected:
  void SetUp() override {
    work_ = fs::temp_directory_path() / ("cqrsc-injection-" + std::to_string(::getpid()));
    fs::create_directories(work_);
  }
  void TearDown() override { fs::remove_all(work_); }

  /// The C++ of the domain, file by file; empty if it is refused.
  std::map<std::string, std::string> generated(const std::string& text) {
    for (const char* folder : {"out", "tests", "ctl"}) fs::remove_all(work_ / folder);
    std::ofstream(work_ / "inj.cqrs", std::ios::binary) << domain(text);
    std::ostringstream said;
    std::ostringstream progress;
    const auto code = driver::run({"build", (work_ / "inj.cqrs").string(), "--out", (work_ / "out").string(),
                                   "--test-out", (work_ / "tests").string(), "--ctl-out", (work_ / "ctl").string()},
                                  said, progress, false);
    EXPECT_EQ(code, driver::ExitCode::clean) << said.str().substr(0, 1500) << "\nof " << literal(text);
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(work_)) {
      const std::string kind = entry.path().extension().string();
      if (kind == ".cpp" || kind == ".hpp")
        files[entry.path().lexically_relative(work_).generic_string()] = content_of(entry.path());
    }
    return files;
  }

  static std::string content_of(const fs::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
  }

  /// What a subcommand prints of the domain that was generated last.
  std::string printed(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin() + 1, (work_ / "inj.cqrs").string());
    std::ostringstream said;
    std::ostringstream progress;
    EXPECT_EQ(driver::run(arguments, said, progress, false), driver::ExitCode::clean) << progress.str();
    return said.str();
  }

  [[nodiscard]] std::string tables() const { return content_of(work_ / "out" / "inj" / "tables.md"); }

  fs::path work_;
};

/// Whether a literal of the harmless domain became that of the other one, and nothing else.
bool is_value_of(const std::string& value, const std::string& harmless, const std::string& text) {
  for (const std::string& form : {text, braced(text), pattern(text), replaced(text, "'", "''")})
    if (replaced(harmless, kHarmless, form) == value) return true;
  return false;
}

/// Names and numbers that are made of texts: `TEST(Scenarios, Name)`, which has the letters and digits of the
/// scenario's title, and fingerprints.
bool may_differ(const std::vector<Token>& tokens, std::size_t i) {
  if (tokens[i].kind == TokenKind::number) return tokens[i].value.starts_with("0x") && tokens[i].value.size() > 10;
  return tokens[i].kind == TokenKind::name && i >= 4 && tokens[i - 4].value == "TEST";
}

/// Where the files differ in more than values; empty where they do not.
std::string difference(const std::string& harmless, const std::string& hostile, const std::string& text) {
  for (const bool trigraphs : {false, true}) {
    const auto wanted = tokens_of(harmless, trigraphs);
    const auto got = tokens_of(hostile, trigraphs);
    if (!wanted || !got) return "it cannot be read as C++";
    for (std::size_t i = 0; i < std::min(wanted->size(), got->size()); ++i) {
      const Token& one = (*wanted)[i];
      const Token& other = (*got)[i];
      if (may_differ(*wanted, i) && one.kind == other.kind) continue;
      const bool same = one.kind == other.kind &&
                        (one.kind == TokenKind::text ? is_value_of(other.value, one.value, text) : one == other);
      if (!same) return "`" + other.value + "` stands where `" + one.value + "` stood";
    }
    if (wanted->size() != got->size()) return "it has more tokens, or fewer";
  }
  return {};
}

std::vector<std::string> all_texts(std::uint32_t random_texts) {
  std::vector<std::string> texts = pieces();
  for (std::uint32_t seed = 0; seed < random_texts; ++seed) texts.push_back(hostile_text(seed));
  return texts;
}

TEST_F(Injection, TextsStayTexts) {
  // So long that no line with a text is short: those are laid out in another way.
  const std::string wide(130, 'w');
  const auto before = generated(wide + kHarmless);
  const auto behind = generated(kHarmless + wide);
  ASSERT_GT(before.size(), 15U);
  const char* wish = std::getenv("CQRS_INJECTIONS");
  const auto random_texts = static_cast<std::uint32_t>(wish != nullptr ? std::atoi(wish) : 150);
  for (const std::string& text : all_texts(random_texts)) {
    for (const bool is_behind : {false, true}) {
      const auto& harmless = is_behind ? behind : before;
      const auto hostile = generated(is_behind ? text + wide : wide + text);
      ASSERT_EQ(hostile.size(), harmless.size());
      for (const auto& [path, content] : hostile) {
        ASSERT_EQ(difference(harmless.at(path), content, text), "") << path << " with " << literal(text);
        // Not in comments either: what turns round the order of writing, what nobody sees.
        for (const char* hidden : {"\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x80\xA8", "\xC2\x85", "\xEF\xBB\xBF"})
          ASSERT_EQ(content.find(hidden), std::string::npos) << path << " with " << literal(text);
      }
    }
  }
}

/// The rows of a page's tables: how many cells each has. A cell ends with a bar that no backslash stands before.
std::vector<int> cells(const std::string& page) {
  std::vector<int> rows;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('|')) continue;
    int bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\') {
        ++i;
      } else {
        bars += line[i] == '|' ? 1 : 0;
      }
    }
    rows.push_back(bars - 1);
  }
  return rows;
}

/// All that may stand for the text in a document: the text, and what is written for it in the language.
std::vector<std::string> forms_of(const std::string& text) {
  std::vector<std::string> forms = {text, braced(text), pattern(text), comment(text)};
  forms.back().erase(forms.back().find_last_not_of(' ') + 1);  // as comments end
  for (const std::string& form : {text, braced(text), pattern(text)}) {
    const std::string written = literal(form);
    forms.push_back(written.substr(1, written.size() - 2));
  }
  return forms;
}

/// Whether one of the forms stands wherever the harmless text stood, and all else is the same.
bool is_same_but_for(std::string_view harmless, std::string_view hostile, const std::vector<std::string>& forms) {
  const std::size_t before = harmless.find(kHarmless);
  if (before == std::string_view::npos) return harmless == hostile;
  if (harmless.substr(0, before) != hostile.substr(0, before)) return false;
  const std::string_view rest = hostile.substr(before);
  return std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
    return rest.starts_with(form) &&
           is_same_but_for(harmless.substr(before + kHarmless.size()), rest.substr(form.size()), forms);
  });
}

/// Where two documents differ in more than the values of texts and numbers; empty where they do not.
std::string difference(const nlohmann::json& harmless, const nlohmann::json& hostile, const std::string& text,
                       const std::string& place = "") {
  if (harmless.is_string() && hostile.is_string()) {
    const auto one = harmless.get<std::string>();
    const auto other = hostile.get<std::string>();
    const bool same = is_same_but_for(one, other, forms_of(text));
    return same ? "" : place + ": `" + other + "` stands where `" + one + "` stood";
  }
  if (harmless.type() != hostile.type() && !(harmless.is_number() && hostile.is_number()))
    return place + ": another type";
  if (harmless.size() != hostile.size()) return place + ": more, or fewer";
  for (auto one = harmless.begin(), other = hostile.begin(); !harmless.is_primitive() && one != harmless.end();
       ++one, ++other) {
    if (harmless.is_object() && one.key() != other.key()) return place + ": " + other.key();
    const std::string step = harmless.is_object() ? one.key() : std::to_string(one - harmless.begin());
    if (step == "at") continue;  // columns follow the length of texts
    if (auto found = difference(*one, *other, text, place + "/" + step); !found.empty()) return found;
  }
  return {};
}

TEST_F(Injection, PagesGraphsAndJsonKeepTheirShape) {
  const std::string wide(130, 'w');
  generated(wide + kHarmless);
  const auto rows = cells(tables());
  ASSERT_EQ(rows, std::vector<int>(4, 5)) << "a head, a rule, and two columns";
  const auto mermaid = printed({"graph"});
  const auto dot = printed({"graph", "--format", "dot"});
  const auto ir = nlohmann::json::parse(printed({"ir"}));
  for (const std::string& text : all_texts(50)) {
    generated(wide + text);
    EXPECT_EQ(cells(tables()), rows) << literal(text);
    EXPECT_EQ(printed({"graph"}), mermaid) << literal(text);
    EXPECT_EQ(printed({"graph", "--format", "dot"}), dot) << literal(text);
    const auto hostile = nlohmann::json::parse(printed({"ir"}), nullptr, false);
    ASSERT_FALSE(hostile.is_discarded()) << literal(text);
    EXPECT_EQ(difference(ir, hostile, text), "") << literal(text);
  }
}

// The test itself: each of these is what a careless compiler would write.
TEST(Difference, IsFound) {
  const std::string fine = "// Harmless\nf(\"Harmless\");\n";
  EXPECT_EQ(difference(fine, fine, kHarmless), "");
  EXPECT_EQ(difference(fine, "// a \"b\nf(\"a \\\"b\");\n", "a \"b"), "");
  EXPECT_NE(difference(fine, "// a\\\nf(\"a\\\\\");\n", "a\\"), "") << "a comment that takes the next line";
  EXPECT_NE(difference(fine, "// a?\?/\nf(\"a?\\?/\");\n", "a?\?/"), "") << "the same as a trigraph";
  EXPECT_NE(difference(fine, "// x\nf(\"a?\?/b\");\n", "a?\?/b"), "") << "a trigraph in a literal";
  EXPECT_NE(difference(fine, "// a\nf(\"a\"b\");\n", "a\"b"), "") << "a quote";
  EXPECT_NE(difference(fine, "// a\nb\nf(\"a\\nb\");\n", "a\nb"), "") << "a comment of two lines";
  EXPECT_NE(difference(fine, "// a\nf(\"\\x41B\");\n",
                       "\x41"
                       "B"),
            "")
      << "an escape that goes on too long";
  EXPECT_NE(difference(fine, "// a\nf(\"b\");\n", "a"), "") << "another value";
}

}  // namespace
}  // namespace cqrsc::injection
