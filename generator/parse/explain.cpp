#include "parse/explain.hpp"

#include <string>

#include <fmt/format.h>

namespace cqrsc::parsing {
namespace {

std::string found_words(const Token& token, const Reading& reading) {
  if (token.type == antlr4::Token::EOF) return "the end of the file";
  return fmt::format("`{}`", reading.source.text(reading.span(token)));
}

}  // namespace

void explain(const SyntaxError& error, const Reading& reading, Reporter& reporter) {
  const Token& token = reading.seen(error.offending);
  reporter.report(kUnexpected, reading.span(token), found_words(token, reading));
}

}  // namespace cqrsc::parsing
