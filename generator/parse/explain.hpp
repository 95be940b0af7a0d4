// Says a syntax error in the modeler's terms. Inside parse/ only.
#pragma once

#include <cstddef>

#include "diag/reporter.hpp"
#include "parse/parse_tree.hpp"

namespace cqrsc::parsing {

// What the parser knows of a syntax error.
struct SyntaxError {
  const antlr4::ParserRuleContext* rule = nullptr;  // the innermost rule being read
  size_t offending = 0;                             // the token that does not fit, as an index of the visible ones
  antlr4::misc::IntervalSet expected;               // the types of tokens that would have
  const antlr4::dfa::Vocabulary* vocabulary = nullptr;

  [[nodiscard]] bool expects(size_t type) const { return expected.contains(type); }
};

void explain(const SyntaxError& error, const Reading& reading, Reporter& reporter);

}  // namespace cqrsc::parsing
