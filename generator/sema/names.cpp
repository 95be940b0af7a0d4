// What a name in an expression stands for.
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

#include "sema/habits.hpp"
#include "sema/near_names.hpp"
#include "sema/read_models.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::Ambient;
using model::TypeKind;

bool is_context_word(const Scope& scope, const std::string& name) {
  return name == "state" || name == "meta" || name == "actor" || name == "command" || name == "event" ||
         name == "old" || name == scope.state_word;
}

/// A word that stands for a value by itself.
bool is_value_word(const Scope& scope, const std::string& name) {
  if (name != "id" && name != "now" && name != "it") return false;
  // Where nothing of the kind is there, as in a query, it is a name like others.
  const bool means_something = scope.own_id != nullptr || scope.it != nullptr || scope.has_now || scope.has_meta;
  return means_something || scope.find_incoming(name) == nullptr;
}

const model::Enum* find_enum(const ContextWork& context, const std::string& name) {
  const SymbolEntry* entry = find_symbol_quietly(context, name);
  auto* const* enumeration = entry == nullptr ? nullptr : std::get_if<model::Enum*>(&entry->symbol);
  return enumeration == nullptr ? nullptr : *enumeration;
}

const model::EnumMember* find_member(const model::Enum& enumeration, const std::string& name) {
  for (const model::EnumMember& member : enumeration.members)
    if (member.name == name) return &member;
  return nullptr;
}

std::vector<std::string> field_names(const std::deque<model::Field>& fields) {
  std::vector<std::string> names;
  for (const model::Field& field : fields) names.push_back(field.name);
  return names;
}

/// The dotted text of a chain of plain names; none of anything else.
std::optional<syntax::Path> as_path(const syntax::Expression& expression) {
  if (const auto* name = std::get_if<syntax::NameExpression>(&expression.node))
    return syntax::Path{{name->name}, name->name.span};
  const auto* member = std::get_if<syntax::MemberExpression>(&expression.node);
  if (member == nullptr) return std::nullopt;
  auto path = as_path(*member->object);
  if (!path) return std::nullopt;
  path->parts.push_back(member->member);
  path->span = expression.span;
  return path;
}

bool is_size(std::string_view word) {
  constexpr auto kWords = std::to_array<std::string_view>({"length", "size", "count", "Length", "Size", "Count"});
  return std::ranges::find(kWords, word) != kWords.end();
}

}  // namespace

const model::Expression* Typer::not_available(const std::string& what, Span span) {
  Diagnostic& report = analysis_.reporter.report(kNotAvailable, span, what, scope_.block);
  if (what == "state" && scope_.block == "`where`" && scope_.incoming_word == "command")
    report.help("what depends on the state is demanded by the command: " + quoted("require … else SomeError"));
  if ((what == "now" || what == "actor") && scope_.block == "`where`" && scope_.incoming_word == "command")
    report.note("`where` sees what the command brings, and nothing else")
        .help("what depends on more is demanded by the command: " + quoted("require … else SomeError"));
  if (what == "it" && scope_.incoming != nullptr)
    report.help("fields are called by their own names: " + quoted("length(name) > 0"));
  if (what == "actor" && scope_.block == "a default")
    report.note("a default is a fixed value").help("leave it out, and say `actor.id` where the event is made");
  if (what == "now" && scope_.block == "a default")
    report.note("a default is a fixed value").help("leave it out, and say what it is where it is made");
  if (what == "now" && scope_.has_meta)
    report.help("use `meta.time`, the time that was stored with the event", span, "meta.time");
  const bool in_handler = scope_.state_word == "row" && scope_.has_meta;
  if (what == "id" && in_handler)
    report.note("a row has no `id` of its own; the id of the event's stream is `meta.stream`")
        .help("use it", span, "meta.stream");
  if ((what == "actor" || what == "role") && in_handler)
    report.help("who caused the event is stored with it: `meta.actor`, a `string?`");
  if (what == "state" && scope_.state_word == "row") report.help("what is there is the row: `row.…`");
  if (what == "row" && in_handler)
    report.note("which row it is, is not known before its key is")
        .help("the key is a field of the event, or `meta.stream`, the id of its stream");
  if (what == "row" && scope_.state_word == "row" && !scope_.has_meta)
    report.note("it holds for all rows at once: it is made of numbers and parameters");
  if ((what == "meta" || what == "id") && scope_.reads_history)
    report.help("say it in `from` of the event that holds the value");
  return nullptr;
}

