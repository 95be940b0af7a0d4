// Types as written to types of the Model, and the fields that have them.
#include "sema/types.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "sema/analysis.hpp"
#include "sema/literals.hpp"
#include "sema/near_names.hpp"
#include "syntax/foreign_types.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

struct ScalarName {
  std::string_view name;
  TypeKind kind;
};
constexpr std::array<ScalarName, 17> kScalars{{{"bool", TypeKind::Bool},
                                               {"int8", TypeKind::Int8},
                                               {"int16", TypeKind::Int16},
                                               {"int32", TypeKind::Int32},
                                               {"int64", TypeKind::Int64},
                                               {"uint8", TypeKind::UInt8},
                                               {"uint16", TypeKind::UInt16},
                                               {"uint32", TypeKind::UInt32},
                                               {"uint64", TypeKind::UInt64},
                                               {"float32", TypeKind::Float32},
                                               {"float64", TypeKind::Float64},
                                               {"string", TypeKind::String},
                                               {"bytes", TypeKind::Bytes},
                                               {"uuid", TypeKind::Uuid},
                                               {"instant", TypeKind::Instant},
                                               {"date", TypeKind::Date},
                                               {"duration", TypeKind::Duration}}};

class TypeResolver {
 public:
  /// `record` is what holds the type; null where that is not a record of fields.
  TypeResolver(Analysis& analysis, const ContextWork& context, const RecordWork* record)
      : analysis_(analysis), context_(context), record_(record) {}

  const model::Type* resolve(const syntax::Type& type) {
    const model::Type* bare = std::visit([&](const auto& node) { return resolve_node(node, type); }, type.node);
    return bare != nullptr && type.optional ? analysis_.optional_of(bare) : bare;
  }

 private:
  const model::Type* resolve_node(const syntax::NamedType& named, const syntax::Type& type) {
    if (named.name.parts.empty()) return nullptr;
    const std::string& name = named.name.last().text;
    if (named.name.parts.size() == 1 && !named.name.last().quoted) {
      for (const ScalarName& scalar : kScalars)
        if (scalar.name == name) return resolve_scalar(scalar.kind, named);
      if (name == "decimal") {
        analysis_.reporter.report(kDecimalShape, type.span, "?", "?")
            .help("say how many digits there are in all and after the point", named.name.span, "decimal(18, 2)");
        return nullptr;
      }
      const std::string own(syntax::own_type(name));
      if (!own.empty() && find_symbol_quietly(context_, name) == nullptr) return foreign(own, named, type.span);
    }
    const std::string path = named.name.text();
    if (path == "time.Time" || path == "datetime.datetime" || path == "chrono.DateTime" || path == "java.time.Instant")
      return foreign("instant", named, type.span);
    if (path == "time.Duration" || path == "datetime.timedelta" || path == "java.time.Duration")
      return foreign("duration", named, type.span);
    return resolve_declared(named);
  }

  /// A type of another language, of which `own` is the one here.
  const model::Type* foreign(const std::string& own, const syntax::NamedType& named, Span span) {
    Diagnostic& report = analysis_.reporter.report(kUnknownDeclaration, span, "type", named.name.text());
    if (own == "list" || own == "set" || own == "map") {
      report.help("say what it holds: `list<T>`, `set<T>`, `map<K, V>`");
    } else if (own == "float64") {
      report.help("for amounts of money, and whatever is counted, write", named.name.span, "decimal(18, 2)")
          .help("for what is measured, write", named.name.span, own);
    } else if (named.name.text() == "Date") {
      report.help("for a day, write", named.name.span, own).help("for a moment, write", named.name.span, "instant");
    } else {
      report.help("write " + quoted(own), named.name.span, own);
    }
    return nullptr;
  }

  const model::Type* resolve_scalar(TypeKind kind, const syntax::NamedType& named) {
    if (named.version) {
      analysis_.reporter.report(kUnknownDeclaration, named.version->span, "version of type", named.name.text())
          .note("only declared values have versions");
      return nullptr;
    }
    return analysis_.scalar(kind);
  }

