#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "CqrsLexer.h"
#include "parse/brace_candidates.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

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
    std::set<std::string, std::less<>> fields;
    for (size_t i = begin; i + 1 < end; ++i)
      if (tokens_[i + 1].type == CqrsLexer::COLON) fields.emplace(source_.text(span(tokens_[i])));
    reporter_.lose(std::move(fields));
  }

 private:
  Span span(const Token& token) const { return {source_.id(), token.begin, token.end}; }
  Span whole() const { return {source_.id(), tokens_.front().begin, tokens_.back().end}; }

  void doubt(size_t from, size_t to) {
    const uint32_t end = to < tokens_.size() ? tokens_[to].begin : tokens_.back().end;
    reporter_.doubt({source_.id(), tokens_[from].begin, end});
  }

  size_t next_visible(size_t index) const {
    while (index < tokens_.size() && !is_visible(tokens_[index])) ++index;
    return index;
  }
  size_t next_visible_back(size_t index) const {
    while (index > 0 && !is_visible(tokens_[--index])) continue;
    return index;
  }

  // The first token of the line of this one.
  size_t line_begin(size_t index) const {
    while (index > 0 && !(begins_line(tokens_[index]))) --index;
    return index;
  }

  // The innermost brace that is open before a token.
  size_t unclosed_before(size_t index) const {
    size_t closed = 0;
    while (index-- > 0) {
      if (!is_visible(tokens_[index])) continue;
      if (tokens_[index].type == CqrsLexer::RBRACE) ++closed;
      if (tokens_[index].type == CqrsLexer::LBRACE && closed-- == 0) return index;
    }
    return tokens_.size();
  }

  bool has(size_t begin, size_t end, size_t type) const {
    return std::any_of(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                       tokens_.begin() + static_cast<std::ptrdiff_t>(end),
                       [&](const Token& token) { return is_visible(token) && token.type == type; });
  }

  // The word that begins the block around a token; EOF outside of all.
  size_t around(size_t index) const {
    const size_t opening = unclosed_before(index);
    return opening == tokens_.size() ? antlr4::Token::EOF : tokens_[line_begin(opening)].type;
  }

  // The one event that is declared here and has no handler.
  std::string unhandled() const {
    std::vector<std::string_view> left;
    std::set<std::string_view> covered;
    bool ignores = false;
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (begins_line(tokens_[i])) ignores = tokens_[i].type == CqrsLexer::IGNORE;
      const size_t name = next_visible(i + 1);
      if (name == tokens_.size() || tokens_[name].type != CqrsLexer::IDENTIFIER) continue;
      const std::string_view text = source_.text(span(tokens_[name]));
      if (tokens_[i].type == CqrsLexer::EVENT && is_visible(tokens_[i])) left.push_back(text);
      if (ignores || (begins_line(tokens_[i]) && tokens_[i].type == CqrsLexer::ON)) covered.insert(text);
    }
    std::erase_if(left, [&](std::string_view event) { return covered.contains(event); });
    return left.size() == 1 ? std::string(left.front()) : "Event";
  }

  // How a block that holds this may begin.
  std::string head(size_t begin, size_t end) const {
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
        if (has(begin, end, CqrsLexer::COLON)) return "event Name v1";
        return "on " + unhandled();
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