bool Typer::is_known_name(const syntax::Name& name) const {
  if (scope_.find_local(name.text) != nullptr || scope_.find_incoming(name.text) != nullptr) return true;
  if (name.quoted) return false;
  return is_context_word(scope_, name.text) || name.text == "id" || name.text == "now" ||
         (name.text == "it" && scope_.it);
}

bool Typer::needs_context(const syntax::Expression& expression) const {
  const auto& node = expression.node;
  if (std::holds_alternative<syntax::IntegerLiteral>(node) || std::holds_alternative<syntax::DecimalLiteral>(node) ||
      std::holds_alternative<syntax::StringLiteral>(node) || std::holds_alternative<syntax::NoneLiteral>(node) ||
      std::holds_alternative<syntax::CollectionLiteral>(node))
    return true;
  if (const auto* name = std::get_if<syntax::NameExpression>(&node)) return !is_known_name(name->name);
  if (const auto* unary = std::get_if<syntax::UnaryExpression>(&node))
    return unary->operation == syntax::UnaryOperator::negate &&
           (std::holds_alternative<syntax::IntegerLiteral>(unary->operand->node) ||
            std::holds_alternative<syntax::DecimalLiteral>(unary->operand->node));
  if (const auto* conditional = std::get_if<syntax::ConditionalExpression>(&node))
    return needs_context(*conditional->then_value) && needs_context(*conditional->else_value);
  return false;
}

const model::Expression* Typer::infer_name(const syntax::Name& name, Span span, const model::Type* expected) {
  const bool wants_enum = expected != nullptr && expected->kind == TypeKind::Enum;
  const model::EnumMember* member = wants_enum ? find_member(*expected->enumeration, name.text) : nullptr;
  const model::Local* local = scope_.find_local(name.text);
  const model::Field* field = scope_.find_incoming(name.text);
  if (member != nullptr && (local != nullptr || field != nullptr)) {
    const std::string full = expected->enumeration->name + "." + name.text;
    Diagnostic& report =
        analysis_.reporter.report(kAmbiguousName, span, name.text, local != nullptr ? "name" : "field",
                                  local != nullptr ? scope_.block : scope_.incoming_owner, expected->enumeration->name);
    report.help("for the member write " + quoted(full), span, full);
    if (local == nullptr && !scope_.incoming_word.empty())
      report.help("for the field write " + quoted(scope_.incoming_word + "." + name.text), span,
                  scope_.incoming_word + "." + name.text);
    return nullptr;
  }
  if (local != nullptr) return local->type == nullptr ? nullptr : make(local->type, span, model::LocalNode{local});
  if (!name.quoted && (is_context_word(scope_, name.text) || is_value_word(scope_, name.text)))
    return ambient(name, span);
  if (field != nullptr)
    return field->type == nullptr ? nullptr : make(field->type, span, model::FieldNode{scope_.incoming_source, field});
  if (member != nullptr) return make(expected, span, model::ConstantNode{model::EnumConstant{member}});
  return unknown_name(name, expected);
}

