#include "plan/mapping.hpp"

#include <algorithm>
#include <map>

#include "model/history.hpp"
#include "model/walk.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// `field = …` as a whole; null: something else.
const Field* assigned_field(const Statement& statement) {
  const auto* assign = std::get_if<AssignStatement>(&statement.node);
  if (assign == nullptr || assign->op != AssignOperator::Set || assign->path.size() != 1) return nullptr;
  return std::get<PathField>(assign->path.front()).field;
}

/// How many statements write to each field.
void count_writes(const Block& block, std::map<const Field*, int>& writes) {
  for (const Statement* statement : block) {
    if (const auto* assign = std::get_if<AssignStatement>(&statement->node)) {
      ++writes[std::get<PathField>(assign->path.front()).field];
    } else if (const auto* branch = std::get_if<IfStatement>(&statement->node)) {
      count_writes(branch->then, writes);
      count_writes(branch->otherwise, writes);
    } else if (const auto* loop = std::get_if<ForStatement>(&statement->node)) {
      count_writes(loop->body, writes);
    } else if (const auto* match = std::get_if<MatchStatement>(&statement->node)) {
      for (const MatchStatementArm& arm : match->arms) count_writes(arm.body, writes);
    }
  }
}

/// What costs nothing to write twice.
bool is_plain(const Expression& expression) {
  if (const auto* member = std::get_if<MemberNode>(&expression.node)) return is_plain(*member->base);
  return std::holds_alternative<ConstantNode>(expression.node) || std::holds_alternative<FieldNode>(expression.node) ||
         std::holds_alternative<LocalNode>(expression.node) || std::holds_alternative<AmbientNode>(expression.node);
}

/// What an older version of a value is converted from; null: it is no such conversion.
const Expression* upcast_operand(const Expression& expression) {
  const auto* conversion = std::get_if<ConversionNode>(&expression.node);
  if (conversion == nullptr || conversion->kind != ConversionKind::Upcast) return nullptr;
  return conversion->operand;
}

bool repeats(const Statement& statement) { return std::holds_alternative<ForStatement>(statement.node); }

}  // namespace

Mapping mapping_of(const Upcast& upcast) {
  std::map<const Field*, int> writes;
  count_writes(upcast.body, writes);
  std::map<const Field*, const Expression*> initial;
  for (const FieldInit& init : upcast.fields) initial.emplace(init.field, init.value);

  Mapping mapping;
  for (const FieldInit& init : upcast.fields) {
    if (!writes.contains(init.field)) mapping.steps.emplace_back(Definition{init.field, nullptr, init.value});
  }
  std::set<const Field*> defined;
  for (const Statement* statement : upcast.body) {
    const Field* field = assigned_field(*statement);
    if (const auto* let = std::get_if<LetStatement>(&statement->node)) {
      mapping.steps.emplace_back(Definition{nullptr, let->local, let->value});
    } else if (field != nullptr && writes[field] == 1) {
      mapping.steps.emplace_back(Definition{field, nullptr, std::get<AssignStatement>(statement->node).value});
      defined.insert(field);
    } else {
      mapping.steps.emplace_back(statement);
    }
  }
  for (const auto& [field, count] : writes) {
    if (defined.contains(field)) continue;
    const auto before = initial.find(field);
    mapping.variables.emplace_back(field, before == initial.end() ? nullptr : before->second);
  }
  std::sort(mapping.variables.begin(), mapping.variables.end(),
            [](const auto& a, const auto& b) { return a.first->index < b.first->index; });
  return mapping;
}

const EventVersion* version_after(const EventVersion& version) {
  for (const EventVersion& other : version.event->versions) {
    if (other.version == version.version + 1) return &other;
  }
  return nullptr;
}

bool has_effect(const Expression& expression) {
  bool calls = may_overflow(expression);
  for_each_expression(expression, [&](const Expression& inner) {
    calls = calls || std::holds_alternative<ExternCallNode>(inner.node);
  });
  return calls;
}

unsigned Uses::of(const void* what) const {
  const auto at = uses_.find(what);
  return at == uses_.end() ? 0 : at->second;
}

bool Uses::in_place(const Definition& definition) const {
  if (is_plain(*definition.value)) return true;
  if (of(definition.what()) > 1) return false;
  if (upcast_operand(*definition.value) != nullptr && upcast_further_.contains(definition.what())) return true;
  return last_.contains(definition.what()) || !has_effect(*definition.value);
}

bool Uses::unused(const Definition& definition) const {
  return of(definition.what()) == 0 && !has_effect(*definition.value);
}

void Uses::follow(const EventVersion& version) {
  if (!followed_.insert(&version).second) return;
  if (is_current(version)) {
    for (const Field& field : version.fields) {
      uses_[&field] = 1;
      last_.insert(&field);
    }
    return;
  }
  if (const EventVersion* next = version_after(version)) {
    follow(*next);
    return mapping(mapping_of(*next->upcast));
  }
  outcome(*version.event->becomes);
}

void Uses::follow(const ValueVersion& from, const ValueVersion& to) {
  if (&from == &to) {
    for (const Field& field : to.fields) {
      uses_[&field] = 1;
      last_.insert(&field);
    }
    return;
  }
  const ValueVersion& next = from.value->versions[from.version];
  follow(next, to);
  mapping(mapping_of(*next.upcast));
}

void Uses::outcome(const Outcome& outcome) {
  if (const auto* choice = std::get_if<OutcomeChoice>(&outcome.node)) {
    read(*choice->condition, 1);
    for (const Outcome& branch : choice->then) this->outcome(branch);
    for (const Outcome& branch : choice->otherwise) this->outcome(branch);
    return;
  }
  for (const EmitStatement& event : std::get<OutcomeEvents>(outcome.node).events) {
    follow(*event.event);
    for (const FieldInit& init : event.fields) define({init.field, nullptr, init.value});
  }
}

/// Backwards, because what is read is known only when all that follows is.
void Uses::mapping(const Mapping& mapping) {
  for (auto step = mapping.steps.rbegin(); step != mapping.steps.rend(); ++step) {
    if (const auto* definition = std::get_if<Definition>(&*step)) {
      define(*definition);
    } else {
      const Statement* statement = std::get<const Statement*>(*step);
      for_each_expression(Block{statement},
                          [&](const Expression& expression) { note(expression, repeats(*statement) ? 2 : 1); });
    }
  }
  for (const auto& [field, before] : mapping.variables) {
    if (before != nullptr) read(*before, 1);
  }
}

void Uses::define(const Definition& definition) {
  if (unused(definition)) return;
  const Expression* operand = upcast_operand(*definition.value);
  if (operand == nullptr && upcast_further_.contains(definition.what())) operand = definition.value;
  const auto* field = operand == nullptr ? nullptr : std::get_if<FieldNode>(&operand->node);
  if (field != nullptr) upcast_further_.insert(field->field);
  read(*definition.value, in_place(definition) ? of(definition.what()) : 1);
}

void Uses::read(const Expression& expression, unsigned times) {
  bool repeats = false;
  for_each_expression(expression, [&](const Expression& inner) {
    repeats = repeats || std::holds_alternative<LambdaNode>(inner.node);
  });
  for_each_expression(expression, [&](const Expression& inner) { note(inner, repeats ? 2 : times); });
}

/// Of the expression itself, not of what is inside it.
void Uses::note(const Expression& expression, unsigned times) {
  if (const auto* field = std::get_if<FieldNode>(&expression.node)) uses_[field->field] += times;
  if (const auto* local = std::get_if<LocalNode>(&expression.node)) uses_[local->local] += times;
}

}  // namespace cqrsc::plan
