// Statements.
#include <algorithm>

#include "interpret/evaluator.hpp"

namespace cqrsc::interpret {

using namespace model;

struct Evaluator::Statements {
  Evaluator& self;
  Record& target;

  void operator()(const AssignStatement& node) const { self.assign(node, target); }
  void operator()(const LetStatement& node) const {
    const Expression& value = *node.value;
    const bool computed = value.type->kind == TypeKind::Decimal && std::holds_alternative<BinaryNode>(value.node);
    self.locals_[node.local] = computed ? self.computed(value) : self.evaluate(value);
  }
  void operator()(const RequireStatement& node) const {
    if (self.holds(*node.condition)) return;
    Rejected rejected{node.rejection.error, {}};
    rejected.fields.fields.resize(node.rejection.error->fields.size());
    self.fill(node.rejection.fields, rejected.fields);
    self.rejected_ = std::move(rejected);
  }
  void operator()(const EmitStatement& node) const {
    Emitted emitted{node.event, {}};
    emitted.fields.fields.resize(node.event->fields.size());
    self.fill(node.fields, emitted.fields);
    self.emitted_.push_back(std::move(emitted));
  }
  void operator()(const IfStatement& node) const {
    self.execute(self.holds(*node.condition) ? node.then : node.otherwise, target);
  }
  void operator()(const ForStatement& node) const {
    const Value range = self.evaluate(*node.range);
    if (const auto* map = std::get_if<Map>(&range.node)) {
      for (const MapEntry& entry : map->entries) {
        self.locals_[node.element] = entry.key;
        if (node.value != nullptr) self.locals_[node.value] = entry.value;
        self.execute(node.body, target);
        if (self.has_ended()) return;
      }
      return;
    }
    for (const Value& element : std::get<List>(range.node).elements) {
      self.locals_[node.element] = element;
      self.execute(node.body, target);
      if (self.has_ended()) return;
    }
  }
  void operator()(const MatchStatement& node) const {
    const Value subject = self.evaluate(*node.subject);
    for (const MatchStatementArm& arm : node.arms) {
      if (self.matches(arm.patterns, subject)) return self.execute(arm.body, target);
    }
  }
  void operator()(const DeleteStatement&) const { self.deleted_ = true; }
};

void Evaluator::execute(const Block& block, Record& target) {
  for (const Statement* statement : block) {
    if (has_ended()) return;
    std::visit(Statements{*this, target}, statement->node);
  }
}

Value* Evaluator::place(const std::vector<PathStep>& path, Record& target, const Type*& type) {
  Record* record = &target;
  Value* value = nullptr;
  for (const PathStep& step : path) {
    if (const auto* field = std::get_if<PathField>(&step)) {
      if (value != nullptr) record = &std::get<Record>(value->node);
      value = &record->fields.at(field->field->index);
      type = field->field->type;
    } else if (const auto* key = std::get_if<PathKey>(&step)) {
      auto& entries = std::get<Map>(value->node).entries;
      Value wanted = evaluate(*key->key);
      auto at = std::lower_bound(entries.begin(), entries.end(), wanted,
                                 [](const MapEntry& entry, const Value& k) { return compare(entry.key, k) < 0; });
      if (at == entries.end() || compare(at->key, wanted) != 0)
        at = entries.insert(at, {std::move(wanted), zero_of(*type->element)});
      value = &at->value;
      type = type->element;
    } else {
      if (std::holds_alternative<Absent>(value->node)) stop_impossible("a value that was shown to be there is not");
      type = type->element;
    }
  }
  return value;
}

void Evaluator::assign(const AssignStatement& statement, Record& target) {
  // The right side is evaluated before anything is written: it may read what is written to.
  const Type* type = nullptr;
  if (statement.op == AssignOperator::Set) {
    Value value = evaluate(*statement.value);
    Value* to = place(statement.path, target, type);
    const auto* units = std::get_if<Int128>(&value.node);
    if (type->kind == TypeKind::Decimal && units != nullptr && !has_digits(*units, type->precision))
      stop_overflow(model::to_text(*units) + " overflows " + to_text(*type));
    *to = std::move(value);
    return;
  }
  const bool remove = statement.op == AssignOperator::Remove;
  Value* to = place(statement.path, target, type);
  if (type->kind == TypeKind::Map && !remove) {
    Value others = evaluate(*statement.value);
    for (MapEntry& entry : std::get<Map>(others.node).entries)
      insert_or_assign(std::get<Map>(to->node), std::move(entry));
    return;
  }
  if (type->kind == TypeKind::Map) {
    const Value key = evaluate(*statement.value);
    std::erase_if(std::get<Map>(to->node).entries, [&](const MapEntry& entry) { return equal(entry.key, key); });
    return;
  }
  if (type->kind != TypeKind::List && type->kind != TypeKind::Set) return add(*type, *to, *statement.value, remove);
  Value element = evaluate(*statement.value);
  auto& list = std::get<List>(to->node);
  if (remove) {
    std::erase_if(list.elements, [&](const Value& other) { return equal(other, element); });
  } else {
    list.elements.push_back(std::move(element));
    if (type->kind == TypeKind::Set) sort_unique(list);
  }
}

}  // namespace cqrsc::interpret
