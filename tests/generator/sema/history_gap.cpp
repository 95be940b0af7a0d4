#include "history_gap.hpp"

#include <algorithm>
#include <set>

#include "model/history.hpp"

namespace cqrsc {
namespace {

using namespace model;

std::string place(const Declaration& version, std::uint32_t number) {
  return version.name + " v" + std::to_string(number);
}

/// Whether all fields have values of their types, each once.
std::string check_inits(const std::deque<Field>& fields, const std::vector<FieldInit>& inits, bool all) {
  std::set<const Field*> given;
  for (const FieldInit& init : inits) {
    if (init.value == nullptr || init.value->type != init.field->type) return init.field->name + " has another type";
    if (!given.insert(init.field).second) return init.field->name + " is given twice";
  }
  for (const Field& field : fields)
    if (all && given.count(&field) == 0) return field.name + " has no value";
  return {};
}

using Fields = std::set<const Field*>;

void walk(const Block& block, Fields& assigned, std::string& error);

void walk_ways(const std::vector<const Block*>& ways, bool all, Fields& assigned, std::string& error) {
  std::set<const Field*> by_all;
  bool first = true;
  for (const Block* way : ways) {
    Fields one = assigned;
    walk(*way, one, error);
    if (first)
      by_all = one;
    else
      std::erase_if(by_all, [&](const Field* field) { return one.count(field) == 0; });
    first = false;
  }
  if (all && !first) assigned = by_all;
}

void walk(const Block& block, Fields& assigned, std::string& error) {
  for (const Statement* statement : block) {
    if (const auto* assign = std::get_if<AssignStatement>(&statement->node)) {
      const Field* field = std::get<PathField>(assign->path.front()).field;
      const bool whole = assign->path.size() == 1 && assign->op == AssignOperator::Set;
      if (whole && assign->value->type != field->type) error = field->name + " is assigned another type";
      if (!whole && assigned.count(field) == 0) error = field->name + " is changed before it is set";
      if (whole) assigned.insert(field);
    } else if (const auto* branch = std::get_if<IfStatement>(&statement->node)) {
      walk_ways({&branch->then, &branch->otherwise}, true, assigned, error);
    } else if (const auto* match = std::get_if<MatchStatement>(&statement->node)) {
      std::vector<const Block*> ways;
      bool has_else = false;
      for (const MatchStatementArm& arm : match->arms) {
        ways.push_back(&arm.body);
        for (const Pattern& pattern : arm.patterns) has_else |= std::holds_alternative<PatternElse>(pattern);
      }
      const Type& type = *match->subject->type;
      const Type& inner = type.kind == TypeKind::Optional ? *type.element : type;
      walk_ways(ways, has_else || inner.kind != TypeKind::Enum, assigned, error);
    } else if (const auto* loop = std::get_if<ForStatement>(&statement->node)) {
      walk_ways({&loop->body}, false, assigned, error);
    }
  }
}

std::string check_upcast(const std::deque<Field>& fields, const std::optional<Upcast>& upcast) {
  if (!upcast) return "comes from nowhere";
  if (auto error = check_inits(fields, upcast->fields, false); !error.empty()) return error;
  Fields assigned;
  for (const FieldInit& init : upcast->fields) assigned.insert(init.field);
  std::string error;
  walk(upcast->body, assigned, error);
  for (const Field& field : fields)
    if (error.empty() && assigned.count(&field) == 0) error = field.name + " is not set on every way";
  return error;
}

std::string check_outcome(const Outcome& outcome, const Aggregate& aggregate) {
  if (const auto* choice = std::get_if<OutcomeChoice>(&outcome.node)) {
    if (choice->then.size() != 1 || choice->otherwise.size() != 1) return "a way is missing";
    auto error = check_outcome(choice->then.front(), aggregate);
    return error.empty() ? check_outcome(choice->otherwise.front(), aggregate) : error;
  }
  for (const EmitStatement& event : std::get<OutcomeEvents>(outcome.node).events) {
    if (event.event->event->aggregate != &aggregate) return "leaves the aggregate";
    if (auto error = check_inits(event.event->fields, event.fields, true); !error.empty()) return error;
  }
  return {};
}

bool comes_back(const EventVersion& version, std::vector<const EventVersion*>& open) {
  if (std::find(open.begin(), open.end(), &version) != open.end()) return true;
  open.push_back(&version);
  for (const EventVersion* next : next_of(version))
    if (comes_back(*next, open)) return true;
  open.pop_back();
  return false;
}

bool holds_older(const Type& type) {
  if (type.element != nullptr) return holds_older(*type.element);
  if (type.kind == TypeKind::Value) return type.value != &type.value->value->current();
  return type.kind == TypeKind::Union && type.union_version != &type.union_version->owner->current();
}

std::string check_event(const Event& event, const Aggregate& aggregate) {
  if (event.is_retired != event.becomes.has_value()) return event.name + " is retired and becomes nothing known";
  if (event.becomes)
    if (auto error = check_outcome(*event.becomes, aggregate); !error.empty()) return event.name + ": " + error;
  std::uint32_t expected = 1;
  for (const EventVersion& version : event.versions) {
    const std::string where = place(version, version.version);
    if (version.version != expected++) return where + " has a gap before it";
    if (version.version > 1)
      if (auto error = check_upcast(version.fields, version.upcast); !error.empty()) return where + ": " + error;
    std::vector<const EventVersion*> open;
    if (comes_back(version, open)) return where + " comes back";
    for (const EventVersion* end : ends_of(version))
      if (!is_current(*end)) return where + " does not reach today";
    for (const Field& field : version.fields)
      if (is_current(version) && holds_older(*field.type)) return where + " holds an older version";
  }
  return {};
}

std::string check_value(const Value& value) {
  std::uint32_t expected = 1;
  for (const ValueVersion& version : value.versions) {
    const std::string where = place(version, version.version);
    if (version.version != expected++) return where + " has a gap before it";
    if (version.version > 1)
      if (auto error = check_upcast(version.fields, version.upcast); !error.empty()) return where + ": " + error;
    for (const Field& field : version.fields)
      if (&version == &value.current() && holds_older(*field.type)) return where + " holds an older version";
  }
  return {};
}

std::string check_alternatives(const UnionVersion& older, const UnionVersion& version) {
  if (!version.upcast) return "comes from nowhere";
  if (version.upcast->alternatives.size() != older.alternatives.size()) return "an alternative has no way";
  for (std::size_t i = 0; i < older.alternatives.size(); ++i) {
    const AlternativeUpcast& mapped = version.upcast->alternatives[i];
    if (mapped.from != &older.alternatives[i]) return older.alternatives[i].name + " has no way";
    const bool known = std::any_of(version.alternatives.begin(), version.alternatives.end(),
                                   [&](const Alternative& one) { return &one == mapped.to; });
    if (!known) return mapped.from->name + " becomes nothing known";
    if (auto error = check_inits(mapped.to->fields, mapped.fields, true); !error.empty()) return error;
  }
  return {};
}

std::string check_union(const Union& declared) {
  for (std::size_t i = 0; i < declared.versions.size(); ++i) {
    const UnionVersion& version = declared.versions[i];
    const std::string where = place(version, version.version);
    if (version.version != i + 1) return where + " has a gap before it";
    if (i > 0)
      if (auto error = check_alternatives(declared.versions[i - 1], version); !error.empty())
        return where + ": " + error;
    for (const Alternative& alternative : version.alternatives)
      for (const Field& field : alternative.fields)
        if (&version == &declared.current() && holds_older(*field.type)) return where + " holds an older version";
  }
  return {};
}

}  // namespace

std::string history_gap(const Model& model) {
  for (const Context& context : model.contexts) {
    for (const Value& value : context.values)
      if (auto error = check_value(value); !error.empty()) return error;
    for (const Union& declared : context.unions)
      if (auto error = check_union(declared); !error.empty()) return error;
    for (const Aggregate& aggregate : context.aggregates)
      for (const Event& event : aggregate.events)
        if (auto error = check_event(event, aggregate); !error.empty()) return error;
  }
  return {};
}

}  // namespace cqrsc
