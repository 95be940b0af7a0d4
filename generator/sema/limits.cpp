// How much there may be of one thing, where C++ and SQLite end before the language does.
#include "sema/analysis.hpp"

namespace cqrsc::sema {
namespace {

/// Of a struct whose members Boost.PFR counts: rows, their values, results and parameters.
constexpr std::size_t kMostFields = 100;
/// Of a table in SQLite.
constexpr std::size_t kMostColumns = 2000;
/// Of a `std::variant`: compilers nest templates only so deep.
constexpr std::size_t kMostAlternatives = 256;

void report(Analysis& analysis, Span span, const std::string& owner, std::size_t count, const char* what,
            std::size_t most, const char* help) {
  analysis.reporter.report(kTooMany, span, owner, std::to_string(count) + " " + what, most).help(help);
}

class RowLimits {
 public:
  RowLimits(Analysis& analysis, const model::Projection& projection) : analysis_(analysis), projection_(projection) {}

  void check() {
    const std::size_t fields = projection_.keys.size() + projection_.fields.size();
    if (fields > kMostFields)
      return report(analysis_, analysis_.name_span(projection_), "a row of " + quoted(projection_.name), fields,
                    "fields with its key", kMostFields,
                    "put what belongs together into a `value`: its fields are columns all the same");
    for (const model::Field& key : projection_.keys) add(key, *key.type);
    for (const model::Field& field : projection_.fields) add(field, *field.type);
    if (columns_ > kMostColumns && !reported_)
      report(analysis_, analysis_.name_span(projection_), "projection " + quoted(projection_.name), columns_, "columns",
             kMostColumns, "spread them over several projections of the same key");
  }

 private:
  void add(const model::Field& root, const model::Type& type) {
    if (type.kind != model::TypeKind::Value) {
      ++columns_;
      return;
    }
    if (type.value->fields.size() > kMostFields && !reported_) {
      reported_ = true;
      report(analysis_, analysis_.name_span(root), "value " + quoted(type.value->name) + ", which is in a row,",
             type.value->fields.size(), "fields", kMostFields,
             "keep in the row what is asked for, or put what belongs together into values of its own");
    }
    for (const model::Field& part : type.value->fields) add(root, *part.type);
  }

  Analysis& analysis_;
  const model::Projection& projection_;
  std::size_t columns_ = 0;
  bool reported_ = false;
};

void check_query(Analysis& analysis, const model::Query& query) {
  const Span span = analysis.name_span(query);
  if (query.parameters.size() > kMostFields)
    report(analysis, span, "query " + quoted(query.name), query.parameters.size(), "parameters", kMostFields,
           "ask with fewer, or in several queries");
  if (query.columns.size() > kMostFields)
    report(analysis, span, "a result of " + quoted(query.name), query.columns.size(), "fields", kMostFields,
           "select less, or in several queries");
}

}  // namespace

void check_limits(Analysis& analysis) {
  for (const auto& work : analysis.unions) {
    if (!work.context->is_main || work.target->alternatives.size() <= kMostAlternatives) continue;
    report(analysis, work.syntax->name.span, "union " + quoted(work.target->name), work.target->alternatives.size(),
           "alternatives", kMostAlternatives, "group them into unions of their own, or say which it is by an `enum`");
  }
  for (const AggregateWork& work : analysis.aggregates) {
    if (work.is_imported()) continue;
    for (const model::Command& command : work.aggregate->commands) {
      if (command.rejects.size() <= kMostAlternatives) continue;
      report(analysis, analysis.name_span(command), "command " + quoted(command.name), command.rejects.size(),
             "rejections", kMostAlternatives, "give one error a field that says what is wrong, such as an `enum`");
    }
  }
  for (const ProjectionWork& work : analysis.projections)
    if (work.context->is_main) RowLimits(analysis, *work.projection).check();
  for (const QueryWork& work : analysis.queries)
    if (work.context->is_main) check_query(analysis, *work.query);
}

}  // namespace cqrsc::sema
