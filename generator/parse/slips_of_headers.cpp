// The first lines of a file and of its members: a word misspelled, in two parts, or with what stands elsewhere.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_headers() const {
  return inherits() || prefixed_text() || public_by_another_word() || extern_word() || misspelled_context() ||
         context_in_words() || import_of_names() || deprecated_before() || handler_with_set() || process_slip() ||
         arm_without_name() || existence_in_body();
}

// command Release { existing else BinNotFound … }
bool SlipFinder::existence_in_body() const {
  if (!within({Parser::RuleCommandDeclaration}) || within({Parser::RuleCommandHeader, Parser::RuleBlock})) return false;
  const bool may = type(-1) == Parser::MAY && type(0) == Parser::CREATE;
  const bool one = type(-1) == Parser::CREATES || type(-1) == Parser::EXISTING;
  const int otherwise = may ? 1 : 0;
  const bool rejects = type(otherwise) == Parser::ELSE && !starts_line(otherwise) && is_word(otherwise + 1);
  const bool over = has(otherwise) && (starts_line(otherwise) || type(otherwise) == Parser::RBRACE);
  if ((!may && !one) || !begins(-1) || (!rejects && !over)) return false;
  int last = rejects ? otherwise + 1 : otherwise - 1;
  while (rejects && type(last + 1) == Parser::DOT && is_word(last + 2)) last += 2;
  auto& report = reporter_.report(kUnexpected, span(-1).to(span(last)), "`" + text(-1, last) + "`");
  report.note("whether the stream exists already is said in the header of a command, before its `{`");
  const int open = open_brace();
  int header = open - 1;
  while (has(header) && type(header) != Parser::COMMAND && !starts_line(header)) --header;
  if (type(header) != Parser::COMMAND || header + 2 != open)
    report.help("write it there: `command " + (type(header) == Parser::COMMAND ? text(header + 1) : "Name") + " " +
                text(-1, last) + " {`");
  else if (open == -2)
    report.help("write it there", span(header).to(span(last)), text(header, open - 1) + " " + text(-1, last) + " {");
  else
    report.help("write it there: `" + text(header, open - 1) + " " + text(-1, last) + " {`");
  return true;
}

// process Repair {
bool SlipFinder::process_slip() const {
  if (!within({Parser::RuleProcessHeader}) || !expects(Parser::BY) || type(-2) != Parser::PROCESS) return false;
  expected("`by`").help("say which id its instances are found by: `process " + text(-1) + " by " + text(-1) + "Id {`");
  return true;
}

// from v1 { Cash => { euros = cents } }
bool SlipFinder::arm_without_name() const {
  if (type(0) != Parser::LBRACE || type(-1) != Parser::FAT_ARROW || !is_word(-2) || !within({Parser::RuleFromBlock}))
    return false;
  expected("an alternative").help("name the one that it becomes", span(-1).after(), " " + text(-2));
  return true;
}

// error Late { days: int32 } f"{days} days late", matches r"[a-z]+"
bool SlipFinder::prefixed_text() const {
  if (type(0) == Parser::INTERPOLATED && enclosing() == Parser::RuleFile && !starts_line(0)) {
    reporter_.report(kExpected, span(0), "a text in quotes", "`f\"…\"`")
        .note("the message of an error has holes anyway")
        .help("leave the `f` out", span(0), text(0).substr(1));
    return true;
  }
  // The letter may have been taken for a name.
  for (const int word : {1, 0, -1}) {
    if (!has(word) || type(word) != Parser::IDENTIFIER || type(word + 1) != Parser::STRING || !touches(word + 1))
      continue;
    if (text(word) != "r" && text(word) != "b" && text(word) != "u") continue;
    reporter_.report(kForeignWord, span(word), text(word)).help("leave it out", span(word), "");
    return true;
  }
  return false;
}

// extern fn score(…)
bool SlipFinder::extern_word() const {
  if (type(-1) != Parser::EXTERN || !expects(Parser::FUNCTION) || !is_word(0) || !is_word(1)) return false;
  reporter_.report(kForeignWord, span(0), text(0)).help("write `function`", span(0), "function");
  return true;
}

// pub event Opened v1 { … }, export event Opened v1 { … }
bool SlipFinder::public_by_another_word() const {
  static constexpr auto kWords = std::to_array<std::string_view>({"pub", "export", "exported", "open"});
  if (type(0) != Parser::IDENTIFIER || type(1) != Parser::EVENT || !begins(0)) return false;
  if (std::ranges::find(kWords, text(0)) == kWords.end()) return false;
  reporter_.report(kForeignWord, span(0), text(0)).help("write `public`", span(0), "public");
  return true;
}

