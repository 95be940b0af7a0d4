// The words of a text, by byte offsets. Inside parse/ only: knows the token types of the generated lexer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "source/source_file.hpp"
#include "source/span.hpp"

namespace cqrsc::parsing {

enum class Channel : uint8_t { visible, documentation, comment, ignored };

struct Token {
  size_t type = 0;  // CqrsLexer's; of a habit (&&, 'x') that of what is meant
  uint32_t begin = 0;
  uint32_t end = 0;
  Channel channel = Channel::visible;
  bool first_on_line = false;  // nothing visible stands before it on its line
  bool inserted = false;       // a brace that is not in the text
};

inline bool is_visible(const Token& token) { return token.channel == Channel::visible; }
inline bool begins_line(const Token& token) { return is_visible(token) && token.first_on_line; }

// A visible token becomes one that belongs to what could not be read.
inline void leave_out(Token& token) {
  if (token.channel != Channel::visible) return;
  token.channel = Channel::ignored;
  token.inserted = true;
}
inline bool is_left_out(const Token& token) { return token.channel == Channel::ignored && token.inserted; }

// All tokens of a part of a file, hidden ones too, ending with one of type EOF.
std::vector<Token> read_tokens(const SourceFile& source, Span part);

}  // namespace cqrsc::parsing
