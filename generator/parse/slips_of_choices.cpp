// Types as other languages declare them: `type Amount = …`, `union Shape = A | B of …`, `enum Grade { A | B }`.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_choices() const {
  return bars_in_braces() || choice_in_bars() || choice_of_type() || size_behind_type() || type_by_another_word() ||
         member_in_two_words();
}

// The alternatives or members from an offset on, as they are written here, numbered; `last` becomes the last token of
// them. Empty where they are something else.
std::string SlipFinder::numbered_choices(int first, bool fields, int& last) const {
  std::string all;
  int number = 0;
  int i = first;
  if (type(i) == Parser::BAR) ++i;
  while (is_word(i)) {
    std::string inside;
    int end = i;
    const size_t next = type(i + 1);
    if (fields && (next == Parser::LBRACE || next == Parser::LPAREN)) {
      end = matching(i + 1);
      if (end == 0) return "";
      inside = end > i + 2 ? text(i + 2, end - 1) + " " : "";
    } else if (fields && in_lower_case(text(i + 1)) == "of" && is_word(i + 2)) {
      end = i + 1;
      // Sold of winner: BidderId * price: Amount
      for (int part = i + 2; is_word(part) && !starts_line(part); part = end + 2) {
        if (type(part + 1) != Parser::COLON) return "";
        end = part + 2;
        while (has(end + 1) && type(end + 1) != Parser::BAR && type(end + 1) != Parser::STAR && !starts_line(end + 1))
          ++end;
        inside += text(part, end) + " ";
        if (type(end + 1) != Parser::STAR) break;
        inside += " ";
      }
    }
    if (inside.find('\n') != std::string::npos) return "";
    all +=
        (all.empty() ? "" : "  ") + text(i) + " = " + std::to_string(++number) + (fields ? " { " + inside + "}" : "");
    // A = 1 | B = 2: the numbers that were given
    if (!fields && type(end + 1) == Parser::ASSIGN && type(end + 2) == Parser::INTEGER) {
      all.resize(all.rfind(" = "));
      all += " = " + text(end + 2);
      end += 2;
    }
    last = end;
    if (type(end + 1) != Parser::BAR) break;
    i = end + 2;
  }
  return number > 0 ? all : "";
}

// union Shape = | Circle of r: int32 | Point, enum Grade = A | B
bool SlipFinder::choice_in_bars() const {
  const bool fields = type(-2) == Parser::UNION;
  if (type(0) != Parser::ASSIGN || !(fields || type(-2) == Parser::ENUM) || !expects(Parser::LBRACE)) return false;
  auto& report = expected("`{`");
  if (type(1) == Parser::LBRACE) {
    report.help("leave it out", span(-1).after().to(span(0)), "");
    return true;
  }
  int last = 0;
  const std::string all = numbered_choices(1, fields, last);
  const std::string what = fields ? "alternatives" : "members";
  if (all.empty())
    report.help(what + " stand in braces, with their numbers: `" +
                (fields ? "union " + text(-1) + " { One = 1 { }  Two = 2 { count: int32 } }`"
                        : "enum " + text(-1) + " { one = 1  two = 2 }`"));
  else if (text(0, last).find('\n') != std::string::npos)
    report.help(what + " stand in braces, with their numbers: `{ " + all + " }`", span(0).to(span(last)),
                "{ " + all + " }");
  else
    report.help(what + " stand in braces, with their numbers", span(0).to(span(last)), "{ " + all + " }");
  return true;
}

// enum Status: int32 {, enum Status(str) {
bool SlipFinder::choice_of_type() const {
  const bool header = type(-2) == Parser::ENUM && expects(Parser::LBRACE);
  if (!header || (type(0) != Parser::COLON && type(0) != Parser::LPAREN) || !is_word(1)) return false;
  const int last = type(0) == Parser::LPAREN ? matching(0) : 1;
  auto& report = expected("`{`").note("the members of an enum are numbered, and that is all there is of a type");
  if (last > 0 && type(last + 1) == Parser::LBRACE)
    report.help("leave it out", span(-1).after().to(span(last)), "");
  else
    report.help("members stand in braces, with their numbers: `enum " + text(-1) + " { one = 1  two = 2 }`");
  return true;
}

