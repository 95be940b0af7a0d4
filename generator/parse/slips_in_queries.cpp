// What hands that know SQL write in a query, and what is meant instead.
#include <array>
#include <string>

#include "parse/slip_finder.hpp"

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

bool SlipFinder::in_queries() const {
  if (!in_query()) return false;
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
  return name_behind_value() || sql_word();
}

// select row.owner as name
bool SlipFinder::name_behind_value() const {
  if (type(0) != Parser::AS && !(expects(Parser::ASSIGN) && type(0) == Parser::DOT)) return false;
  int select = -1;
  while (has(select) && type(select) != Parser::SELECT && type(select) != Parser::FROM) --select;
  if (type(select) != Parser::SELECT) return false;
  reporter_.report(kExpected, span(0), "`=`", "`" + text(0) + "`")
      .note("what is selected has a name, which stands before it")
      .help("write `select name = row.field`");
  return true;
}

bool SlipFinder::sql_word() const {
  // The word itself does not fit, or, read as the name of what is selected, what comes after it.
  for (const int offset : {0, -1}) {
    if (!has(offset) || !is_word(offset) || type(offset - 1) == Parser::DOT) continue;
    if (offset == -1 && type(-2) != Parser::SELECT) continue;
    const std::string word = text(offset);
    for (const SqlWord& known : kSqlWords) {
      if (known.word != word) continue;
      reporter_.report(kForeignWord, span(offset), word).help(std::string(known.help));
      return true;
    }
  }
  return false;
}

}  // namespace cqrsc::parsing
