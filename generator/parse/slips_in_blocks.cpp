// Braces, parentheses and what stands before a block.
#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::is_capital(int offset) const {
  if (type(offset) != Parser::IDENTIFIER) return false;
  const char first = text(offset).front();
  return first >= 'A' && first <= 'Z';
}

int SlipFinder::matching(int offset) const {
  const size_t opening = type(offset);
  const size_t closing = opening == Parser::LPAREN     ? Parser::RPAREN
                         : opening == Parser::LBRACKET ? Parser::RBRACKET
                                                       : Parser::RBRACE;
  int depth = 0;
  for (int i = offset; has(i); ++i) {
    if (type(i) == opening) ++depth;
    if (type(i) == closing && --depth == 0) return i;
  }
  return 0;
}

int SlipFinder::unclosed(size_t opening, size_t closing) const {
  int depth = 0;
  int braces = 0;
  for (int i = -1; has(i); --i) {
    if (type(i) == Parser::RBRACE) ++braces;
    if (type(i) == Parser::LBRACE && braces-- == 0) return 0;
    if (braces != 0) continue;
    if (type(i) == closing) ++depth;
    if (type(i) == opening && depth-- == 0) return i;
  }
  return 0;
}

bool SlipFinder::in_blocks() const {
  return sign_before_block() || fields_in_parentheses() || block_missing() || branch_without_braces() ||
         collection_in_braces() || bracket_not_closed() || annotation_before();
}

// state = {, aggregate Task by TaskId: {
bool SlipFinder::sign_before_block() const {
  const bool sign = type(0) == Parser::COLON || type(0) == Parser::ASSIGN || type(0) == Parser::FAT_ARROW;
  if (!sign || !expects(Parser::LBRACE)) return false;
  if (type(1) == Parser::LBRACE) {
    expected("`{`").help("leave it out", span(-1).after().to(span(0)), "");
    return true;
  }
  // on TaskDone => done = true
  if (type(0) == Parser::FAT_ARROW && !ends_line(0)) {
    int last = 1;
    while (!ends_line(last) && type(last + 1) != Parser::RBRACE) ++last;
    expected("`{`").help("write it in braces", span(0).to(span(last)), "{ " + text(1, last) + " }");
    return true;
  }
  // enum Rank = low | high
  if (type(0) == Parser::ASSIGN && within({Parser::RuleEnumDeclaration})) {
    expected("`{`").help("members stand in braces, with their numbers: `enum " + text(-1) + " { one = 1  two = 2 }`");
    return true;
  }
  // state: and further in what belongs to it
  if (type(0) == Parser::COLON && ends_line(0)) {
    expected("`{`").help("what belongs to it stands in braces: `{`, the lines, `}`", span(0), " {");
    return true;
  }
  return false;
}

// What stands between commas, each part on a line of its own.
std::string SlipFinder::in_lines(int first, int last, const std::string& margin) const {
  std::string lines;
  int depth = 0;
  for (int begin = first, i = first; i <= last + 1; ++i) {
    if (type(i) == Parser::LPAREN || type(i) == Parser::LESS) ++depth;
    if (i <= last && (type(i) == Parser::RPAREN || type(i) == Parser::GREATER)) --depth;
    if (i <= last && !(type(i) == Parser::COMMA && depth == 0)) continue;
    if (begin < i) lines += margin + text(begin, i - 1);
    begin = i + 1;
  }
  return lines;
}

