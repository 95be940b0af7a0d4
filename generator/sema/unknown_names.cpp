// What is said of a name that stands for nothing.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

#include "sema/habits.hpp"
#include "sema/near_names.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

std::vector<std::string> field_names(const std::deque<model::Field>& fields) {
  std::vector<std::string> names;
  for (const model::Field& field : fields) names.push_back(field.name);
  return names;
}

/// tenant = empty: what that is of a type; nothing of most.
std::string_view empty_of(const model::Type* type) {
  if (type == nullptr) return "";
  switch (type->kind) {
    case TypeKind::Optional: return "none";
    case TypeKind::String: return "\"\"";
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map: return "[]";
    default: return "";
  }
}

}  // namespace

/// iban, in an arm that calls the alternative `b`.
bool Typer::help_with_arm(Diagnostic& report, const syntax::Name& name) const {
  for (const model::Local* local : scope_.locals) {
    if (local->alternative == nullptr || find_field(local->alternative->fields, name.text) == nullptr) continue;
    report.help("it is a field of " + quoted(local->name), name.span, local->name + "." + name.text);
    return true;
  }
  return false;
}

/// state.delivery == AtCounter, delivery = AtCounter
void Typer::help_with_braces(Diagnostic& report, const syntax::Name& name, const model::Alternative& alternative) {
  const std::string_view source = analysis_.sources.file(name.span).text();
  const std::size_t next = source.find_first_not_of(" \t", name.span.end);
  const bool before_block = next != std::string_view::npos && source[next] == '{';
  // delivery == ByPost: of what has fields, nobody means one value of all.
  const std::size_t before =
      name.span.begin == 0 ? std::string_view::npos : source.find_last_not_of(" \t", name.span.begin - 1);
  if (before != std::string_view::npos && source[before] == '=' && before > 0 &&
      (source[before - 1] == '=' || source[before - 1] == '!') && !alternative.fields.empty()) {
    report.help("which alternative it is, is told by `match`: " +
                quoted("match x { " + name.text + " => { … }  else => { } }"));
    return;
  }
  const std::string made = name.text + (alternative.fields.empty() ? " { }" : " { … }");
  report.help(before_block ? "an alternative is made with braces, in parentheses before a block"
                           : "an alternative is made with braces",
              name.span, before_block ? "(" + made + ")" : made);
}

/// frozen = flase
std::optional<std::string> Typer::misspelled_bool(const syntax::Name& name, const model::Type* expected) const {
  const bool wanted = expected != nullptr && expected->kind == TypeKind::Bool;
  const bool other = scope_.incoming != nullptr && nearest_name(name.text, field_names(*scope_.incoming)).has_value();
  if (!wanted || other) return std::nullopt;
  return nearest_name(name.text, {"true", "false"});
}

/// The day, which is that of an instant; false where nothing has one.
bool Typer::unknown_today(const syntax::Name& name) {
  if (scope_.has_now)
    analysis_.reporter.report(kUnknownName, name.span, name.text)
        .note("a day is one of UTC; what is computed with are instants: `now + 14d`")
        .help("write `date(now)`", name.span, "date(now)");
  else if (scope_.block == "`where`")
    analysis_.reporter.report(kUnknownName, name.span, name.text)
        .note("`where` sees what the command brings, and nothing else")
        .help("what day it is, is asked behind the fields: " + quoted("require … <= date(now) else SomeError"));
  else
    return false;
  return true;
}

/// amount, where a field that comes in has such a part.
std::optional<std::string> Typer::help_with_part_of_incoming(Diagnostic& report, const syntax::Name& name) const {
  const auto part = part_of_incoming(name.text);
  if (part) report.help("there is " + quoted(*part), name.span, *part);
  return part;
}

/// since = date: the event calls it as the state does.
std::optional<std::string> Typer::help_with_assigned(Diagnostic& report, const syntax::Name& name,
                                                     const model::Type* expected) const {
  const model::Field* same = scope_.assigned.empty() ? nullptr : scope_.find_incoming(scope_.assigned);
  if (same == nullptr || same->type != expected) return std::nullopt;
  report.help("there is " + quoted(same->name), name.span, same->name);
  return same->name;
}

/// bmi: float64 = weight / height
void Typer::help_with_default(Diagnostic& report, const syntax::Name& name, const model::Type* expected) {
  const bool may_be_field = std::islower(static_cast<unsigned char>(name.text.front())) != 0;
  if (!may_be_field || (expected != nullptr && !model::is_numeric(*expected))) return;
  report.note("a default is the same always: it depends on no other field")
      .help("leave it out, and say the value where the whole is made");
}

