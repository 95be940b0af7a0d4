#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "CqrsLexer.h"
#include "parse/brace_candidates.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

bool visible(const Token& token) { return token.channel == Channel::visible; }

class BraceReport {
 public:
  BraceReport(const SourceFile& source, const std::vector<Token>& tokens, Reporter& reporter)
      : source_(source), tokens_(tokens), reporter_(reporter) {}

  void missing_open(size_t next) {
    const Token& before = tokens_[next - 1];
    const Span place = span(before).after();
    next = next_visible(next);
    if (next == tokens_.size() || tokens_[next].first_on_line) {
      reporter_.report(kExpected, place, "`{`", "the end of the line")
          .help("write `{` at the end of the line", place, " {");
      return;
    }
    const Token& token = tokens_[next];
    reporter_.report(kExpected, span(token), "`{`", fmt::format("`{}`", source_.text(span(token))))
        .help("write `{` before it", span(token).before(), "{ ");
  }

  void missing_close(size_t next) {
    const size_t opening = unclosed_before(next);
    const Token& before = tokens_[next - 1];
    next = next_visible(next);
    const size_t line = line_begin(opening);
    const bool within_line = next < tokens_.size() && !tokens_[next].first_on_line;
    const bool one_line = within_line || line_begin(next_visible_back(next)) == line;
    auto& report = reporter_.report(kBracketNotClosed, span(tokens_[opening]), "{");
    if (next < tokens_.size())
      report.label(span(tokens_[next]), "it should be closed before this");
    else
      report.label(span(before).after(), "it should be closed here");
    const std::string margin(source_.location(tokens_[line].begin).column - 1, ' ');
    report.help(one_line ? "close it" : "write `}` where the block ends", span(before).after(),
                one_line ? " }" : "\n" + margin + "}");
    doubt(opening, next);
  }

  void too_many(size_t index) {
    const Span place = span(tokens_[index]);
    if (tokens_[index].type == CqrsLexer::RBRACE)
      reporter_.report(kBracketNotOpened, place, "}").help("remove it, or write the `{` that it closes", place, "");
    else
      reporter_.report(kUnexpected, place, "`{`").help("leave it out", place, "");
    reporter_.doubt(whole());
  }

  void repeated(size_t begin, size_t next) {
    const size_t opening = next_visible_back(next);
    const Span line = span(tokens_[begin]).to(span(tokens_[opening]));
    reporter_.report(kBracketNotClosed, span(tokens_[opening]), "{")
        .label(span(tokens_[next]), "the same line stands here again")
        .help("leave one of them out", {source_.id(), line.begin, tokens_[next].begin}, "");
    reporter_.doubt(whole());
  }

  void without_head(size_t begin, size_t end) {
    const Token& closing = tokens_[end - 1];
    reporter_.report(kBlockWithoutHead, span(tokens_[begin]))
        .label(span(closing), "the block ends here")
        .help(fmt::format("write the line before this: `{} {{`", head(begin, end - 1)));
    reporter_.doubt(whole());
  }

 private:
  Span span(const Token& token) const { return {source_.id(), token.begin, token.end}; }
  Span whole() const { return {source_.id(), tokens_.front().begin, tokens_.back().end}; }

  void doubt(size_t from, size_t to) {
    const uint32_t end = to < tokens_.size() ? tokens_[to].begin : tokens_.back().end;
    reporter_.doubt({source_.id(), tokens_[from].begin, end});
  }

  size_t next_visible(size_t index) const {
    while (index < tokens_.size() && !visible(tokens_[index])) ++index;
    return index;
  }
  size_t next_visible_back(size_t index) const {
    while (index > 0 && !visible(tokens_[--index])) continue;
    return index;
  }

  // The first token of the line of this one.
  size_t line_begin(size_t index) const {
    while (index > 0 && !(visible(tokens_[index]) && tokens_[index].first_on_line)) --index;
    return index;
  }

  // The innermost brace that is open before a token.
  size_t unclosed_before(size_t index) const {
    size_t closed = 0;
    while (index-- > 0) {
      if (!visible(tokens_[index])) continue;
      if (tokens_[index].type == CqrsLexer::RBRACE) ++closed;
      if (tokens_[index].type == CqrsLexer::LBRACE && closed-- == 0) return index;
    }
    return tokens_.size();
  }

  bool has(size_t begin, size_t end, size_t type) const {
    return std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                       tokens_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const Token& token) { return visible(token) && token.type == type; });
  }

  // The word that begins the block around a token; EOF outside of all.
  size_t around(size_t index) const {
    const size_t opening = unclosed_before(index);
    return opening == tokens_.size() ? antlr4::Token::EOF : tokens_[line_begin(opening)].type;
  }

  // How a block that holds this may begin.
  std::string_view head(size_t begin, size_t end) const {
    const auto any = [&](auto... types) { return (has(begin, end, types) || ...); };
    const auto first = tokens_[begin].type;
    switch (around(begin)) {
      case antlr4::Token::EOF:
        if (first == CqrsLexer::GIVEN || first == CqrsLexer::WHEN || first == CqrsLexer::THEN ||
            first == CqrsLexer::ASSUMING)
          return "scenario \"…\" for Name";
        if (any(CqrsLexer::COMMAND, CqrsLexer::STATE) || any(CqrsLexer::EVENT)) return "aggregate Name by NameId";
        if (has(begin, end, CqrsLexer::ON)) return "projection Name by id: NameId";
        return has(begin, end, CqrsLexer::COLON) ? "value Name" : "enum Name";
      case CqrsLexer::SCENARIO: return "given Event";
      case CqrsLexer::PROJECTION: return "on Event";
      case CqrsLexer::AGGREGATE:
        if (any(CqrsLexer::EMIT, CqrsLexer::REQUIRE, CqrsLexer::ALLOW)) return "command Name";
        if (has(begin, end, CqrsLexer::INVARIANT)) return "state";
        return has(begin, end, CqrsLexer::COLON) ? "event Name v1" : "on Event";
      default: return "…";
    }
  }

  const SourceFile& source_;
  const std::vector<Token>& tokens_;
  Reporter& reporter_;
};

}  // namespace

void report_brace(const SourceFile& source, const std::vector<Token>& tokens, const BraceChange& change,
                  Reporter& reporter) {
  BraceReport report(source, tokens, reporter);
  switch (change.kind) {
    case BraceChange::Kind::insert:
      if (change.type == CqrsLexer::LBRACE)
        report.missing_open(change.begin);
      else
        report.missing_close(change.begin);
      break;
    case BraceChange::Kind::leave_out: report.without_head(change.begin, change.end); break;
    case BraceChange::Kind::repeated: report.repeated(change.begin, change.end); break;
    case BraceChange::Kind::remove: report.too_many(change.begin); break;
  }
}

}  // namespace cqrsc::parsing
