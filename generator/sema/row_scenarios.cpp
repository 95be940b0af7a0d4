// Scenarios for projections and queries: streams are given, and rows expected.
#include <algorithm>
#include <array>
#include <map>

#include "sema/near_names.hpp"
#include "sema/read_models.hpp"
#include "sema/scenario_parts.hpp"

namespace cqrsc::sema {
namespace {

class RowScenarioAnalyzer {
 public:
  /// `query` is null where the scenario is for the projection itself.
  RowScenarioAnalyzer(Analysis& analysis, ContextWork& context, const model::Projection& projection,
                      const model::Query* query, const syntax::ScenarioDeclaration& syntax)
      : analysis_(analysis),
        context_(context),
        projection_(projection),
        query_(query),
        syntax_(syntax),
        scenario_(context.context->scenarios.emplace_back()),
        parts_(analysis, context, syntax, scenario_),
        typer_(parts_.typer()) {}

  model::Scenario& analyze(const std::vector<const model::Scenario*>& others) {
    if (is_of_aggregate(syntax_)) return scenario_;
    parts_.check_title(others, query_ != nullptr ? query_->name : projection_.name);
    for (const syntax::Assumption& assumption : syntax_.assumptions)
      if (!parts_.add_assumption(assumption)) broken_ = true;
    for (const auto& given : syntax_.given) add_given(given);
    if (syntax_.when) add_when(*syntax_.when);
    for (const syntax::Expectation& expectation : syntax_.then) add_expectation(expectation);
    check_form();
    return scenario_;
  }

 private:
  /// when Close { }, in a scenario for what shows accounts: it is one for the aggregate. Said once.
  bool is_of_aggregate(const syntax::ScenarioDeclaration& syntax) {
    const auto* asked = syntax.when ? std::get_if<syntax::Happening>(&syntax.when->node) : nullptr;
    if (asked == nullptr || asked->type.parts.size() != 1 || query_ != nullptr) return false;
    for (const AggregateWork& work : analysis_.aggregates) {
      if (work.is_imported() || work.commands.count(asked->type.last().text) == 0) continue;
      Diagnostic& report = analysis_.reporter.report(kScenarioForm, asked->type.span, "a command", "a projection");
      report.label(syntax.subject.span, "is a projection");
      const bool rows = !syntax.then.empty() && (std::holds_alternative<syntax::ExpectRow>(syntax.then.front().node) ||
                                                 std::holds_alternative<syntax::ExpectNoRow>(syntax.then.front().node));
      if (rows)
        report.help("a projection follows events: let " + quoted("given") + " say what the command emits");
      else
        report.help("what a command does is shown of its aggregate", syntax.subject.span, work.aggregate->name);
      return true;
    }
    return false;
  }

  void refuse(Span span, const std::string& what, const std::string& help) {
    broken_ = true;
    analysis_.reporter.report(kScenarioForm, span, what, query_ != nullptr ? "a query" : "a projection").help(help);
  }

  // ------------------------------------------------------------------------------------------------------------ given

  void add_given(const std::variant<syntax::StreamHistory, syntax::Happening>& given) {
    const auto* stream = std::get_if<syntax::StreamHistory>(&given);
    if (stream != nullptr) return add_stream(*stream);
    const auto& happening = std::get<syntax::Happening>(given);
    const syntax::Path& path = happening.type;
    if (path.parts.empty()) {
      broken_ = true;
      return;
    }
    const std::string& event = path.last().text;
    const model::Aggregate* owner = nullptr;
    for (const model::Aggregate* aggregate : projection_.aggregates)
      for (const model::Event& one : aggregate->events)
        if (one.name == event) owner = aggregate;
    if (const auto said = streamless_.find(owner); owner != nullptr && said != streamless_.end()) {
      said->second->also_at(path.span);
      return;
    }
    const std::string_view all = analysis_.sources.file(happening.span).text(happening.span);
    broken_ = true;
    Diagnostic& report = analysis_.reporter.report(kScenarioForm, path.span, "an event without its stream",
                                                   query_ != nullptr ? "a query" : "a projection");
    streamless_[owner] = &report;
    if (owner == nullptr || owner->id == nullptr || all.find('\n') != std::string_view::npos) {
      const std::string aggregate = owner == nullptr ? "SomeAggregate" : owner->name;
      report.help("say whose it is: " + quoted("given " + aggregate + "(\"…\") { " + event + " { … } }"));
      return;
    }
    const std::string fields(all.substr(path.span.end - happening.span.begin));
    report.help("say whose it is", happening.span,
                owner->name + "(" + sample_text(*analysis_.type_of(*owner->id)) + ") { " + event + fields + " }");
  }

