// Tokens to parse tree. Inside parse/ only: knows the generated parser.
#pragma once

#include <vector>

#include "CqrsParser.h"
#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

// What is read of a text at once: all of a file, or a hole of a text in it.
struct Reading {
  const SourceFile& source;
  std::vector<Token> all;       // with those inserted by the repair of braces
  std::vector<size_t> visible;  // indices of those that the parser sees

  Reading(const SourceFile& file, std::vector<Token> tokens);
  [[nodiscard]] const Token& seen(size_t index) const { return all[visible[index]]; }
  [[nodiscard]] Span span(const Token& token) const { return {source.id(), token.begin, token.end}; }
};

// Runs the parser over a reading. Syntax errors are reported; where there are some, the tree has rules with exceptions
// in them. Most texts have none, so the first attempt is the fast one that gives up at an error.
class ParserRun {
 public:
  ParserRun(const Reading& reading, Reporter& reporter);
  ~ParserRun();
  ParserRun(const ParserRun&) = delete;
  ParserRun& operator=(const ParserRun&) = delete;

  // The tree of a rule if there is no syntax error; null, and nothing reported, otherwise.
  template <typename Context>
  Context* try_parse(Context* (grammar::CqrsParser::*rule)()) {
    be_fast();
    try {
      return (parser_.*rule)();
    } catch (const antlr4::ParseCancellationException&) {
      return nullptr;
    }
  }

  // The tree of a rule; it lives as long as this object.
  template <typename Context>
  Context* parse(Context* (grammar::CqrsParser::*rule)()) {
    if (Context* const tree = try_parse(rule)) return tree;
    be_thorough();
    return (parser_.*rule)();
  }

 private:
  void be_fast();
  void be_thorough();

  const Reading& reading_;
  Reporter& reporter_;
  antlr4::ListTokenSource source_;
  antlr4::CommonTokenStream stream_;
  grammar::CqrsParser parser_;
};

}  // namespace cqrsc::parsing
