// Lines that stand on the wrong side of a brace: moved by hand, or pasted one line too high or too low.
#include <string>

#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {

bool SlipFinder::of_lines() const { return line_outside() || member_within_block(); }

uint32_t SlipFinder::column(int offset) const { return reading_.source.location(span(offset).begin).column; }

uint32_t SlipFinder::line() const { return reading_.source.location(span(0).begin).line; }

int SlipFinder::line_begin(int offset) const {
  while (has(offset - 1) && !starts_line(offset)) --offset;
  return offset;
}

int SlipFinder::line_end(int offset) const {
  while (!ends_line(offset) && type(offset + 1) != antlr4::Token::EOF) ++offset;
  return offset;
}

// Whether what is opened from one token to another is closed there, and the other way round.
bool SlipFinder::is_whole(int first, int last) const {
  int open = 0;
  for (int i = first; i <= last && open >= 0; ++i) {
    if (type(i) == Parser::LBRACE || type(i) == Parser::LPAREN || type(i) == Parser::LBRACKET) ++open;
    if (type(i) == Parser::RBRACE || type(i) == Parser::RPAREN || type(i) == Parser::RBRACKET) --open;
  }
  return open == 0;
}

// A line that stands as far in as those of the block that ends above it, or begins right below.
bool SlipFinder::line_outside() const {
  const size_t around = enclosing();
  const bool among_blocks = around == Parser::RuleFile || around == Parser::RuleAggregateDeclaration ||
                            around == Parser::RuleProjectionDeclaration;
  if (!among_blocks || !expects_item() || !has(0) || !starts_line(0) || type(0) == antlr4::Token::EOF) return false;
  const bool above = is_above_block();
  const bool apart = has(-1) && reading_.source.location(span(-1).begin).line + 1 < line();
  const bool below = is_below_block() && !(above && apart);
  if (!above && !below) return false;
  auto& report = reporter_.report(kOutsideBlock, span(0), text(0));
  if (below) help_below_block(report);
  if (above) help_above_block(report, below ? "or write it behind the line below" : "write it behind this line");
  return true;
}

bool SlipFinder::is_below_block() const {
  const bool ends = type(-1) == Parser::RBRACE && starts_line(-1) && has(-2);
  return ends && column(-1) < column(0) && column(line_begin(-2)) == column(0);
}

void SlipFinder::help_below_block(Diagnostic& report) const {
  report.label(span(-1), "the block ends here");
  const int last = line_end(0);
  if (!is_whole(0, last)) {
    report.help("move this `}` behind what belongs to the block");
    return;
  }
  const std::string deeper(column(0) - column(-1), ' ');
  const std::string margin(column(-1) - 1, ' ');
  report.help("write the `}` behind this line", span(-1).to(span(last)), deeper + text(0, last) + "\n" + margin + "}");
}

bool SlipFinder::is_above_block() const {
  const int head = line_end(0) + 1;
  if (!has(head) || type(head) == antlr4::Token::EOF || column(head) >= column(0)) return false;
  const int opening = line_end(head);
  if (type(opening) != Parser::LBRACE || !has(opening + 1)) return false;
  return type(opening + 1) == Parser::RBRACE || column(opening + 1) >= column(0);
}

void SlipFinder::help_above_block(Diagnostic& report, const char* help) const {
  const int last = line_end(0);
  const int head = last + 1;
  const int opening = line_end(head);
  report.label(span(head).to(span(opening)), "the next block begins here");
  if (!is_whole(0, last)) {
    report.help(help);
    return;
  }
  const std::string deeper(column(0) - column(head), ' ');
  const std::string margin(column(head) - 1, ' ');
  const Span first = span(0);
  const Span moved{first.file, first.begin - static_cast<uint32_t>(deeper.size()), span(opening).end};
  report.help(help, moved, text(head, opening) + "\n" + margin + deeper + text(0, last));
}

// on Opened { … } within the block of another handler.
bool SlipFinder::member_within_block() const {
  const size_t word = type(-1);
  const bool member = word == Parser::ON || word == Parser::EVENT || word == Parser::COMMAND;
  if (!member || !starts_line(-1) || starts_line(0) || !is_capital(0)) return false;
  const bool in_command = within({Parser::RuleCommandDeclaration});
  if (word == Parser::EVENT ? in_command || !within({Parser::RuleBlock}) : !in_command && !within({Parser::RuleBlock}))
    return false;
  auto& report = reporter_.report(kMisplaced, span(-1), text(-1), place_of(word));
  int depth = 0;
  int opening = -2;
  while (has(opening) && !(type(opening) == Parser::LBRACE && depth-- == 0)) depth += type(opening--) == Parser::RBRACE;
  if (has(opening)) report.label(span(opening), "the block that begins here is not closed");
  const std::string margin(column(-1) - 1, ' ');
  const int close = type(1) == Parser::LBRACE ? matching(1) : 0;
  // The `}` that is missing stands one line too low.
  const int late = close == 2 ? close : close + 1;
  if (close > 0 && type(late) == Parser::RBRACE && starts_line(late))
    report.help("write the `}` that stands below before this line", span(-1).to(span(late)),
                "}\n" + margin + text(-1, late - 1));
  else
    report.help("close it: write `}` before this line", span(-1).before(), "}\n" + margin);
  return true;
}

}  // namespace cqrsc::parsing