/// null, True, tenant = empty: what is called otherwise here; empty: nothing of that kind.
std::string Typer::word_for(const syntax::Name& name, const model::Type* expected) const {
  if (const std::string_view own = own_literal(name.text); !own.empty()) return std::string(own);
  if (name.text != "empty") return "";
  return std::string(empty_of(scope_.takes != nullptr ? scope_.takes->type : expected));
}

const model::Expression* Typer::unknown_name(const syntax::Name& name, const model::Type* expected) {
  if (scope_.lost_a_name) return nullptr;
  if (scope_.incoming != nullptr && analysis_.incomplete.count(scope_.incoming) != 0) return nullptr;
  const bool wants_enum = expected != nullptr && expected->kind == TypeKind::Enum;
  if (wants_enum && analysis_.incomplete.count(expected->enumeration) != 0) return nullptr;
  if (const auto said = scope_.unknown.find(name.text); said != scope_.unknown.end()) {
    said->second->also_at(name.span);
    return nullptr;
  }
  if (const std::string word = word_for(name, expected); !word.empty()) {
    analysis_.reporter.report(kUnknownName, name.span, name.text).help("write " + quoted(word), name.span, word);
    return nullptr;
  }
  if (const auto meant = misspelled_bool(name, expected)) {
    analysis_.reporter.report(kUnknownName, name.span, name.text).help("there is " + quoted(*meant), name.span, *meant);
    return nullptr;
  }
  if (name.text == "today" && unknown_today(name)) return nullptr;
  // id PieceId = string where length(PieceId) > 3
  if (scope_.it != nullptr && scope_.incoming == nullptr && scope_.locals.empty()) {
    analysis_.reporter.report(kUnknownName, name.span, name.text)
        .help("what is tested is called `it`", name.span, "it");
    return nullptr;
  }
  if (scope_.find_state(name.text) != nullptr) return unknown_beside_state(name, expected);
  if (scope_.state == nullptr && scope_.state_keys != nullptr && find_field(*scope_.state_keys, name.text) != nullptr) {
    analysis_.reporter.report(kUnknownName, name.span, name.text)
        .note("that is the field of the key; what stands here is its value, from " + scope_.incoming_owner)
        .help("say where it comes from: a field of the event, or `meta.stream`, the event's own stream");
    return nullptr;
  }
  std::vector<std::string> candidates;
  if (scope_.incoming != nullptr) candidates = field_names(*scope_.incoming);
  for (const model::Local* local : scope_.locals) candidates.push_back(local->name);
  if (wants_enum)
    for (const model::EnumMember& member : expected->enumeration->members) candidates.push_back(member.name);
  if (wants_enum && (scope_.incoming == nullptr || scope_.incoming->empty())) {
    Diagnostic& report = analysis_.reporter.report(kUnknownMember, name.span, expected->enumeration->name, name.text);
    suggest(report, name, candidates, "it has no members");
    report.label(analysis_.name_span(*expected->enumeration), "the enum");
    return nullptr;
  }
  Diagnostic& report = report_unknown_name(name);
  if (scope_.block == "a default") help_with_default(report, name, expected);
  if (help_with_event_name(report, name)) return nullptr;
  if (help_with_alternative(report, name) || help_with_union(report, name) || help_with_arm(report, name))
    return nullptr;
  if (expected != nullptr && expected->kind == TypeKind::Union)
    for (const model::Alternative& alternative : expected->union_version->alternatives)
      if (alternative.name == name.text) help_with_braces(report, name, alternative);
  const bool is_capital = std::isupper(static_cast<unsigned char>(name.text.front())) != 0;
  auto near = related_name(name.text, candidates);
  std::vector<std::string> words{"meta", "actor"};
  if (!scope_.state_word.empty()) words.push_back(scope_.state_word);
  if (!near) near = nearest_name(name.text, words);
  if (near) report.help("there is " + quoted(*near), name.span, *near);
  if (!near) near = help_with_part_of_incoming(report, name);
  const bool told_of_fields = scope_.incoming != nullptr && !is_capital;
  if (!near && expected != nullptr && expected->kind == TypeKind::String && !told_of_fields)
    report.help("a text stands in quotes", name.span, "\"" + name.text + "\"");
  if (!near && report.helps.empty()) near = help_with_assigned(report, name, expected);
  // What an event has alone is most likely what its handler means; in a condition it stands on the other side.
  const bool only_one = report.helps.empty() && candidates.size() == 1 && scope_.incoming_word == "event";
  if (only_one) report.help("there is only " + quoted(candidates.front()), name.span, candidates.front());
  if (!near && !only_one) help_with_field(report, name, expected);
  note_bare_names(report, wants_enum ? expected->enumeration : nullptr, near.has_value() || only_one);
  return nullptr;
}

