#include <array>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {

bool SlipFinder::in_fields() const {
  if (member_of_another_block()) return true;
  // invariant from <= to, invariant: from <= to
  if (type(-1) == Parser::INVARIANT && type(0) != Parser::STRING && expects(Parser::STRING) && !starts_line(0) &&
      (type(0) != Parser::COLON || !is_word(1) || !ends_line(1))) {
    // invariant positive: fee >= 0
    if (is_word(0) && type(1) == Parser::COLON) {
      expected("a text in quotes").help("what always holds is said in quotes", span(0), "\"" + text(0) + "\"");
      return true;
    }
    expected("a text in quotes")
        .help("say in words what always holds", span(-1).after(), type(0) == Parser::COLON ? " \"…\"" : " \"…\":");
    return true;
  }
  // "title": "string"
  if (type(0) == Parser::STRING && type(1) == Parser::COLON && expects_item()) {
    const std::string name = text(0).substr(1, text(0).size() - 2);
    expected("a name").help("names stand without quotes", span(0), name);
    return true;
  }
  // owner? : string
  const bool in_field = within({Parser::RuleField, Parser::RuleParameter});
  if (type(0) == Parser::QUESTION && expects(Parser::COLON) && in_field) {
    auto& report = reporter_.report(kQuestionAfterName, span(0));
    const bool simple = type(1) == Parser::COLON && type(2) == Parser::IDENTIFIER && type(3) != Parser::DOT;
    if (simple && !starts_line(2))
      report.help("write it after the type", span(0).to(span(2)), text(1, 2) + "?");
    else
      report.help("write it after the type: `" + text(-1) + ": Type?`");
    return true;
  }
  // owner = string
  if (type(0) == Parser::ASSIGN && expects(Parser::COLON) && in_field) {
    reporter_.report(kFieldWithoutColon, span(0)).help("write `:`", span(-1).after().to(span(0)), ":");
    return true;
  }
  // @personal()
  if (type(0) == Parser::RPAREN && type(-1) == Parser::LPAREN && type(-3) == Parser::AT_SIGN) {
    reporter_.report(kUnexpected, span(-1).to(span(0)), "`()`").help("leave it out", span(-2).to(span(0)), text(-2));
    return true;
  }
  // @deprecated(reason: "…")
  if (type(0) == Parser::COLON && is_word(-1) && type(-2) == Parser::LPAREN && type(-4) == Parser::AT_SIGN &&
      text(-3) == "deprecated") {
    reporter_.report(kUnexpected, span(-1).to(span(0)), "`" + text(-1, 0) + "`")
        .help("what to use instead stands alone", span(-1).to(span(1)), text(1));
    return true;
  }
  // { owner: "Ada" }
  if (type(0) == Parser::COLON && type(1) != Parser::ASSIGN && expects(Parser::ASSIGN) && !expects(Parser::COLON) &&
      is_word(-1)) {
    reporter_.report(kValueWithColon, span(0)).help("write `=`", span(0), touches(0) ? " =" : "=");
    return true;
  }
  return value_missing() || type_before_name() || missing_type();
}

// { title =   rank = 1 }, { title = "a"  rank }, { rank == 1 }
bool SlipFinder::value_missing() const {
  if (type(0) == Parser::ASSIGN && is_word(-1) && type(-2) == Parser::ASSIGN && is_word(-3)) {
    reporter_.report(kExpected, span(-1), "a value for `" + text(-3) + "`", "`" + text(-1) + " =`")
        .help("write it after `" + text(-3) + " =`");
    return true;
  }
  const bool in_values = within({Parser::RuleInitializer}) && expects(Parser::ASSIGN) && is_word(-1);
  // emit Confirmed { at = now  total }
  if (in_values && type(0) == Parser::RBRACE && within({Parser::RuleEmitStatement, Parser::RuleRequireStatement})) {
    reporter_.report(kExpected, span(-1), "a field with its value", "`" + text(-1) + "`")
        .help("write both, the field and its value", span(-1).after(), " = " + text(-1));
    return true;
  }
  if (in_values && type(0) == Parser::RBRACE) {
    expected("`=`").help("write what it is", span(-1).after(), " = …");
    return true;
  }
  if (type(0) != Parser::EQUAL || !expects(Parser::ASSIGN)) return false;
  expected("`=`").help("a value is given with `=`", span(0), "=");
  return true;
}

namespace {

struct Place {
  size_t word;
  const char* where;
};

constexpr auto kPlaces = std::to_array<Place>({
    {grammar::CqrsParser::EVENT, "in an aggregate"},
    {grammar::CqrsParser::COMMAND, "in an aggregate"},
    {grammar::CqrsParser::SNAPSHOT, "in an aggregate"},
    {grammar::CqrsParser::STATE, "in an aggregate or a process"},
    {grammar::CqrsParser::ON, "in an aggregate, a projection or a process"},
    {grammar::CqrsParser::WHEN, "in a scenario"},
    {grammar::CqrsParser::ENUM, "by itself, in no block"},
    {grammar::CqrsParser::ERROR, "by itself, in no block"},
    {grammar::CqrsParser::AGGREGATE, "by itself, in no block"},
    {grammar::CqrsParser::PROJECTION, "by itself, in no block"},
    {grammar::CqrsParser::PROCESS, "by itself, in no block"},
    {grammar::CqrsParser::QUERY, "by itself, in no block"},
    {grammar::CqrsParser::SCENARIO, "by itself, in no block"},
});

}  // namespace

