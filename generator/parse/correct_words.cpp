#include "parse/correct_words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "CqrsLexer.h"
#include "parse/parse.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

using grammar::CqrsLexer;

struct Word {
  std::string_view word;
  size_t type;
};

constexpr auto kExistence = std::to_array<Word>(
    {{"creates", CqrsLexer::CREATES}, {"existing", CqrsLexer::EXISTING}, {"extern", CqrsLexer::EXTERN}});
constexpr auto kCreate = std::to_array<Word>({{"create", CqrsLexer::CREATE}});
constexpr auto kCreates = std::to_array<Word>({{"creates", CqrsLexer::CREATES}});
constexpr auto kInline = std::to_array<Word>({{"inline", CqrsLexer::INLINE}});
constexpr auto kIndex = std::to_array<Word>({{"index", CqrsLexer::INDEX}});
constexpr auto kWhere = std::to_array<Word>({{"where", CqrsLexer::WHERE}});
constexpr auto kBecomes = std::to_array<Word>({{"becomes", CqrsLexer::BECOMES}});
constexpr auto kClauses = std::to_array<Word>({{"order", CqrsLexer::ORDER},
                                               {"group", CqrsLexer::GROUP},
                                               {"limit", CqrsLexer::LIMIT},
                                               {"where", CqrsLexer::WHERE}});
constexpr auto kEmit = std::to_array<Word>({{"emit", CqrsLexer::EMIT}});
constexpr auto kElse = std::to_array<Word>({{"else", CqrsLexer::ELSE}});

/// Words of a field or condition, beyond which nobody looks: a line may be as long as a file.
constexpr int kLongestField = 200;

bool is_name(size_t type) { return type == CqrsLexer::IDENTIFIER; }
bool is_word(size_t type) { return type <= CqrsLexer::WHERE || is_name(type) || type == CqrsLexer::VERSION; }

