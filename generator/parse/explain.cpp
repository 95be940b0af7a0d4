#include "parse/explain.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "parse/check_tokens.hpp"
#include "parse/expected_help.hpp"
#include "parse/expected_words.hpp"
#include "parse/slips.hpp"

namespace cqrsc::parsing {

namespace {

// Whether a text without an end has swallowed what belongs before the error, or the error is within it.
bool follows_open_text(const SyntaxError& error, const Reading& reading) {
  for (size_t i = error.offending + 1; i-- > 0;) {
    const Token& token = reading.seen(i);
    if (is_open_text(reading.source, token)) return true;
    if (token.first_on_line && i < error.offending) return false;
  }
  return false;
}

// Whether something unreadable, which is reported, stands right before the error.
bool follows_unknown(const SyntaxError& error, const Reading& reading) {
  for (size_t i = reading.visible[error.offending]; i-- > 0;) {
    const Token& token = reading.all[i];
    if (is_visible(token)) return false;
    if (token.channel == Channel::ignored && reading.source.text(reading.span(token)) != ";") return true;
  }
  return false;
}

}  // namespace

void explain(const SyntaxError& error, const Reading& reading, Reporter& reporter) {
  if (follows_open_text(error, reading) || follows_unknown(error, reading))
    return;  // that is reported, and this only its echo
  if (explain_slip(error, reading, reporter)) return;
  // What only ends an item stands for what is behind it.
  const bool ends = reading.seen(error.offending).type == grammar::CqrsParser::SEMICOLON;
  const bool at_line_end = reading.seen(error.offending).first_on_line;
  const Token& token = reading.seen(error.offending + (ends && !at_line_end ? 1 : 0));
  const std::string name = wanted_name(error, reading);
  const std::string missing = error.offending == 0 || !token.first_on_line ? ""
                              : name.empty()                               ? expected_words(error)
                                                                           : name;
  if (!missing.empty() && (!name.empty() || !between_items(error))) {
    // What is missing at the end of a line is shown there.
    const Span end = reading.span(reading.seen(error.offending - 1)).after();
    auto& report = reporter.report(kExpected, end, missing, "the end of the line");
    if (const std::string words = how_it_goes_on(error, reading); !words.empty())
      report.help(words);
    else if (missing == "`{`")
      report.help("write `{`", end, " {");
    return;
  }
  const std::string found = found_words(token, reading);
  const std::string expected = name.empty() ? expected_words(error) : name;
  if (expected.empty()) {
    reporter.report(kUnexpected, reading.span(token), found);
    return;
  }
  auto& report = reporter.report(kExpected, reading.span(token), expected, found);
  const Insertion left_out = missing_before(error, reading);
  if (!left_out.text.empty())
    report.help(left_out.help, left_out.place, left_out.text);
  else if (!left_out.help.empty())
    report.help(left_out.help);
  const bool bullet = token.type == grammar::CqrsParser::MINUS || token.type == grammar::CqrsParser::STAR;
  const bool list = bullet && token.first_on_line;
  if (between_items(error) && (list || token.type == grammar::CqrsParser::COMMA)) {
    report.help("leave it out", reading.span(token), "");
    return;
  }
  if (const std::string words = how_it_goes_on(error, reading); report.helps.empty() && !words.empty())
    report.help(words);
  const std::string place = surrounding_words(error);
  if (!place.empty()) report.note(place);
}

}  // namespace cqrsc::parsing
