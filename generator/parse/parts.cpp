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
    case CqrsLexer::SCENARIO: return begins_line(token);
    default: return false;
  }
}

// Lines that stand as far in as the one that stands least so within the declaration begin a member.
void add_members(const SourceFile& source, const std::vector<Token>& tokens, Part part, std::vector<Span>& result) {
  const auto column = [&](size_t i) { return source.location(tokens[i].begin).column; };
  const uint32_t head = column(part.begin);
  uint32_t inner = UINT32_MAX;
  const bool whole = tokens[part.begin].type == CqrsLexer::SCENARIO || tokens[part.begin].type == CqrsLexer::QUERY;
  for (size_t i = part.begin; i < part.end && !whole; ++i)
    if (begins_line(tokens[i]) && column(i) > head) inner = std::min(inner, column(i));
  size_t first = part.begin;
  for (size_t i = part.begin + 1; i < part.end; ++i) {
    if (!begins_line(tokens[i]) || column(i) != inner || tokens[i].type == CqrsLexer::RBRACE) continue;
    result.push_back({source.id(), tokens[first].begin, tokens[i].begin});
    first = i;
  }
  result.push_back({source.id(), tokens[first].begin, tokens[part.end - 1].end});
}

}  // namespace

bool is_name(const Token& token) { return token.type == CqrsLexer::IDENTIFIER; }

bool is_scenario(const Token& token) { return token.type == CqrsLexer::SCENARIO; }

std::vector<Span> members(const SourceFile& source, const std::vector<Token>& tokens) {
  std::vector<Span> result;
  for (const Part& part : declarations(source, tokens))
    if (part.begin != part.end) add_members(source, tokens, part, result);
  return result;
}

std::vector<Part> declarations(const SourceFile& source, const std::vector<Token>& tokens) {
  const auto column = [&](const Token& token) { return source.location(token.begin).column; };
  uint32_t outermost = UINT32_MAX;
  for (const Token& token : tokens) {
    if (begins_declaration(token)) outermost = std::min(outermost, column(token));
  }
  std::vector<Part> parts;
  if (tokens.empty()) return parts;
  parts.emplace_back();
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!begins_declaration(tokens[i]) || column(tokens[i]) != outermost || i == 0) continue;
    parts.back().end = i;
    parts.push_back({i, 0});
  }
  parts.back().end = tokens.size() - 1;
  return parts;
}

}  // namespace cqrsc::parsing
