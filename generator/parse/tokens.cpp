#include "parse/tokens.hpp"

#include <memory>
#include <string>
#include <string_view>

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
    if (token.channel == Channel::visible) last_visible_line = read->getLine();
    tokens.push_back(token);
  }
  tokens.push_back({antlr4::Token::EOF, part.end, part.end, Channel::visible, true, false});
  return tokens;
}

}  // namespace cqrsc::parsing