/// Said once of each block, and of what the block is about once in all.
Diagnostic& Typer::report_unknown_name(const syntax::Name& name) {
  // An event by its name alone, as its own aggregate calls it.
  std::string lack = scope_.incoming_owner;
  if (const std::size_t point = lack.rfind('.'); point != std::string::npos)
    lack.erase(lack.find('`') + 1, point - lack.find('`'));
  if (!lack.empty()) lack += "." + name.text;
  Diagnostic& report = lack.empty() ? analysis_.reporter.report(kUnknownName, name.span, name.text)
                                    : analysis_.reporter.report_lack(lack, kUnknownName, name.span, name.text);
  scope_.unknown.emplace(name.text, &report);
  return report;
}

/// What comes in may have been meant to have it.
void Typer::help_with_field(Diagnostic& report, const syntax::Name& name, const model::Type* expected) const {
  const bool has_fields = scope_.incoming != nullptr && !scope_.incoming_owner.empty() && scope_.incoming_word != "old";
  const bool is_field = name.text.front() >= 'a' && name.text.front() <= 'z';
  if (!has_fields || !is_field || expected == nullptr) return;
  if (expected->kind == TypeKind::Enum) {
    std::int64_t free = 1;
    const model::EnumMember* alike = nullptr;
    for (const model::EnumMember& member : expected->enumeration->members) {
      free = std::max<std::int64_t>(free, member.number + 1);
      if (member.name.substr(0, 2) == name.text.substr(0, 2)) alike = alike == nullptr ? &member : alike;
    }
    if (alike != nullptr) report.help("there is " + quoted(alike->name), name.span, alike->name);
    report.help((alike != nullptr ? "or declare it, as a member of " : "declare it, as a member of ") +
                quoted(expected->enumeration->name) + ": " + quoted(name.text + " = " + std::to_string(free)));
    return;
  }
  const std::string one = scope_.incoming_what.substr(0, scope_.incoming_what.size() - 1);
  report.help((report.helps.empty() ? "declare it, as a " : "or declare it, as a ") + one + " of " +
              scope_.incoming_owner + ": " + quoted(name.text + ": " + model::to_text(*expected)));
}

/// The name of a field of what is there, where nothing of the name comes in.
const model::Expression* Typer::unknown_beside_state(const syntax::Name& name, const model::Type* expected) {
  Diagnostic& report = report_unknown_name(name);
  const auto near = scope_.incoming == nullptr ? std::nullopt : related_name(name.text, field_names(*scope_.incoming));
  if (near) report.help("there is " + quoted(*near), name.span, *near);
  // `title = title`: what is written is hardly what is there already.
  if (name.text == scope_.assigned) {
    if (!near) help_with_field(report, name, expected);
    note_bare_names(report, nullptr, near.has_value());
    return nullptr;
  }
  report.note("bare names are what comes in: the " + scope_.incoming_what + " of " + scope_.incoming_owner)
      .help(scope_.state_word == "row" ? "for the field of the row, say so" : "for the field of the state, say so",
            name.span, scope_.state_word + "." + name.text);
  return nullptr;
}

/// Says what bare names stand for here; `told`: which one was meant is known, so they are not listed.
void Typer::note_bare_names(Diagnostic& report, const model::Enum* enumeration, bool told) {
  if (scope_.incoming == nullptr || scope_.incoming_owner.empty()) return;
  const std::vector<std::string> fields = field_names(*scope_.incoming);
  std::string text = "bare names are the " + scope_.incoming_what + " of " + scope_.incoming_owner;
  if (!told) text += fields.empty() ? ", which has none" : ": " + listed(fields);
  if (enumeration != nullptr) {
    std::vector<std::string> members;
    for (const model::EnumMember& member : enumeration->members) members.push_back(member.name);
    text += ", or members of " + quoted(enumeration->name) + (told || members.empty() ? "" : ": " + listed(members));
  }
  report.note(text);
}