// Goes over the words that the parser will see.
class WordCorrector {
 public:
  WordCorrector(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter)
      : source_(source), tokens_(tokens), reporter_(reporter) {
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (is_visible(tokens[i])) seen_.push_back(i);
    }
  }

  void run() {
    for (at_ = 0; at_ < seen_.size() && corrected_ < kMaxMistakes; ++at_) {
      if (type(0) == CqrsLexer::LBRACE) ++depth_;
      if (type(0) == CqrsLexer::RBRACE && depth_ > 0) --depth_;
      if (type(0) == CqrsLexer::IDENTIFIER) {
        if (begins_item() || begins_clause() || emits_in_block() || after_block() || in_header() || behind_type())
          continue;
      } else if (type(0) == CqrsLexer::RBRACE) {
        made_before_block();
      } else {
        word_for_another();
      }
    }
  }

 private:
  [[nodiscard]] bool has(int offset) const {
    const auto index = static_cast<std::ptrdiff_t>(at_) + offset;
    return index >= 0 && index < static_cast<std::ptrdiff_t>(seen_.size());
  }
  Token& token(int offset) { return tokens_[seen_[static_cast<size_t>(static_cast<std::ptrdiff_t>(at_) + offset)]]; }
  size_t type(int offset) { return has(offset) ? token(offset).type : antlr4::Token::EOF; }
  Span span(int offset) { return {source_.id(), token(offset).begin, token(offset).end}; }
  std::string_view text(int offset) { return source_.text(span(offset)); }
  bool on_this_line(int offset) { return has(offset) && !token(offset).first_on_line; }

  void correct(int offset, std::string_view meant, size_t type) {
    reporter_.report(kMisspelledWord, span(offset), std::string(text(offset)))
        .help("write `" + std::string(meant) + "`", span(offset), std::string(meant));
    token(offset).type = type;
    ++corrected_;
  }

  // The nearest of some words, if one is near enough.
  template <size_t N>
  const Word* nearest(int offset, const std::array<Word, N>& words) {
    const std::string written = in_lower_case(text(offset));
    const Word* best = nullptr;
    size_t best_distance = tolerance(written) + 1;
    for (const Word& one : words) {
      const size_t distance = edit_distance(written, one.word);
      if (distance >= best_distance) continue;
      best_distance = distance;
      best = &one;
    }
    return best;
  }
  template <size_t N>
  bool correct_to_nearest(int offset, const std::array<Word, N>& words) {
    const Word* const meant = nearest(offset, words);
    if (meant == nullptr) return false;
    correct(offset, meant->word, meant->type);
    return true;
  }

  // comand Finish {, at the beginning of a line: no item of a block begins with two names.
  bool begins_item() {
    if (!token(0).first_on_line || !on_this_line(1)) return false;
    const std::string written = in_lower_case(text(0));
    if (written == text(0) && !advice_for(written).empty()) return false;
    const OwnWord* best = nullptr;
    size_t best_distance = tolerance(written) + 1;
    for (const OwnWord& one : item_words()) {
      if (!stands_here(one.type) || !fits(one.follows)) continue;
      const size_t distance = edit_distance(written, one.word);
      if (distance >= best_distance) continue;
      best_distance = distance;
      best = &one;
    }
    if (best == nullptr || (best_distance > 0 && is_capital(text(0)))) return false;
    correct(0, best->word, best->type);
    return true;
  }

  static bool is_capital(std::string_view word) { return word.front() >= 'A' && word.front() <= 'Z'; }

  // Whether a word begins an item at this depth of braces.
  [[nodiscard]] bool stands_here(size_t word) const {
    switch (word) {
      case CqrsLexer::EVENT:
      case CqrsLexer::PUBLIC:
      case CqrsLexer::RETIRED: return true;
      case CqrsLexer::CONTEXT:
      case CqrsLexer::IMPORT:
      case CqrsLexer::ENUM:
      case CqrsLexer::VALUE:
      case CqrsLexer::UNION:
      case CqrsLexer::ERROR:
      case CqrsLexer::AGGREGATE:
      case CqrsLexer::PROJECTION:
      case CqrsLexer::QUERY:
      case CqrsLexer::PROCESS:
      case CqrsLexer::SCENARIO: return depth_ == 0;
      default: return depth_ != 0;
    }
  }

  // ORDER BY x DESC, limt 10: in a query, which stands in no braces.
  bool begins_clause() {
    if (depth_ != 0 || !token(0).first_on_line || !on_this_line(1)) return false;
    const Word* const meant = nearest(0, kClauses);
    if (meant == nullptr || !(is_word(type(1)) || type(1) == CqrsLexer::INTEGER)) return false;
    const bool by = meant->type == CqrsLexer::ORDER || meant->type == CqrsLexer::GROUP;
    if (by != (in_lower_case(text(1)) == "by")) return false;
    // Order by OrderId {: an aggregate that is not called one.
    for (int word = 1; on_this_line(word); ++word)
      if (type(word) == CqrsLexer::LBRACE) return false;
    if (by) {
      const std::string words = std::string(meant->word) + " by";
      reporter_.report(kMisspelledWord, span(0), std::string(text(0)))
          .help("write `" + words + "`", span(0).to(span(1)), words);
      token(0).type = meant->type;
      token(1).type = CqrsLexer::BY;
      ++corrected_;
    } else {
      correct(0, meant->word, meant->type);
    }
    int last = 1;
    while (on_this_line(last + 1)) ++last;
    const std::string direction = in_lower_case(text(last));
    if (direction == "desc") token(last).type = CqrsLexer::DESC;
    if (direction == "asc") token(last).type = CqrsLexer::ASC;
    return true;
  }

  // if state.open { emmit Closed }
  bool emits_in_block() {
    if (type(-1) != CqrsLexer::LBRACE || !on_this_line(1) || !is_name(type(1)) || !is_capital(text(1)) || ends_field(2))
      return false;
    int word = -1;
    const auto is_head = [&] { return type(word) == CqrsLexer::IF || type(word) == CqrsLexer::ELSE; };
    while (on_this_line(word) && word > -kLongestField && !is_head()) --word;
    return is_head() && correct_to_nearest(0, kEmit);
  }

  // Whether what stands behind a word is what belongs there, and the word is no field's name before its type.
  bool fits(Follows follows) {
    switch (follows) {
      case Follows::name:
        return is_name(type(1)) && is_capital(text(1)) ? !ends_field(2) : is_name(type(1)) && type(2) == CqrsLexer::DOT;
      case Follows::text: return type(1) == CqrsLexer::STRING;
      case Follows::event: return type(1) == CqrsLexer::EVENT;
      case Follows::version: return type(1) == CqrsLexer::VERSION && type(2) == CqrsLexer::LBRACE;
      case Follows::block: return type(1) == CqrsLexer::LBRACE && type(3) == CqrsLexer::COLON;
      case Follows::expression: break;
    }
    return type(1) == CqrsLexer::NOT || type(1) == CqrsLexer::ROLE || is_condition();
  }

  // owner Name?, owner Name = …: a field without its colon.
  bool ends_field(int offset) {
    switch (type(offset)) {
      case CqrsLexer::QUESTION:
      case CqrsLexer::ASSIGN:
      case CqrsLexer::AT_SIGN:
      case CqrsLexer::COLON: return true;
      default: return false;
    }
  }

  // a == b else Error, in the rest of the line
  bool is_condition() {
    if (!is_word(type(1))) return false;
    for (int i = 2; i < kLongestField && on_this_line(i); ++i) {
      if (type(i) == CqrsLexer::ELSE) return true;
      if (type(i) == CqrsLexer::LBRACE || type(i) == CqrsLexer::COLON) return false;
    }
    return false;
  }

  // } elif x {, } otherwise {, } become nothing
  bool after_block() {
    if (type(-1) != CqrsLexer::RBRACE) return false;
    const std::string written = in_lower_case(text(0));
    if (written == "elif" || written == "elsif" || written == "elseif") return else_if();
    if (written == "otherwise" && type(1) == CqrsLexer::LBRACE) {
      correct(0, "else", CqrsLexer::ELSE);
      return true;
    }
    if (!on_this_line(0) || !on_this_line(1)) return false;
    if (type(1) == CqrsLexer::LBRACE || type(1) == CqrsLexer::IF) return correct_to_nearest(0, kElse);
    return (is_name(type(1)) || type(1) == CqrsLexer::NOTHING) && correct_to_nearest(0, kBecomes);
  }

  bool else_if() {
    const Token written = token(0);
    correct(0, "else if", CqrsLexer::ELSE);
    Token second = written;
    second.type = CqrsLexer::IF;
    second.first_on_line = false;
    insert_behind(0, second);
    ++at_;
    return true;
  }

  void insert_behind(int offset, const Token& made) {
    const size_t before = static_cast<size_t>(static_cast<std::ptrdiff_t>(at_) + offset);
    const size_t place = seen_[before] + 1;
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(place), made);
    for (size_t i = before + 1; i < seen_.size(); ++i) ++seen_[i];
    seen_.insert(seen_.begin() + static_cast<std::ptrdiff_t>(before) + 1, place);
  }

  // What stands behind a value, and never behind a block.
  static bool goes_on(size_t type) {
    switch (type) {
      case CqrsLexer::DOT:
      case CqrsLexer::EQUAL:
      case CqrsLexer::NOT_EQUAL:
      case CqrsLexer::LESS:
      case CqrsLexer::LESS_EQUAL:
      case CqrsLexer::GREATER:
      case CqrsLexer::GREATER_EQUAL:
      case CqrsLexer::PLUS:
      case CqrsLexer::QUESTION_QUESTION:
      case CqrsLexer::IN: return true;
      default: return false;
    }
  }

  // if x == Money { … } {, if Money { … } == x {: the braces of what is made would be taken for the block.
  void made_before_block() {
    if ((type(1) != CqrsLexer::LBRACE && !goes_on(type(1))) || !on_this_line(1)) return;
    int open = 0;
    for (int depth = 0; has(open); --open) {
      if (type(open) == CqrsLexer::RBRACE) ++depth;
      if (type(open) == CqrsLexer::LBRACE && --depth == 0) break;
    }
    int name = open - (type(open - 1) == CqrsLexer::VERSION ? 2 : 1);
    if (!is_name(type(name)) || !in_head(name)) return;
    while (type(name - 1) == CqrsLexer::DOT && is_name(type(name - 2))) name -= 2;
    std::string meant(source_.text(span(name).to(span(0))));
    for (int i = -1, depth = 1; i > open; --i) {
      if (type(i) == CqrsLexer::RBRACE || type(i) == CqrsLexer::RBRACKET) ++depth;
      if (type(i) == CqrsLexer::LBRACE || type(i) == CqrsLexer::LBRACKET) --depth;
      if (type(i) != CqrsLexer::COLON || depth != 1) continue;
      token(i).type = CqrsLexer::ASSIGN;  // { amount: 1 }, as it is written elsewhere
      meant.replace(token(i).begin - token(name).begin, 1, " =");
    }
    const Span construction = span(name).to(span(0));
    reporter_.report(kBareConstruction, construction).help("write the parentheses", construction, "(" + meant + ")");
    ++corrected_;
    const Span end = construction.after();
    const Span begin = construction.before();
    insert_behind(0, {CqrsLexer::RPAREN, end.begin, end.end, Channel::visible, false, true});
    insert_behind(name - 1, {CqrsLexer::LPAREN, begin.begin, begin.end, Channel::visible, false, true});
    at_ += 2;
  }

  // Whether a name stands on its line behind a word that a block ends.
  bool in_head(int name) {
    for (int i = name; i > -kLongestField && on_this_line(i); --i) {
      switch (type(i - 1)) {
        case CqrsLexer::IF:
        case CqrsLexer::MATCH:
        case CqrsLexer::FOR:
        case CqrsLexer::AT:
        case CqrsLexer::ROW:
        case CqrsLexer::TO: return true;
        default: break;
      }
    }
    return false;
  }

  // command Add creats {, projection Summary inlined by
  bool in_header() {
    if (!is_name(type(-1)) || !on_this_line(0)) return false;
    if (type(-2) == CqrsLexer::COMMAND) return correct_to_nearest(0, kExistence);
    return type(-2) == CqrsLexer::PROJECTION && on_this_line(1) && correct_to_nearest(0, kInline);
  }

  // status: Status indexed, title: string wher length(title) > 0
  bool behind_type() {
    const bool after_type = is_name(type(-1)) || type(-1) == CqrsLexer::QUESTION || type(-1) == CqrsLexer::NONE ||
                            type(-1) == CqrsLexer::RPAREN || type(-1) == CqrsLexer::GREATER;
    if (!after_type || !on_this_line(0) || !in_field()) return false;
    if (!on_this_line(1) || type(1) == CqrsLexer::RBRACE) {
      return edit_distance(in_lower_case(text(0)), "index") <= 2 && correct_to_nearest(0, kIndex);
    }
    const bool condition = is_name(type(1)) && type(2) != CqrsLexer::RBRACE && on_this_line(2);
    return condition && correct_to_nearest(0, kWhere);
  }

  // Whether the line is `name: Type …` so far.
  bool in_field() {
    int first = -1;
    while (first > -kLongestField && has(first) && !token(first).first_on_line && type(first) != CqrsLexer::LBRACE)
      --first;
    return has(first + 1) && type(first) != CqrsLexer::LBRACE && is_word(type(first)) &&
           type(first + 1) == CqrsLexer::COLON;
  }

  // What is a word of the language, but not the one that belongs there.
  void word_for_another() {
    const bool after_command = is_name(type(-1)) && type(-2) == CqrsLexer::COMMAND;
    if (type(0) == CqrsLexer::CREATE && after_command) correct(0, kCreates[0].word, kCreates[0].type);
    if (type(0) == CqrsLexer::CREATES && type(-1) == CqrsLexer::MAY) correct(0, kCreate[0].word, kCreate[0].type);
    // import shared/money
    if (type(0) == CqrsLexer::SLASH && depth_ == 0 && names_context() && is_word(type(1)) && on_this_line(1)) {
      reporter_.report(kExpected, span(0), "`.`", "`/`").help("write `.`", span(0), ".");
      token(0).type = CqrsLexer::DOT;
    }
    // snapshot every 200 event
    if (type(0) == CqrsLexer::EVENT && type(-1) == CqrsLexer::INTEGER && type(-2) == CqrsLexer::EVERY)
      correct(0, "events", CqrsLexer::EVENTS);
    // id Sku: string, value Percent: int32
    const bool declared = is_name(type(-1)) && (type(-2) == CqrsLexer::ID || type(-2) == CqrsLexer::VALUE);
    if (type(0) == CqrsLexer::COLON && declared && token(-2).first_on_line && type(1) != CqrsLexer::LBRACE) {
      reporter_.report(kExpected, span(0), "`=`", "`:`").help("write `=`", span(0), " =");
      token(0).type = CqrsLexer::ASSIGN;
    }
  }

  // Whether what stands before, on this line, is `context` or `import` and a part of a name.
  bool names_context() {
    int first = -1;
    while (first > -kLongestField && on_this_line(first) && (is_word(type(first)) || type(first) == CqrsLexer::DOT))
      --first;
    return has(first) && token(first).first_on_line &&
           (type(first) == CqrsLexer::IMPORT || type(first) == CqrsLexer::CONTEXT);
  }

  const SourceFile& source_;
  std::vector<Token>& tokens_;
  Reporter& reporter_;
  std::vector<size_t> seen_;
  size_t at_ = 0;
  size_t depth_ = 0;  // of braces
  size_t corrected_ = 0;
};

}  // namespace

void correct_words(const SourceFile& source, std::vector<Token>& tokens, Reporter& reporter) {
  WordCorrector(source, tokens, reporter).run();
}

}  // namespace cqrsc::parsing