  const model::Type* resolve_declared(const syntax::NamedType& named) {
    const SymbolEntry* entry = find_with_scalars(named.name);
    if (entry == nullptr) return nullptr;
    if (auto* const* value = std::get_if<model::Value*>(&entry->symbol)) {
      const model::ValueVersion* version = pick_version(**value, named);
      return version == nullptr ? nullptr : analysis_.model.intern({.kind = TypeKind::Value, .value = version});
    }
    if (auto* const* one = std::get_if<model::Union*>(&entry->symbol)) {
      const model::UnionVersion* version = pick_version(**one, named);
      return version == nullptr ? nullptr : analysis_.model.intern({.kind = TypeKind::Union, .union_version = version});
    }
    auto* const* id = std::get_if<model::Id*>(&entry->symbol);
    auto* const* enumeration = std::get_if<model::Enum*>(&entry->symbol);
    if ((id != nullptr || enumeration != nullptr) && named.version) return refuse_version(named, *entry);
    if (id != nullptr) return analysis_.type_of(**id);
    if (enumeration != nullptr) return analysis_.model.intern({.kind = TypeKind::Enum, .enumeration = *enumeration});
    if (std::holds_alternative<LaterDeclaration>(entry->symbol)) return nullptr;
    if (auto* const* refinement = std::get_if<Refinement*>(&entry->symbol)) {
      if (named.version) return refuse_version(named, *entry);
      return base_of(analysis_, **refinement);
    }
    Diagnostic& report = analysis_.reporter.report(kWrongDeclaration, named.name.span, named.name.text(),
                                                   kind_text(entry->symbol), "a type");
    report.label(entry->span, "declared here");
    if (auto* const* aggregate = std::get_if<model::Aggregate*>(&entry->symbol); aggregate && (*aggregate)->id)
      report.help("refer to it by its id: " + quoted((*aggregate)->id->name), named.name.span, (*aggregate)->id->name);
    return nullptr;
  }

  /// As find_symbol, but built-in types are among the names that may have been meant.
  const SymbolEntry* find_with_scalars(const syntax::Path& path) {
    const std::string& name = path.last().text;
    if (path.parts.size() == 1 && find_symbol_quietly(context_, name) == nullptr && !context_.incomplete) {
      std::vector<std::string> scalars{"list"};
      for (const ScalarName& scalar : kScalars) scalars.emplace_back(scalar.name);
      const auto near = nearest_name(name, scalars);
      if (near && name.size() > 2) {
        analysis_.reporter.report(kUnknownDeclaration, path.span, "type", name)
            .help("there is " + quoted(*near), path.span, *near);
        return nullptr;
      }
    }
    return find_symbol(analysis_, context_, path, "type");
  }

  const model::Type* refuse_version(const syntax::NamedType& named, const SymbolEntry& entry) {
    if (named.version->number == 0) return nullptr;
    analysis_.reporter
        .report(kUnknownDeclaration, named.version->span, "version " + std::to_string(named.version->number) + " of",
                named.name.text())
        .label(entry.span, kind_text(entry.symbol) + std::string(" has no versions"))
        .help("leave the version out", named.name.span.to(named.version->span), named.name.text());
    return nullptr;
  }

  /// The version that a layout holds: the newest where it is current; in history the one that is written, which only
  /// what has a single version need not be.
  template <typename Owner>
  auto pick_version(const Owner& owner, const syntax::NamedType& named) -> decltype(&owner.current()) {
    const bool is_history = record_ != nullptr && !record_->is_current;
    if (!named.version) {
      if (!is_history || owner.versions.size() == 1) return &owner.current();
      return report_unpinned(owner, named), nullptr;
    }
    if (named.version->number == 0) return nullptr;
    const auto found = std::find_if(owner.versions.begin(), owner.versions.end(),
                                    [&](const auto& version) { return version.version == named.version->number; });
    if (found == owner.versions.end()) return report_unknown_version(owner, named), nullptr;
    if (is_history || &*found == &owner.current()) return &*found;
    analysis_.reporter
        .report(kOldVersionHere, named.name.span.to(named.version->span), owner.name,
                std::to_string(named.version->number))
        .label(analysis_.name_span(owner.current()), "the newest is v" + std::to_string(owner.current().version))
        .note("only what was stored before, older versions and retired events, holds older versions")
        .help("leave the version out", named.name.span.to(named.version->span), named.name.text());
    return nullptr;
  }