/// lines.head, stock.values, tags.nonEmpty, price.amount: what is a function here, or the thing itself.
void Typer::help_with_property(Diagnostic& report, const model::Type& type,
                               const syntax::MemberExpression& member) const {
  const std::string object(analysis_.sources.file(member.object->span).text(member.object->span));
  std::string name = member.member.text;
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool collection = type.kind == TypeKind::List || type.kind == TypeKind::Set;
  std::string meant;
  if (type.kind == TypeKind::Map && (name == "values" || name == "keys")) meant = name + "(" + object + ")";
  if (collection && (name == "head" || name == "first")) meant = "first(" + object + ")";
  if (collection && name == "last") meant = "last(" + object + ")";
  if ((collection || type.kind == TypeKind::Map || type.kind == TypeKind::String) &&
      (name == "nonempty" || name == "isnotempty"))
    meant = "not isEmpty(" + object + ")";
  if (!meant.empty()) report.help("write " + quoted(meant), member.object->span.to(member.member.span), meant);
  const bool itself = name == "value" || name == "amount" || name == "text" || name == "id";
  if (meant.empty() && itself && type.kind != TypeKind::Value && type.kind != TypeKind::Union)
    report.help("it has no parts: leave " + quoted("." + member.member.text) + " out",
                member.object->span.to(member.member.span), object);
}

/// state.closed, where the state of another aggregate has it.
void Typer::note_other_state(Diagnostic& report, const syntax::Name& name) const {
  for (const AggregateWork& work : analysis_.aggregates) {
    if (work.is_imported() || find_field(work.aggregate->state.fields, name.text) == nullptr) continue;
    report.note("the state of " + quoted(work.aggregate->name) + " has it, and one aggregate does not see another's")
        .help("let the command bring what it depends on, or keep it in this state as well");
    return;
  }
}

/// row.area, where an event that may be followed has it.
void Typer::help_with_followed(Diagnostic& report, const syntax::Name& name) const {
  for (const AggregateWork& work : analysis_.aggregates) {
    for (const auto& [called, event] : work.events_by_name) {
      const model::Field* field = find_field(event->current().fields, name.text);
      if (field == nullptr || field->type == nullptr) continue;
      report.help("event " + quoted(work.aggregate->name + "." + called) + " has it: declare it in the projection, " +
                  quoted(name.text + ": " + type_as_written(*field)) + ", and set it in its `on`");
      return;
    }
  }
}

/// e.title, where the event has a title: as one calls it who gives it a name of its own.
bool Typer::help_with_event_name(Diagnostic& report, const syntax::Name& name) const {
  if (scope_.incoming == nullptr || scope_.incoming_word.empty()) return false;
  const std::string_view source = analysis_.sources.file(name.span).text();
  if (name.span.end >= source.size() || source[name.span.end] != '.') return false;
  const std::size_t end =
      source.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", name.span.end + 1);
  const std::string field(source.substr(name.span.end + 1, end - name.span.end - 1));
  if (find_field(*scope_.incoming, field) == nullptr) return false;
  report.help("the " + scope_.incoming_word + " is called so", name.span, scope_.incoming_word);
  return true;
}

/// amount, where one field that comes in has a part of this name.
std::optional<std::string> Typer::part_of_incoming(const std::string& name) const {
  return scope_.incoming == nullptr ? std::nullopt : part_of(*scope_.incoming, name);
}

/// DateTime.UtcNow, 90 * time.Minute
void Typer::report_clock(const syntax::Name& object, const std::string& own, Span span) {
  Diagnostic& report = analysis_.reporter.report(kUnknownName, object.span, object.text);
  const bool is_time = own.find("now") != std::string::npos;
  if (!is_time)
    report.help("a duration is a number with its unit", span, own);
  else if (scope_.has_now)
    report.help("the time of the command is `now`", span, own);
  else if (scope_.has_meta)
    report.help("when it happened is `meta.time`", span, own == "now" ? "meta.time" : "date(meta.time)");
  else
    report.note("there is no clock here: what is computed depends on nothing but what comes in");
}

/// In an arm whose alternative has no name: one of its fields was meant.
bool Typer::help_with_alternative(Diagnostic& report, const syntax::Name& name) {
  const model::Alternative* unnamed = scope_.unnamed;
  if (unnamed == nullptr || find_field(unnamed->fields, name.text) == nullptr) return false;
  const std::string first(1, static_cast<char>(std::tolower(static_cast<unsigned char>(unnamed->name.front()))));
  report.note("it is a field of alternative " + quoted(unnamed->name))
      .help("name what is matched: " + quoted(unnamed->name + " as " + first + " => … " + first + "." + name.text));
  return true;
}

}  // namespace cqrsc::sema
