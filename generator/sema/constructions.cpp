// Constructions: a value for each field, what is not written made explicit; and what a field is where nothing is said.
#include <algorithm>

#include "sema/near_names.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::FieldInit;
using model::InitOrigin;
using model::TypeKind;

bool is_given(const std::vector<syntax::Initializer>& initializers, const std::string& name) {
  return std::any_of(initializers.begin(), initializers.end(),
                     [&](const syntax::Initializer& initializer) { return initializer.name.text == name; });
}

/// The fields that a construction leaves out; where any are needed, only those.
std::vector<std::string> names_left(const std::deque<model::Field>& fields,
                                    const std::vector<syntax::Initializer>& initializers, const InitRules& rules) {
  std::vector<std::string> left;
  std::vector<std::string> needed;
  for (const model::Field& field : fields) {
    if (is_given(initializers, field.name)) continue;
    const bool carried = rules.carry_over != nullptr && find_field(*rules.carry_over, field.name) != nullptr;
    const bool optional = field.type != nullptr && field.type->kind == TypeKind::Optional;
    left.push_back(field.name);
    const bool may_be_left_out = carried || optional || field.has_written_default;
    if (rules.missing != InitRules::Missing::Leave && !may_be_left_out) needed.push_back(field.name);
  }
  return needed.empty() ? left : needed;
}

std::vector<std::string> names_of(const std::deque<model::Field>& fields) {
  std::vector<std::string> names;
  for (const model::Field& field : fields) names.push_back(field.name);
  return names;
}

/// What a field is made of that has another type: rounded, where digits are lost.
std::string carried_text(const model::Field& source, const model::Field& field) {
  const bool rounds = source.type->kind == TypeKind::Decimal && field.type->kind == TypeKind::Decimal;
  return rounds && source.type->scale > field.type->scale
             ? "round(" + source.name + ", " + std::to_string(field.type->scale) + ")"
             : "…";
}

/// The one field of the type that comes in, and carries over to no other: most likely the same under another name.
std::optional<std::string> source_of(const model::Field& field, const std::deque<model::Field>& fields,
                                     const InitRules& rules) {
  if (rules.carry_over == nullptr) return std::nullopt;
  std::vector<std::string> sources;
  for (const model::Field& source : *rules.carry_over)
    if (source.type == field.type && find_field(fields, source.name) == nullptr) sources.push_back(source.name);
  if (sources.size() == 1) return sources.front();
  return related_name(field.name, sources);
}

}  // namespace

/// What a missing field most likely is. Where a command or handler computes it, nothing is made up: what is offered is
/// something that is there, of that type and most likely of that name.
std::string Typer::value_for(const model::Field& field, const std::deque<model::Field>& fields,
                             const InitRules& rules) const {
  const auto is_it = [&](const model::Type* type, const std::string& path) {
    if (type == nullptr) return false;
    const bool present = scope_.present.count(path) != 0 && type->kind == TypeKind::Optional;
    return (present ? type->element : type) == field.type;
  };
  const model::Local* local = scope_.find_local(field.name);
  if (local != nullptr && is_it(local->type, "local:" + field.name)) return field.name;
  const model::Field* incoming = scope_.find_incoming(field.name);
  if (incoming != nullptr && is_it(incoming->type, "in:" + field.name)) return field.name;
  if (auto source = source_of(field, fields, rules)) return *source;
  const model::Field* state = scope_.find_state(field.name);
  if (state != nullptr && is_it(state->type, state_key(field.name))) return scope_.state_word + "." + field.name;
  if (field.type->kind == TypeKind::Optional) return "none";
  const bool computes = scope_.incoming != nullptr || scope_.state != nullptr;
  return computes ? "…" : sample_text(*field.type);
}

