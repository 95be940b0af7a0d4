#include "parse/mend_brace.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "CqrsLexer.h"
#include "parse/brace_candidates.hpp"
#include "parse/check_tokens.hpp"
#include "parse/parse_tree.hpp"
#include "parse/parts.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

class Mender {
 public:
  Mender(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter)
      : source_(source), tokens_(tokens), reporter_(reporter) {}

  // How many tokens the part has gained (or lost).
  std::ptrdiff_t mend(Part part) {
    const std::vector<Token> tokens(at(part.begin), at(part.end));
    // A text without an end has taken braces with it.
    if (std::ranges::any_of(tokens, [&](const Token& token) { return is_open_text(source_, token); })) return 0;
    for (const BraceChange& change : brace_candidates(source_, tokens)) {
      std::vector<Token> changed = apply(tokens, change);
      if (!affordable(changed.size())) return 0;
      if (!can_be_read(changed)) continue;
      report_brace(source_, tokens, change, reporter_);
      doubt_member(tokens, change);
      const auto gain = static_cast<std::ptrdiff_t>(changed.size()) - static_cast<std::ptrdiff_t>(tokens.size());
      tokens_.erase(at(part.begin), at(part.end));
      tokens_.insert(at(part.begin), changed.begin(), changed.end());
      return gain;
    }
    return 0;
  }

 private:
  void doubt_member(std::vector<Token> tokens, const BraceChange& change) {
    const uint32_t place = tokens[std::min(change.begin, tokens.size() - 1)].begin;
    tokens.push_back(tokens.back());
    for (const Span& member : members(source_, tokens))
      if (member.begin <= place && place <= member.end) reporter_.doubt(member);
  }

  // What all trials in a file may read together: well under a second.
  static constexpr size_t kMostRead = 400'000;

  std::vector<Token>::iterator at(size_t index) { return tokens_.begin() + static_cast<std::ptrdiff_t>(index); }

  bool affordable(size_t more) {
    read_ += more;
    return read_ <= kMostRead;
  }

  bool can_be_read(std::vector<Token> tokens) const {
    tokens.push_back(tokens_.back());
    const Reading reading(source_, std::move(tokens));
    Reporter nobody;
    return ParserRun(reading, nobody).try_parse(&grammar::CqrsParser::file) != nullptr;
  }

  const SourceFile& source_;
  std::vector<Token>& tokens_;
  Reporter& reporter_;
  size_t read_ = 0;
};

int64_t open_braces(const std::vector<Token>& tokens, Part part) {
  int64_t open = 0;
  for (size_t i = part.begin; i < part.end; ++i) {
    if (!is_visible(tokens[i])) continue;
    if (tokens[i].type == CqrsLexer::LBRACE) ++open;
    if (tokens[i].type == CqrsLexer::RBRACE) --open;
  }
  return open;
}

// A declaration of one line, with which the next one begins as well.
bool stands_twice(const SourceFile& source, const std::vector<Token>& tokens, Part part, Part next) {
  const auto text = [&](Part one, size_t count) {
    return source.text({source.id(), tokens[one.begin].begin, tokens[one.begin + count - 1].end});
  };
  size_t count = part.end - part.begin;
  while (count > 0 && !is_visible(tokens[part.begin + count - 1])) --count;
  const bool opens = count > 1 && tokens[part.begin + count - 1].type == CqrsLexer::LBRACE;
  return opens && next.end - next.begin > count && text(part, count) == text(next, count);
}

}  // namespace

void mend_single_braces(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  constexpr size_t kMostBroken = 20;  // declarations; who has more has another trouble
  std::vector<Part> broken;
  const std::vector<Part> parts = declarations(source, tokens);
  for (size_t i = 0; i < parts.size(); ++i) {
    Part part = parts[i];
    if (i + 1 < parts.size() && stands_twice(source, tokens, part, parts[i + 1])) part.end = parts[++i].end;
    const int64_t open = open_braces(tokens, part);
    if (open == 1 || open == -1) broken.push_back(part);
  }
  if (broken.size() > kMostBroken) return;
  Mender mender(source, tokens, reporter);
  std::ptrdiff_t moved = 0;
  for (const Part& part : broken) {
    const auto shifted = [&](size_t index) { return static_cast<size_t>(static_cast<std::ptrdiff_t>(index) + moved); };
    moved += mender.mend({shifted(part.begin), shifted(part.end)});
  }
}

}  // namespace cqrsc::parsing