const char* place_of(size_t word) {
  const auto* const place = std::ranges::find(kPlaces, word, &Place::word);
  return place == kPlaces.end() ? "somewhere else" : place->where;
}

// command Rename { … } in an event: the word was taken for the name of a field.
bool SlipFinder::member_of_another_block() const {
  if (!expects(Parser::COLON) || !begins(-1)) return false;
  // `event Renamed` may as well be a field without its colon; a member begins with a name of its own.
  const bool opens = type(0) == Parser::LBRACE && type(-1) == Parser::STATE;
  const bool named = is_capital(0) && !starts_line(0) && type(1) != Parser::QUESTION && type(1) != Parser::ASSIGN;
  const bool other = type(0) == Parser::STRING || type(0) == Parser::EVERY;
  if (!opens && !named && !other) return false;
  for (const Place& place : kPlaces) {
    if (place.word != type(-1)) continue;
    auto& report = reporter_.report(kMisplaced, span(-1), text(-1), place.where);
    const size_t block = enclosing();
    if (opens && block == Parser::RuleProjectionDeclaration) {
      report.help("the fields of a projection stand in it without `state`");
    } else if (place.word == Parser::WHEN) {
      report.help("write `on`", span(-1), "on");
    } else if (place.word == Parser::EVENT && block == Parser::RuleCommandDeclaration) {
      report.help("a command records an event with `emit`", span(-1), "emit");
    } else {
      report.help("move it out of this block");
    }
    return true;
  }
  return false;
}

// string owner
bool SlipFinder::type_before_name() const {
  const bool fields = within({Parser::RuleField, Parser::RuleCommandItem, Parser::RuleParameter});
  if (!fields || !expects(Parser::COLON) || !is_word(0) || !is_word(-1) || starts_line(0)) return false;
  if (foreign_word()) return true;
  const std::string first = text(-1);
  if (!looks_like_type(first)) {
    // due date: date
    if (type(1) == Parser::COLON && !starts_line(1)) {
      std::string second = text(0);
      second.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(second.front())));
      reporter_.report(kNameInParts, span(-1).to(span(0)))
          .help("write `" + first + second + "`", span(-1).to(span(0)), first + second);
      return true;
    }
    if (misspelled_word()) return true;
    reporter_.report(kFieldWithoutColon, span(0)).help("write `:`", span(-1).after(), ":");
    return true;
  }
  const std::string_view own = own_type(first);
  const std::string written = text(0) + ": " + (own.empty() ? first : std::string(own));
  // string name = 1;
  const bool numbered = type(1) == Parser::ASSIGN && type(2) == Parser::INTEGER && !within({Parser::RuleStateBlock});
  auto& report = reporter_.report(kTypeBeforeName, span(-1).to(span(0)), text(0));
  if (numbered) report.note("fields have no numbers: what stands behind `=` would be the default");
  report.help("write `" + written + "`", span(-1).to(span(numbered ? 2 : 0)), written);
  return true;
}

bool SlipFinder::missing_type() const {
  // what stands behind a value: 10 EUR
  const bool behind_value = type(-2) == Parser::INTEGER || type(-2) == Parser::DECIMAL_NUMBER;
  if (behind_value && is_name(-1) && !starts_line(-1) && expects(Parser::COLON)) return false;
  // k := 3
  if (type(0) == Parser::ASSIGN && touches(0) && type(-1) == Parser::COLON && is_word(-2) && begins(-2) &&
      within({Parser::RuleCommandDeclaration})) {
    reporter_.report(kForeignOperator, span(-1).to(span(0)), ":=")
        .help("a name for a value is given with `let`", span(-2).to(span(0)), "let " + text(-2) + " =");
    return true;
  }
  // owner:   and then the next line, or the end
  if (type(-1) == Parser::COLON && expects(Parser::LIST) && is_word(-2)) {
    const bool over =
        starts_line(0) || type(0) == Parser::RBRACE || type(0) == Parser::COMMA || type(0) == Parser::ASSIGN;
    if (over) {
      reporter_.report(kFieldWithoutType, span(-2), text(-2)).help("write it after the colon");
      return true;
    }
  }
  // a name alone on its line; the type of the next field was taken for its own
  if (type(0) == Parser::COLON && is_word(-1) && starts_line(-1) && type(-2) == Parser::COLON && is_word(-3)) {
    reporter_.report(kFieldWithoutType, span(-3), text(-3)).help("write it after the colon");
    return true;
  }
  const bool fields = within({Parser::RuleField, Parser::RuleCommandItem});
  const bool null = has(-2) && in_lower_case(text(-1)) == "null" && !starts_line(-1) && type(-3) == Parser::COLON;
  if (null && expects(Parser::COLON)) {
    reporter_.report(kForeignType, span(-2).to(span(-1)), text(-2, -1))
        .help("what may be missing is written with `?`", span(-2).to(span(-1)), text(-2) + "?");
    return true;
  }
  if (fields && expects(Parser::COLON) && is_name(-1) && (starts_line(0) || type(0) == Parser::RBRACE)) {
    reporter_.report(kFieldWithoutType, span(-1), text(-1)).help("write `" + text(-1) + ": ` and its type");
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
