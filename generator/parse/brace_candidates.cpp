#include "parse/brace_candidates.hpp"

#include <algorithm>
#include <tuple>

#include "CqrsLexer.h"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;
using Kind = BraceChange::Kind;

// How far a declaration with this change keeps to its own indentation: what a block holds stands further in than the
// line that opens it, and in a column; its `}` stands under that line.
class Indentation {
 public:
  Indentation(const SourceFile& source, const std::vector<Token>& tokens) : tokens_(tokens) {
    columns_.reserve(tokens.size());
    for (const Token& token : tokens) columns_.push_back(token.first_on_line ? source.location(token.begin).column : 0);
  }

  [[nodiscard]] uint32_t column(size_t index) const { return columns_[index]; }

  // What speaks against it.
  size_t against(const BraceChange& change) {
    blocks_.clear();
    line_ = 1;
    against_ = change.kind == Kind::remove && change.type == CqrsLexer::LBRACE ? kOpened : 0;
    for (size_t i = 0; i <= tokens_.size(); ++i) {
      if (change.kind == Kind::insert && i == change.begin) insert(change);
      if (i == tokens_.size()) break;
      const bool gone = change.kind == Kind::remove   ? i == change.begin
                        : change.kind != Kind::insert ? i >= change.begin && i < change.end
                                                      : false;
      if (!gone && is_visible(tokens_[i])) see(i);
    }
    return against_;
  }

 private:
  struct Block {
    uint32_t line = 0;   // the column in which the line that opens it begins
    uint32_t first = 0;  // the column of the first line within it
  };
  static constexpr size_t kWrong = 4;
  static constexpr size_t kUnusual = 1;  // the line may go on from the one before
  static constexpr size_t kEmpty = 5;    // few blocks are
  static constexpr size_t kOpened = 6;   // a `{` is rather not closed than too many

  void see(size_t index) {
    const Token& token = tokens_[index];
    if (token.first_on_line) begin_line(columns_[index], token.type == CqrsLexer::RBRACE);
    if (token.type == CqrsLexer::LBRACE || token.type == CqrsLexer::RBRACE) brace(token.type);
  }

  void insert(const BraceChange& change) {
    size_t next = change.begin;
    while (next < tokens_.size() && !is_visible(tokens_[next])) ++next;
    const bool empty = change.type == CqrsLexer::LBRACE
                           ? next < tokens_.size() && tokens_[next].type == CqrsLexer::RBRACE
                           : tokens_[change.begin - 1].type == CqrsLexer::LBRACE;
    if (empty) against_ += kEmpty;
    brace(change.type);
  }

  void begin_line(uint32_t column, bool closes) {
    line_ = column;
    if (blocks_.empty()) return;
    Block& block = blocks_.back();
    if (closes) {
      if (column != block.line) against_ += kWrong;
      return;
    }
    if (column <= block.line) against_ += kWrong;
    if (block.first == 0) block.first = column;
    if (column < block.first) against_ += kWrong;
    if (column > block.first) against_ += kUnusual;
  }

  void brace(size_t type) {
    if (type == CqrsLexer::LBRACE) {
      blocks_.push_back({line_, 0});
    } else if (!blocks_.empty()) {
      blocks_.pop_back();
    }
  }

  const std::vector<Token>& tokens_;
  std::vector<uint32_t> columns_;
  std::vector<Block> blocks_;
  uint32_t line_ = 1;
  size_t against_ = 0;
};

bool ends_line(const std::vector<Token>& tokens, size_t next) {
  while (next < tokens.size() && !is_visible(tokens[next])) ++next;
  return next == tokens.size() || tokens[next].first_on_line;
}

void add_insertions(const std::vector<Token>& tokens, size_t type, std::vector<BraceChange>& changes) {
  for (size_t i = 1; i <= tokens.size(); ++i) {
    if (!is_visible(tokens[i - 1])) continue;
    // At the end of a line; else `{` as early, and `}` as late as can be.
    const size_t order = type == CqrsLexer::LBRACE ? i : tokens.size() - i;
    changes.push_back({Kind::insert, type, i, i, 0, (ends_line(tokens, i) ? 0 : tokens.size()) + order});
  }
}