/// The type of a field as its declaration has it: `Quantity`, where the Model knows `int32`.
std::string Typer::type_as_written(const model::Field& field) const {
  const Span name = analysis_.name_span(field);
  const std::string_view source = analysis_.sources.file(name).text();
  std::size_t begin = source.find_first_not_of(" \t", name.end);
  if (begin == std::string_view::npos || source[begin] != ':') return model::to_text(*field.type);
  begin = source.find_first_not_of(" \t", begin + 1);
  int depth = 0;
  std::size_t end = begin;
  for (; end < source.size() && source[end] != '\n'; ++end) {
    const char c = source[end];
    if (c == '<' || c == '(') ++depth;
    if (c == '>' || c == ')') --depth;
    if (depth < 0 || (depth == 0 && std::string_view(" \t,}={@/").find(c) != std::string_view::npos)) break;
  }
  const bool read = begin != std::string_view::npos && end > begin && depth == 0;
  return read ? std::string(source.substr(begin, end - begin)) : model::to_text(*field.type);
}

std::optional<FieldInit> Typer::value_of_missing(const model::Field& field, Span at, const InitRules& rules) {
  const auto init = [&](const model::Expression* value, InitOrigin origin) {
    return FieldInit{&field, value, origin, analysis_.locate(at)};
  };
  if (field.has_written_default) {
    const Result value = written_default(analysis_, field);
    return value == nullptr ? std::nullopt : std::optional(init(value, InitOrigin::Default));
  }
  if (field.type->kind == TypeKind::Optional && rules.missing != InitRules::Missing::ReportOptional)
    return init(make(field.type, at, model::ConstantNode{model::NoneConstant{}}), InitOrigin::Absent);
  if (rules.missing == InitRules::Missing::Initial)
    if (const Result value = initial_value(analysis_, *field.type)) return init(value, InitOrigin::Default);
  return std::nullopt;
}

/// Says of all fields at once that a construction lacks them: what is to be written is one text.
void Typer::report_missing(const std::deque<model::Field>& fields, const std::vector<const model::Field*>& missing,
                           Span at, std::optional<Span> braces, const InitRules& rules) {
  const bool emit = rules.missing == InitRules::Missing::ReportOptional;
  const bool carries = rules.carry_over != nullptr;
  std::string names;
  std::string values;
  std::string declarations;
  for (const model::Field* field : missing) {
    if (!names.empty()) names += field == missing.back() ? "` and `" : "`, `";
    names += field->name;
    values += (values.empty() ? "" : "  ") + field->name + " = " + value_for(*field, fields, rules);
    declarations += (declarations.empty() ? "" : "  ") + field->name + ": " + type_as_written(*field);
  }
  // What is there under the name, and only not carried over, is a lack of nothing else.
  const bool local = scope_.find_local(missing.front()->name) != nullptr;
  const std::string& lacking = emit && carries && !local ? rules.carry_over_owner : rules.owner;
  const std::string lack = lacking + "." + missing.front()->name;
  Diagnostic& report = emit ? analysis_.reporter.report_lack(lack, kEmitFieldMissing, at, rules.owner, names)
                            : analysis_.reporter.report_lack(lack, kFieldMissing, at, rules.owner, names);
  const auto& said = analysis_.reporter.diagnostics();
  if (said.empty() || &said.back() != &report) {
    // That the first one is missing has been said before; of the others nothing is known.
    const std::vector<const model::Field*> others(missing.begin() + 1, missing.end());
    if (!others.empty()) report_missing(fields, others, at, braces, rules);
    return;
  }
  for (const model::Field* field : missing) {
    report.label(analysis_.name_span(*field), "declared here as " + quoted(type_as_written(*field)));
    if (field != missing.front()) analysis_.reporter.settle(lacking + "." + field->name, report);
  }
  if (emit && std::any_of(missing.begin(), missing.end(),
                          [](const model::Field* field) { return field->type->kind == TypeKind::Optional; }))
    report.note("whether an optional is left empty has to be said in an event");
  if (carries && local)
    report.note("only the fields of " + rules.carry_over_owner + " carry over by themselves");
  else if (carries)
    report.note(rules.carry_over_owner + " has no field of " + (missing.size() == 1 ? "this name" : "these names") +
                " to carry over");
  const bool known = values.find("= …") == std::string::npos && values.find("{ … }") == std::string::npos;
  if (!known)
    report.help("add " + quoted(braces ? values : "{ " + values + " }"));
  else if (braces)
    report.help("add " + quoted(values), Span{braces->file, braces->end - 1, braces->end - 1}, values + " ");
  else
    report.help("add " + quoted("{ " + values + " }"), at.after(), " { " + values + " }");
  if (emit && carries && !local)
    report.help("or let " + std::string(missing.size() == 1 ? "it" : "them") + " come with " + rules.carry_over_owner +
                ": " + quoted(declarations));
}