  template <typename Owner>
  void report_unpinned(const Owner& owner, const syntax::NamedType& named) {
    const std::string before = "v" + std::to_string(owner.current().version - 1);
    const std::string newest = "v" + std::to_string(owner.current().version);
    analysis_.reporter
        .report(kVersionUnpinned, named.name.span, record_->owner + " v" + std::to_string(record_->version), owner.name)
        .label(analysis_.name_span(owner.current()), "the newest is " + newest)
        .note("this layout is history and stays what it is, whatever " + quoted(owner.name) + " becomes")
        .help("if it was stored before there was " + newest + ", say so", named.name.span.after(), " " + before);
  }

  template <typename Owner>
  void report_unknown_version(const Owner& owner, const syntax::NamedType& named) {
    if (context_.incomplete) return;
    analysis_.reporter
        .report(kUnknownDeclaration, named.version->span, "version " + std::to_string(named.version->number) + " of",
                named.name.text())
        .label(analysis_.name_span(owner.current()), "the newest is v" + std::to_string(owner.current().version));
  }

  const model::Type* resolve_node(const syntax::DecimalType& decimal, const syntax::Type& type) {
    const auto precision = parse_integer(decimal.precision.digits);
    const auto scale = parse_integer(decimal.scale.digits);
    if (!precision || !scale || *precision < 1 || *precision > 38 || *scale > *precision) {
      Diagnostic& report =
          analysis_.reporter.report(kDecimalShape, type.span, decimal.precision.digits, decimal.scale.digits);
      report.note("the first number counts all digits, 1 to 38; the second those after the point, at most as many");
      if (precision && scale && *scale > *precision && *scale <= 38)
        report.help("write the larger number first", type.span,
                    "decimal(" + decimal.scale.digits + ", " + decimal.precision.digits + ")");
      return nullptr;
    }
    return analysis_.decimal(static_cast<int>(*precision), static_cast<int>(*scale));
  }

  const model::Type* resolve_node(const syntax::ListType& list, const syntax::Type&) {
    const model::Type* element = resolve(*list.element);
    return element == nullptr ? nullptr : analysis_.list_of(element);
  }
  const model::Type* resolve_node(const syntax::SetType& set, const syntax::Type&) {
    const model::Type* element = resolve_key(*set.element, "in a set", "keep such elements in a list");
    return element == nullptr ? nullptr : analysis_.model.intern({.kind = TypeKind::Set, .element = element});
  }
  const model::Type* resolve_node(const syntax::MapType& map, const syntax::Type&) {
    const model::Type* key = resolve_key(*map.key, "the key of a map", "keep a list of a value that has it as a field");
    const model::Type* value = resolve(*map.value);
    if (key == nullptr || value == nullptr) return nullptr;
    if (value->kind == TypeKind::Optional) {
      analysis_.reporter.report(kMapOfOptional, map.value->span, model::to_text(*value))
          .note("`m[k]` is `none` where there is no `k`: what is not there is left out")
          .help("leave the `?` out", map.value->span, model::to_text(*value->element));
      return nullptr;
    }
    return analysis_.model.intern({.kind = TypeKind::Map, .element = value, .key = key});
  }
  const model::Type* resolve_key(const syntax::Type& written, const char* place, const char* instead) {
    const model::Type* type = resolve(written);
    if (type == nullptr || model::is_key(*type)) return type;
    analysis_.reporter.report(kNotAKey, written.span, model::to_text(*type), place)
        .note("it has to have an order: numbers but floats, text, bytes, ids, times and enums have one")
        .help(instead);
    return nullptr;
  }
  static const model::Type* resolve_node(const syntax::ErrorType&, const syntax::Type&) { return nullptr; }

  Analysis& analysis_;
  const ContextWork& context_;
  const RecordWork* record_;
};

bool is_id_base(const model::Type& type) {
  return type.kind == TypeKind::Uuid || type.kind == TypeKind::String || model::is_integer(type);
}

