// Where an error would be thrown in other languages: `if … { throw E }`, `reject E if …`.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

bool rejects(std::string_view word) {
  static constexpr auto kWords =
      std::to_array<std::string_view>({"reject", "rejects", "rejected", "throw", "throws", "raise", "fail", "fails",
                                       "error", "deny", "refuse", "abort"});
  return std::ranges::find(kWords, word) != kWords.end();
}

bool is_flipped(std::string_view sign, std::string& opposite) {
  struct Pair {
    std::string_view sign;
    std::string_view opposite;
  };
  static constexpr auto kPairs =
      std::to_array<Pair>({{"==", "!="}, {"!=", "=="}, {"<", ">="}, {">=", "<"}, {">", "<="}, {"<=", ">"}});
  const auto* const found = std::ranges::find(kPairs, sign, &Pair::sign);
  if (found == kPairs.end()) return false;
  opposite = found->opposite;
  return true;
}

}  // namespace

bool SlipFinder::of_rejections() const {
  if (!within({Parser::RuleCommandDeclaration})) return false;
  for (const int word : {0, -1, 1}) {
    const auto found = rejection(word);
    if (found && (rejection_in_if(*found) || rejection_before_if(*found))) return true;
  }
  return return_in_if() || return_behind_others() || emit_before_if();
}

// throw new Empty("…"), reject Empty { count = 1 }, fail with Empty
std::optional<SlipFinder::Rejection> SlipFinder::rejection(int word) const {
  if (!has(word) || !is_word(word)) return std::nullopt;
  // return Err(Bad)
  if (text(word) == "return" && is_capital(word + 1) && type(word + 2) == Parser::LPAREN && is_capital(word + 3)) {
    const std::string result = text(word + 1);
    const int close = matching(word + 2);
    if (close == word + 4 && (result == "Err" || result == "Error" || result == "Left" || result == "Failure"))
      return Rejection{word, close, text(word + 3)};
  }
  if (!rejects(in_lower_case(text(word)))) return std::nullopt;
  int name = word + 1;
  while (is_word(name) && !is_capital(name) && name < word + 3) ++name;
  if (!is_capital(name)) return std::nullopt;
  Rejection found{word, name, text(name)};
  if (type(name + 1) == Parser::LBRACE && !starts_line(name + 1)) {
    if (const int close = matching(name + 1); close != 0) {
      found.last = close;
      found.error = text(name, close);
    }
  } else if (type(name + 1) == Parser::LPAREN && touches(name + 1)) {
    if (const int close = matching(name + 1); close != 0) {
      found.last = close;
      if (const std::string made = made_by_place(name + 1); !made.empty()) found.error = made;
    }
  }
  return found;
}

// What holds where a condition does not.
std::string SlipFinder::denied(int first, int last) const {
  if (type(first) == Parser::LPAREN && matching(first) == last) return denied(first + 1, last - 1);
  int sign = 0;
  int signs = 0;
  bool joined = false;
  for (int i = first; i <= last; ++i) {
    if (compares(i)) {
      ++signs;
      sign = i;
    }
    joined = joined || type(i) == Parser::AND || type(i) == Parser::OR || type(i) == Parser::IN;
  }
  const bool denies = type(first) == Parser::NOT;
  if (denies && !joined && signs == 0) return text(first + 1, last);
  std::string opposite;
  if (!denies && !joined && signs == 1 && is_flipped(text(sign), opposite))
    return text(first, sign - 1) + " " + opposite + " " + text(sign + 1, last);
  return joined || denies || signs > 0 ? "not (" + text(first, last) + ")" : "not " + text(first, last);
}

// if c { throw E }, if c then reject E, if (c) throw new E()
bool SlipFinder::rejection_in_if(const Rejection& found) const {
  const bool in_block = type(found.word - 1) == Parser::LBRACE;
  const bool behind_then = type(found.word - 1) == Parser::THEN;
  const int condition_end = found.word - (in_block || behind_then ? 2 : 1);
  int begin = condition_end;
  int braces = 0;
  while (has(begin) && type(begin) != Parser::IF && text(begin) != "unless" && begin > found.word - 200) {
    if (type(begin) == Parser::RBRACE) ++braces;
    if (type(begin) == Parser::LBRACE && braces-- == 0) return false;
    if (begin != condition_end && starts_line(begin + 1)) return false;
    --begin;
  }
  const bool unless = has(begin) && text(begin) == "unless";
  if ((type(begin) != Parser::IF && !unless) || begin >= condition_end) return false;
  const int last = in_block ? found.last + 1 : found.last;
  auto& report = reporter_.report(kForeignWord, span(found.word), text(found.word));
  report.note("a command goes on where what it requires holds");
  // if c:
  const int last_of_condition = condition_end - (type(condition_end) == Parser::COLON ? 1 : 0);
  const std::string holds = unless ? text(begin + 1, last_of_condition) : denied(begin + 1, last_of_condition);
  const std::string meant = "require " + holds + " else " + found.error;
  if ((in_block && type(last) != Parser::RBRACE) || type(last + 1) == Parser::ELSE)
    report.help("what must hold is said before everything else: `" + meant + "`");
  else
    report.help("say what must hold", span(begin).to(span(last)), meant);
  return true;
}

