// What is said in whole sentences: `add tag to tags`, `given a cart`.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

// `# first % second`: what stands behind the verb, a word that joins it with what follows, and that.
struct Verb {
  std::string_view word;
  std::string_view joints;  // between spaces
  std::string_view meant;   // `#` is what stands before the joint, `%` what stands behind
  std::string_view alone;   // where nothing is joined; empty: that says nothing
};

constexpr auto kVerbs = std::to_array<Verb>({
    {"add", " to into onto in ", "% += #", ""},
    {"append", " to into onto in ", "% += #", ""},
    {"push", " to into onto in ", "% += #", ""},
    {"insert", " to into onto in ", "% += #", ""},
    {"include", " to into onto in ", "% += #", ""},
    {"remove", " from of ", "% -= #", ""},
    {"delete", " from of ", "% -= #", ""},
    {"take", " from of ", "% -= #", ""},
    {"drop", " from of ", "% -= #", ""},
    {"erase", " from of ", "% -= #", ""},
    {"subtract", " from ", "% -= #", ""},
    {"set", " to as ", "# = %", ""},
    {"change", " to into ", "# = %", ""},
    {"update", " to ", "# = %", ""},
    {"assign", " to ", "% = #", ""},
    {"make", " be become ", "# = %", ""},
    {"increase", " by ", "# += %", "# += 1"},
    {"increment", " by ", "# += %", "# += 1"},
    {"raise", " by ", "# += %", "# += 1"},
    {"decrease", " by ", "# -= %", "# -= 1"},
    {"decrement", " by ", "# -= %", "# -= 1"},
    {"reduce", " by ", "# -= %", "# -= 1"},
    {"lower", " by ", "# -= %", "# -= 1"},
});

}  // namespace

bool SlipFinder::of_prose() const {
  return no_event() || end_of_block() || appended() || nothing_in_words() || change_in_words() || entry_removed() ||
         given_in_words();
}

// tags[] = tag, tags << tag
bool SlipFinder::appended() const {
  if (!within({Parser::RuleEventHandler, Parser::RuleRowHandler})) return false;
  if (type(0) == Parser::RBRACKET && type(-1) == Parser::LBRACKET && is_word(-2) && begins(-2) &&
      type(1) == Parser::ASSIGN) {
    expected("a key").help("a list gets one more by `+=`", span(-2).to(span(1)), text(-2) + " +=");
    return true;
  }
  if (type(0) != Parser::LESS || type(1) != Parser::LESS || !touches(1) || !is_word(-1) || !begins(-1)) return false;
  reporter_.report(kForeignOperator, span(0).to(span(1)), "<<")
      .help("a list gets one more by `+=`", span(0).to(span(1)), "+=");
  return true;
}

// end if, end loop
bool SlipFinder::end_of_block() const {
  int first = 0;
  while (first > -2 && has(first - 1) && !(starts_line(first) && in_lower_case(text(first)) == "end")) --first;
  if (!has(first) || in_lower_case(text(first)) != "end" || !starts_line(first) || !has(first + 1)) return false;
  const std::string word = in_lower_case(text(first + 1));
  if ((word != "if" && word != "loop" && word != "for" && word != "case") || !ends_line(first + 1)) return false;
  reporter_.report(kForeignWord, span(first).to(span(first + 1)), text(first, first + 1))
      .help("a block ends with `}`", span(first).to(span(first + 1)), "}");
  return true;
}

// on Closed { _ }, on Closed { nothing }
bool SlipFinder::nothing_in_words() const {
  if (type(0) != Parser::RBRACE || type(-2) != Parser::LBRACE || !is_word(-1)) return false;
  const std::string word = in_lower_case(text(-1));
  if (word != "_" && word != "pass" && word != "skip" && word != "nothing" && word != "noop") return false;
  if (!within({Parser::RuleBlock, Parser::RuleEventHandler, Parser::RuleRowHandler})) return false;
  reporter_.report(kForeignWord, span(-1), text(-1))
      .help("leave it out: a block may be empty", span(-2).to(span(0)), "{ }");
  return true;
}

// The last token of the statement that begins at an offset.
int SlipFinder::statement_end(int first) const {
  int last = first;
  int depth = 0;
  while (has(last + 1) && !starts_line(last + 1)) {
    const size_t next = type(last + 1);
    if (next == Parser::LBRACE) ++depth;
    if (next == Parser::RBRACE && depth-- == 0) break;
    const size_t sign = type(last + 2);
    const bool assigns = sign == Parser::ASSIGN || sign == Parser::PLUS_ASSIGN || sign == Parser::MINUS_ASSIGN;
    if (depth == 0 && last > first && is_word(last + 1) && assigns) break;
    ++last;
  }
  return last;
}

// The text of words, without an article before them.
std::string SlipFinder::noun(int first, int last) const {
  const std::string word = in_lower_case(text(first));
  return first < last && (word == "the" || word == "a" || word == "an") ? text(first + 1, last) : text(first, last);
}

