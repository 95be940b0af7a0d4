// Types as other languages write them.
#include <array>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

constexpr auto kOwnTypes =
    std::to_array<std::string_view>({"string", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
                                     "uint64", "float32", "float64", "bytes", "uuid", "instant", "date", "duration"});

bool is_optional(std::string_view word) {
  return word == "Optional" || word == "Option" || word == "Maybe" || word == "Nullable" || word == "optional";
}

}  // namespace

bool looks_like_type(std::string_view word) {
  if (!word.empty() && word.front() >= 'A' && word.front() <= 'Z') return true;
  for (const std::string_view own : kOwnTypes) {
    if (own == word) return true;
  }
  return !own_type(word).empty();
}

bool SlipFinder::in_types() const {
  return type_in_brackets() || optional_in_parentheses() || digits_in_words() || value_for_type() || optional_slip() ||
         generic_type() || sized_type() || collection_type() || sql_behind_type() || foreign_type();
}

// price: Decimal(max_digits=12, decimal_places=2), name: CharField(max_length=40)
bool SlipFinder::type_with_digits() const {
  const int close = matching(0);
  if (close == 0 || !is_word(-1) || type(-2) != Parser::COLON || starts_line(0)) return false;
  std::vector<std::string> numbers;
  for (int i = 1; i < close; ++i)
    if (type(i) == Parser::INTEGER) numbers.push_back(text(i));
  const std::string word = in_lower_case(text(-1));
  std::string meant;
  if (word.starts_with("decimal") && numbers.size() == 2) meant = "decimal(" + numbers[0] + ", " + numbers[1] + ")";
  if (word == "charfield" || word == "textfield") meant = "string";
  if (meant.empty()) return false;
  reporter_.report(kForeignType, span(-1).to(span(close)), text(-1, close))
      .help("write `" + meant + "`", span(-1).to(span(close)), meant);
  return true;
}

// tags: list[str], counts: map[string]int64, lines: []Line, note: Optional[str]
bool SlipFinder::type_in_brackets() const {
  if (type(0) == Parser::LPAREN && type_with_digits()) return true;
  // kind: :Kind
  if (type(0) == Parser::COLON && type(-1) == Parser::COLON && is_word(1) && touches(1)) {
    expected("a type").help("leave the colon out", span(0), "");
    return true;
  }
  if (type(0) != Parser::LBRACKET || starts_line(0)) return false;
  const auto own = [&](int word) {
    const std::string_view known = own_type(text(word));
    return known.empty() ? text(word) : std::string(known);
  };
  const auto report = [&](int first, int last, const std::string& meant) {
    reporter_.report(kForeignType, span(first).to(span(last)), text(first, last))
        .help("write `" + meant + "`", span(first).to(span(last)), meant);
    return true;
  };
  if (type(-1) == Parser::COLON && type(1) == Parser::RBRACKET && is_word(2) && !starts_line(2))
    return report(0, 2, "list<" + own(2) + ">");
  // seats: Seat [0..*], note: Note [0..1]
  if (is_word(-1) && type(-2) == Parser::COLON && type(1) == Parser::INTEGER && type(2) == Parser::DOTDOT) {
    const bool one = type(3) == Parser::INTEGER && text(3) == "1";
    if (type(4) == Parser::RBRACKET) return report(-1, 4, one ? own(-1) + "?" : "list<" + own(-1) + ">");
  }
  if (!is_word(-1) || type(-2) != Parser::COLON || !is_word(1)) return false;
  const std::string word = in_lower_case(text(-1));
  const bool pair = type(2) == Parser::COMMA && is_word(3) && type(4) == Parser::RBRACKET;
  if ((word == "dict" || word == "map") && pair) return report(-1, 4, "map<" + own(1) + ", " + own(3) + ">");
  if (type(2) != Parser::RBRACKET) return false;
  if (word == "map" && is_word(3) && touches(3)) return report(-1, 3, "map<" + own(1) + ", " + own(3) + ">");
  if (is_optional(text(-1))) return report(-1, 2, own(1) + "?");
  if (word == "list" || word == "vec" || word == "array" || word == "sequence")
    return report(-1, 2, "list<" + own(1) + ">");
  return word == "set" && report(-1, 2, "set<" + own(1) + ">");
}

