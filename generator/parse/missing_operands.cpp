#include "parse/missing_operands.hpp"

#include "CqrsLexer.h"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

bool wants_operand(size_t type) {
  switch (type) {
    case CqrsLexer::ASSIGN:
    case CqrsLexer::PLUS_ASSIGN:
    case CqrsLexer::MINUS_ASSIGN:
    case CqrsLexer::PLUS:
    case CqrsLexer::MINUS:
    case CqrsLexer::SLASH:
    case CqrsLexer::PERCENT:
    case CqrsLexer::EQUAL:
    case CqrsLexer::NOT_EQUAL:
    case CqrsLexer::LESS_EQUAL:
    case CqrsLexer::GREATER_EQUAL:
    case CqrsLexer::QUESTION_QUESTION:
    case CqrsLexer::AND:
    case CqrsLexer::OR:
    case CqrsLexer::NOT:
    case CqrsLexer::WHERE: return true;
    default: return false;
  }
}

// Words that begin a statement or member when a name or text follows; no expression goes on like that.
bool begins_statement(size_t type) {
  switch (type) {
    case CqrsLexer::LET:
    case CqrsLexer::ALLOW:
    case CqrsLexer::REQUIRE:
    case CqrsLexer::EMIT:
    case CqrsLexer::SEND:
    case CqrsLexer::PUBLISH:
    case CqrsLexer::CANCEL:
    case CqrsLexer::TIMEOUT:
    case CqrsLexer::ON:
    case CqrsLexer::IGNORE:
    case CqrsLexer::EVENT:
    case CqrsLexer::COMMAND:
    case CqrsLexer::INVARIANT: return true;
    default: return false;
  }
}

bool is_name_or_text(size_t type) { return type == CqrsLexer::IDENTIFIER || type == CqrsLexer::STRING; }

}  // namespace

void mark_missing_operands(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  std::vector<Token> result;
  result.reserve(tokens.size());
  Token last;
  size_t brackets = 0;  // within them a line may begin with `key:`
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.channel != Channel::visible) {
      result.push_back(token);
      continue;
    }
    size_t next = i + 1;
    while (next < tokens.size() && tokens[next].channel != Channel::visible) ++next;
    const bool statement = token.first_on_line && begins_statement(token.type) && next < tokens.size() &&
                           is_name_or_text(tokens[next].type) && !tokens[next].first_on_line;
    const bool field = token.first_on_line && brackets == 0 && token.type == CqrsLexer::IDENTIFIER &&
                       next < tokens.size() && tokens[next].type == CqrsLexer::COLON;
    if (token.type == CqrsLexer::LPAREN || token.type == CqrsLexer::LBRACKET) ++brackets;
    if ((token.type == CqrsLexer::RPAREN || token.type == CqrsLexer::RBRACKET) && brackets > 0) --brackets;
    if ((statement || field) && wants_operand(last.type)) {
      reporter.report(kMissingOperand, {source.id(), last.end, last.end})
          .help("write it after `" + std::string(source.text({source.id(), last.begin, last.end})) + "`");
      result.push_back({CqrsLexer::NONE, last.end, last.end, Channel::visible, false, true});
    }
    last = token;
    result.push_back(token);
  }
  tokens = std::move(result);
}

}  // namespace cqrsc::parsing