const model::Expression* Typer::ambient(const syntax::Name& name, Span span) {
  if (name.text == "id" && scope_.own_id != nullptr)
    return make(scope_.own_id, span, model::AmbientNode{Ambient::OwnId});
  if (name.text == "now" && scope_.has_now)
    return make(analysis_.scalar(TypeKind::Instant), span, model::AmbientNode{Ambient::Now});
  if (name.text == "it" && scope_.it != nullptr) return it(span);
  if (!is_context_word(scope_, name.text)) return not_available(name.text, span);
  if (const model::Field* field = scope_.find_incoming(name.text)) return field_of_word(name, *field, span);
  analysis_.reporter.report(kUnknownName, span, name.text)
      .at_primary("this is no value by itself")
      .help("name one of its fields: " + quoted(name.text + ".…"));
  return nullptr;
}

/// A field whose name has a meaning of its own is one in backquotes; without them its declaration has been refused.
const model::Expression* Typer::field_of_word(const syntax::Name& name, const model::Field& field, Span span) {
  const Span declared = analysis_.name_span(field);
  const std::string_view written = analysis_.sources.file(declared).text(declared);
  if (written.find('`') == std::string_view::npos)
    return field.type == nullptr ? nullptr : make(field.type, span, model::FieldNode{scope_.incoming_source, &field});
  analysis_.reporter.report(kUnknownName, span, name.text)
      .at_primary("this is no value by itself")
      .help("the field of this name is written in backquotes", span, "`" + name.text + "`");
  return nullptr;
}

const model::Expression* Typer::it(Span span) {
  return scope_.it_value != nullptr ? scope_.it_value : make(scope_.it, span, model::AmbientNode{Ambient::It});
}

const model::Expression* Typer::enum_member(const model::Enum& enumeration, const syntax::Name& name, Span span) {
  const model::Type* type = analysis_.model.intern({.kind = TypeKind::Enum, .enumeration = &enumeration});
  if (const model::EnumMember* member = find_member(enumeration, name.text))
    return make(type, span, model::ConstantNode{model::EnumConstant{member}});
  if (analysis_.incomplete.count(&enumeration) != 0) return nullptr;
  std::vector<std::string> names;
  for (const model::EnumMember& member : enumeration.members) names.push_back(member.name);
  Diagnostic& report = analysis_.reporter.report(kUnknownMember, name.span, enumeration.name, name.text);
  report.label(analysis_.name_span(enumeration), "the enum");
  suggest(report, name, names, "it has no members");
  return nullptr;
}

std::optional<const model::Expression*> Typer::qualified_member(const syntax::MemberExpression& member, Span span) {
  const auto path = as_path(*member.object);
  if (!path || is_known_name(path->parts.front())) return std::nullopt;
  if (path->parts.size() == 1) {
    const model::Enum* enumeration = find_enum(context_, path->last().text);
    if (enumeration == nullptr) return std::nullopt;
    return enum_member(*enumeration, member.member, span);
  }
  // e.bid.amount: `e` is no context either, and is reported as what it is taken for.
  if (find_symbol_quietly(context_, path->parts[0].text + "." + path->parts[1].text) == nullptr &&
      scope_.find_incoming(path->parts[1].text) != nullptr)
    return std::nullopt;
  const SymbolEntry* entry = find_symbol(analysis_, context_, *path, "enum");
  if (entry == nullptr) return nullptr;
  if (auto* const* enumeration = std::get_if<model::Enum*>(&entry->symbol))
    return enum_member(**enumeration, member.member, span);
  analysis_.reporter.report(kWrongDeclaration, path->span, path->text(), kind_text(entry->symbol), "an enum");
  return nullptr;
}

