#include "parse/parts.hpp"

#include <algorithm>
#include <cstdint>

#include "CqrsLexer.h"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

// Words that begin a declaration where they stand no further in than the others; `id` and the like are names elsewhere.
bool begins_declaration(const Token& token) {
  switch (token.type) {
    case CqrsLexer::CONTEXT:
    case CqrsLexer::IMPORT:
    case CqrsLexer::ID:
    case CqrsLexer::ENUM:
    case CqrsLexer::VALUE:
    case CqrsLexer::UNION:
    case CqrsLexer::ERROR:
    case CqrsLexer::EXTERN:
    case CqrsLexer::AGGREGATE:
    case CqrsLexer::PROJECTION:
    case CqrsLexer::QUERY:
    case CqrsLexer::PROCESS:
    case CqrsLexer::SCENARIO: return token.channel == Channel::visible && token.first_on_line;
    default: return false;
  }
}

}  // namespace

std::vector<Part> declarations(const SourceFile& source, const std::vector<Token>& tokens) {
  const auto column = [&](const Token& token) { return source.location(token.begin).column; };
  uint32_t outermost = UINT32_MAX;
  for (const Token& token : tokens) {
    if (begins_declaration(token)) outermost = std::min(outermost, column(token));
  }
  std::vector<Part> parts{{0, 0}};
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!begins_declaration(tokens[i]) || column(tokens[i]) != outermost || i == 0) continue;
    parts.back().end = i;
    parts.push_back({i, 0});
  }
  parts.back().end = tokens.size() - 1;
  return parts;
}

}  // namespace cqrsc::parsing
