#include "parse/explain.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "parse/expected_words.hpp"
#include "parse/slips.hpp"

namespace cqrsc::parsing {

void explain(const SyntaxError& error, const Reading& reading, Reporter& reporter) {
  if (explain_slip(error, reading, reporter)) return;
  const Token& token = reading.seen(error.offending);
  const std::string found = found_words(token, reading);
  const std::string expected = expected_words(error);
  if (expected.empty()) {
    reporter.report(kUnexpected, reading.span(token), found);
    return;
  }
  auto& report = reporter.report(kExpected, reading.span(token), expected, found);
  const std::string place = surrounding_words(error);
  if (!place.empty()) report.note(place);
}

}  // namespace cqrsc::parsing