  void add_stream(const syntax::StreamHistory& syntax) {
    const AggregateWork* work = find_aggregate(analysis_, context_, syntax.aggregate);
    if (work == nullptr || work->aggregate->id == nullptr) {
      broken_ = true;
      return;
    }
    const auto& followed = projection_.aggregates;
    if (std::find(followed.begin(), followed.end(), work->aggregate) == followed.end()) {
      if (analysis_.reporter.error_count() != 0) return;  // what is followed may only be unread
      report_unfollowed(syntax, *work->aggregate);
      return;
    }
    model::GivenStream stream{work->aggregate,
                              typer_.check(*syntax.id, analysis_.type_of(*work->aggregate->id)),
                              {},
                              analysis_.locate(syntax.span)};
    for (const syntax::Happening& happening : syntax.events) {
      if (happening.type.parts.empty()) continue;
      const model::Event* event = find_event_of(analysis_, *work, happening.type.last());
      auto made = event == nullptr ? std::nullopt : parts_.given(*event, happening);
      if (made) stream.events.push_back(std::move(*made));
    }
    if (stream.id != nullptr) scenario_.streams.push_back(std::move(stream));
  }

  void report_unfollowed(const syntax::StreamHistory& syntax, const model::Aggregate& aggregate) {
    std::string followed;
    for (const model::Aggregate* one : projection_.aggregates)
      followed += (followed.empty() ? "" : ", ") + quoted(one->name);
    analysis_.reporter.report(kStreamNotFollowed, syntax.aggregate.span, projection_.name, aggregate.name)
        .label(analysis_.name_span(projection_), "follows " + followed)
        .help("leave the stream out, or handle its events: " + quoted("on " + aggregate.name + ".… { }"));
  }

  // ------------------------------------------------------------------------------------------------------------- when

  void add_when(const syntax::When& when) {
    const auto* happening = std::get_if<syntax::Happening>(&when.node);
    if (query_ == nullptr)
      return refuse(when.span, "`when`", "what has happened stands after `given`, the rows it leads to after `then`");
    if (happening == nullptr || happening->type.parts.empty())
      return refuse(when.span, "what happens to a process",
                    "ask the query: " + quoted("when " + query_->name + " { … }"));
    if (happening->type.text() != query_->name)
      return refuse(happening->type.span, quoted(happening->type.text()) + " after `when`",
                    "the scenario is for one query: " + quoted("when " + query_->name + " { … }"));
    if (!happening->stamps.empty())
      refuse(happening->stamps.front().span, "`at`, `by` or `as role` after a query",
             "a query knows no time and no person: say what it needs as a parameter");
    const InitRules rules{.owner = "query " + quoted(query_->name)};
    auto fields =
        typer_.initialize(query_->parameters, happening->initializers, happening->type.span, happening->braces, rules);
    if (fields) scenario_.when_query = model::WhenQuery{std::move(*fields), analysis_.locate(happening->span)};
  }

  // ------------------------------------------------------------------------------------------------------------- then