Typer::Written Typer::read_initializers(const std::deque<model::Field>& fields,
                                        const std::vector<syntax::Initializer>& initializers, const InitRules& rules) {
  Written written;
  const std::vector<std::string> left = names_left(fields, initializers, rules);
  std::map<const model::Field*, Span> places;
  for (const syntax::Initializer& initializer : initializers) {
    const model::Field* field = find_field(fields, initializer.name.text);
    if (field == nullptr) {
      written.good = false;
      if (analysis_.incomplete.count(&fields) == 0) report_unknown(fields, initializer, left, rules, written);
      continue;
    }
    const Result value = check(*initializer.value, field->type);
    if (written.given.count(field) != 0) {
      analysis_.reporter.report(kFieldTwice, initializer.name.span, field->name)
          .label(places.at(field), "first given here");
      written.good = false;
      continue;
    }
    written.good = written.good && value != nullptr;
    written.given.emplace(field, FieldInit{field, value, InitOrigin::Written, analysis_.locate(initializer.span)});
    places.emplace(field, initializer.name.span);
  }
  return written;
}

/// What was written in place of the one field that is needed, or under a name like its own, is that field.
void Typer::report_unknown(const std::deque<model::Field>& fields, const syntax::Initializer& initializer,
                           const std::vector<std::string>& left, const InitRules& rules, Written& written) {
  const syntax::Name& name = initializer.name;
  if (rules.version != nullptr && find_field(rules.version->event->current().fields, name.text) != nullptr) {
    // Fields of the newest version beside the number of another: it is the number that is wrong.
    if (!written.other_version)
      analysis_.reporter.report(kUnknownField, name.span, rules.owner, name.text)
          .note("it is a field of the newest version, v" + std::to_string(rules.version->event->current().version))
          .help(fields.empty() ? "leave the version out"
                               : "leave the version out, or give the fields of this one: " + listed(names_of(fields)));
    written.other_version = true;
    return;
  }
  // Another part of the same whole is no other mistake.
  const auto told = part_of(fields, name.text);
  if (told && written.misspelled.count(told->substr(0, told->find('.'))) != 0) return;
  Diagnostic& report =
      analysis_.reporter.report_lack(rules.owner + "." + name.text, kUnknownField, name.span, rules.owner, name.text);
  auto meant = related_name(name.text, left);
  // emit Inspected { grade = grade }, where it has become a part of `inspection`
  if (const auto part = meant ? std::nullopt : part_of(fields, name.text)) {
    const std::string whole = part->substr(0, part->find('.'));
    const model::Type* type = find_field(fields, whole)->type;
    if (type->kind == TypeKind::Optional) type = type->element;
    report.help("it is a part of " + quoted(whole) + ": " +
                quoted(whole + " = " + type->value->name + " { " + name.text + " = … }"));
    written.misspelled.insert(whole);
    return;
  }
  const bool needs_one = left.size() == 1 && rules.missing != InitRules::Missing::Leave;
  if (!meant && needs_one && written.misspelled.empty()) meant = left.front();
  if (meant) {
    report.help("there is " + quoted(*meant), name.span, *meant);
    written.misspelled.insert(*meant);
  } else {
    report.note(fields.empty() ? "it has no fields" : "it has " + listed(names_of(fields)));
    if (const Result value = needs_context(*initializer.value) ? nullptr : infer(*initializer.value))
      report.help("declare it, as a field of " + rules.owner + ": " +
                  quoted(name.text + ": " + model::to_text(*value->type)));
  }
}

/// Who declares a field in two ways has made one mistake, whatever else comes of either.
void Typer::report_carry_over(const model::Field& source, const model::Field& field, Span at, const InitRules& rules) {
  const std::string type = model::to_text(*source.type);
  Diagnostic& report = analysis_.reporter.report_lack(analysis_.lack_of_type(source, *field.type), kCarryOverType, at,
                                                      field.name, rules.owner, type, model::to_text(*field.type));
  report.label(analysis_.name_span(source), "comes from here")
      .label(analysis_.name_span(field), "is needed here")
      .help("say what it is: " + quoted(field.name + " = " + carried_text(source, field)));
  // An event is stored, and keeps its type.
  if (rules.carry_over_owner.starts_with("command"))
    report.help("or declare it in both the same, in " + rules.carry_over_owner +
                " as there: " + quoted(field.name + ": " + type_as_written(field)));
  else
    report.help("or declare it in both the same, in " + rules.owner + " as here: " + quoted(field.name + ": " + type));
  analysis_.reporter.settle(rules.owner + "." + field.name, report);
}