// add tag to tags, set status to closed, increase count by 1, status is now closed
bool SlipFinder::change_in_words() const {
  if (!within({Parser::RuleEventHandler, Parser::RuleRowHandler})) return false;
  for (const int first : {0, -1, -2, -3}) {
    if (!has(first) || !is_word(first) || !begins(first)) continue;
    const int last = statement_end(first);
    if (last < 0) return false;
    const std::string word = in_lower_case(text(first));
    const std::string next = last > first + 1 ? in_lower_case(text(first + 1)) : "";
    if (next == "is" || next == "becomes" || next == "gets") {
      const bool now = in_lower_case(text(first + 2)) == "now" && last > first + 2;
      reporter_.report(kForeignWord, span(first + 1), text(first + 1))
          .help("write `=`", span(first + 1).to(span(first + (now ? 2 : 1))), "=");
      return true;
    }
    const auto* const verb = std::ranges::find(kVerbs, std::string_view(word), &Verb::word);
    if (verb == kVerbs.end() || last == first) return false;
    int joint = first + 2;
    while (joint < last && verb->joints.find(" " + in_lower_case(text(joint)) + " ") == std::string_view::npos) ++joint;
    const bool joined = joint < last;
    if (!joined && (verb->alone.empty() || last != first + 1)) return false;
    const std::string meant = joined ? filled(verb->meant, noun(first + 1, joint - 1), noun(joint + 1, last))
                                     : filled(verb->alone, text(first + 1, last), "");
    reporter_.report(kForeignWord, span(first), text(first))
        .help("write `" + meant + "`", span(first).to(span(last)), meant);
    return true;
  }
  return false;
}

// remove items[key]
bool SlipFinder::entry_removed() const {
  if (!within({Parser::RuleEventHandler, Parser::RuleRowHandler})) return false;
  for (const int first : {0, -1, -2}) {
    if (!has(first) || !is_word(first) || !begins(first)) continue;
    const std::string word = in_lower_case(text(first));
    const bool removes = word == "remove" || word == "delete" || word == "del" || word == "unset" || word == "erase";
    const int last = statement_end(first);
    if (!removes || type(first + 2) != Parser::LBRACKET || type(last) != Parser::RBRACKET || last < first + 4)
      return false;
    const std::string meant = text(first + 1) + " -= " + text(first + 3, last - 1);
    reporter_.report(kForeignWord, span(first), text(first))
        .help("write `" + meant + "`", span(first).to(span(last)), meant);
    return true;
  }
  return false;
}

// The name of the first event or command of the aggregate that the scenario around the error is about.
std::string SlipFinder::first_of_aggregate(size_t keyword, const char* otherwise) const {
  int header = -1;
  while (has(header) && type(header) != Parser::SCENARIO) --header;
  if (type(header + 2) != Parser::FOR) return otherwise;
  const auto aggregate = declaration({Parser::AGGREGATE}, text(header + 3));
  if (!aggregate) return otherwise;
  for (int i = *aggregate; has(i) && type(i) != Parser::AGGREGATE && type(i) != Parser::SCENARIO; ++i) {
    if (type(i) == keyword && is_word(i + 1) && is_capital(i + 1)) return text(i + 1);
  }
  return otherwise;
}

// then no event
bool SlipFinder::no_event() const {
  if (type(-1) != Parser::NO || !expects(Parser::ROW)) return false;
  const std::string word = in_lower_case(text(0));
  if (word != "event" && word != "events" && word != "change" && word != "changes") return false;
  expected("`row`").help("where nothing happens, write `nothing`", span(-1).to(span(0)), "nothing");
  return true;
}

// given a cart with two lines, when the customer pays
bool SlipFinder::given_in_words() const {
  if (!within({Parser::RuleGivenClause, Parser::RuleWhenClause, Parser::RuleThenClause})) return false;
  const size_t step = type(-2);
  const bool words = type(-1) == Parser::IDENTIFIER && !is_capital(-1) && is_word(0) && !starts_line(0);
  if (!words || !starts_line(-2)) return false;
  const auto say = [&](const char* what) -> Diagnostic& {
    return reporter_.report(kExpected, span(-1), what, "`" + text(-1) + "`");
  };
  if (step == Parser::GIVEN)
    say("an event")
        .help("what was before is told by events: `given " + first_of_aggregate(Parser::EVENT, "SomeEvent") +
              " { … }`");
  else if (step == Parser::WHEN)
    say("a command")
        .help("what is done is a command: `when " + first_of_aggregate(Parser::COMMAND, "SomeCommand") + " { … }`");
  else if (step == Parser::THEN && is_capital(0))
    return rejection_of_elsewhere();
  else if (step == Parser::THEN)
    say("an event")
        .help("what comes of it is told by events, `then " + first_of_aggregate(Parser::EVENT, "SomeEvent") +
              " { … }`, by `then rejected SomeError` or by `then nothing`");
  else
    return false;
  return true;
}

}  // namespace cqrsc::parsing
