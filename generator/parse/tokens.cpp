#include "parse/tokens.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "CqrsLexer.h"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

// ANTLR counts code points, we count bytes: follows the text from token to token.
class ByteOffsets {
 public:
  ByteOffsets(std::string_view text, uint32_t base) : text_(text), base_(base) {}

  // The offset of a code point; asked in rising order.
  uint32_t at(size_t point) {
    while (point_ < point && byte_ < text_.size()) {
      ++byte_;
      while (byte_ < text_.size() && (static_cast<unsigned char>(text_[byte_]) & 0xC0U) == 0x80U) ++byte_;
      ++point_;
    }
    return base_ + static_cast<uint32_t>(byte_);
  }

 private:
  std::string_view text_;
  uint32_t base_;
  size_t byte_ = 0;
  size_t point_ = 0;
};

Channel channel_of(size_t antlr_channel) {
  switch (antlr_channel) {
    case antlr4::Token::DEFAULT_CHANNEL: return Channel::visible;
    case CqrsLexer::DOCUMENTATION: return Channel::documentation;
    case CqrsLexer::COMMENTS: return Channel::comment;
    default: return Channel::ignored;
  }
}

// -- a comment of SQL: two dashes before a blank, with nothing or a blank before them.
bool begins_dash_comment(std::string_view text, size_t first, size_t second) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  if (second != first + 1 || text[first] != '-' || text[second] != '-') return false;
  return (first == 0 || blank(text[first - 1])) && (second + 1 == text.size() || blank(text[second + 1]));
}

bool is_word(const Token& token) { return token.type <= CqrsLexer::WHERE || token.type == CqrsLexer::IDENTIFIER; }

// `a -- b` is a difference; two words behind one another are none.
bool words_follow(const std::vector<Token>& tokens, size_t first) {
  return first + 1 < tokens.size() && is_word(tokens[first]) && is_word(tokens[first + 1]) &&
         !tokens[first + 1].first_on_line;
}

// Makes one token of each such comment, which is passed over.
void join_dash_comments(std::string_view text, std::vector<Token>& tokens) {
  std::vector<Token> result;
  result.reserve(tokens.size());
  size_t comment_end = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.type != antlr4::Token::EOF && token.begin < comment_end) continue;
    const bool begins = token.type == CqrsLexer::MINUS && i + 1 < tokens.size() &&
                        tokens[i + 1].type == CqrsLexer::MINUS &&
                        (token.first_on_line || words_follow(tokens, i + 2)) &&
                        begins_dash_comment(text, token.begin, tokens[i + 1].begin);
    result.push_back(token);
    if (!begins) continue;
    comment_end = std::min(text.find('\n', token.begin), text.size());
    result.back().type = CqrsLexer::HASH_COMMENT;
    result.back().channel = Channel::ignored;
    result.back().end = static_cast<uint32_t>(comment_end);
  }
  tokens = std::move(result);
}

}  // namespace

std::vector<Token> read_tokens(const SourceFile& source, Span part) {
  const std::string_view text = source.text(part);
  antlr4::ANTLRInputStream input{std::string(text)};
  CqrsLexer lexer(&input);
  lexer.removeErrorListeners();

  std::vector<Token> tokens;
  ByteOffsets offsets(text, part.begin);
  size_t last_visible_line = 0;
  while (true) {
    const std::unique_ptr<antlr4::Token> read = lexer.nextToken();
    if (read->getType() == antlr4::Token::EOF) break;
    Token token;
    token.type = read->getType();
    token.begin = offsets.at(read->getStartIndex());
    token.end = offsets.at(read->getStopIndex() + 1);
    token.channel = channel_of(read->getChannel());
    token.first_on_line = read->getLine() != last_visible_line;
    if (is_visible(token)) last_visible_line = read->getLine();
    tokens.push_back(token);
  }
  tokens.push_back({antlr4::Token::EOF, part.end, part.end, Channel::visible, true, false});
  join_dash_comments(source.text(), tokens);
  return tokens;
}

}  // namespace cqrsc::parsing
