#include "sema/analysis.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "sema/near_names.hpp"

namespace cqrsc::sema {

model::Location Analysis::locate(Span span) const {
  const Location place = sources.location(span);
  return {.file = static_cast<std::uint32_t>(span.file),
          .line = place.line,
          .column = place.column,
          .begin = span.begin,
          .end = span.end};
}

const model::Type* Analysis::decimal(int precision, int scale) {
  return model.intern({.kind = model::TypeKind::Decimal,
                       .precision = static_cast<std::uint8_t>(precision),
                       .scale = static_cast<std::uint8_t>(scale)});
}

const model::Type* Analysis::list_of(const model::Type* element) {
  return model.intern({.kind = model::TypeKind::List, .element = element});
}

const model::Type* Analysis::optional_of(const model::Type* element) {
  return model.intern({.kind = model::TypeKind::Optional, .element = element});
}

const model::Type* Analysis::type_of(const model::Id& id) {
  return model.intern({.kind = model::TypeKind::Id, .id = &id});
}

Span Analysis::name_span(const model::Declaration& declaration) const {
  return {static_cast<FileId>(declaration.location.file), declaration.location.begin, declaration.location.end};
}

std::string Analysis::lack_of_type(const model::Field& field, const model::Type& type) const {
  const Span declared = name_span(field);
  return std::to_string(static_cast<std::size_t>(declared.file)) + ":" + std::to_string(declared.begin) + " as " +
         model::to_text(type);
}

std::string quoted(const std::string& name) { return "`" + name + "`"; }

void describe(const Analysis& analysis, model::Declaration& target, const syntax::Name& name, const syntax::Doc& doc) {
  target.name = name.text;
  target.doc = doc.text;
  target.location = analysis.locate(name.span);
}

namespace {

void annotate_deprecated(Analysis& analysis, model::Declaration& target, const syntax::Annotation& annotation) {
  const auto* reason = std::get_if<syntax::String>(&annotation.argument);
  if (reason == nullptr || annotation.parameter.has_value()) {
    analysis.reporter.report(kAnnotationArgument, annotation.span, "deprecated", "a reason")
        .help("say what to use instead: @deprecated(\"use …\")");
    return;
  }
  target.deprecated = reason->value;
}

}  // namespace

void annotate(Analysis& analysis, model::Declaration& target, const std::vector<syntax::Annotation>& annotations,
              const std::string& owner) {
  for (const syntax::Annotation& annotation : annotations) {
    const std::string& name = annotation.name.text;
    if (name == "deprecated") {
      annotate_deprecated(analysis, target, annotation);
    } else if (name == "personal" || name == "tag") {
      if (owner.empty()) continue;
      analysis.reporter.report(kMisplacedModifier, annotation.span, "@" + name, owner)
          .note("it says something about one field")
          .help("put it behind the field that is meant: " + quoted("name: string @" + name));
    } else {
      Diagnostic& report = analysis.reporter.report(kUnknownAnnotation, annotation.span, name);
      if (const auto near = nearest_name(name, {"deprecated", "personal", "tag"}))
        report.help("write " + quoted("@" + *near), annotation.name.span, *near);
    }
  }
}

const char* kind_text(const Symbol& symbol) {
  struct Text {
    const char* operator()(const model::Id*) const { return "an id"; }
    const char* operator()(const model::Enum*) const { return "an enum"; }
    const char* operator()(const model::Value*) const { return "a value"; }
    const char* operator()(const model::Union*) const { return "a union"; }
    const char* operator()(const model::Error*) const { return "an error"; }
    const char* operator()(const model::ExternFunction*) const { return "an extern function"; }
    const char* operator()(const model::Aggregate*) const { return "an aggregate"; }
    const char* operator()(const model::Projection*) const { return "a projection"; }
    const char* operator()(const model::Query*) const { return "a query"; }
    const char* operator()(const Refinement*) const { return "a value"; }
    const char* operator()(LaterDeclaration) const { return "something else"; }
  };
  return std::visit(Text{}, symbol);
}

namespace {

bool is_imported(const Symbol& symbol) {
  return !std::holds_alternative<model::ExternFunction*>(symbol) &&
         !std::holds_alternative<model::Aggregate*>(symbol) && !std::holds_alternative<model::Projection*>(symbol) &&
         !std::holds_alternative<model::Query*>(symbol) && !std::holds_alternative<LaterDeclaration>(symbol);
}

const SymbolEntry* find_in(const ContextWork& context, const std::string& name) {
  const auto found = context.symbols.find(name);
  return found == context.symbols.end() ? nullptr : &found->second;
}

const SymbolEntry* find_imported(const ContextWork& import, const std::string& name) {
  const SymbolEntry* entry = find_in(import, name);
  return entry != nullptr && is_imported(entry->symbol) ? entry : nullptr;
}

/// The imported context that a qualifier names: in full (`acme.billing`) or by its last part (`billing`).
const ContextWork* find_qualifier(const ContextWork& context, const syntax::Path& path) {
  std::string qualifier;
  for (std::size_t i = 0; i + 1 < path.parts.size(); ++i) qualifier += (i == 0 ? "" : ".") + path.parts[i].text;
  for (const ContextWork* import : context.imports) {
    const std::string& name = import->context->name;
    if (name == qualifier || name.substr(name.rfind('.') + 1) == qualifier) return import;
  }
  return context.context->name == qualifier ? &context : nullptr;
}

/// Whether other languages call what may be anything so.
bool is_of_any_form(std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames{"any",  "Any",  "object", "Object", "json",
                                                   "JSON", "Json", "jsonb",  "dynamic"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// Whether a symbol is of the kind that is asked for: a slip of another is no slip.
bool fits(const Symbol& symbol, std::string_view what) {
  if (what == "error") return std::holds_alternative<model::Error*>(symbol);
  if (what == "id") return std::holds_alternative<model::Id*>(symbol);
  if (what == "enum") return std::holds_alternative<model::Enum*>(symbol);
  if (what == "aggregate, projection or query")
    return std::holds_alternative<model::Aggregate*>(symbol) || std::holds_alternative<model::Projection*>(symbol) ||
           std::holds_alternative<model::Query*>(symbol) || std::holds_alternative<LaterDeclaration>(symbol);
  return true;
}

std::vector<std::string> visible_names(const ContextWork& context, std::string_view what) {
  std::vector<std::string> names;
  for (const auto& [name, entry] : context.symbols)
    if (fits(entry.symbol, what)) names.push_back(name);
  for (const ContextWork* import : context.imports) {
    for (const auto& [name, entry] : import->symbols)
      if (is_imported(entry.symbol) && fits(entry.symbol, what)) names.push_back(name);
  }
  return names;
}

}  // namespace

bool note_what_is_kept(const ContextWork& context, const std::string& name, std::string_view what, Diagnostic& report) {
  for (const ContextWork* import : context.imports) {
    const SymbolEntry* entry = find_in(*import, name);
    if (entry == nullptr || is_imported(entry->symbol)) continue;
    const bool later = std::holds_alternative<LaterDeclaration>(entry->symbol);
    report.note(quoted(name) + " is " + (later ? "a " + std::string(what) : kind_text(entry->symbol)) + " of " +
                quoted(import->context->name) + ", which keeps it to itself");
    if (what == "aggregate, projection or query") report.help("write the scenario in " + quoted(import->context->name));
    return true;
  }
  return false;
}

namespace {

/// How something of that name would be declared, where it is nothing at all.
void help_with_declaration(const Analysis& analysis, const ContextWork& context, const std::string& name,
                           std::string_view what, Diagnostic& report) {
  for (const AggregateWork& work : analysis.aggregates) {
    if (work.context != &context || work.events_by_name.count(name) == 0) continue;
    report.note(quoted(name) + " is an event of " + quoted(work.aggregate->name));
    if (what == "error") report.help("a command is rejected with an error: " + quoted("error …"));
    if (what == "type") report.help("events are no values: declare one with what is needed of it, `value … { … }`");
    return;
  }
  if (what == "error") report.help("declare it: " + quoted("error " + name));
  if (what == "id" && name.front() >= 'a' && name.front() <= 'z')
    report.help("declare an id made of it: " + quoted("id SomeId = " + name));
  else if (what == "id")
    report.help("declare it: " + quoted("id " + name));
  if (what == "type" && !is_of_any_form(name))
    report.help("declare it, as a `value`, an `enum`, a `union` or an `id`, or import the context that does");
  if (what == "type" && is_of_any_form(name))
    report.help(
        "say what it holds: a `value` has fields, a `union` alternatives; what is opaque is `bytes` or `string`");
}

void report_unknown(Analysis& analysis, const ContextWork& context, const syntax::Path& path, const char* what) {
  if (context.incomplete) return;
  const std::string& name = path.last().text;
  // Behind so many errors nobody reads on, and comparing each wrong name with all that there are takes a long time.
  constexpr std::size_t kManyErrors = 200;
  const bool compares = analysis.reporter.error_count() < kManyErrors;
  const auto near = compares ? nearest_name(name, visible_names(context, what)) : std::nullopt;
  if (!near && context.lost_import) return;
  Diagnostic& report = analysis.reporter.report_lack(path.text(), kUnknownDeclaration, path.span, what, path.text());
  const bool kept = note_what_is_kept(context, name, what, report);
  if (near && (!kept || std::string_view(what) == "type"))
    report.help("there is " + quoted(*near), path.last().span, *near);
  else if (!kept)
    help_with_declaration(analysis, context, name, what, report);
}

}  // namespace

const SymbolEntry* find_symbol_quietly(const ContextWork& context, const std::string& name) {
  if (const SymbolEntry* own = find_in(context, name)) return own;
  const SymbolEntry* found = nullptr;
  for (const ContextWork* import : context.imports) {
    const SymbolEntry* entry = find_imported(*import, name);
    if (entry != nullptr && found != nullptr) return nullptr;
    if (entry != nullptr) found = entry;
  }
  return found;
}

const SymbolEntry* find_symbol(Analysis& analysis, const ContextWork& context, const syntax::Path& path,
                               const char* what) {
  if (path.parts.empty()) return nullptr;  // unread; the syntax error was reported
  const std::string& name = path.last().text;
  if (path.parts.size() > 1) {
    const ContextWork* qualifier = find_qualifier(context, path);
    const SymbolEntry* entry = qualifier == nullptr    ? nullptr
                               : qualifier == &context ? find_in(context, name)
                                                       : find_imported(*qualifier, name);
    if (entry == nullptr) report_unknown(analysis, context, path, what);
    return entry;
  }
  if (const SymbolEntry* own = find_in(context, name)) return own;
  const ContextWork* home = nullptr;
  const SymbolEntry* found = nullptr;
  for (const ContextWork* import : context.imports) {
    const SymbolEntry* entry = find_imported(*import, name);
    if (entry == nullptr) continue;
    if (found != nullptr) {
      const std::string& first = home->context->name;
      const std::string full = first + "." + name;
      analysis.reporter.report(kAmbiguousDeclaration, path.span, name, first, import->context->name)
          .label(found->span, "declared here")
          .label(entry->span, "and here")
          .help("say which: " + quoted(full) + " or " + quoted(import->context->name + "." + name), path.span, full);
      return nullptr;
    }
    home = import;
    found = entry;
  }
  if (found == nullptr) report_unknown(analysis, context, path, what);
  return found;
}

}  // namespace cqrsc::sema
