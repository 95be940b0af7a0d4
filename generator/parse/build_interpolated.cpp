// f"…{x}…": texts and the expressions in their holes.
#include <utility>

#include "parse/balance.hpp"
#include "parse/builder.hpp"
#include "parse/check_tokens.hpp"
#include "parse/parse_tree.hpp"
#include "parse/unquote.hpp"

namespace cqrsc::parsing {
namespace {

// The end of the hole that begins at `open`: one past its closing brace, or npos. Braces in texts do not count.
size_t hole_end(std::string_view words, size_t open) {
  size_t depth = 0;
  bool in_text = false;
  for (size_t i = open; i < words.size(); ++i) {
    const char c = words[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

syntax::ExpressionPtr Builder::interpolated(antlr4::tree::TerminalNode* node) {
  const Span place = span(node);
  const std::string_view words = source_.text(place);
  const auto part = [&](size_t begin, size_t end) {
    return Span{place.file, place.begin + static_cast<uint32_t>(begin), place.begin + static_cast<uint32_t>(end)};
  };
  syntax::InterpolatedString result{place, {}};
  const size_t end = words.size() > 2 && words.ends_with('"') ? words.size() - 1 : words.size();
  size_t text_begin = 2;  // after f"
  const auto add_text = [&](size_t until) {
    if (until == text_begin) return;
    result.parts.emplace_back(
        syntax::String{unescape(words.substr(text_begin, until - text_begin), true), part(text_begin, until)});
  };
  for (size_t i = text_begin; i < end;) {
    const bool doubled = i + 1 < end && words[i + 1] == words[i];
    if (words[i] == '\\') {
      const size_t length = escape_length(words.substr(i));
      i += length == 0 ? spoilt_escape_length(words.substr(i)) : length;
    } else if (words[i] == '{' && !doubled) {
      const size_t close = hole_end(words.substr(0, end), i);
      if (close == std::string_view::npos) break;  // reported by check_tokens
      add_text(i);
      result.parts.emplace_back(hole(part(i + 1, close - 1)));
      text_begin = i = close;
    } else {
      i += (words[i] == '{' || words[i] == '}') && doubled ? 2 : 1;
    }
  }
  add_text(end);
  return std::make_unique<syntax::Expression>(syntax::Expression{place, std::move(result), false});
}

syntax::ExpressionPtr Builder::hole(Span place) {
  const auto lost = [&] {
    ++lost_;
    return error_expression(place);
  };
  auto tokens = read_tokens(source_, place);
  if (tokens.size() == 1) {
    const Span braces{place.file, place.begin - 1, place.end + 1};
    reporter_.report(kEmptyHole, braces).help("write `{{` and `}}` for braces that are part of the text");
    return lost();
  }
  check_tokens(source_, tokens, reporter_);
  if (!balance_braces(source_, tokens, reporter_)) return lost();
  const Reading reading(source_, std::move(tokens));
  ParserRun run(reading, reporter_);
  auto* ctx = run.parse(&CqrsParser::hole);
  Builder inner(source_, reporter_, reading.all, reading.visible);
  if (broken(ctx) || broken(ctx->expression())) return lost();
  auto result = inner.expression(ctx->expression());
  lost_ += inner.lost_;
  return result;
}

}  // namespace cqrsc::parsing