std::optional<std::vector<FieldInit>> Typer::initialize(const std::deque<model::Field>& fields,
                                                        const std::vector<syntax::Initializer>& initializers, Span at,
                                                        std::optional<Span> braces, const InitRules& rules) {
  const Written written = read_initializers(fields, initializers, rules);
  bool good = written.good;
  if (written.other_version || analysis_.incomplete.count(&fields) != 0) return std::nullopt;
  std::vector<FieldInit> result;
  std::vector<const model::Field*> missing;
  for (const model::Field& field : fields) {
    const auto found = written.given.find(&field);
    if (found != written.given.end()) {
      result.push_back(found->second);
      continue;
    }
    if (rules.missing == InitRules::Missing::Leave) continue;
    if (field.type == nullptr) {
      good = false;
      continue;
    }
    const model::Field* source = rules.carry_over == nullptr ? nullptr : find_field(*rules.carry_over, field.name);
    const Result carried = source == nullptr ? nullptr : carry_over(*source, rules.carry_over_source, field.type, at);
    if (carried != nullptr) {
      result.push_back({&field, carried, InitOrigin::CarriedOver, analysis_.locate(at)});
      continue;
    }
    if (source != nullptr) {
      good = false;
      if (source->type == nullptr) continue;
      report_carry_over(*source, field, at, rules);
      continue;
    }
    const bool may_carry = rules.carry_over != nullptr && analysis_.incomplete.count(rules.carry_over) != 0;
    if (may_carry || written.misspelled.count(field.name) != 0) {
      good = false;
      continue;
    }
    auto value = value_of_missing(field, at, rules);
    good = good && value.has_value();
    if (value)
      result.push_back(*value);
    else if (!field.has_written_default)
      missing.push_back(&field);
  }
  if (!missing.empty()) report_missing(fields, missing, at, braces, rules);
  if (!good) return std::nullopt;
  return result;
}

const model::ValueVersion* Typer::named_version(const model::Value& value, const syntax::Version& version) {
  if (version.number == 0) return nullptr;
  const model::ValueVersion* found = nullptr;
  for (const model::ValueVersion& candidate : value.versions)
    if (candidate.version == version.number) found = &candidate;
  const bool older = found != nullptr && found != &value.current();
  if (found != nullptr && (!older || scope_.names_versions)) return found;
  const std::string newest = "the newest is v" + std::to_string(value.current().version);
  if (older)
    analysis_.reporter.report(kOldVersionHere, version.span, value.name, std::to_string(version.number))
        .label(analysis_.name_span(value.current()), newest)
        .note("only mappings and scenarios make what was stored before")
        .help("leave the version out", version.span, "");
  else
    analysis_.reporter
        .report(kUnknownDeclaration, version.span, "version " + std::to_string(version.number) + " of", value.name)
        .label(analysis_.name_span(value.current()), newest);
  return nullptr;
}

/// Area { size = 200 }, which is how v1 of it was: where that may be made, it has to be said.
bool Typer::older_is_meant(const syntax::ConstructExpression& construct, const model::Value& value,
                           const model::Type* expected) {
  if (!scope_.names_versions) return false;
  const auto has_all = [&](const model::ValueVersion& version) {
    return std::ranges::all_of(construct.initializers, [&](const syntax::Initializer& one) {
      return find_field(version.fields, one.name.text) != nullptr;
    });
  };
  const model::ValueVersion& newest = value.current();
  if (has_all(newest) || analysis_.incomplete.count(&newest.fields) != 0) return false;
  const bool told = expected != nullptr && expected->kind == TypeKind::Value && expected->value->value == &value;
  for (const model::ValueVersion& version : value.versions) {
    if (&version == &newest || !has_all(version)) continue;
    if (told && expected->value != &newest && expected->value != &version) continue;
    const auto other = std::ranges::find_if(construct.initializers, [&](const syntax::Initializer& one) {
      return find_field(newest.fields, one.name.text) == nullptr;
    });
    const std::string meant = value.name + " v" + std::to_string(version.version);
    analysis_.reporter.report(kUnknownField, other->name.span, "value " + quoted(value.name), other->name.text)
        .note(quoted(meant) + " has it, and its name alone is the newest version, v" + std::to_string(newest.version))
        .help("say which version it is", construct.type.span, meant);
    return true;
  }
  return false;
}

