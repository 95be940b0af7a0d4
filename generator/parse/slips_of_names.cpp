// Names in two words where they are used, and fields that are given by their names alone.
#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_names() const {
  return fields_by_themselves() || two_words_of_one() || handler_by_another_word() || order_of_several() ||
         selected_on_lines();
}

// The brace around the error that is still open; 0 if there is none.
int SlipFinder::open_brace() const {
  int closed = 0;
  for (int i = -1; has(i); --i) {
    if (type(i) == Parser::RBRACE) ++closed;
    if (type(i) == Parser::LBRACE && closed-- == 0) return i;
  }
  return 0;
}

// Bid { who  amount  at = now }, where `who` and `amount` are its fields
bool SlipFinder::fields_by_themselves() const {
  if (!within({Parser::RuleInitializer}) || !expects(Parser::ASSIGN) || !is_word(-1)) return false;
  const int open = open_brace();
  if (open == 0 || !is_word(open - 1)) return false;
  const auto fields = fields_of(text(open - 1));
  // Of what is not declared here it is likely, too, where several stand so.
  if (!fields && is_word(0) && type(1) != Parser::ASSIGN && is_word(1) && is_capital(open - 1) && !starts_line(0)) {
    reporter_.report(kExpected, span(-1), "a field with its value", "`" + text(-1) + "`")
        .help("write both, the field and its value: `" + text(-1) + " = …`");
    return true;
  }
  if (!fields) return false;
  std::string meant;
  int last = -2;
  for (int i = -1; is_word(i) && type(i + 1) != Parser::ASSIGN; ++i) {
    if (std::ranges::find(*fields, text(i)) == fields->end()) return false;
    meant += (meant.empty() ? "" : "  ") + text(i) + " = " + text(i);
    last = i;
  }
  if (last < 0) return false;
  reporter_.report(kExpected, span(-1), "a field with its value", "`" + text(-1) + "`")
      .help("write both, the fields and their values", span(-1).to(span(last)), meant);
  return true;
}

// "{ expected = new  found = state.stage }" for `{ new, state.stage }`, where what is made has two fields; empty where
// the values are not as many, or one of them is named.
std::string SlipFinder::values_by_place(int open, int close) const {
  const auto fields = is_word(open - 1) ? fields_of(text(open - 1)) : std::nullopt;
  if (!fields) return "";
  std::string all = "{";
  size_t place = 0;
  bool other = false;  // one of them is not called as its field is
  for (int begin = open + 1, i = begin; i <= close; ++i) {
    if (type(i) == Parser::ASSIGN || type(i) == Parser::COLON || type(i) == Parser::LPAREN || type(i) == Parser::LBRACE)
      return "";
    if (i != close && type(i) != Parser::COMMA) continue;
    if (begin == i || place == fields->size()) return "";
    const std::string value = text(begin, i - 1);
    if (std::ranges::find(*fields, value) != fields->end() && value != (*fields)[place]) return "";
    other = other || value != (*fields)[place];
    all += (place == 0 ? " " : "  ") + (*fields)[place] + " = " + value;
    ++place;
    begin = i + 1;
  }
  return other && place == fields->size() && all.find('\n') == std::string::npos ? all + " }" : "";
}

// "inProgress" for `in progress`, where a declaration by these two words was told so; empty where none was.
std::string SlipFinder::joined_words(int first) const {
  if (!has(first) || !has(first + 1) || starts_line(first + 1)) return "";
  const std::string one = text(first);
  const std::string other = text(first + 1);
  const auto word = [&](size_t at) { return reading_.source.text(reading_.span(reading_.seen(at))); };
  for (size_t i = 0; i + 1 < reading_.visible.size(); ++i) {
    if (word(i) != one || word(i + 1) != other) continue;
    const Diagnostic* said =
        reporter_.said(kNameInParts, reading_.span(reading_.seen(i)).to(reading_.span(reading_.seen(i + 1))));
    if (said != nullptr && !said->helps.empty() && said->helps.front().replacement)
      return said->helps.front().replacement->text;
  }
  return "";
}

// status == in progress, where `in progress = 2` was told to be one word already
bool SlipFinder::two_words_of_one() const {
  for (const int first : {-1, 0, -2}) {
    const std::string joined = joined_words(first);
    if (joined.empty()) continue;
    reporter_.report(kNameInParts, span(first).to(span(first + 1)))
        .help("write `" + joined + "`", span(first).to(span(first + 1)), joined);
    return true;
  }
  return false;
}

// apply TaskClosed { … }
bool SlipFinder::handler_by_another_word() const {
  const std::string word = in_lower_case(text(0));
  const bool known = word == "apply" || word == "handle" || word == "handler" || word == "evolve";
  if (!known || !begins(0) || !within({Parser::RuleAggregateDeclaration}) || !is_word(1)) return false;
  if (type(2) != Parser::LBRACE || !declaration({Parser::EVENT}, text(1))) return false;
  reporter_.report(kForeignWord, span(0), text(0)).help("an event is applied by `on`", span(0), "on");
  return true;
}

// order by (row.price, row.name) desc
bool SlipFinder::order_of_several() const {
  if (type(0) != Parser::COMMA || !within({Parser::RuleQueryDeclaration})) return false;
  const int open = unclosed(Parser::LPAREN, Parser::RPAREN);
  const int close = open == 0 ? 0 : matching(open);
  if (open == 0 || close <= 0 || type(open - 1) != Parser::BY) return false;
  const bool directed = type(close + 1) == Parser::DESC || type(close + 1) == Parser::ASC;
  const std::string way = directed ? " " + text(close + 1) : "";
  std::string meant;
  for (int begin = open + 1, i = begin; i <= close; ++i) {
    if (type(i) == Parser::LPAREN) return false;
    if (i != close && type(i) != Parser::COMMA) continue;
    meant += (meant.empty() ? "" : ", ") + text(begin, i - 1) + way;
    begin = i + 1;
  }
  expected("`)`").help("each has its own direction", span(open).to(span(directed ? close + 1 : close)), meant);
  return true;
}

// select name = row.name
//        price = row.price
bool SlipFinder::selected_on_lines() const {
  if (!within({Parser::RuleQueryDeclaration}) || !expects(Parser::COMMA) || !expects(Parser::FROM)) return false;
  const int next = type(0) == Parser::SEMICOLON ? 1 : 0;
  if (!is_word(next) || type(next + 1) != Parser::ASSIGN) return false;
  reporter_.report(kExpected, span(-1).after(), "`,` or `from`", "the end of the line")
      .help("what is selected has commas between", span(-1).after(), ",");
  return true;
}

}  // namespace cqrsc::parsing