// event TaskAdded v1(title: string), command Add(title: string) {
bool SlipFinder::fields_in_parentheses() const {
  const bool place = within({Parser::RuleEventDeclaration, Parser::RuleCommandDeclaration, Parser::RuleStateBlock,
                             Parser::RuleErrorDeclaration, Parser::RuleValueDeclaration, Parser::RuleAlternative});
  if (type(0) != Parser::LPAREN || !expects(Parser::LBRACE) || !place || !is_word(-1)) return false;
  const int name = type(-1) == Parser::VERSION ? -2 : -1;
  if (type(name - 1) == Parser::DOT) return false;  // a method of another language
  auto& report = reporter_.report(kHappeningWithoutBraces, span(0), text(name));
  const int close = matching(0);
  const bool block_follows = close != 0 && !ends_line(close);
  const bool event = type(name - 1) == Parser::EVENT;
  if (event && close != 0 && type(close + 1) == Parser::VERSION) {
    const std::string inside = close == 1 ? " " : " " + text(1, close - 1) + " ";
    report.help("write them in braces, behind the version", span(name).after().to(span(close + 1)),
                " " + text(close + 1) + " {" + inside + "}");
  } else if (const int opening = line_end(0); block_follows && close > 1 && type(opening) == Parser::LBRACE) {
    const std::string margin(column(line_begin(0)) + 1, ' ');
    report.help("write the fields in the block, before what the command does", span(name).after().to(span(opening)),
                " " + text(close + 1, opening) + in_lines(1, close - 1, "\n" + margin));
  } else if (block_follows) {
    report.help("write the fields in the block, each as `name: Type`, before what the command does");
  } else if (close != 0 && text(0, close).find('\n') == std::string::npos) {
    const std::string inside = close == 1 ? " " : " " + text(1, close - 1) + " ";
    report.help("write them in braces", span(0).to(span(close)), (touches(0) ? " {" : "{") + inside + "}");
  } else {
    report.help("write `{` and `}`");
  }
  return true;
}

// event TaskDone v1, and no block; on TaskDone done = true
bool SlipFinder::block_missing() const {
  if (!expects(Parser::LBRACE)) return false;
  if (type(-1) == Parser::VERSION && within({Parser::RuleEventDeclaration}) && begins(0)) {
    reporter_.report(kHappeningWithoutBraces, span(-2), text(-2)).help("write them", span(-1).after(), " { }");
    return true;
  }
  if (within({Parser::RuleProcessHandler}) && !within({Parser::RuleStatement}) && begins(0)) {
    expected("`{`").help("what is done then stands in braces", span(-1).after(), " { }");
    return true;
  }
  if (type(-1) == Parser::INTEGER && within({Parser::RuleAlternative}) && has(-3)) {
    reporter_.report(kHappeningWithoutBraces, span(-3), text(-3)).help("write them", span(-1).after(), " { }");
    return true;
  }
  const bool assigns = type(1) == Parser::ASSIGN || type(1) == Parser::PLUS_ASSIGN || type(1) == Parser::MINUS_ASSIGN;
  if (!within({Parser::RuleEventHandler, Parser::RuleRowHandler}) || !is_word(0) || starts_line(0) || !assigns)
    return false;
  int last = 1;
  while (!ends_line(last) && type(last + 1) != Parser::RBRACE) ++last;
  expected("`{`").help("write it in braces", span(0).to(span(last)), "{ " + text(0, last) + " }");
  return true;
}

// if let Some(x) = state.x {
bool SlipFinder::if_let() const {
  if (type(-1) != Parser::LET || type(-2) != Parser::IF) return false;
  int sign = 0;
  while (has(sign) && type(sign) != Parser::ASSIGN && !starts_line(sign + 1)) ++sign;
  int last = sign;
  while (has(last + 1) && type(last + 1) != Parser::LBRACE && !starts_line(last + 1)) ++last;
  auto& report = expected("a condition");
  if (type(sign) == Parser::ASSIGN && last > sign)
    report.help("what may be `none` is tested", span(-1).to(span(last)), text(sign + 1, last) + " != none");
  else
    report.help("what may be `none` is tested: `if state.x != none { … }`");
  return true;
}