/// state.stay.arrival, where the stay may be missing
void Typer::report_member_of_optional(const syntax::MemberExpression& member) {
  const std::string written(analysis_.sources.file(member.object->span).text(member.object->span));
  if (const auto said = scope_.unknown.find("?" + written); said != scope_.unknown.end()) {
    said->second->also_at(member.object->span);
    return;
  }
  Diagnostic& report = analysis_.reporter.report(kMayBeNone, member.object->span, quoted(written));
  if (const std::string_view test = own_none_test(member.member.text); !test.empty()) {
    report.help("whether it is there is asked so", member.object->span.to(member.member.span),
                written + std::string(test));
    return;
  }
  scope_.unknown.emplace("?" + written, &report);
  const std::string_view before =
      analysis_.sources.file(member.object->span).text().substr(0, member.object->span.begin);
  const std::string_view line = before.substr(before.rfind('\n') + 1);
  // What an `if` lets pass, a command does not require.
  if (path_key(scope_, *member.object) && line.ends_with("require "))
    report.help("require that first", member.object->span.before(), written + " != none and ");
  else if (path_key(scope_, *member.object))
    report.help("test it first: " + quoted("if " + written + " != none { … }"));
  else
    report.help("name it and test it first: " + quoted("let x = " + written + "  if x != none { … }"));
}

const model::Expression* Typer::infer_member(const syntax::MemberExpression& member, Span span) {
  if (const auto* object = std::get_if<syntax::NameExpression>(&member.object->node);
      object != nullptr && !object->name.quoted && scope_.find_local(object->name.text) == nullptr) {
    const std::string& word = object->name.text;
    if (word == scope_.state_word && scope_.state != nullptr) {
      if (scope_.state_keys != nullptr && find_field(*scope_.state_keys, member.member.text) != nullptr)
        return record_field(*scope_.state_keys, scope_.state_source, scope_.state_owner, member.member, span);
      return record_field(*scope_.state, scope_.state_source, scope_.state_owner, member.member, span);
    }
    if (word == "meta") return meta_member(member.member, span);
    if (word == "actor") return actor_member(member.member, span);
    if (is_context_word(scope_, word)) {
      if (word != scope_.incoming_word) return not_available(word, object->name.span);
      return record_field(*scope_.incoming, scope_.incoming_source, scope_.incoming_owner, member.member, span);
    }
    if (const std::string own(own_clock(word, member.member.text)); !own.empty() && !is_known_name(object->name)) {
      report_clock(object->name, own, span);
      return nullptr;
    }
  }
  if (const auto other = other_row(member, span)) return *other;
  if (const auto qualified = qualified_member(member, span)) return *qualified;
  const bool was_possibly_none = std::exchange(possibly_none_, false);
  const Result base = infer(*member.object);
  possibly_none_ = was_possibly_none;
  if (base == nullptr) return nullptr;
  if (base->type->kind == TypeKind::Optional) {
    report_member_of_optional(member);
    return nullptr;
  }
  const auto* local = std::get_if<model::LocalNode>(&base->node);
  if (local != nullptr && local->local->alternative != nullptr) {
    const model::Alternative& alternative = *local->local->alternative;
    const model::Field* field = find_field(alternative.fields, member.member.text);
    if (field == nullptr) {
      report_unknown_field(alternative.fields, "alternative " + quoted(alternative.name), member.member);
      return nullptr;
    }
    return field->type == nullptr ? nullptr : make(field->type, span, model::MemberNode{base, field});
  }
  if (base->type->kind != TypeKind::Value) {
    Diagnostic& report = analysis_.reporter.report(kNoFields, member.member.span, model::to_text(*base->type));
    const std::string& wanted = member.member.text;
    const bool size = is_size(wanted);
    const TypeKind kind = base->type->kind;
    const bool has_length = kind == TypeKind::String || kind == TypeKind::Bytes || kind == TypeKind::List ||
                            kind == TypeKind::Set || kind == TypeKind::Map;
    if ((size || wanted == "isEmpty") && has_length) {
      const std::string object(analysis_.sources.file(member.object->span).text(member.object->span));
      const std::string call = (size ? "length(" : "isEmpty(") + object + ")";
      report.help("write " + quoted(call), member.object->span.to(member.member.span), call);
    }
    help_with_property(report, *base->type, member);
    if (base->type->kind == TypeKind::Union)
      help_with_match(report, *base->type->union_version, *member.object, member.member);
    return nullptr;
  }
  const model::ValueVersion& value = *base->type->value;
  const model::Field* field = find_field(value.fields, member.member.text);
  if (field == nullptr) {
    report_unknown_field(value.fields, "value " + quoted(value.name), member.member);
    return nullptr;
  }
  return field->type == nullptr ? nullptr : make(field->type, span, model::MemberNode{base, field});
}

