#include "parse/blocks_in_words.hpp"

#include <string>
#include <string_view>

#include "CqrsLexer.h"

namespace cqrsc::parsing {

using grammar::CqrsLexer;

void read_do_as_brace(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  const auto text = [&](const Token& token) { return source.text({source.id(), token.begin, token.end}); };
  std::vector<Token*> opening;
  std::vector<Token*> closing;
  Token* last = nullptr;  // the visible token before
  size_t open = 0;
  const auto ends_line = [&](const Token& next) { return next.first_on_line || next.type == antlr4::Token::EOF; };
  for (Token& token : tokens) {
    if (!is_visible(token)) continue;
    if (last != nullptr && ends_line(token)) {
      const std::string_view word = text(*last);
      if (!last->first_on_line && last->type == CqrsLexer::IDENTIFIER && (word == "do" || word == "begin")) {
        opening.push_back(last);
        ++open;
      } else if (last->first_on_line && word == "end") {
        if (open == 0) return;
        --open;
        closing.push_back(last);
      }
    }
    last = &token;
  }
  if (opening.empty() || open != 0) return;
  for (Token* one : opening) one->type = CqrsLexer::LBRACE;
  for (Token* one : closing) one->type = CqrsLexer::RBRACE;
  const Token& first = *opening.front();
  auto& report = reporter.report(kForeignWord, {source.id(), first.begin, first.end}, std::string(text(first)));
  report.help("blocks stand in braces: write `{` in the place of `" + std::string(text(first)) +
              "`, and `}` in that of its `end`");
  if (opening.size() > 1) report.note("this file has " + std::to_string(opening.size() - 1) + " more of them");
}

}  // namespace cqrsc::parsing
