// Numbers and dates as people write them: `19%`, `01.02.2026`.
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {
namespace {

// "19" is 0.19, "7.5" is 0.075.
std::string hundredth(std::string_view number) {
  const size_t point = number.find('.');
  std::string whole(number.substr(0, point));
  const std::string rest(point == std::string_view::npos ? "" : number.substr(point + 1));
  while (whole.size() < 3) whole.insert(0, "0");
  return whole.substr(0, whole.size() - 2) + "." + whole.substr(whole.size() - 2) + rest;
}

}  // namespace

bool SlipFinder::of_numbers() const { return percent() || digits_grouped() || dotted_date() || half_open_range(); }

// net + 19%
bool SlipFinder::percent() const {
  // 20% of state.total
  const bool share = type(-2) == Parser::PERCENT && text(-1) == "of" && touches(-2) &&
                     (type(-3) == Parser::INTEGER || type(-3) == Parser::DECIMAL_NUMBER);
  if (share) {
    reporter_.report(kBadNumber, span(-3).to(span(-2)), text(-3, -2))
        .note("`%` is what is left of a division")
        .help("a share is a product", span(-3).to(span(-1)), hundredth(text(-3)) + " *");
    return true;
  }
  const bool number = type(-2) == Parser::INTEGER || type(-2) == Parser::DECIMAL_NUMBER;
  if (type(-1) != Parser::PERCENT || !number || !touches(-1)) return false;
  const std::string meant = hundredth(text(-2));
  reporter_.report(kBadNumber, span(-2).to(span(-1)), text(-2, -1))
      .note("`%` is what is left of a division")
      .help("write it as a fraction", span(-2).to(span(-1)), meant)
      .help("or where it counts per cent, leave the sign out: `" + text(-2) + "`");
  return true;
}

// 10.000,00
bool SlipFinder::digits_grouped() const {
  if (type(0) != Parser::INTEGER || type(-1) != Parser::COMMA || type(-2) != Parser::DECIMAL_NUMBER) return false;
  std::string whole = text(-2);
  const size_t point = whole.find('.');
  if (!touches(0) || !touches(-1) || whole.size() - point != 4) return false;
  whole.erase(point, 1);
  reporter_.report(kBadNumber, span(-2).to(span(0)), text(-2, 0))
      .help("a number has a point before its fraction, and nothing between its digits", span(-2).to(span(0)),
            whole + "." + text(0));
  return true;
}

// in 0..<24
bool SlipFinder::half_open_range() const {
  if (type(0) != Parser::LESS || type(-1) != Parser::DOTDOT || type(1) != Parser::INTEGER || text(1).size() > 9)
    return false;
  const std::string last = std::to_string(std::stol(text(1)) - 1);
  expected("a number").note("a range holds both of its ends").help("write the last one", span(0).to(span(1)), last);
  return true;
}

// 01.02.2026
bool SlipFinder::dotted_date() const {
  if (type(0) != Parser::INTEGER || type(-1) != Parser::DOT || type(-2) != Parser::DECIMAL_NUMBER) return false;
  if (!touches(0) || !touches(-1) || text(0).size() != 4) return false;
  const std::string first = text(-2);
  const size_t point = first.find('.');
  if (point == 0 || point > 2 || first.size() - point > 3) return false;
  const auto two = [](std::string digits) { return digits.size() == 1 ? "0" + digits : digits; };
  const std::string day =
      "\"" + text(0) + "-" + two(first.substr(point + 1)) + "-" + two(first.substr(0, point)) + "\"";
  reporter_.report(kBadNumber, span(-2).to(span(0)), text(-2, 0))
      .help("a day is written as a text, year, month, day", span(-2).to(span(0)), day);
  return true;
}

}  // namespace cqrsc::parsing
