// What could be done about a brace that is missing or too many. Inside parse/ only.
#pragma once

#include <cstdint>
#include <vector>

#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"

namespace cqrsc::parsing {

struct BraceChange {
  enum class Kind : uint8_t {
    insert,     // a brace of `type` before the token `begin`
    leave_out,  // the tokens from `begin` to `end`: what a block holds and its `}`, without what begins it
    remove,     // the brace at `begin`
    repeated,   // the line from `begin` to `end`, which stands here again right after
  };
  Kind kind = Kind::insert;
  size_t type = 0;
  size_t begin = 0;
  size_t end = 0;
  size_t against = 0;  // how much in the indentation speaks against it
  size_t rank = 0;     // among those of which the indentation says the same
};

// For the tokens of a declaration with one brace of a kind more than of the other: all changes that would settle that,
// best first. None for a declaration of more tokens than can be searched.
std::vector<BraceChange> brace_candidates(const SourceFile& source, const std::vector<Token>& tokens);

std::vector<Token> apply(const std::vector<Token>& tokens, const BraceChange& change);

// Says that this change is needed.
void report_brace(const SourceFile& source, const std::vector<Token>& tokens, const BraceChange& change,
                  Reporter& reporter);

}  // namespace cqrsc::parsing
