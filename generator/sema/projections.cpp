// Projections: their keys, their handlers, and which rows those are about.
#include <algorithm>

#include "sema/read_models.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

std::string count_text(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

/// Whether a value of the type is one column that has equality: what a key can be.
bool can_be_key(const model::Type& type) {
  switch (type.kind) {
    case TypeKind::Float32:
    case TypeKind::Float64:
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Optional:
    case TypeKind::Value:
    case TypeKind::Union: return false;
    default: return true;
  }
}

void report_key_type(Analysis& analysis, const model::Type& type, Span span) {
  Diagnostic& report = analysis.reporter.report(kKeyType, span, model::to_text(type));
  switch (type.kind) {
    case TypeKind::Float32:
    case TypeKind::Float64:
      report.note("two computations of a float rarely meet in one value").help("use a decimal");
      break;
    case TypeKind::Optional:
      report.note("a row has a value for each field of its key; an event that has none touches no row")
          .help("leave the `?` out", span, model::to_text(*type.element));
      break;
    case TypeKind::Value: {
      std::string parts;
      for (const model::Field& field : type.value->fields)
        if (field.type != nullptr)
          parts += (parts.empty() ? "" : ", ") + field.name + ": " + model::to_text(*field.type);
      report.note("a key is made of single columns").help("name its fields one by one: " + quoted("by " + parts));
      break;
    }
    default:
      report.note("a key is made of single columns: ids, text, numbers, times, enums")
          .help("for a row for each element, say so at the handler: `on E for x in xs at x { … }`");
  }
}

void resolve_keys(Analysis& analysis, ProjectionWork& work) {
  model::Projection& projection = *work.projection;
  for (const syntax::Parameter& syntax : work.syntax->keys) {
    const model::Field* same = find_field(projection.keys, syntax.name.text);
    if (same == nullptr) same = find_field(projection.fields, syntax.name.text);
    if (same != nullptr) {
      const Span first = analysis.name_span(*same);
      const bool before = first.begin < syntax.name.span.begin;
      analysis.reporter.report(kDeclaredTwice, before ? syntax.name.span : first, "field " + quoted(syntax.name.text))
          .label(before ? first : syntax.name.span, before ? "first declared here" : "the key")
          .help("a key is a field of the row without more ado");
      continue;
    }
    model::Field& key = projection.keys.emplace_back();
    describe(analysis, key, syntax.name, {});
    key.index = static_cast<std::uint32_t>(projection.keys.size() - 1);
    key.type = resolve_type(analysis, *work.context, syntax.type);
    if (key.type == nullptr || can_be_key(*key.type)) continue;
    report_key_type(analysis, *key.type, syntax.type.span);
    key.type = nullptr;
  }
}

/// Lists, unions and the like are JSON in their column.
void check_index(Analysis& analysis, const model::Field& field, const syntax::Field& syntax) {
  if (!field.is_index || field.type == nullptr) return;
  const model::Type* type = field.type;
  const bool is_optional_value = type->kind == TypeKind::Optional && !can_be_key(*type->element);
  const bool is_json = type->kind == TypeKind::List || type->kind == TypeKind::Set || type->kind == TypeKind::Map ||
                       type->kind == TypeKind::Union || is_optional_value;
  if (!is_json) return;
  analysis.reporter.report(kIndexType, *syntax.index, model::to_text(*type))
      .note("it is kept as JSON in one column, which no order or comparison looks into")
      .help("leave `index` out", *syntax.index, "");
}

// ----------------------------------------------------------------------------------------------------------- handlers

class HandlerAnalyzer {
 public:
  HandlerAnalyzer(Analysis& analysis, ProjectionWork& work, const syntax::RowHandler& syntax)
      : analysis_(analysis), work_(work), syntax_(syntax), typer_(analysis, *work.context, scope_) {}

  void analyze() {
    const model::Event* event = find_projected(analysis_, *work_.context, syntax_.event);
    // Of an unknown event nothing is known, and so nothing in its block is wrong for sure.
    if (event == nullptr || refuse_retired(analysis_, *event, syntax_.event.span, "handled")) {
      work_.is_broken = true;
      return;
    }
    handler_.event = &event->current();
    handler_.location = analysis_.locate(syntax_.event.span);
    handler_.deletes = syntax_.deletes;
    handler_.missing = syntax_.existing ? model::MissingRow::Skipped : model::MissingRow::Error;
    set_scope(*event);
    bool good = add_loop();
    good = add_keys(*event) && good;
    scope_.block = "a projection";
    add_row(scope_, *work_.projection);
    scope_.other_rows = work_.projection;
    BlockAnalyzer block(typer_, {.kind = BlockKind::Row,
                                 .target = &work_.projection->fields,
                                 .target_owner = scope_.state_owner,
                                 .keys = &work_.projection->keys});
    handler_.body = block.analyze(syntax_.body.statements);
    if (!good || !block.good() || syntax_.body.incomplete) work_.is_broken = true;
    if (scope_.other_row_read && !work_.projection->serial)
      work_.projection->serial = {analysis_.locate(*scope_.other_row_read), "`row(…)` reads another row"};
    work_.projection->handlers.push_back(std::move(handler_));
  }

 private:
  void set_scope(const model::Event& event) {
    scope_.block = "the key of a row";
    scope_.incoming = &handler_.event->fields;
    scope_.incoming_source = model::FieldSource::Event;
    scope_.incoming_word = "event";
    scope_.incoming_owner = "event " + quoted(full_name(event));
    scope_.state_word = "row";
    scope_.state_keys = &work_.projection->keys;  // what is being said; not there yet
    scope_.stream_id = event.aggregate->id == nullptr ? nullptr : analysis_.type_of(*event.aggregate->id);
    scope_.has_meta = true;
  }

  bool add_loop() {
    if (!syntax_.loop) return true;
    const BoundLoop loop = bind_loop(typer_, *syntax_.loop);
    if (loop.range == nullptr) return false;
    handler_.loop = model::RowLoop{loop.element, loop.value, loop.range};
    return true;
  }

  bool add_keys(const model::Event& event) {
    const auto& keys = work_.projection->keys;
    if (syntax_.at.empty()) return add_stream(event);
    if (keys.size() != work_.syntax->keys.size()) return false;
    if (!check_key_count(analysis_, *work_.projection, syntax_.at.size(),
                         syntax_.at.front()->span.to(syntax_.at.back()->span)))
      return false;
    bool good = true;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      handler_.keys.push_back(typer_.check_or_none(*syntax_.at[i], keys[i].type));
      good = good && handler_.keys.back() != nullptr;
    }
    return good;
  }

  /// The row is the stream's own.
  bool add_stream(const model::Event& event) {
    const auto& keys = work_.projection->keys;
    const model::Type* stream = scope_.stream_id;
    if (stream == nullptr || keys.empty() || keys.size() != work_.syntax->keys.size()) return false;
    if (keys.size() == 1 && keys.front().type == nullptr) return false;
    if (keys.size() == 1 && keys.front().type == stream) {
      handler_.keys.push_back(typer_.make(stream, syntax_.event.span, model::AmbientNode{model::Ambient::MetaStream}));
      return true;
    }
    report_unsaid(event, *stream);
    return false;
  }

  /// on Lent { member = borrower }, where `member` is the key: what it is was said, in the wrong place.
  bool report_assigned_key() {
    const auto& keys = work_.projection->keys;
    if (keys.size() != 1 || syntax_.loop) return false;
    for (const syntax::Statement& statement : syntax_.body.statements) {
      const auto* assign = std::get_if<syntax::AssignStatement>(&statement.node);
      const auto* name = assign == nullptr ? nullptr : std::get_if<syntax::NameExpression>(&assign->target->node);
      if (name == nullptr || name->name.text != keys.front().name) continue;
      const std::string value(analysis_.sources.file(assign->value->span).text(assign->value->span));
      Diagnostic& report = analysis_.reporter.report(kKeyAssigned, name->name.span, name->name.text);
      report.label(analysis_.name_span(keys.front()), "the key");
      const bool first = &statement == &syntax_.body.statements.front();
      if (first)
        report.help("say after `at` which row it is", syntax_.event.span.after().to(statement.span),
                    " at " + value + " {");
      else
        report.help("say after `at` which row it is: " +
                    quoted("on " + syntax_.event.text() + " at " + value + " { … }"));
      scope_.unknown.emplace("=" + name->name.text, &report);
      return true;
    }
    return false;
  }

  void report_unsaid(const model::Event& event, const model::Type& stream) {
    if (report_assigned_key()) return;
    const auto& keys = work_.projection->keys;
    std::string wanted;
    std::string at;
    for (const model::Field& key : keys) {
      if (key.type == nullptr) return;
      wanted += (wanted.empty() ? "" : ", ") + quoted(key.name + ": " + model::to_text(*key.type));
      at += (at.empty() ? "" : ", ") + source_for(*key.type).value_or("…");
    }
    Diagnostic& report =
        analysis_.reporter.report(kRowUnsaid, syntax_.event.span, full_name(event), work_.projection->name);
    report.note("the stream of the event is " + quoted(model::to_text(stream)) + ", and the key of a row is " + wanted);
    const bool whole = at.find("…") == std::string::npos;
    if (whole && !syntax_.loop)
      report.help("say it after `at`", syntax_.event.span.after(), " at " + at);
    else if (keys.size() == 1 && !syntax_.loop && !source_for(*keys.front().type))
      report.help("nothing in the event is " + quoted(model::to_text(*keys.front().type)) + ": give it a field, " +
                  quoted(keys.front().name + ": " + model::to_text(*keys.front().type)) + ", or leave it out, " +
                  quoted("ignore " + full_name(event)));
    else
      report.help("say it: " +
                  quoted("on " + full_name(event) + (syntax_.loop ? " for …" : "") + " at " + at + " { … }"));
  }

  /// What the event has of that type; none where there is nothing, or no telling which.
  [[nodiscard]] std::optional<std::string> source_for(const model::Type& type) const {
    std::optional<std::string> found;
    const auto add = [&](const std::string& text) { found = found ? std::string("…") : text; };
    if (scope_.stream_id == &type) add("meta.stream");
    for (const model::Local* local : scope_.locals)
      if (local->type == &type) add(local->name);
    // What the handler is repeated for says most likely which row it is.
    if (found && !scope_.locals.empty()) return found;
    const auto is_it = [&](const model::Type* one) {
      return one == &type || (one != nullptr && one->kind == TypeKind::Optional && one->element == &type);
    };
    for (const model::Field& field : *scope_.incoming) {
      if (is_it(field.type)) add(field.name);
      if (field.type == nullptr || field.type->kind != TypeKind::Value) continue;
      for (const model::Field& part : field.type->value->fields)
        if (is_it(part.type)) add(field.name + "." + part.name);
    }
    return found;
  }

  Analysis& analysis_;
  ProjectionWork& work_;
  const syntax::RowHandler& syntax_;
  Scope scope_;
  Typer typer_;
  model::RowHandler handler_;
};

}  // namespace