// reason: string (optional), text: string (required)
bool SlipFinder::optional_in_parentheses() const {
  if (type(0) != Parser::LPAREN || !is_word(1) || type(2) != Parser::RPAREN || type(-2) != Parser::COLON) return false;
  const std::string word = in_lower_case(text(1));
  const bool optional = word == "optional" || word == "nullable";
  if (!optional && word != "required" && word != "mandatory") return false;
  reporter_.report(kForeignType, span(-1).to(span(2)), text(-1, 2))
      .help(optional ? "what may be missing is written with `?`"
                     : "leave it out: a field has a value, unless its type is followed by `?`",
            span(-1).to(span(2)), text(-1) + (optional ? "?" : ""));
  return true;
}

// fee: number with 2 decimals
bool SlipFinder::digits_in_words() const {
  if (type(0) != Parser::INTEGER || !is_word(-1) || !is_word(-2) || type(-3) != Parser::COLON || starts_line(0))
    return false;
  const std::string word = in_lower_case(text(-1));
  const std::string unit = has(1) ? in_lower_case(text(1)) : "";
  if (word != "with" || !(unit.starts_with("decimal") || unit.starts_with("digit") || unit.starts_with("place")))
    return false;
  const std::string meant = "decimal(18, " + text(0) + ")";
  reporter_.report(kForeignType, span(-2).to(span(1)), text(-2, 1))
      .help("write `" + meant + "`", span(-2).to(span(1)), meant);
  return true;
}

// length: 30 minutes, history: list<(ItemId, instant)>
bool SlipFinder::value_for_type() const {
  if (type(0) == Parser::LPAREN && expects(Parser::LIST) && (type(-1) == Parser::LESS || type(-1) == Parser::COMMA)) {
    expected("a type")
        .note("there are no tuples")
        .help("declare a `value` with a field for each part, and write its name here");
    return true;
  }
  if (type(0) != Parser::INTEGER || type(-1) != Parser::COLON || !expects(Parser::LIST) || starts_line(0)) return false;
  const std::string unit = has(1) && !starts_line(1) ? in_lower_case(text(1)) : "";
  const bool duration =
      unit.starts_with("second") || unit.starts_with("minute") || unit.starts_with("hour") || unit.starts_with("day");
  if (!duration) return false;
  expected("a type")
      .note("a field has a type; what it is at first stands behind `=`")
      .help("write `duration`", span(0).to(span(1)), "duration");
  return true;
}

// note: optional string, note: ?string, note: string??, owner: string | null
bool SlipFinder::optional_slip() const {
  if (type(-2) == Parser::IDENTIFIER && is_optional(text(-2)) && type(-3) == Parser::COLON && is_word(-1) &&
      !starts_line(-1)) {
    const Span words = span(-2).to(span(-1));
    reporter_.report(kForeignType, words, text(-2, -1)).help("write `" + text(-1) + "?`", words, text(-1) + "?");
    return true;
  }
  if (type(0) == Parser::QUESTION && type(-1) == Parser::COLON && is_word(1) && expects(Parser::LIST)) {
    const Span words = span(0).to(span(1));
    reporter_.report(kForeignType, words, text(0, 1)).help("write `" + text(1) + "?`", words, text(1) + "?");
    return true;
  }
  const bool after_type = type(-1) == Parser::IDENTIFIER || type(-1) == Parser::GREATER || type(-1) == Parser::RPAREN;
  const bool in_type = after_type && expects_item() && !starts_line(0);
  if (type(0) == Parser::QUESTION_QUESTION && in_type && touches(0)) {
    reporter_.report(kForeignType, span(0), "??").help("one `?` says that it may be missing", span(0), "?");
    return true;
  }
  const std::string word = has(1) ? in_lower_case(text(1)) : std::string();
  if (type(0) == Parser::BAR && in_type && (word == "null" || word == "undefined" || word == "none")) {
    reporter_.report(kForeignType, span(-1).to(span(1)), text(-1, 1))
        .help("write `" + text(-1) + "?`", span(-1).to(span(1)), text(-1) + "?");
    return true;
  }
  if (type(0) == Parser::BAR && in_type) {
    reporter_.report(kForeignType, span(0), "|")
        .help("a choice between records is a `union`, one between names an `enum`");
    return true;
  }
  return false;
}