void add_removals(const std::vector<Token>& tokens, size_t type, std::vector<BraceChange>& changes) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!is_visible(tokens[i]) || tokens[i].type != type) continue;
    changes.push_back({Kind::remove, type, i, i + 1, 0, 4 * tokens.size() + (tokens.size() - i)});
  }
}

// Lines that stand further in than the `}` after them, and it, where no block begins.
void add_blocks_without_head(const std::vector<Token>& tokens, const Indentation& indentation,
                             std::vector<BraceChange>& changes) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!is_visible(tokens[i]) || tokens[i].type != CqrsLexer::RBRACE || !tokens[i].first_on_line) continue;
    size_t first = i;
    for (size_t line = i; line-- > 0;) {
      if (!is_visible(tokens[line]) || !tokens[line].first_on_line) continue;
      if (indentation.column(line) <= indentation.column(i)) break;
      first = line;
    }
    size_t before = first;
    while (before > 0 && !is_visible(tokens[--before])) continue;
    size_t line = before;
    while (line > 0 && indentation.column(line) == 0) --line;
    const bool opened = tokens[before].type == CqrsLexer::LBRACE && indentation.column(line) >= indentation.column(i);
    if (first != i && !opened) changes.push_back({Kind::leave_out, 0, first, i + 1, 0, 2 * tokens.size() + i});
  }
}

// A line that opens a block and stands here twice.
void add_repeated_lines(const SourceFile& source, const std::vector<Token>& tokens, std::vector<BraceChange>& changes) {
  std::vector<size_t> begins;
  for (size_t i = 0; i < tokens.size(); ++i)
    if (begins_line(tokens[i])) begins.push_back(i);
  const auto text = [&](size_t line) {
    size_t last = line + 1 < begins.size() ? begins[line + 1] : tokens.size();
    while (!is_visible(tokens[--last])) continue;
    return source.text({source.id(), tokens[begins[line]].begin, tokens[last].end});
  };
  for (size_t line = 0; line + 1 < begins.size(); ++line) {
    if (text(line) == text(line + 1) && text(line).ends_with('{'))
      changes.push_back({Kind::repeated, 0, begins[line], begins[line + 1], 0, 0});
  }
}

}  // namespace

std::vector<BraceChange> brace_candidates(const SourceFile& source, const std::vector<Token>& tokens) {
  constexpr size_t kMostTokens = 4'000;  // each candidate is held against all of them
  std::vector<BraceChange> changes;
  if (tokens.size() > kMostTokens) return changes;
  const auto count = [&](size_t type) {
    return std::ranges::count_if(tokens, [&](const Token& token) { return is_visible(token) && token.type == type; });
  };
  const bool closes_too_much = count(CqrsLexer::RBRACE) > count(CqrsLexer::LBRACE);
  Indentation indentation(source, tokens);
  add_insertions(tokens, closes_too_much ? CqrsLexer::LBRACE : CqrsLexer::RBRACE, changes);
  if (closes_too_much)
    add_blocks_without_head(tokens, indentation, changes);
  else
    add_repeated_lines(source, tokens, changes);
  add_removals(tokens, closes_too_much ? CqrsLexer::RBRACE : CqrsLexer::LBRACE, changes);
  for (BraceChange& change : changes) change.against = indentation.against(change);
  std::ranges::sort(changes, [](const BraceChange& a, const BraceChange& b) {
    return std::tie(a.against, a.rank) < std::tie(b.against, b.rank);
  });
  return changes;
}

std::vector<Token> apply(const std::vector<Token>& tokens, const BraceChange& change) {
  std::vector<Token> result = tokens;
  const auto at = [&](size_t index) { return result.begin() + static_cast<std::ptrdiff_t>(index); };
  if (change.kind == Kind::remove) {
    result.erase(at(change.begin));
    return result;
  }
  if (change.kind != Kind::insert) {
    // They stay, hidden, so that what is around them is known to be incomplete.
    for (size_t i = change.begin; i < change.end; ++i) leave_out(result[i]);
    return result;
  }
  const uint32_t place = tokens[change.begin - 1].end;
  result.insert(at(change.begin), {change.type, place, place, Channel::visible, false, true});
  return result;
}

}  // namespace cqrsc::parsing
