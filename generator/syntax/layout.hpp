// Laying out text: pieces that stand on one line where they fit and are broken over several where they do not.
// Inside syntax/ only; knows nothing of the language.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cqrsc::syntax {

inline constexpr size_t kPageWidth = 120;
inline constexpr size_t kIndent = 2;

struct Piece;

// Words as they are; never broken.
struct Words {
  std::string text;
};
// A point that lines of the same kind, one below the other, are aligned at; one space otherwise.
struct AlignmentPoint {};
// Pieces one after the other.
struct Sequence {
  std::vector<Piece> pieces;
};

// One line (or more) of a block or file, with the comments that belong to it.
struct Item;

// { items }: on one line if that fits, else an item a line, indented.
struct Braces {
  std::vector<Item> items;
  std::vector<std::string> last_comments;    // before the closing brace
  std::optional<std::string> first_comment;  // on the line of the opening brace
  bool must_break = false;
  bool breaks_with_owner = false;  // holds statements: never on one line when what it belongs to is not
};
// Operands with what stands between them: `and`, a comma. On one line if that fits, else an operand a line.
struct Chain {
  struct Link {
    std::string before;          // "and " before an operand; empty for the first
    std::vector<Piece> operand;  // one
    std::string after;           // "," after an operand; empty for the last
  };
  std::vector<Link> links;
  size_t indent = 2 * kIndent;  // of the operands after the first
  bool must_break = false;
};
// given A / B / C: the further lines begin below the first.
struct Hanging {
  std::string prefix;
  std::vector<Item> items;
  size_t indent = 0;
};

struct Piece {
  std::variant<Words, AlignmentPoint, Sequence, Braces, Chain, Hanging> node;
};

struct Item {
  std::vector<std::string> before;         // comments and doc comments, a line each
  bool blank_before = false;               // one blank line stands before it
  std::vector<bool> blank_before_comment;  // the same for each line of `before`
  std::string kind;                        // items of the same kind are aligned with each other; empty: not aligned
  std::vector<Piece> piece;                // one
  std::optional<std::string> comment;      // at the end of its last line
};

// The text of items, each beginning at the left margin, ending with a line end.
std::string lay_out(const std::vector<Item>& items, const std::vector<std::string>& last_comments);

}  // namespace cqrsc::syntax
