#include "parse/trial.hpp"

#include <limits>
#include <memory>
#include <vector>

namespace cqrsc::parsing {
namespace {

using grammar::CqrsParser;

constexpr size_t kNone = std::numeric_limits<size_t>::max();
// A declaration of more tokens is not read again for each of its mistakes.
constexpr size_t kLongest = 4'000;

// Gives up at the first error, and knows at which token that was.
class FirstError : public antlr4::BailErrorStrategy {
 public:
  size_t at = kNone;

  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const antlr4::RecognitionException& found) {
      at = found.getOffendingToken()->getTokenIndex();
    } catch (...) {
      at = parser->getCurrentToken()->getTokenIndex();
    }
    throw antlr4::ParseCancellationException();
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    at = parser->getCurrentToken()->getTokenIndex();
    throw antlr4::ParseCancellationException();
  }
};

struct Slice {
  size_t begin = 0;
  size_t end = 0;
};

// What stands in the first column begins a declaration.
bool begins_declaration(const Reading& reading, size_t index) {
  const Token& token = reading.seen(index);
  return token.first_on_line && reading.source.location(token.begin).column == 1;
}

Slice around(const Reading& reading, size_t token) {
  Slice slice{token, token + 1};
  while (slice.begin > 0 && token - slice.begin < kLongest && !begins_declaration(reading, slice.begin)) --slice.begin;
  const size_t last = reading.visible.size() - 1;  // the end of the file
  while (slice.end < last && slice.end - slice.begin < kLongest && !begins_declaration(reading, slice.end)) ++slice.end;
  return slice;
}

// The first token of a slice that does not fit, with one of a type put before `token`.
size_t first_error(const Reading& reading, Slice slice, size_t token, size_t type) {
  std::vector<std::unique_ptr<antlr4::Token>> tokens;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    if (i == token) tokens.push_back(std::make_unique<antlr4::CommonToken>(type));
    tokens.push_back(std::make_unique<antlr4::CommonToken>(reading.seen(i).type));
  }
  antlr4::ListTokenSource source(std::move(tokens));
  antlr4::CommonTokenStream stream(&source);
  CqrsParser parser(&stream);
  parser.removeErrorListeners();
  const auto strategy = std::make_shared<FirstError>();
  parser.setErrorHandler(strategy);
  try {
    parser.file();
  } catch (const antlr4::ParseCancellationException&) {
    return strategy->at == kNone ? 0 : strategy->at;
  }
  return kNone;
}

}  // namespace

bool goes_on_with(const Reading& reading, size_t token, size_t type) {
  const Slice slice = around(reading, token);
  if (slice.end - slice.begin >= kLongest) return true;
  const size_t error = first_error(reading, slice, token, type);
  if (error == kNone) return true;
  const size_t inserted = token - slice.begin;
  if (error < inserted) return true;  // another mistake comes before: nothing can be told
  const bool opens = type == CqrsParser::LBRACE || type == CqrsParser::LPAREN || type == CqrsParser::LBRACKET;
  if (opens || error <= inserted + 1) return false;
  // Behind the line there may be another mistake.
  for (size_t i = token + 1; i < slice.end && i <= slice.begin + error - 1; ++i)
    if (reading.seen(i).first_on_line) return true;
  return false;
}

}  // namespace cqrsc::parsing
