// A C++ lexer for tests: enough to tell what a compiler would see, whatever a modeler's text tried to make of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cqrsc::injection {

enum class TokenKind { name, number, punctuation, text, character };

/// Of a text literal, `value` is the bytes that it stands for; of everything else, what was written.
struct Token {
  TokenKind kind = TokenKind::punctuation;
  std::string value;
  bool operator==(const Token&) const = default;
};

/// The tokens, comments left out. Lines are joined at a backslash, and trigraphs replaced if `trigraphs`, as compilers
/// in some modes do. Nothing: what a compiler would refuse, such as a literal that does not end, or a control
/// character.
std::optional<std::vector<Token>> tokens_of(std::string_view source, bool trigraphs);

}  // namespace cqrsc::injection