// type Amount = decimal(12, 2) where …, type Address = { … }, type Shape = Circle | Point
bool SlipFinder::type_by_another_word() const {
  const bool named = type(0) == Parser::IDENTIFIER && starts_line(0) && is_capital(1) && type(2) == Parser::ASSIGN;
  if (!named || enclosing() != Parser::RuleFile || !expects_item()) return false;
  auto& report = reporter_.report(kForeignWord, span(0), text(0));
  int bar = 3;
  while (has(bar) && type(bar) != Parser::BAR && (bar == 3 || !starts_line(bar))) ++bar;
  if (type(3) == Parser::LBRACE) {
    report.help("a record is a `value`", span(0).to(span(2)), "value " + text(1));
  } else if (type(bar) == Parser::BAR) {
    int last = 0;
    const std::string all = numbered_choices(3, true, last);
    if (all.empty())
      report.help("a choice of records is a `union`, one of names an `enum`");
    else
      report.help("a choice is a `union`, its alternatives with numbers", span(0).to(span(last)),
                  "union " + text(1) + " { " + all + " }");
  } else {
    report.help("another name for a type is a `value`", span(0), "value");
  }
  return true;
}

// id Code = varchar(12), value Dose = numeric(8, 3), value Days = int32 check (it >= 0)
bool SlipFinder::size_behind_type() const {
  const bool declares = type(-4) == Parser::ID || type(-4) == Parser::VALUE;
  if (enclosing() != Parser::RuleFile || !is_word(-1) || type(-2) != Parser::ASSIGN || !declares || starts_line(0))
    return false;
  if (in_lower_case(text(0)) == "check" && type(1) == Parser::LPAREN && matching(1) > 2) {
    const int close = matching(1);
    reporter_.report(kForeignWord, span(0), text(0))
        .help("what always holds stands behind `where`", span(0).to(span(close)), "where " + text(2, close - 1));
    return true;
  }
  const int close = type(0) == Parser::LPAREN ? matching(0) : 0;
  const std::string word = in_lower_case(text(-1));
  // string(format: email)
  if (close > 2 && word == "string" && is_word(1)) {
    reporter_.report(kForeignType, span(-1).to(span(close)), text(-1, close))
        .help("what a text has to look like is a condition: `string where it matches \"…\"`");
    return true;
  }
  if (close < 2 || type(1) != Parser::INTEGER) return false;
  const bool number = word == "numeric" || word == "number" || word == "money";
  std::string meant = "string where length(it) <= " + text(1);
  if (number) meant = "decimal(" + text(1) + ", " + (close > 3 ? text(3) : "0") + ")";
  if (!number && word.find("char") == std::string::npos && word != "string" && word != "text") return false;
  reporter_.report(kForeignType, span(-1).to(span(close)), text(-1, close))
      .help("write `" + meant + "`", span(-1).to(span(close)), meant);
  return true;
}

// enum Status { patient arrived = 2  in review = 3 }
bool SlipFinder::member_in_two_words() const {
  if (!within({Parser::RuleEnumDeclaration})) return false;
  // The error is at the second word, or at the first where that is one of the language.
  const int first = type(1) == Parser::ASSIGN ? -1 : 0;
  const bool words = is_word(first) && is_word(first + 1) && !starts_line(first + 1) &&
                     type(first + 2) == Parser::ASSIGN && type(first + 3) == Parser::INTEGER;
  const bool begins_member = type(first - 1) == Parser::LBRACE || type(first - 1) == Parser::INTEGER ||
                             type(first - 1) == Parser::COMMA || starts_line(first);
  if (!words || !begins_member) return false;
  std::string second = text(first + 1);
  second.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(second.front())));
  const std::string name = text(first) + second;
  reporter_.report(kNameInParts, span(first).to(span(first + 1)))
      .help("write `" + name + "`", span(first).to(span(first + 1)), name);
  return true;
}

// union Reading { | Measured { kwh: int32 } | Failed }
bool SlipFinder::bars_in_braces() const {
  if (type(0) != Parser::BAR || !within({Parser::RuleUnionDeclaration})) return false;
  int open = -1;
  while (has(open) && type(open) != Parser::LBRACE && type(open) != Parser::RBRACE) --open;
  if (type(open) != Parser::LBRACE) return false;
  const int close = matching(open);
  int last = 0;
  const std::string all = numbered_choices(open + 1, true, last);
  const bool whole = !all.empty() && last + 1 == close;
  auto& report = reporter_.report(kUnexpected, span(0), "`|`");
  report.note("alternatives have numbers, and braces for their fields");
  if (!whole)
    report.help("write each so: `Name = 1 { … }`");
  else if (text(open, close).find('\n') == std::string::npos)
    report.help("write them so", span(open).to(span(close)), "{ " + all + " }");
  else
    report.help("write them so: `{ " + all + " }`", span(open).to(span(close)), "{ " + all + " }");
  if (close > 0) reporter_.doubt(span(open).to(span(close)));
  return true;
}

}  // namespace cqrsc::parsing