// List<String>, Optional<LocalDate>, dict[str, int]
bool SlipFinder::generic_type() const {
  const bool of_field =
      within({Parser::RuleField, Parser::RuleParameter, Parser::RuleExternFunction}) || expects_item();
  const bool opens = type(0) == Parser::LESS || (type(0) == Parser::LBRACKET && type(1) != Parser::RBRACKET);
  if (!opens || !of_field || type(-1) != Parser::IDENTIFIER || !touches(0)) return false;
  const size_t closing = type(0) == Parser::LESS ? Parser::GREATER : Parser::RBRACKET;
  const std::string outer = text(-1);
  const std::string_view own = own_type(outer);
  std::string inner;
  int last = 1;
  // Of simple ones the whole type is written as it is meant.
  for (; has(last) && type(last) != closing && !starts_line(last); ++last) {
    const std::string_view meant = own_type(text(last));
    inner += meant.empty() ? text(last) : std::string(meant);
    if (type(last) == Parser::COMMA) inner += ' ';
  }
  const bool simple = type(last) == closing && inner.find('<') == std::string::npos;
  Span whole = simple ? span(-1).to(span(last)) : span(-1);
  // std::vector<…>: what stands before belongs to it.
  constexpr uint32_t kStd = 5;
  if (whole.begin >= kStd && reading_.source.text({whole.file, whole.begin - kStd, whole.begin}) == "std::")
    whole.begin -= kStd;
  auto& report = reporter_.report(kForeignType, whole, simple ? text(-1, last) : outer + text(0));
  if (simple && is_optional(outer)) {
    report.help("write `" + inner + "?`", whole, inner + "?");
  } else if (own == "list" || own == "set" || own == "map") {
    const std::string meant = std::string(own) + (simple ? "<" + inner + ">" : "");
    report.help("write `" + meant + "`", whole, meant);
  } else {
    report.note("types that hold others are `list<T>`, `set<T>`, `map<K, V>`; one that may be missing is `T?`");
  }
  return true;
}

// VARCHAR(200), decimal(18.2)
bool SlipFinder::sized_type() const {
  if (type(0) == Parser::RPAREN && type(-1) == Parser::INTEGER && type(-3) == Parser::DECIMAL) {
    expected("`,`").help("say how many digits there are, and how many of them behind the point", span(-1),
                         text(-1) + ", 0");
    return true;
  }
  if (type(0) == Parser::DECIMAL_NUMBER && type(-1) == Parser::LPAREN && type(-2) == Parser::DECIMAL) {
    std::string digits = text(0);
    digits.replace(digits.find('.'), 1, ", ");
    expected("a whole number")
        .help("write a comma between the digits in all and those after the point", span(0), digits);
    return true;
  }
  if (type(0) != Parser::LPAREN || type(1) != Parser::INTEGER || type(-1) != Parser::IDENTIFIER ||
      type(-2) != Parser::COLON || !touches(0))
    return false;
  int last = 1;
  while (has(last) && type(last) != Parser::RPAREN && !starts_line(last)) ++last;
  if (type(last) != Parser::RPAREN) return false;
  const std::string_view own = own_type(text(-1));
  const Span whole = span(-1).to(span(last));
  auto& report = reporter_.report(kForeignType, whole, text(-1, last));
  if (own.starts_with("decimal")) {
    report.help("write `decimal`", span(-1), "decimal");
    return true;
  }
  const std::string meant = own.empty() ? text(-1) : std::string(own);
  report.help("write `" + meant + "`", whole, meant);
  if (meant == "string") {
    report.note("how long a text may be is a condition of a command: `where length(" + text(-3) + ") <= " + text(1) +
                "`");
  }
  return true;
}