// if a == b emit X, if a == b then { … }
bool SlipFinder::branch_without_braces() const {
  if (if_let()) return true;
  if (!expects(Parser::LBRACE) || !within({Parser::RuleIfStatement, Parser::RuleForStatement})) return false;
  if (type(0) == Parser::THEN && type(1) == Parser::LBRACE) {
    expected("`{`").help("leave it out", span(-1).after().to(span(0)), "");
    return true;
  }
  if (type(0) == Parser::THEN) {
    auto& report = expected("`{`");
    const int last = line_end(0);
    bool other = false;
    for (int i = 1; i <= last; ++i) other = other || type(i) == Parser::ELSE || type(i) == Parser::LBRACE;
    if (last > 0 && !other && type(last) != Parser::RBRACE)
      report.help("between statements, `if` has a block", span(0).to(span(last)), "{ " + text(1, last) + " }");
    else
      report.help("between statements, `if` has blocks: `if x { … } else { … }`");
    return true;
  }
  const std::string word = in_lower_case(text(0));
  if (word == "is" || word == "equals") {
    const bool denied = type(1) == Parser::NOT;
    reporter_.report(kForeignWord, span(0), text(0))
        .help(denied ? "write `!=`" : "write `==`", denied ? span(0).to(span(1)) : span(0), denied ? "!=" : "==");
    return true;
  }
  switch (type(0)) {
    case Parser::EMIT:
    case Parser::LET:
    case Parser::REQUIRE:
    case Parser::DELETE:
    case Parser::IDENTIFIER: break;
    default: return false;
  }
  if (ends_line(0)) return false;
  int last = 1;
  while (!ends_line(last) && type(last + 1) != Parser::RBRACE) ++last;
  expected("`{`").help("what is done stands in braces", span(0).to(span(last)), "{ " + text(0, last) + " }");
  return true;
}

// lines = { a, b }, counts = { "a": 1 }
bool SlipFinder::collection_in_braces() const {
  if (type(0) == Parser::COMMA && expects(Parser::RPAREN) && unclosed(Parser::LPAREN, Parser::RPAREN) != 0) {
    const int open = unclosed(Parser::LPAREN, Parser::RPAREN);
    const bool value = type(open - 1) == Parser::ASSIGN || type(open - 1) == Parser::IN;
    if (!value) return false;
    auto& report = expected("`)`");
    int close = 1;
    while (has(close) && type(close) != Parser::RPAREN && type(close) != Parser::LPAREN && !starts_line(close)) ++close;
    if (type(close) == Parser::RPAREN && !starts_line(close))
      report.help("a list is written in brackets", span(open).to(span(close)), "[" + text(open + 1, close - 1) + "]");
    else
      report.help("a list is written in brackets: `[a, b]`");
    return true;
  }
  if (type(0) != Parser::LBRACE || !(expects(Parser::DECIMAL_NUMBER) || type(-1) == Parser::LBRACKET)) return false;
  if (type(-1) == Parser::AT) {
    expected("an expression").help("say which row it is: `at` and the value of its key");
    return true;
  }
  // match {, for x in {, if {
  if (type(-1) == Parser::MATCH || type(-1) == Parser::IN || type(-1) == Parser::IF) {
    const char* const what = type(-1) == Parser::MATCH ? "say what is matched: `match x { … }`"
                             : type(-1) == Parser::IN  ? "say what is gone through: `for x in xs { … }`"
                                                       : "say on what condition: `if x == y { … }`";
    expected("an expression").help(what);
    return true;
  }
  const int close = matching(0);
  auto& report = reporter_.report(kExpected, span(0), "an expression", "`{`");
  // to = { street = "x" }, where a field `to: Address` is declared
  if (const std::string made = type(-1) == Parser::ASSIGN && is_word(-2) ? type_of_field(text(-2)) : "";
      !made.empty()) {
    // { state.tariff | rate = rate }
    int bar = 1;
    while (bar < close && type(bar) != Parser::BAR && type(bar) != Parser::ASSIGN) ++bar;
    if (type(bar) == Parser::BAR || in_lower_case(text(bar)) == "with") {
      report.help("a value is made whole, with each of its fields: `" + made + " { " + text(bar + 1, close - 1) +
                  "  … }`");
      return true;
    }
    report.help("a value begins with its name", span(0).before(), made + " ");
    return true;
  }
  if (close == 1 && (type(-1) == Parser::ASSIGN || type(-1) == Parser::COMMA)) {
    report.help("an empty list, set or map is written in brackets", span(0).to(span(1)), "[]");
  } else if (close > 1 && text(0, close).find('\n') == std::string::npos && type(2) != Parser::ASSIGN) {
    report.help("lists and maps are written in brackets", span(0).to(span(close)), "[" + text(1, close - 1) + "]");
  } else {
    report.help("a value begins with its name: `Name { field = value }`; a list is written in brackets: `[a, b]`");
  }
  return true;
}