void resolve_id(Analysis& analysis, const Pairing<syntax::IdDeclaration, model::Id>& id) {
  id.target->base = analysis.scalar(TypeKind::Uuid);
  if (id.syntax->where) analysis.refined.insert(id.target);
  if (!id.syntax->base) return;
  const model::Type* base = resolve_type(analysis, *id.context, *id.syntax->base);
  if (base == nullptr) return;
  if (const Refinement* refinement = find_refinement(analysis, *id.context, *id.syntax->base)) {
    analysis.reporter.report(kIdBase, id.syntax->base->span, refinement->syntax->name.text)
        .note("its condition is checked of fields, and an id has a condition of its own")
        .help("name the type and the condition: " +
              quoted("id " + id.target->name + " = " + model::to_text(*base) + " where …"));
    return;
  }
  if (!is_id_base(*base)) {
    analysis.reporter.report(kIdBase, id.syntax->base->span, model::to_text(*base))
        .note("an id is a `uuid` (if nothing is said), a `string` or an integer");
    return;
  }
  id.target->base = base;
}

void refuse_modifiers(Analysis& analysis, const RecordWork& record, const syntax::Field& field) {
  if (field.index && record.kind != RecordKind::Row)
    analysis.reporter.report(kMisplacedModifier, *field.index, "index", "a field of " + record.owner)
        .note("only rows of a projection have an index")
        .help("leave it out", *field.index, "");
  const bool checked =
      record.kind == RecordKind::Command || record.kind == RecordKind::Value || record.kind == RecordKind::Alternative;
  if (field.where && !checked) {
    Diagnostic& report =
        analysis.reporter.report(kMisplacedModifier, field.where->span, "where", "a field of " + record.owner);
    report.note(record.kind == RecordKind::Row
                    ? "a row is what the events have made of it; nothing of that is refused"
                    : "`where` is checked when a command is taken in; what has happened is not checked again");
    if (record.kind == RecordKind::State) report.help("write an `invariant` in the state");
    if (record.kind == RecordKind::Row) report.help("put the condition into the `where` of a query");
    if (record.kind == RecordKind::Event) report.help("put the condition on the command's field, or on the value's");
  }
}

bool is_reserved(Analysis& analysis, const RecordWork& record, const syntax::Field& field) {
  static const std::set<std::string> kReserved{"state", "meta", "actor", "now", "it", "id", "event", "old", "command"};
  const bool computes =
      record.kind == RecordKind::Command || record.kind == RecordKind::Event || record.kind == RecordKind::State;
  if (!computes || field.name.quoted || kReserved.count(field.name.text) == 0) return false;
  analysis.reporter.report(kReservedField, field.name.span, field.name.text, record.owner)
      .help("choose another name, or keep it in backquotes: `" + field.name.text + "`", field.name.span,
            "`" + field.name.text + "`");
  return true;
}

void resolve_fields(Analysis& analysis, RecordWork& record) {
  std::map<std::string, const model::Field*> seen;
  for (const syntax::Field& syntax : *record.syntax_fields) {
    const auto twice = seen.find(syntax.name.text);
    if (twice != seen.end()) {
      analysis.reporter.report(kDeclaredTwice, syntax.name.span, "field " + quoted(syntax.name.text))
          .label(analysis.name_span(*twice->second), "first declared here");
      continue;
    }
    model::Field& field = record.fields->emplace_back();
    describe(analysis, field, syntax.name, syntax.doc);
    annotate(analysis, field, syntax.annotations, "");
    field.index = static_cast<std::uint32_t>(record.fields->size() - 1);
    field.type = TypeResolver(analysis, *record.context, &record).resolve(syntax.type);
    field.has_written_default = syntax.initial != nullptr;
    field.is_index = syntax.index.has_value();
    mark_field(analysis, record, syntax, field);
    if (syntax.initial) analysis.defaults.emplace(&field, DefaultWork{&syntax, &field, record.context});
    seen.emplace(field.name, &field);
    record.pairs.emplace_back(&syntax, &field);
    refuse_modifiers(analysis, record, syntax);
    if (is_reserved(analysis, record, syntax)) field.type = nullptr;  // what lacks it then is no mistake of its own
  }
  link_subjects(analysis, record);
}

