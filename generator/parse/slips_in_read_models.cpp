// What hands that know SQL or other systems write in a query or a projection, and what is meant instead.
#include <array>
#include <cctype>
#include <string>

#include "parse/slip_finder.hpp"
#include "parse/words.hpp"

namespace cqrsc::parsing {
namespace {

struct SqlWord {
  std::string_view word;
  std::string_view help;
};

constexpr auto kSqlWords = std::to_array<SqlWord>({
    {"like", "text is searched with `contains(row.x, …)`, `startsWith`, `endsWith`, or `row.x matches \"…\"`"},
    {"ilike", "text is searched with `contains(lower(row.x), lower(…))`"},
    {"is", "`none` is compared like other values: `row.x == none`, `row.x != none`"},
    {"between", "write `row.x in low..high`; both ends belong to it"},
    {"having", "what is computed over a group is selected; the program that asks decides on the results"},
    {"join", "a query reads one projection; a projection may follow several aggregates"},
    {"inner", "a query reads one projection; a projection may follow several aggregates"},
    {"left", "a query reads one projection; a projection may follow several aggregates"},
    {"right", "a query reads one projection; a projection may follow several aggregates"},
    {"offset", "every query gives its results page by page; the next page is asked for with the cursor of the last"},
    {"skip", "every query gives its results page by page; the next page is asked for with the cursor of the last"},
    {"distinct", "results that differ are groups: `group by` what is selected"},
    {"orderby", "write `order by`"},
    {"sort", "write `order by`"},
    {"groupby", "write `group by`"},
    {"descending", "write `desc`"},
    {"ascending", "write `asc`"},
    {"union", "each query reads one projection; ask two of them"},
    {"with", "a query has `where`, `group by`, `order by` and `limit`"},
    {"on", "a query has `where`, `group by`, `order by` and `limit`"},
});

}  // namespace

// Whether what was read before the error is the beginning of a query.
bool SlipFinder::in_query() const {
  for (int i = -1; has(i); --i) {
    if (type(i) == Parser::RBRACE || type(i) == Parser::LBRACE) return false;
    if (type(i) == Parser::QUERY && starts_line(i)) return true;
  }
  return false;
}

// query Late(days: int32 = 10)
bool SlipFinder::parameter_with_default() const {
  if (type(0) != Parser::ASSIGN || !expects(Parser::RPAREN) || !is_word(-1) || type(-2) != Parser::COLON) return false;
  int last = 0;
  while (has(last + 1) && type(last + 1) != Parser::COMMA && type(last + 1) != Parser::RPAREN && !starts_line(last + 1))
    ++last;
  reporter_.report(kUnexpected, span(0).to(span(last)), "`" + text(0, last) + "`")
      .note("a parameter has no value of its own")
      .help("let it be left out, and write `" + text(-3) + " ?? " + text(1, last) + "` where it is used",
            span(-1).after().to(span(last)), "?");
  return true;
}

// select courier, total = sum(row.price)
bool SlipFinder::selected_alone() const {
  const bool alone = is_name(-1) && (type(-2) == Parser::SELECT || type(-2) == Parser::COMMA);
  if (!alone || !expects(Parser::ASSIGN) || (type(0) != Parser::COMMA && type(0) != Parser::FROM)) return false;
  reporter_.report(kExpected, span(0), "`=`", "`" + text(0) + "`")
      .note("what is selected has a name, which stands before it")
      .help("write both", span(-1), text(-1) + " = row." + text(-1));
  return true;
}

// limit first or 10
bool SlipFinder::limit_slip() const {
  const bool joins = type(0) == Parser::AND || type(0) == Parser::OR || compares(0);
  int word = -1;
  while (has(word) && !starts_line(word) && type(word) != Parser::LIMIT && type(word) != Parser::WHERE) --word;
  if (!joins || starts_line(0) || type(word) != Parser::LIMIT) return false;
  int last = 0;
  while (!ends_line(last)) ++last;
  reporter_.report(kUnexpected, span(0), "`" + text(0) + "`")
      .note("a limit is one number: of parameters and whole numbers, by `+ - * /`")
      .help("leave it out", span(-1).after().to(span(last)), "");
  return true;
}

bool SlipFinder::in_queries() const {
  if (!in_query()) return false;
  // from Payments as p, order by row.at nulls last
  if (type(0) == Parser::AS && type(-2) == Parser::FROM && is_word(1)) {
    expected("a clause").note("what is asked of is `row`").help("leave it out", span(-1).after().to(span(1)), "");
    return true;
  }
  if (has(1) && in_lower_case(text(0)) == "nulls" && !starts_line(1)) {
    reporter_.report(kForeignWord, span(0).to(span(1)), text(0, 1))
        .note("what is `none` has no place in an order")
        .help("leave it out", span(-1).after().to(span(1)), "");
    return true;
  }
  if (limit_slip() || parameter_with_default() || selected_alone()) return true;
  // SELECT * FROM Summary
  if (in_lower_case(text(0)) == "select" && type(1) == Parser::STAR && in_lower_case(text(2)) == "from") {
    reporter_.report(kForeignWord, span(0).to(span(1)), text(0, 1))
        .note("without `select`, a result is the whole row")
        .help("leave it out", span(0).to(span(2)), "from");
    return true;
  }
  // select *
  if (type(0) == Parser::STAR && type(-1) == Parser::SELECT) {
    reporter_.report(kForeignWord, span(0), "*")
        .note("without `select`, a result is the whole row")
        .help("leave it out", span(-1).to(span(0)), "");
    return true;
  }
  // count(*)
  if (type(0) == Parser::STAR && type(-1) == Parser::LPAREN && text(-2) == "count") {
    reporter_.report(kForeignWord, span(0), "*").help("rows are counted with `count()`", span(0), "");
    return true;
  }
  // where row.owner in (a, b)
  if (type(0) == Parser::COMMA && opened_by_in()) {
    reporter_.report(kExpected, span(0), "`)`", "`,`").help("what is one of several is written `in [a, b]`");
    return true;
  }
  // query All from Summary
  if (is_name(-1) && type(-2) == Parser::QUERY && expects(Parser::LPAREN)) {
    const bool over = starts_line(0);
    if (!over && names_result(0)) {
      expected("`(`")
          .note("parameters stand in parentheses, even if there are none")
          .help("write the projection behind `from`", span(-1).after().to(span(0)), "() from");
      return true;
    }
    reporter_
        .report(kExpected, over ? span(-1).after() : span(0), "`(`", over ? "the end of the line" : "`" + text(0) + "`")
        .help("parameters stand in parentheses, even if there are none", span(-1).after(), "()");
    return true;
  }
  // query All() where …
  if (type(-1) == Parser::RPAREN && expects(Parser::FROM) && type(0) <= Parser::WHERE && type(0) != Parser::FROM) {
    int later = 1;
    while (has(later) && type(later) != Parser::FROM && !(starts_line(later) && type(later) > Parser::WHERE)) ++later;
    const std::string only = type(later) == Parser::FROM ? "" : only_projection();
    if (only.empty())
      expected("`from`").help("first comes the projection: `from SomeProjection`, then the clauses");
    else
      expected("`from`").help("first comes the projection", span(0).before(), "from " + only + " ");
    return true;
  }
  // from Summary { where … }
  if (type(0) == Parser::LBRACE && is_name(-1) && type(-2) == Parser::FROM) {
    reporter_.report(kExpected, span(0), "a clause", "`{`").help("the clauses of a query stand without braces");
    return true;
  }
  return name_behind_value() || sql_word();
}

// Whether the parenthesis around the error stands behind `in`.
bool SlipFinder::opened_by_in() const {
  int open = -1;
  while (has(open) && type(open) != Parser::LPAREN && type(open) != Parser::RPAREN && !starts_line(open)) --open;
  return type(open) == Parser::LPAREN && type(open - 1) == Parser::IN;
}

// select row.owner as name
bool SlipFinder::name_behind_value() const {
  if (type(0) != Parser::AS && !(expects(Parser::ASSIGN) && (type(0) == Parser::DOT || type(0) == Parser::LPAREN)))
    return false;
  int select = -1;
  while (has(select) && type(select) != Parser::SELECT && type(select) != Parser::FROM) --select;
  if (type(select) != Parser::SELECT) return false;
  reporter_.report(kExpected, span(0), "`=`", "`" + text(0) + "`")
      .note("what is selected has a name, which stands before it")
      .help("write `select name = row.field`, `select count = count()`");
  return true;
}

bool SlipFinder::sql_word() const {
  // The word itself does not fit, or, read as the name of what is selected, what comes after it.
  for (const int offset : {0, -1}) {
    if (!has(offset) || !is_word(offset) || type(offset - 1) == Parser::DOT) continue;
    if (offset == -1 && type(-2) != Parser::SELECT) continue;
    const std::string word = in_lower_case(text(offset));
    for (const SqlWord& known : kSqlWords) {
      if (known.word != word) continue;
      reporter_.report(kForeignWord, span(offset), text(offset)).help(std::string(known.help));
      return true;
    }
  }
  return false;
}

// projection P { … }, projection P by AccountId { … }, projection P by k: K inline { … }
bool SlipFinder::in_projections() const {
  const bool behind_key = type(0) == Parser::INLINE && within({Parser::RuleProjectionDeclaration}) && !expects_item();
  if ((within({Parser::RuleProjectionHeader}) || behind_key) && projection_header()) return true;
  // set owner = owner
  if (type(-1) == Parser::SET && is_word(0) && type(1) == Parser::ASSIGN && within({Parser::RuleBlock})) {
    reporter_.report(kForeignWord, span(-1), "set").help("leave it out", span(-1).to(span(0)), text(0));
    return true;
  }
  // on order.OrderPlaced: a word of the language, written small
  if (expects(Parser::IDENTIFIER) && is_word(0) && !is_name(0) && type(1) == Parser::DOT && is_capital(2)) {
    std::string name = text(0);
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    reporter_.report(kExpected, span(0), "an event", "`" + text(0) + "`")
        .help("an aggregate is named as it is declared, mostly with a capital", span(0), name);
    return true;
  }
  if (within({Parser::RuleRowHandler})) return row_handler();
  // ignore unknown
  if (type(0) == Parser::UNKNOWN && type(-1) == Parser::IGNORE) {
    reporter_.report(kExpected, span(0), "an event", "`unknown`")
        .help("what a newer program has written is passed over by", span(-1).to(span(0)), "on unknown ignore");
    return true;
  }
  return false;
}

// The aggregate of the first handler of the projection whose header the error is in.
// The projection of the file, if it has but one.
std::string SlipFinder::only_projection() const {
  std::string only;
  int first = 0;
  while (has(first - 1)) --first;
  for (int i = first; has(i); ++i) {
    if (type(i) != Parser::PROJECTION || !starts_line(i) || !is_capital(i + 1)) continue;
    if (!only.empty()) return "";
    only = text(i + 1);
  }
  return only;
}

std::string SlipFinder::projected_aggregate() const {
  int i = 0;
  while (has(i) && type(i) != Parser::LBRACE && !(i > 0 && starts_line(i))) ++i;
  for (int depth = 0; has(i); ++i) {
    if (type(i) == Parser::LBRACE) ++depth;
    if (type(i) == Parser::RBRACE && --depth == 0) break;
    if (depth == 1 && type(i) == Parser::ON && is_capital(i + 1) && type(i + 2) == Parser::DOT) return text(i + 1);
  }
  return "";
}

bool SlipFinder::projection_header() const {
  if (expects(Parser::BY) && is_name(-1)) {
    auto& report = reporter_.report(kExpected, span(0), "`by`", "`" + text(0) + "`").note("a row is found by its key");
    const bool named = is_word(0) && is_capital(1) && type(2) == Parser::LBRACE;
    const std::string key = key_for(named ? text(1) : projected_aggregate());
    if (!key.empty())
      report.help("say what it is", named ? span(0).to(span(1)) : span(-1).after(), named ? key : " " + key);
    else
      report.help("say what it is: `projection " + text(-1) + " by account: AccountId { … }`");
    return true;
  }
  if (type(0) == Parser::INLINE) {
    reporter_.report(kModifierOrder, span(0), text(0)).help("the order is `projection Name inline by key: Type { … }`");
    return true;
  }
  const bool after_key = type(-2) == Parser::BY || type(-2) == Parser::COMMA;
  if (expects(Parser::COLON) && is_name(-1) && after_key && !is_name(0) && !is_capital(-1)) {
    std::string id = text(-1) + "Id";
    id.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(id.front())));
    reporter_.report(kExpected, span(0), "`:`", "`" + text(0) + "`")
        .help("write its type, if that is its id", span(-1).after(), ": " + id);
    return true;
  }
  if (expects(Parser::COLON) && is_name(-1) && after_key && !is_name(0)) {
    reporter_.report(kExpected, span(0), "`:`", "`" + text(0) + "`")
        .help("a key has a name and a type", span(-1).before(), "key: ");
    return true;
  }
  return false;
}

bool SlipFinder::row_handler() const {
  const auto expected = [&](const char* what) -> Diagnostic& {
    return reporter_.report(kExpected, span(0), what, "`" + text(0) + "`");
  };
  if (type(0) == Parser::COMMA) {
    expected("`{`, `at` or `delete`").help("each event has a handler of its own: `on A.B { … }  on A.C { … }`");
    return true;
  }
  const bool late = type(0) == Parser::AT || type(0) == Parser::FOR || type(0) == Parser::EXISTING;
  if (late && (expects(Parser::LBRACE) || expects(Parser::DELETE))) {
    reporter_.report(kModifierOrder, span(0), text(0))
        .help("the order is `on Event for x in xs at key existing { … }`");
    return true;
  }
  return false;
}

}  // namespace cqrsc::parsing