// length(title > 0
bool SlipFinder::bracket_not_closed() const {
  if (type(0) == Parser::RPAREN && unclosed(Parser::LPAREN, Parser::RPAREN) == 0 && !expects(Parser::RPAREN)) {
    reporter_.report(kBracketNotOpened, span(0), ")").help("remove it, or write the `(` that it closes", span(0), "");
    return true;
  }
  // length(, and on the next line a field
  if (type(0) == Parser::COLON && is_word(-1) && starts_line(-1)) {
    const int open = unclosed(Parser::LPAREN, Parser::RPAREN);
    if (open == 0) return false;
    reporter_.report(kBracketNotClosed, span(open), "(")
        .help("write `)` where it ends", span(-2).after(), type(-2) == Parser::LPAREN ? "…)" : ")");
    return true;
  }
  if (!starts_line(0) && type(0) != Parser::RBRACE && type(0) != Parser::ELSE) return false;
  struct Pair {
    size_t opening;
    size_t closing;
    const char* open;
    const char* close;
  };
  for (const Pair& pair :
       {Pair{Parser::LPAREN, Parser::RPAREN, "(", ")"}, Pair{Parser::LBRACKET, Parser::RBRACKET, "[", "]"},
        Pair{Parser::LESS, Parser::GREATER, "<", ">"}}) {
    const int open = expects(pair.closing) ? unclosed(pair.opening, pair.closing) : 0;
    if (open == 0) continue;
    reporter_.report(kBracketNotClosed, span(open), pair.open)
        .help(std::string("write `") + pair.close + "` where it ends", span(-1).after(), pair.close);
    return true;
  }
  return false;
}

// @NotNull title: string
bool SlipFinder::annotation_before() const {
  // [Required] title: string
  if (type(0) == Parser::LBRACKET && expects_item() && is_word(1) && type(2) == Parser::RBRACKET &&
      type(-2) != Parser::COLON) {
    reporter_.report(kForeignWord, span(0).to(span(2)), text(0, 2))
        .help("leave it out: a field has a value, unless its type is followed by `?`");
    return true;
  }
  if (type(0) != Parser::AT_SIGN || !expects_item() || !is_word(1)) return false;
  const std::string name = text(1);
  if (name == "personal" || name == "tag" || name == "deprecated") {
    reporter_.report(kAnnotationBefore, span(0).to(span(1)), name).help("write it behind: `name: Type @" + name + "`");
    return true;
  }
  auto& report = reporter_.report(kForeignWord, span(0).to(span(1)), "@" + name);
  const std::string word = in_lower_case(name);
  if (word == "notnull" || word == "nonnull" || word == "required") {
    report.help("leave it out: a field has a value, unless its type is followed by `?`");
  } else {
    report.help("what something is is said by the word before its name: `aggregate`, `command`, `event`, `on`");
  }
  return true;
}

// ------------------------------------------------------------------------------------------------- what precedes
// blocks

bool SlipFinder::in_headers() const {
  return version_slip() || name_in_parts() || public_slip() || function_slip() || scenario_header() || modifier_slip();
}

// event TaskDone 1 { }, event TaskDone version 1 { }, event TaskDone V1 { }, event TaskDone v1.0 { }
bool SlipFinder::version_slip() const {
  if (mapping_slip()) return true;
  if (type(-1) == Parser::VERSION && type(0) == Parser::DOT && type(1) == Parser::INTEGER && expects(Parser::LBRACE)) {
    reporter_.report(kVersionFromOne, span(-1).to(span(1)), text(-1, 1))
        .help("write a whole number", span(0).to(span(1)), "");
    return true;
  }
  if (type(-1) != Parser::IDENTIFIER || type(-2) != Parser::EVENT || !expects(Parser::LBRACE)) return false;
  int last = 0;
  std::string number;
  const std::string word = in_lower_case(text(0));
  if (type(0) == Parser::INTEGER) {
    number = text(0);
  } else if ((word == "version" || word == "v") && type(1) == Parser::INTEGER) {
    number = text(1);
    last = 1;
  } else if (word == "v") {
    number = "1";
  } else if (type(0) == Parser::COMMA && type(1) == Parser::VERSION) {
    number = text(1).substr(1);
    last = 1;
  } else if (word.size() > 1 && word.front() == 'v' && word.find_first_not_of("0123456789", 1) == std::string::npos) {
    number = word.substr(1);
  } else {
    return false;
  }
  reporter_.report(kEventWithoutVersion, span(-1), text(-1))
      .help("a version is written `v` and its number", span(-1).after().to(span(last)), " v" + number);
  return true;
}