// aggregate Van by VanId extends Vehicle {
bool SlipFinder::inherits() const {
  static constexpr auto kWords = std::to_array<std::string_view>({"extends", "implements", "inherits", "isa"});
  if (!is_word(0) || starts_line(0) || !expects(Parser::LBRACE)) return false;
  if (std::ranges::find(kWords, in_lower_case(text(0))) == kWords.end()) return false;
  int last = 0;
  while (has(last + 1) && type(last + 1) != Parser::LBRACE && !starts_line(last + 1)) ++last;
  reporter_.report(kForeignWord, span(0), text(0))
      .note("nothing inherits: what several have in common is a `value` in each of them")
      .help("leave it out", span(-1).after().to(span(last)), "");
  return true;
}

// contxt bank
bool SlipFinder::misspelled_context() const {
  if (at_ != 0 || type(0) != Parser::IDENTIFIER || !is_word(1) || starts_line(1)) return false;
  const std::string word = in_lower_case(text(0));
  if (edit_distance(word, "context") > tolerance(word)) return false;
  reporter_.report(kMisspelledWord, span(0), text(0)).help("write `context`", span(0), "context");
  return true;
}

// context insurance claims
bool SlipFinder::context_in_words() const {
  if (type(-2) != Parser::CONTEXT || !is_word(-1) || !is_word(0) || starts_line(0)) return false;
  int last = 0;
  std::string name = text(-1);
  for (; is_word(last) && !starts_line(last); ++last) name += "_" + in_lower_case(text(last));
  reporter_.report(kNameInParts, span(-1).to(span(last - 1)))
      .help("write `" + name + "`", span(-1).to(span(last - 1)), name);
  return true;
}

// import { Money } from "./money"
bool SlipFinder::import_of_names() const {
  const int first = type(-1) == Parser::IMPORT ? 0 : -1;
  if (type(first - 1) != Parser::IMPORT || (first == -1 && type(0) != Parser::FROM)) return false;
  if (first == 0 && type(0) != Parser::LBRACE && type(0) != Parser::STAR) return false;
  const int last = line_end(first);
  std::string name = type(last) == Parser::STRING ? text(last).substr(1, text(last).size() - 2) : "";
  // import { Money } from shared.money
  int from = first;
  while (from < last && type(from) != Parser::FROM) ++from;
  if (name.empty() && from < last && is_word(from + 1)) {
    expected("the name of a context")
        .note("an import brings all that others may see of a context")
        .help("name the context alone", span(first).to(span(last)), text(from + 1, last));
    return true;
  }
  if (name.ends_with(".cqrs")) name.resize(name.size() - 5);
  name.erase(0, name.find_last_of("./") + 1);
  auto& report = expected("the name of a context").note("an import brings all that others may see of a context");
  if (name.empty())
    report.help("import the context by its name: `import money`");
  else
    report.help("import the context", span(first).to(span(last)), name);
  return true;
}

// @deprecated("use Closed") above `event Ended v1 { }`
bool SlipFinder::deprecated_before() const {
  if (type(0) != Parser::AT_SIGN || !expects_item() || !has(1)) return false;
  const std::string name = text(1);
  const int close = type(2) == Parser::LPAREN ? matching(2) : 1;
  const int next = close + 1;
  const std::string lower = in_lower_case(name);
  if (lower == "revision" || lower == "version") {
    reporter_.report(kForeignWord, span(0).to(span(1)), "@" + name)
        .help("leave it out: the version of an event stands behind its name, `event Opened v2 { … }`");
    return true;
  }
  if (lower != "deprecated" || close < 3) return false;
  const bool event = type(next) == Parser::EVENT && is_word(next + 1) && type(next + 2) == Parser::VERSION;
  const bool command = type(next) == Parser::COMMAND && is_word(next + 1);
  if (!event && !command) return false;
  // @deprecated(reason: "…")
  const int reason = type(close - 1) == Parser::STRING ? close - 1 : 0;
  if (reason == 0) return false;
  int header = next + (event ? 2 : 1);
  while (has(header + 1) && type(header + 1) != Parser::LBRACE && !starts_line(header + 1)) ++header;
  reporter_.report(kAnnotationBefore, span(0).to(span(1)), name)
      .help("write it behind the name: `" + text(next, header) + " @deprecated(" + text(reason) + ")`",
            span(0).to(span(header)), text(next, header) + " @deprecated(" + text(reason) + ")");
  return true;
}

// on Renamed set name = name
bool SlipFinder::handler_with_set() const {
  if (!expects(Parser::LBRACE) || !within({Parser::RuleEventHandler, Parser::RuleRowHandler})) return false;
  if (type(0) != Parser::SET || starts_line(0) || !is_word(1) || type(2) != Parser::ASSIGN) return false;
  const int last = line_end(0);
  expected("`{`").help("what is done stands in braces", span(0).to(span(last)), "{ " + text(1, last) + " }");
  return true;
}

}  // namespace cqrsc::parsing