/// Which alternatives of a union have the field that was asked of the union itself.
void Typer::help_with_match(Diagnostic& report, const model::UnionVersion& version, const syntax::Expression& object,
                            const syntax::Name& field) {
  const std::string written(analysis_.sources.file(object.span).text(object.span));
  std::vector<std::string> having;
  for (const model::Alternative& one : version.alternatives)
    if (find_field(one.fields, field.text) != nullptr) having.push_back(one.name);
  report.note("which fields there are depends on the alternative" +
              (having.empty() ? "" : ": " + quoted(field.text) + " is one of " + listed(having)));
  const std::string one =
      having.empty() ? version.alternatives.empty() ? "…" : version.alternatives.front().name : having.front();
  report.help("ask which it is: " +
              quoted("match " + written + " { " + one + " as x => … x." + field.text + " …  else => … }"));
}

std::optional<const model::Expression*> Typer::other_row(const syntax::MemberExpression& member, Span span) {
  const auto* call = std::get_if<syntax::CallExpression>(&member.object->node);
  if (call == nullptr || call->callee.text != "row" || call->callee.quoted || scope_.state_word != "row")
    return std::nullopt;
  if (scope_.other_rows == nullptr) return not_available("row(…)", member.object->span);
  const model::Projection& projection = *scope_.other_rows;
  if (!check_key_count(analysis_, projection, call->arguments.size(), call->callee.span)) return nullptr;
  const bool was_possibly_none = std::exchange(possibly_none_, false);
  model::OtherRowNode node;
  for (std::size_t i = 0; i < call->arguments.size(); ++i)
    node.keys.push_back(check(*call->arguments[i], projection.keys[i].type));
  possibly_none_ = was_possibly_none;
  node.field = find_field(projection.fields, member.member.text);
  if (node.field == nullptr) node.field = find_field(projection.keys, member.member.text);
  if (node.field == nullptr)
    report_unknown_field(projection.fields, "projection " + quoted(projection.name), member.member);
  if (!scope_.other_row_read) scope_.other_row_read = span;
  const bool good = std::find(node.keys.begin(), node.keys.end(), nullptr) == node.keys.end();
  if (!good || node.field == nullptr || node.field->type == nullptr) return nullptr;
  const model::Type* type = node.field->type;
  return make(type->kind == TypeKind::Optional ? type : analysis_.optional_of(type), span, std::move(node));
}

void Typer::report_unknown_field(const std::deque<model::Field>& fields, const std::string& owner,
                                 const syntax::Name& name) {
  if (analysis_.incomplete.count(&fields) != 0) return;
  Diagnostic& report =
      analysis_.reporter.report_lack(owner + "." + name.text, kUnknownField, name.span, owner, name.text);
  suggest(report, name, field_names(fields), "it has no fields");
  if (const auto part = report.helps.empty() ? part_of(fields, name.text) : std::nullopt)
    report.help("there is " + quoted(*part), name.span, *part);
  if (owner.starts_with("the state") && report.helps.empty()) note_other_state(report, name);
  if (owner.starts_with("projection") && report.helps.empty()) help_with_followed(report, name);
}

const model::Expression* Typer::record_field(const std::deque<model::Field>& fields, model::FieldSource source,
                                             const std::string& owner, const syntax::Name& name, Span span) {
  const model::Field* field = find_field(fields, name.text);
  if (field == nullptr) {
    report_unknown_field(fields, owner, name);
    return nullptr;
  }
  return field->type == nullptr ? nullptr : make(field->type, span, model::FieldNode{source, field});
}