// from { owner = name }, to v2 { … }
bool SlipFinder::mapping_slip() const {
  if (type(0) == Parser::LBRACE && type(-1) == Parser::FROM && expects(Parser::VERSION)) {
    auto& report = expected("a version");
    int own = -2;
    while (has(own) && type(own) != Parser::EVENT && type(own) != Parser::VALUE && type(own) != Parser::UNION) --own;
    const bool known = has(own) && type(own + 2) == Parser::VERSION;
    const std::string number = known ? text(own + 2).substr(1) : "";
    const bool older = number.size() < 6 && number.find_first_not_of("0123456789") == std::string::npos && number > "1";
    const std::string before = older ? "v" + std::to_string(std::stoul(number) - 1) : "v1";
    report.help("say which version it comes from", span(-1).after(), " " + before);
    return true;
  }
  const std::string word = has(-1) ? in_lower_case(text(-1)) : "";
  if (type(0) != Parser::VERSION || type(1) != Parser::LBRACE || (word != "to" && word != "into")) return false;
  reporter_.report(kForeignWord, span(-1), text(-1))
      .help("the newer version says how it comes from this one: `from v1 { … }` in it");
  return true;
}

// command Finish the task {, enum class Status : int {
bool SlipFinder::name_in_words() const {
  const bool named = type(-1) == Parser::IDENTIFIER && is_word(0) && !starts_line(0);
  if (!named) return false;
  if (type(-2) == Parser::ENUM && (text(-1) == "class" || text(-1) == "struct")) {
    const int last = type(1) == Parser::COLON && is_word(2) ? 2 : 0;
    reporter_.report(kForeignWord, span(-1), text(-1)).help("leave it out", span(-1).to(span(last)), text(0));
    return true;
  }
  if (type(-2) != Parser::COMMAND) return false;
  std::string name = text(-1);
  int last = 0;
  for (; is_word(last) && !starts_line(last); ++last) {
    switch (type(last)) {
      case Parser::CREATES:
      case Parser::EXISTING:
      case Parser::MAY:
      case Parser::ELSE:
      case Parser::EXTERN: return false;
      default: break;
    }
    const std::string lower = in_lower_case(text(last));
    if (lower.starts_with("creat") || lower.starts_with("exist")) return false;
    std::string word = text(last);
    word.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(word.front())));
    name += word;
  }
  if (last < 2 || type(last) != Parser::LBRACE) return false;
  reporter_.report(kNameInParts, span(-1).to(span(last - 1)))
      .help("write `" + name + "`", span(-1).to(span(last - 1)), name);
  return true;
}