const model::Expression* Typer::infer_construct(const syntax::ConstructExpression& construct, Span span,
                                                const model::Type* expected) {
  if (const auto made = construct_alternative(construct, span, expected)) return *made;
  const SymbolEntry* entry = find_symbol(analysis_, context_, construct.type, "value");
  if (entry == nullptr || std::holds_alternative<LaterDeclaration>(entry->symbol)) return nullptr;
  auto* const* found = std::get_if<model::Value*>(&entry->symbol);
  if (found == nullptr) {
    analysis_.reporter
        .report(kWrongDeclaration, construct.type.span, construct.type.text(), kind_text(entry->symbol), "a value")
        .label(entry->span, "declared here")
        .note(std::holds_alternative<model::Union*>(entry->symbol) ? "what is made is one of its alternatives"
                                                                   : "only values and alternatives of unions are made");
    return nullptr;
  }
  const model::ValueVersion* picked =
      construct.version ? named_version(**found, *construct.version) : &(*found)->current();
  if (picked == nullptr) return nullptr;
  if (!construct.version && older_is_meant(construct, **found, expected)) return nullptr;
  const model::ValueVersion& value = *picked;
  const InitRules rules{.owner = "value " + quoted(value.name)};
  auto fields = initialize(value.fields, construct.initializers, construct.type.span, construct.braces, rules);
  if (!fields) return nullptr;
  return make(analysis_.model.intern({.kind = TypeKind::Value, .value = &value}), span,
              model::ConstructValueNode{std::move(*fields)});
}

const model::Expression* Typer::infer_interpolation(const syntax::InterpolatedString& text, Span span) {
  model::InterpolationNode node;
  for (const auto& part : text.parts) {
    if (const auto* plain = std::get_if<syntax::String>(&part)) {
      node.parts.push_back({plain->value, nullptr});
      continue;
    }
    const Result value = infer(*std::get<syntax::ExpressionPtr>(part));
    if (value == nullptr) return nullptr;
    node.parts.push_back({{}, value});
  }
  return make(analysis_.scalar(TypeKind::String), span, std::move(node));
}

const model::Expression* initial_value(Analysis& analysis, const model::Type& type) {
  const auto make = [&](model::ExpressionNode node) {
    return analysis.model.add(model::Expression{&type, {}, std::move(node)});
  };
  switch (type.kind) {
    case TypeKind::Bool: return make(model::ConstantNode{false});
    case TypeKind::String: return make(model::ConstantNode{std::string()});
    case TypeKind::Bytes: return make(model::ConstantNode{model::BytesConstant{}});
    case TypeKind::Optional: return make(model::ConstantNode{model::NoneConstant{}});
    case TypeKind::List:
    case TypeKind::Set: return make(model::ListNode{});
    case TypeKind::Map: return make(model::MapNode{});
    case TypeKind::Value: {
      model::ConstructValueNode node;
      for (const model::Field& field : type.value->fields) {
        const model::Expression* value = initial_value(analysis, field);
        if (value == nullptr) return nullptr;
        node.fields.push_back({&field, value, InitOrigin::Default, {}});
      }
      return make(std::move(node));
    }
    default: break;
  }
  if (model::is_float(type)) return make(model::ConstantNode{0.0});
  return model::is_numeric(type) ? make(model::ConstantNode{model::Int128{0}}) : nullptr;
}

const model::Expression* initial_value(Analysis& analysis, const model::Field& field) {
  if (field.type == nullptr) return nullptr;
  return field.has_written_default ? written_default(analysis, field) : initial_value(analysis, *field.type);
}

}  // namespace cqrsc::sema