  void add_expectation(const syntax::Expectation& expectation) {
    const model::Location location = analysis_.locate(expectation.span);
    const auto& node = expectation.node;
    if (const auto* row = std::get_if<syntax::ExpectRow>(&node)) return add_row(*row, location, expectation.span);
    if (const auto* none = std::get_if<syntax::ExpectNoRow>(&node))
      return add_no_row(*none, location, expectation.span);
    if (std::holds_alternative<syntax::ExpectNothing>(node)) {
      if (query_ == nullptr)
        return refuse(expectation.span, "`nothing`", "say which row is not there: " + quoted("then no row …"));
      scenario_.then.push_back({location, model::ExpectedNothing{}});
      return;
    }
    const bool event = std::holds_alternative<syntax::ExpectEvent>(node);
    const bool state = std::holds_alternative<syntax::ExpectState>(node);
    refuse(expectation.span,
           event   ? "an expected event"
           : state ? "`state`"
                   : "what an aggregate or a process does",
           query_ != nullptr ? "expect its results in order, " + quoted("row { … }") + ", or " + quoted("nothing")
                             : "expect rows by their keys: " + quoted("row … { … }") + ", " + quoted("no row …"));
  }

  std::optional<std::vector<const model::Expression*>> keys(const std::vector<syntax::ExpressionPtr>& written,
                                                            Span span) {
    if (projection_.keys.empty() || (broken_ && written.empty())) return std::nullopt;
    if (!check_key_count(analysis_, projection_, written.size(),
                         written.empty() ? span : written.front()->span.to(written.back()->span)))
      return std::nullopt;
    std::vector<const model::Expression*> result;
    for (std::size_t i = 0; i < written.size(); ++i) {
      result.push_back(typer_.check(*written[i], projection_.keys[i].type));
      if (result.back() != nullptr) continue;
      if (written.size() > 1) note_order_of_keys(written[i]->span);
      return std::nullopt;  // in another order, no other would fit
    }
    return result;
  }

  void note_order_of_keys(Span key) {
    std::string keys;
    for (const model::Field& one : projection_.keys) keys += (keys.empty() ? "" : ", ") + one.name;
    const std::array<const DiagnosticInfo*, 2> wrong_values{&kLiteralText, &kTypeMismatch};
    for (const DiagnosticInfo* info : wrong_values)
      if (Diagnostic* said = analysis_.reporter.said(*info, key))
        said->note("the keys of a row of " + quoted(projection_.name) + " are, in this order: " + quoted(keys));
  }

  void add_row(const syntax::ExpectRow& row, const model::Location& location, Span span) {
    model::ExpectedRow expected;
    if (query_ == nullptr) {
      auto given = keys(row.key, span);
      if (!given) broken_ = true;
      if (given) expected.keys = std::move(*given);
    } else if (!row.key.empty()) {
      refuse(row.key.front()->span, "the key of a row", "results have an order, not a key: " + quoted("row { … }"));
    }
    auto fields = expected_fields(row.initializers);
    if (!fields) broken_ = true;
    if (broken_) return;
    expected.fields = std::move(*fields);
    scenario_.then.push_back({location, std::move(expected)});
  }

  void add_no_row(const syntax::ExpectNoRow& row, const model::Location& location, Span span) {
    if (query_ != nullptr)
      return refuse(span, "`no row`", "all results are named, in order: leave it out, or say `then nothing`");
    if (auto given = keys(row.key, span)) scenario_.then.push_back({location, model::ExpectedNoRow{std::move(*given)}});
  }