// reject E if c, throw E unless c
bool SlipFinder::rejection_before_if(const Rejection& found) const {
  if (!begins(found.word)) return false;
  int word = found.last + 1;
  if (type(word) == Parser::COMMA) ++word;
  const std::string joint = has(word) ? in_lower_case(text(word)) : "";
  const bool denies = joint == "if" || joint == "when";
  const int last = has(word) ? line_end(word) : word;
  if ((!denies && joint != "unless") || last == word || starts_line(word) || !is_whole(word, last)) return false;
  reporter_.report(kForeignWord, span(found.word), text(found.word))
      .note("a command goes on where what it requires holds")
      .help("say what must hold", span(found.word).to(span(last)),
            "require " + (denies ? denied(word + 1, last) : text(word + 1, last)) + " else " + found.error);
  return true;
}

// if state.done { return }
bool SlipFinder::return_in_if() const {
  for (const int word : {0, -1}) {
    if (!has(word) || text(word) != "return") continue;
    const bool in_block = type(word - 1) == Parser::LBRACE;
    if (!in_block && !(word == 0 && expects(Parser::LBRACE))) continue;
    const int last = word - (in_block ? 2 : 1);
    int begin = last;
    while (has(begin) && type(begin) != Parser::IF && !starts_line(begin)) --begin;
    if (type(begin) != Parser::IF || begin == last) continue;
    reporter_.report(kForeignWord, span(word), text(word))
        .note("a command ends with its last statement")
        .help("turn the condition round, and put what follows into its block: `if " + denied(begin + 1, last) +
              " { … }`");
    return true;
  }
  return false;
}

// if c { emit Denied  return }  emit Assessed
bool SlipFinder::return_behind_others() const {
  for (const int word : {0, -1}) {
    if (!has(word) || text(word) != "return" || type(word + 1) != Parser::RBRACE) continue;
    const int close = word + 1;
    const int begin = header_of(word);
    if (type(begin) != Parser::IF || !goes_on_behind(close)) continue;
    auto& report = reporter_.report(kForeignWord, span(word), text(word));
    report.note("what stands behind the `if` is done all the same");
    // Only there does an `else` mean what the `return` was to mean.
    const bool alone = type(begin - 1) != Parser::ELSE && type(header_of(begin)) == Parser::COMMAND;
    const int last = alone ? rest_of_block(close) : 0;
    const std::string rest = last == 0 ? "" : text(close + 1, last);
    if (last != 0 && rest.find('\n') == std::string::npos)
      report.help("put what follows into an `else`", span(word).to(span(last)), "} else { " + rest + " }");
    else
      report.help("put what follows into `else { … }`");
    return true;
  }
  return false;
}

// The first word of the line on which the block around a token is opened, or its `if`; the token itself if there is
// none.
int SlipFinder::header_of(int offset) const {
  int depth = 0;
  int open = offset - 1;
  for (; has(open) && !(type(open) == Parser::LBRACE && depth-- == 0); --open)
    if (type(open) == Parser::RBRACE) ++depth;
  if (!has(open)) return offset;
  while (has(open - 1) && !starts_line(open) && type(open) != Parser::IF) --open;
  return open;
}

// Whether anything is done in the command behind the end of a block.
bool SlipFinder::goes_on_behind(int close) const {
  while (type(close + 1) == Parser::RBRACE && header_of(close + 1) != close + 1 &&
         type(header_of(close + 1)) != Parser::COMMAND)
    ++close;
  const size_t next = type(close + 1);
  return next != Parser::RBRACE && next != Parser::ELSE && next != antlr4::Token::EOF;
}

// The last token of what stands behind a block in the block around it; 0: it is too much, or not all of it is
// statements.
int SlipFinder::rest_of_block(int close) const {
  constexpr int kMost = 100;
  int depth = 0;
  for (int i = close + 1; has(i) && i < close + kMost; ++i) {
    if (type(i) == Parser::LBRACE) ++depth;
    if (type(i) == Parser::RBRACE && depth-- == 0) return i - 1 > close ? i - 1 : 0;
    if (depth == 0 && (type(i) == Parser::COLON || text(i) == "return")) return 0;
  }
  return 0;
}

// emit Closed if c else emit Opened
void SlipFinder::emit_before_if_else(int first, int word, int otherwise, int last) const {
  auto& report = reporter_.report(kUnexpected, span(word), "`" + text(word) + "`");
  if (type(otherwise + 1) == Parser::EMIT && type(word) == Parser::IF && otherwise > word + 1)
    report.help("the condition comes first", span(first).to(span(last)),
                "if " + text(word + 1, otherwise - 1) + " { " + text(first, word - 1) + " } else { " +
                    text(otherwise + 1, last) + " }");
  else
    report.help("the condition comes first: `if … { … } else { … }`");
}

// emit Closed if c, emit Closed when c
bool SlipFinder::emit_before_if() const {
  for (int word : {0, -1}) {
    const bool behind_line = expects(Parser::LBRACE) && within({Parser::RuleIfStatement}) && word == 0;
    if (behind_line)
      while (has(word) && type(word) != Parser::IF) --word;
    if (!has(word) || starts_line(word)) continue;
    const std::string joint = has(word) ? in_lower_case(text(word)) : "";
    if (joint != "if" && joint != "when" && joint != "unless" && joint != "provided") continue;
    const int first = line_begin(word);
    const int last = line_end(word);
    if (type(first) != Parser::EMIT || first == word || last == word || !is_whole(first, last)) continue;
    if (!is_whole(first, word)) continue;  // emit Paid { fee = 1 if late else 2 }
    if (const auto otherwise = else_behind(word)) {
      emit_before_if_else(first, word, *otherwise, last);
      return true;
    }
    const std::string condition = joint == "unless" ? denied(word + 1, last) : text(word + 1, last);
    reporter_.report(kUnexpected, span(word), "`" + text(word) + "`")
        .help("the condition comes first", span(first).to(span(last)),
              "if " + condition + " { " + text(first, word - 1) + " }");
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