// tags: [string], rank: "low" | "high", tags []string, map<string>, map<string: int32>, list of string
bool SlipFinder::collection_type() const {
  if (type(0) == Parser::LBRACKET && type(-1) == Parser::COLON && expects(Parser::LIST)) {
    const int close = matching(0);
    const std::string keyword = in_lower_case(text(-2));
    // required: [name], as schemas list their fields
    if (close > 1 && (keyword == "required" || keyword == "optional")) {
      reporter_.report(kForeignWord, span(-2), text(-2))
          .help("leave it out: a field has a value, unless its type is followed by `?`", span(-2).to(span(close)), "");
      return true;
    }
    auto& report = reporter_.report(kExpected, span(0), "a type", "`[`");
    if (is_word(1) && type(2) == Parser::RBRACKET) {
      const std::string_view own = own_type(text(1));
      const std::string meant = "list<" + (own.empty() ? text(1) : std::string(own)) + ">";
      report.help("write `" + meant + "`", span(0).to(span(2)), meant);
    } else {
      report.help("a list is written `list<T>`");
    }
    return true;
  }
  if (type(0) == Parser::STRING && type(-1) == Parser::COLON && expects(Parser::LIST)) {
    expected("a type").help("a choice of names is an `enum`: `enum Rank { low = 1  high = 2 }`");
    return true;
  }
  if (type(0) == Parser::LPAREN && type(-1) == Parser::COLON && expects(Parser::LIST)) {
    const int close = matching(0);
    const bool computes = close == 1 || type(close + 1) == Parser::ARROW || type(close + 1) == Parser::FAT_ARROW;
    expected("a type").help(
        computes ? "a field holds a value; what is computed of it stands where it is needed"
                 : "several values under one name are a `value`: `value Size { width: int32  height: int32 }`");
    return true;
  }
  const bool in_map = within({Parser::RuleTypeName}) && expects(Parser::COMMA);
  if (in_map && type(0) == Parser::COLON) {
    expected("`,`").help("write a comma", span(0), ",");
    return true;
  }
  if (in_map && type(0) == Parser::GREATER) {
    expected("`,`").help(
        "a map has keys and values: `map<string, int32>`; without keys it is a `list<T>` or a `set<T>`");
    return true;
  }
  const bool go = type(0) == Parser::LBRACKET && type(1) == Parser::RBRACKET && is_word(2) && touches(2) && !touches(0);
  if (go && is_name(-1)) {
    const std::string meant = text(-1) + ": list<" + text(2) + ">";
    reporter_.report(kForeignType, span(0).to(span(2)), text(0, 2))
        .help("write `" + meant + "`", span(-1).to(span(2)), meant);
    return true;
  }
  const bool container = type(-1) == Parser::LIST || type(-1) == Parser::SET || type(-1) == Parser::MAP;
  if (!container || !expects(Parser::LESS)) return false;
  auto& report = reporter_.report(kForeignType, span(-1), text(-1));
  if (type(0) == Parser::IDENTIFIER && text(0) == "of" && is_word(1) && !starts_line(0)) {
    const std::string meant = text(-1) + "<" + text(1) + ">";
    report.help("write `" + meant + "`", span(-1).to(span(1)), meant);
  } else if (is_word(0) && !starts_line(0) && type(-1) != Parser::MAP) {
    const std::string meant = text(-1) + "<" + text(0) + ">";
    report.help("write `" + meant + "`", span(-1).to(span(0)), meant);
  } else {
    report.help("say what it holds: `list<T>`, `set<T>`, `map<K, V>`");
  }
  return true;
}

// owner: string NOT NULL, account: AccountId primary key
bool SlipFinder::sql_behind_type() const {
  const std::string first = in_lower_case(text(0));
  const bool before = has(-1) && type(-1) == Parser::IDENTIFIER && !starts_line(-1);
  const std::string word = before ? in_lower_case(text(-1)) : std::string();
  const int begin = word == "not" || word == "primary" || word == "unique" ? -1 : 0;
  if (starts_line(begin)) return false;
  const std::string key = begin == -1 ? word : first;
  const bool not_null = key == "not" && has(begin + 1) && in_lower_case(text(begin + 1)) == "null";
  if (not_null) {
    reporter_.report(kForeignWord, span(begin).to(span(begin + 1)), text(begin, begin + 1))
        .help("leave it out: a field has a value, unless its type is followed by `?`", span(begin).to(span(begin + 1)),
              "");
    return true;
  }
  if (key != "primary") return false;
  reporter_.report(kForeignWord, span(begin), text(begin))
      .help("the key of a row stands in the head of its projection: `projection Summary by account: AccountId { … }`");
  return true;
}

bool SlipFinder::foreign_type() const {
  // decimal
  if (type(-1) == Parser::DECIMAL && expects(Parser::LPAREN)) {
    reporter_.report(kForeignType, span(-1), "decimal")
        .note("a decimal says how many digits it has, and how many of them after the point")
        .help("write, for amounts of money", span(-1), "decimal(18, 2)");
    return true;
  }
  const bool of_field =
      within({Parser::RuleField, Parser::RuleParameter, Parser::RuleExternFunction}) || expects_item();
  // string[]
  if (type(0) != Parser::LBRACKET || type(1) != Parser::RBRACKET || type(-1) != Parser::IDENTIFIER || !of_field)
    return false;
  const Span whole = span(-1).to(span(1));
  const std::string_view own = own_type(text(-1));
  const std::string meant = "list<" + (own.empty() ? text(-1) : std::string(own)) + ">";
  reporter_.report(kForeignType, whole, text(-1) + "[]").help("write `" + meant + "`", whole, meant);
  return true;
}

}  // namespace cqrsc::parsing