// event Task Done v1 { }, is-done: bool
bool SlipFinder::name_in_parts() const {
  if (type(0) == Parser::MINUS && touches(0) && touches(1) && is_word(-1) && is_word(1)) {
    const bool named =
        expects(Parser::COLON) || expects(Parser::LBRACE) || type(-2) == Parser::CONTEXT || type(-2) == Parser::IMPORT;
    if (!named) return false;
    std::string second = text(1);
    const bool context = type(-2) == Parser::CONTEXT || type(-2) == Parser::IMPORT;
    if (!context) second.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(second.front())));
    const std::string name = text(-1) + (context ? "_" : "") + second;
    reporter_.report(kNameInParts, span(-1).to(span(1))).help("write `" + name + "`", span(-1).to(span(1)), name);
    return true;
  }
  if (name_in_words()) return true;
  if (type(0) != Parser::IDENTIFIER || type(-1) != Parser::IDENTIFIER || starts_line(0) || !is_capital(0)) return false;
  switch (type(-2)) {
    case Parser::AGGREGATE:
      if (text(0).ends_with("Id")) return false;  // `by` is missing
      break;
    case Parser::EVENT:
    case Parser::COMMAND:
    case Parser::ENUM:
    case Parser::VALUE:
    case Parser::UNION:
    case Parser::ERROR:
    case Parser::PROJECTION:
    case Parser::ID: break;
    default: return false;
  }
  if (type(-2) == Parser::AGGREGATE && in_lower_case(text(-1)) == "root") {
    reporter_.report(kForeignWord, span(-1), text(-1)).help("leave it out", span(-1).to(span(0)), text(0));
    return true;
  }
  const std::string name = text(-1) + text(0);
  reporter_.report(kNameInParts, span(-1).to(span(0))).help("write `" + name + "`", span(-1).to(span(0)), name);
  return true;
}

// public class X, public string owner; event public X
bool SlipFinder::public_slip() const {
  if ((type(0) == Parser::PUBLIC || type(0) == Parser::RETIRED) && type(-1) == Parser::EVENT) {
    const std::string words = text(0) + " event";
    reporter_.report(kModifierOrder, span(0), text(0)).help("write `" + words + "`", span(-1).to(span(0)), words);
    return true;
  }
  if (type(-1) != Parser::PUBLIC || !is_word(0)) return false;
  const bool event = expects(Parser::EVENT);
  if (!event && !(expects(Parser::COLON) && begins(-1))) return false;
  const std::string_view advice = event ? advice_for(text(0)) : std::string_view();
  const int word = advice.empty() ? -1 : 0;
  auto& report = reporter_.report(kForeignWord, span(word), text(word));
  if (advice.empty()) {
    if (!field_of_elsewhere(report, word, advice_for("private"))) report.help(std::string(advice_for("private")));
  } else {
    report.help(advice_here(text(0), advice));
  }
  return true;
}

// bool isDone() { … }, finish(): void { … }
bool SlipFinder::function_slip() const {
  const bool after_type =
      is_name(-1) && begins(-1) && is_word(0) && type(1) == Parser::LPAREN && expects(Parser::COLON);
  const bool alone = expects_item() && type(0) == Parser::IDENTIFIER && type(1) == Parser::LPAREN;
  const bool field =
      type(0) == Parser::LPAREN && type(-1) == Parser::IDENTIFIER && begins(-1) && touches(0) && expects(Parser::COLON);
  if (!after_type && !alone && !field) return false;
  const int name = field ? -1 : 0;
  if ((alone && !advice_for(text(0)).empty()) || enclosing() == Parser::RuleFile) return false;
  reporter_.report(kNoFunctions, span(name), text(name))
      .help(
          "what is decided stands in `command`, what an event changes in `on Event { … }`; a value is computed where "
          "it is needed");
  return true;
}

// scenario ABookComesBack for Book {, scenario "…" {
bool SlipFinder::scenario_header() const {
  if (type(-1) == Parser::SCENARIO && expects(Parser::STRING) && is_word(0)) {
    std::string words;
    for (const char c : text(0)) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (upper && !words.empty()) words += ' ';
      words += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    expected("a text in quotes").help("say in words what it shows", span(0), "\"" + words + "\"");
    return true;
  }
  if (type(-1) != Parser::STRING || type(-2) != Parser::SCENARIO || !expects(Parser::FOR)) return false;
  auto& report = expected("`for`");
  if (type(1) == Parser::IDENTIFIER) {
    report.help("write `for`", span(0), "for");
  } else {
    report.help("say what it is about: `for SomeAggregate`, `for SomeProjection`, `for SomeQuery`");
  }
  return true;
}

// command Open creating {, command Close exists else NotFound {
bool SlipFinder::existence_slip() const {
  if (type(-2) != Parser::COMMAND || !is_word(0) || starts_line(0)) return false;
  const std::string word = in_lower_case(text(0));
  const bool creates = word.starts_with("creat") || word == "new" || word == "constructor";
  if (!creates && !word.starts_with("exist")) return false;
  const std::string own = creates ? "creates" : "existing";
  reporter_.report(kMisspelledWord, span(0), text(0)).help("write `" + own + "`", span(0), own);
  return true;
}