const model::Expression* Typer::meta_member(const syntax::Name& member, Span span) {
  if (!scope_.has_meta) return not_available("meta", span);
  const model::Type* uuid = analysis_.scalar(TypeKind::Uuid);
  const model::Type* text = analysis_.optional_of(analysis_.scalar(TypeKind::String));
  const model::Type* stream = scope_.own_id != nullptr ? scope_.own_id : scope_.stream_id;
  struct Entry {
    const char* name;
    Ambient what;
    const model::Type* type;
  };
  const std::array<Entry, 8> entries{{{"id", Ambient::MetaId, uuid},
                                      {"correlation", Ambient::MetaCorrelation, uuid},
                                      {"causation", Ambient::MetaCausation, uuid},
                                      {"stream", Ambient::MetaStream, stream},
                                      {"version", Ambient::MetaVersion, analysis_.scalar(TypeKind::Int64)},
                                      {"time", Ambient::MetaTime, analysis_.scalar(TypeKind::Instant)},
                                      {"actor", Ambient::MetaActor, text},
                                      {"tenant", Ambient::MetaTenant, text}}};
  std::vector<std::string> names;
  for (const Entry& entry : entries) {
    if (member.text == entry.name)
      return entry.type == nullptr ? nullptr : make(entry.type, span, model::AmbientNode{entry.what});
    names.emplace_back(entry.name);
  }
  Diagnostic& report = analysis_.reporter.report(kUnknownField, member.span, "`meta`", member.text);
  if (const std::string own(own_meta(member.text)); !own.empty())
    report.help("it is called " + quoted(own), member.span, own);
  else
    suggest(report, member, names, "");
  return nullptr;
}

const model::Expression* Typer::actor_member(const syntax::Name& member, Span span) {
  if (!scope_.has_actor) return not_available("actor", span);
  const model::Type* text = analysis_.scalar(TypeKind::String);
  if (member.text == "id") return make(analysis_.optional_of(text), span, model::AmbientNode{Ambient::ActorId});
  if (member.text == "roles")
    return make(analysis_.model.intern({.kind = TypeKind::Set, .element = text}), span,
                model::AmbientNode{Ambient::ActorRoles});
  analysis_.reporter.report(kUnknownField, member.span, "`actor`", member.text).note("it has `id` and `roles`");
  return nullptr;
}

const model::Expression* Typer::unwrapped(const model::Expression* value, const syntax::Expression& expression,
                                          Span span) {
  if (value->type->kind != TypeKind::Optional || possibly_none_) return value;
  const auto key = path_key(scope_, expression);
  if (!key || scope_.present.count(*key) == 0) return value;
  return make(value->type->element, span, model::ConversionNode{model::ConversionKind::UnwrapOptional, value});
}

const model::Expression* Typer::infer_possibly_none(const syntax::Expression& expression) {
  const bool before = std::exchange(possibly_none_, true);
  const Result value = infer(expression);
  possibly_none_ = before;
  return value;
}

const model::Local* Typer::declare(const syntax::Name& name, const model::Type* type,
                                   const model::Alternative* alternative) {
  const model::Local* local = scope_.find_local(name.text);
  const model::Field* field = scope_.find_incoming(name.text);
  if (local != nullptr || field != nullptr) {
    const Span first = local != nullptr
                           ? Span{static_cast<FileId>(local->location.file), local->location.begin, local->location.end}
                           : analysis_.name_span(*field);
    analysis_.reporter.report(kHiddenName, name.span, name.text, name.text)
        .label(first, "the first one")
        .help("choose another name");
  }
  const model::Local* declared =
      analysis_.model.add(model::Local{name.text, type, analysis_.locate(name.span), alternative});
  scope_.locals.push_back(declared);
  return declared;
}

}  // namespace cqrsc::sema