  /// What is compared: columns that a query selects, else fields of the row, its keys among them.
  std::optional<std::vector<model::FieldInit>> expected_fields(const std::vector<syntax::Initializer>& initializers) {
    std::vector<const std::deque<model::Field>*> records{&projection_.keys, &projection_.fields};
    if (query_ != nullptr && !query_->columns.empty()) records = {&query_->columns};
    const std::string owner = query_ != nullptr && !query_->columns.empty() ? "a result of " + quoted(query_->name)
                                                                            : "projection " + quoted(projection_.name);
    std::vector<model::FieldInit> result;
    bool good = true;
    for (const syntax::Initializer& initializer : initializers) {
      const model::Field* field = nullptr;
      std::vector<std::string> names;
      for (const auto* record : records) {
        if (field == nullptr) field = find_field(*record, initializer.name.text);
        for (const model::Field& one : *record) names.push_back(one.name);
      }
      if (field == nullptr) {
        good = false;
        if (analysis_.incomplete.count(&projection_.fields) != 0) continue;  // it may be what could not be read
        Diagnostic& report = analysis_.reporter.report_lack(owner + "." + initializer.name.text, kUnknownField,
                                                            initializer.name.span, owner, initializer.name.text);
        if (const auto near = nearest_name(initializer.name.text, names))
          report.help("there is " + quoted(*near), initializer.name.span, *near);
        continue;
      }
      const bool twice = std::any_of(result.begin(), result.end(), [&](const auto& one) { return one.field == field; });
      if (twice) analysis_.reporter.report(kFieldTwice, initializer.name.span, field->name);
      const model::Expression* value = typer_.check(*initializer.value, field->type);
      good = good && !twice && value != nullptr;
      result.push_back({field, value, model::InitOrigin::Written, analysis_.locate(initializer.span)});
    }
    if (!good) return std::nullopt;
    return result;
  }

  void check_form() {
    if (broken_ || syntax_.incomplete) return;
    if (query_ != nullptr && !syntax_.when) {
      analysis_.reporter.report(kQueryNotAsked, syntax_.name.span, syntax_.name.value, query_->name)
          .help("ask it: " + quoted("when " + query_->name + " { … }"));
      return;
    }
    if (syntax_.then.empty()) {
      analysis_.reporter.report(kScenarioEmpty, syntax_.name.span, syntax_.name.value)
          .help(query_ != nullptr
                    ? "say what is found: " + quoted("then row { … }") + " or " + quoted("then nothing")
                    : "say what follows: " + quoted("then row … { … }") + " or " + quoted("then no row …"));
      return;
    }
    const auto is_nothing = [](const syntax::Expectation& one) {
      return std::holds_alternative<syntax::ExpectNothing>(one.node);
    };
    const auto nothing = std::find_if(syntax_.then.begin(), syntax_.then.end(), is_nothing);
    if (nothing == syntax_.then.end() || syntax_.then.size() == 1) return;
    const auto other = nothing == syntax_.then.begin() ? nothing + 1 : syntax_.then.begin();
    analysis_.reporter.report(kExpectationMixed, nothing->span, "`nothing`", "a result")
        .label(other->span, "expected here");
  }

  Analysis& analysis_;
  const ContextWork& context_;
  const model::Projection& projection_;
  const model::Query* query_;
  const syntax::ScenarioDeclaration& syntax_;
  model::Scenario& scenario_;
  ScenarioParts parts_;
  Typer& typer_;
  bool broken_ = false;
  std::map<const model::Aggregate*, Diagnostic*> streamless_;  // what was said of the first event without a stream
};

}  // namespace

void analyze_scenario(Analysis& analysis, ContextWork& context, model::Projection& projection,
                      const syntax::ScenarioDeclaration& syntax) {
  RowScenarioAnalyzer analyzer(analysis, context, projection, nullptr, syntax);
  model::Scenario& scenario = analyzer.analyze(projection.scenarios);
  scenario.projection = &projection;
  projection.scenarios.push_back(&scenario);
}

void analyze_scenario(Analysis& analysis, ContextWork& context, model::Query& query,
                      const syntax::ScenarioDeclaration& syntax) {
  if (query.from == nullptr) return;
  RowScenarioAnalyzer analyzer(analysis, context, *query.from, &query, syntax);
  model::Scenario& scenario = analyzer.analyze(query.scenarios);
  scenario.query = &query;
  query.scenarios.push_back(&scenario);
}

}  // namespace cqrsc::sema