// command Open creates by Owner {
bool SlipFinder::creator_named() const {
  const bool existence = type(-1) == Parser::CREATES || type(-1) == Parser::EXISTING || type(-1) == Parser::CREATE;
  if (!existence || (text(0) != "by" && text(0) != "for") || !is_word(1) || starts_line(0)) return false;
  reporter_.report(kUnexpected, span(0).to(span(1)), "`" + text(0, 1) + "`")
      .note("who may is said in the command: `allow role \"…\"`")
      .help("leave it out", span(-1).after().to(span(1)), "");
  return true;
}

// Words in a header that are not where they belong.
bool SlipFinder::modifier_slip() const {
  if (existence_slip() || creator_named()) return true;
  const bool existence = type(-1) == Parser::CREATES || type(-1) == Parser::EXISTING || type(-1) == Parser::CREATE;
  if (existence && type(0) == Parser::IDENTIFIER &&
      within({Parser::RuleCommandHeader, Parser::RuleCommandDeclaration}) && !starts_line(0)) {
    expected("`else`").help("write `else` before the error", span(0).before(), "else ");
    return true;
  }
  // command Deposit existing or AccountNotFound
  if (existence && is_capital(1) && !starts_line(0) && !starts_line(1) &&
      within({Parser::RuleCommandHeader, Parser::RuleCommandDeclaration})) {
    expected("`else`").help("write `else`", span(0), "else");
    return true;
  }
  // command Deposit else AccountNotFound existing
  if (type(0) == Parser::ELSE && type(-1) == Parser::IDENTIFIER && type(-2) == Parser::COMMAND) {
    reporter_.report(kModifierOrder, span(0), text(0))
        .help(
            "the order is `command Name creates else SomeError extern { … }`; `existing` and `may create` stand in the "
            "place of `creates`");
    return true;
  }
  // aggregate Task by id: TaskId
  if (type(-1) == Parser::BY && within({Parser::RuleAggregateHeader}) && is_word(0) && type(1) == Parser::COLON &&
      is_word(2)) {
    reporter_.report(kExpected, span(0), "an id", "`" + text(0) + ":`")
        .help("an aggregate has one id, which needs no name", span(0).to(span(2)), text(2));
    return true;
  }
  if (within({Parser::RuleSnapshotPolicy})) {
    auto& report =
        reporter_.report(kExpected, starts_line(0) ? span(-1).after() : span(0), "`every` and a number of `events`",
                         starts_line(0) ? "the end of the line" : "`" + text(0) + "`");
    if (type(-1) == Parser::SNAPSHOT && type(1) == Parser::INTEGER)
      report.help("write `every`", span(0), "every");
    else if (type(-1) == Parser::INTEGER && starts_line(0))
      report.help("write `events`", span(-1).after(), " events");
    else
      report.help("write `snapshot every 200 events`");
    return true;
  }
  // context tasks {
  if (type(0) == Parser::LBRACE && type(-1) == Parser::IDENTIFIER && type(-2) == Parser::CONTEXT) {
    reporter_.report(kExpected, span(0), "a declaration", "`{`")
        .help("a context is the whole file: leave its braces out");
    return true;
  }
  // extern function rank(title: string): int32
  if (type(0) == Parser::COLON && expects(Parser::ARROW)) {
    expected("`->`").help("write `->` before what it returns", span(0), " ->");
    return true;
  }
  // projection P by a: A b: B {
  if (type(1) == Parser::COLON && is_word(0) && !starts_line(0) && within({Parser::RuleProjectionDeclaration}) &&
      expects(Parser::LBRACE)) {
    expected("`,`").help("write a comma between the keys", span(-1).after(), ",");
    return true;
  }
  // for each line in lines
  if (within({Parser::RuleForLoop}) && expects(Parser::IN) && text(-1) == "each") {
    reporter_.report(kForeignWord, span(-1), text(-1)).help("leave it out", span(-1).to(span(0)), text(0));
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