bool check_key_count(Analysis& analysis, const model::Projection& projection, std::size_t given, Span span) {
  const std::size_t wanted = projection.keys.size();
  if (given == wanted) return true;
  if (wanted == 0) return false;  // that it has no key has been said
  std::string names;
  for (const model::Field& key : projection.keys) names += (names.empty() ? "" : ", ") + key.name;
  analysis.reporter
      .report(kKeyCount, span, projection.name, count_text(wanted, "key field"),
              given == 0   ? "none is"
              : given == 1 ? "1 is"
                           : std::to_string(given) + " are")
      .label(analysis.name_span(projection.keys.front()), "the key: " + names)
      .help("give a value for each of them, in this order: " + quoted(names));
  return false;
}

void add_row(Scope& scope, const model::Projection& projection) {
  scope.state = &projection.fields;
  scope.state_keys = &projection.keys;
  scope.state_source = model::FieldSource::Row;
  scope.state_word = "row";
  scope.state_owner = "projection " + quoted(projection.name);
}

void resolve_projections(Analysis& analysis) {
  for (ProjectionWork& work : analysis.projections) resolve_keys(analysis, work);
}

void analyze_projections(Analysis& analysis) {
  for (const RecordWork& record : analysis.records) {
    if (record.kind != RecordKind::Row) continue;
    for (const auto& [syntax, field] : record.pairs) check_index(analysis, *field, *syntax);
  }
  check_tables(analysis);
  for (ProjectionWork& work : analysis.projections) {
    if (work.projection->keys.empty()) work.is_broken = true;
    for (const syntax::RowHandler& handler : work.syntax->handlers) HandlerAnalyzer(analysis, work, handler).analyze();
    work.projection->ignores_unknown = !work.syntax->unknown_ignored.empty();
    check_projected(analysis, work);
    check_columns(analysis, work);
    decide_creation(analysis, work);
  }
}

}  // namespace cqrsc::sema