void resolve_function(Analysis& analysis, const Pairing<syntax::ExternFunction, model::ExternFunction>& function) {
  for (const syntax::Parameter& syntax : function.syntax->parameters) {
    model::Parameter parameter;
    describe(analysis, parameter, syntax.name, {});
    parameter.type = resolve_type(analysis, *function.context, syntax.type);
    for (const model::Parameter& other : function.target->parameters)
      if (other.name == parameter.name)
        analysis.reporter.report(kDeclaredTwice, syntax.name.span, "parameter " + quoted(parameter.name))
            .label(analysis.name_span(other), "first declared here");
    function.target->parameters.push_back(std::move(parameter));
  }
  function.target->result = resolve_type(analysis, *function.context, function.syntax->result);
}

void resolve_aggregate_id(Analysis& analysis, AggregateWork& work) {
  const syntax::Path& path = work.syntax->id_type;
  if (path.parts.empty()) return;
  const std::string& name = path.last().text;
  if (path.parts.size() == 1 && find_symbol_quietly(*work.context, name) == nullptr && name == "uuid") {
    analysis.reporter.report(kWrongDeclaration, path.span, name, "a plain type", "an id")
        .help("declare one, " + quoted("id " + work.aggregate->name + "Id") + ", and write it here", path.span,
              work.aggregate->name + "Id");
    return;
  }
  const SymbolEntry* entry = find_symbol(analysis, *work.context, path, "id");
  if (entry == nullptr || std::holds_alternative<LaterDeclaration>(entry->symbol)) return;
  if (auto* const* id = std::get_if<model::Id*>(&entry->symbol)) {
    work.aggregate->id = *id;
    return;
  }
  analysis.reporter.report(kWrongDeclaration, path.span, path.text(), kind_text(entry->symbol), "an id")
      .label(entry->span, "declared here");
}

}  // namespace

bool is_type_name(const ContextWork& context, const std::string& name) {
  if (std::ranges::find(kScalars, name, &ScalarName::name) != kScalars.end()) return true;
  const SymbolEntry* entry = find_symbol_quietly(context, name);
  if (entry == nullptr) return false;
  const Symbol& symbol = entry->symbol;
  return std::holds_alternative<model::Id*>(symbol) || std::holds_alternative<model::Enum*>(symbol) ||
         std::holds_alternative<model::Value*>(symbol) || std::holds_alternative<model::Union*>(symbol) ||
         std::holds_alternative<Refinement*>(symbol);
}

const model::Type* resolve_type(Analysis& analysis, const ContextWork& context, const syntax::Type& type) {
  return TypeResolver(analysis, context, nullptr).resolve(type);
}

const model::Type* base_of(Analysis& analysis, Refinement& refinement) {
  if (refinement.is_resolved) return refinement.base;
  const syntax::Type& written = *refinement.syntax->base;
  const std::string& name = refinement.syntax->name.text;
  if (refinement.is_resolving) {
    analysis.reporter.report(kValueOfType, written.span, name, "be made of itself");
    return nullptr;
  }
  refinement.is_resolving = true;
  const model::Type* base = TypeResolver(analysis, *refinement.context, nullptr).resolve(written);
  refinement.is_resolved = true;
  if (base == nullptr) return nullptr;
  const bool is_plain = base->kind < TypeKind::List || base->kind == TypeKind::Enum;
  if (is_plain) return refinement.base = base;
  Diagnostic& report =
      analysis.reporter.report(kValueOfType, written.span, name, "be made of " + quoted(model::to_text(*base)));
  report.note("it is a plain type with a condition: a number, text, bytes, a uuid, a time, an enum");
  if (base->kind == TypeKind::Id)
    report.help("give the id itself the condition");
  else
    report.help("make it a record: " + quoted("value " + name + " { … }"));
  return nullptr;
}

void resolve_types(Analysis& analysis) {
  for (Refinement& refinement : analysis.refinements) base_of(analysis, refinement);
  for (const auto& id : analysis.ids) resolve_id(analysis, id);
  for (AggregateWork& work : analysis.aggregates) resolve_aggregate_id(analysis, work);
  for (RecordWork& record : analysis.records) resolve_fields(analysis, record);
  for (const auto& function : analysis.functions) resolve_function(analysis, function);
}

namespace {

/// Finds values and unions that hold themselves, directly or through others: they would have no end. And those that
/// have one, but too far away: what follows goes through them as deep as they are, and samples have all that they hold.
class RecursionFinder {
 public:
  explicit RecursionFinder(Analysis& analysis) : analysis_(analysis) {}

  void visit(const model::ValueVersion& value) { extent_of("value", value); }
  void visit(const model::UnionVersion& one) { extent_of("union", one); }

 private:
  static constexpr std::size_t kDeepest = 100;
  static constexpr std::size_t kMostFields = 65'536;

  /// How deep declarations lie in one another, and how many fields all of them have, each as often as it is held.
  struct Extent {
    std::size_t depth = 1;
    std::size_t fields = 0;
  };

  template <class Declaration>
  Extent extent_of(const char* what, const Declaration& declaration) {
    const auto [known, is_new] = extents_.try_emplace(&declaration);
    if (!is_new) return known->second;
    path_.push_back(&declaration);
    // Who holds so many is reported by the one that this is within.
    const Extent extent = path_.size() > kDeepest + 1 ? Extent{} : checked(what, declaration, added_up(declaration));
    path_.pop_back();
    return extents_[&declaration] = extent;
  }

  Extent added_up(const model::ValueVersion& value) {
    Extent extent;
    add(value.fields, extent);
    return extent;
  }
  Extent added_up(const model::UnionVersion& one) {
    Extent extent;
    for (const model::Alternative& alternative : one.alternatives) add(alternative.fields, extent);
    return extent;
  }

  void add(const std::deque<model::Field>& fields, Extent& extent) {
    for (const model::Field& field : fields) {
      const Extent one = field.type == nullptr ? Extent{0, 1} : extent_of(field, *field.type);
      extent.depth = std::max(extent.depth, one.depth + 1);
      extent.fields += one.fields;
    }
  }

  Extent extent_of(const model::Field& field, const model::Type& type) {
    if (type.element != nullptr) return extent_of(field, *type.element);
    if (type.kind == TypeKind::Value && !is_open(*type.value)) return extent_of("value", *type.value);
    if (type.kind == TypeKind::Union && !is_open(*type.union_version)) return extent_of("union", *type.union_version);
    if (type.kind == TypeKind::Value) report(field, "value", *type.value);
    if (type.kind == TypeKind::Union) report(field, "union", *type.union_version);
    return {0, 1};
  }

  /// What holds one that is reported is not reported as well.
  Extent checked(const char* what, const model::Declaration& declaration, const Extent& extent) {
    if (extent.depth <= kDeepest && extent.fields <= kMostFields) return extent;
    const bool deep = extent.depth > kDeepest;
    if (deep && std::exchange(told_of_depth_, true)) return {};  // a chain of thousands is one mistake
    const std::string count = deep ? std::to_string(extent.depth) + " declarations within each other"
                                   : std::to_string(extent.fields) + " fields with those of what it holds";
    analysis_.reporter
        .report(kTooMany, analysis_.name_span(declaration), what + std::string(" ") + quoted(declaration.name), count,
                deep ? kDeepest : kMostFields)
        .help("refer to what lies within by an id instead");
    return {};
  }

  [[nodiscard]] bool is_open(const model::Declaration& declaration) const {
    return std::find(path_.begin(), path_.end(), &declaration) != path_.end();
  }

  void report(const model::Field& field, const std::string& what, const model::Declaration& declaration) {
    analysis_.reporter.report(kRecursiveValue, analysis_.name_span(field), what, declaration.name)
        .label(analysis_.name_span(declaration), "the " + what)
        .help("refer to the inner one by an id instead");
  }

  Analysis& analysis_;
  std::vector<const model::Declaration*> path_;
  std::map<const model::Declaration*, Extent> extents_;
  bool told_of_depth_ = false;
};

void drop_types(std::deque<model::Field>& fields) {
  for (model::Field& field : fields) field.type = nullptr;
}

}  // namespace

void check_recursion(Analysis& analysis) {
  RecursionFinder finder(analysis);
  const std::size_t before = analysis.reporter.error_count();
  for (const auto& value : analysis.values) finder.visit(*value.target);
  for (const auto& one : analysis.unions) finder.visit(*one.target);
  // Nothing after this has to think of values without an end: they are taken out of their own fields.
  if (analysis.reporter.error_count() == before) return;
  for (const auto& value : analysis.values) drop_types(value.target->fields);
  for (const auto& one : analysis.unions)
    for (model::Alternative& alternative : one.target->alternatives) drop_types(alternative.fields);
}

}  // namespace cqrsc::sema
