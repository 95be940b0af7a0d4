// Expressions: everything but arithmetic and functions.
#include <cmath>

#include "interpret/evaluator.hpp"

namespace cqrsc::interpret {

using namespace model;

void stop_overflow(const std::string& what) { throw Stop{{what, Failure::Reason::Overflow}}; }
void stop_impossible(const std::string& what) { throw Stop{{what, Failure::Reason::Refused}}; }
void stop_needs_cpp(const std::string& what) { throw Stop{{what + " is written in C++", Failure::Reason::NeedsCpp}}; }

bool equal(const Value& a, const Value& b) {
  if (a.node.index() != b.node.index()) return false;
  const auto all = [](const std::vector<Value>& x, const std::vector<Value>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), equal);
  };
  if (const auto* number = std::get_if<double>(&a.node)) return *number == std::get<double>(b.node);
  if (const auto* list = std::get_if<List>(&a.node)) return all(list->elements, std::get<List>(b.node).elements);
  if (const auto* record = std::get_if<Record>(&a.node)) return all(record->fields, std::get<Record>(b.node).fields);
  if (const auto* chosen = std::get_if<UnionCase>(&a.node)) {
    const auto& other = std::get<UnionCase>(b.node);
    return chosen->number == other.number && all(chosen->record.fields, other.record.fields);
  }
  return a == b;
}

Value to_value(const Type& type, const Constant& constant) {
  if (const auto* flag = std::get_if<bool>(&constant)) return {*flag};
  if (const auto* number = std::get_if<Int128>(&constant)) return {*number};
  if (const auto* number = std::get_if<double>(&constant)) {
    return {type.kind == TypeKind::Float32 ? static_cast<double>(static_cast<float>(*number)) : *number};
  }
  if (const auto* text = std::get_if<std::string>(&constant)) return {*text};
  if (const auto* bytes = std::get_if<BytesConstant>(&constant)) return {ByteString{bytes->bytes}};
  if (const auto* uuid = std::get_if<UuidConstant>(&constant)) return {Uuid{uuid->bytes}};
  if (const auto* member = std::get_if<EnumConstant>(&constant)) return {EnumNumber{member->member->number}};
  return {Absent{}};
}

/// One function for each kind of node.
struct Evaluator::Nodes {
  Evaluator& self;
  const Type& type;

  Value operator()(const ConstantNode& node) const { return to_value(type, node.value); }
  Value operator()(const FieldNode& node) const { return self.field(node); }
  Value operator()(const LocalNode& node) const { return self.locals_.at(node.local); }
  Value operator()(const AmbientNode& node) const { return self.ambient(node.what); }
  Value operator()(const MemberNode& node) const {
    const Value base = self.evaluate(*node.base);
    // What a pattern bound is known to be the alternative that has the field.
    const auto* chosen = std::get_if<UnionCase>(&base.node);
    const Record& record = chosen != nullptr ? chosen->record : std::get<Record>(base.node);
    return record.fields.at(node.field->index);
  }
  Value operator()(const IndexNode& node) const {
    const Value map = self.evaluate(*node.base);
    const Value key = self.evaluate(*node.key);
    for (const MapEntry& entry : std::get<Map>(map.node).entries) {
      if (equal(entry.key, key)) return entry.value;
    }
    return {Absent{}};
  }
  Value operator()(const ConversionNode& node) const { return self.convert(type, node); }
  Value operator()(const UnaryNode& node) const { return self.unary(type, node); }
  Value operator()(const BinaryNode& node) const { return self.binary(type, node); }
  Value operator()(const DivideRoundedNode&) const { stop_impossible("a quotient is a decimal"); }
  Value operator()(const RangeNode& node) const {
    const auto at_most = [&](const Expression* low, const Expression* high) {
      return self.compared({BinaryOperator::LessOrEqual, low, high});
    };
    return {at_most(node.low, node.value) && at_most(node.value, node.high)};
  }
  Value operator()(const OneOfNode& node) const {
    for (const Expression* candidate : node.candidates) {
      if (self.compared({BinaryOperator::Equal, node.value, candidate})) return {true};
    }
    return {false};
  }
  Value operator()(const ConditionalNode& node) const {
    return self.evaluate(self.holds(*node.condition) ? *node.then : *node.otherwise);
  }
  Value operator()(const CoalesceNode& node) const {
    Value optional = self.evaluate(*node.optional);
    return std::holds_alternative<Absent>(optional.node) ? self.evaluate(*node.fallback) : optional;
  }
  Value operator()(const MatchNode& node) const { return self.matched(node); }
  Value operator()(const ConstructValueNode& node) const {
    Record record{std::vector<Value>(node.fields.size())};
    self.fill(node.fields, record);
    return {std::move(record)};
  }
  Value operator()(const ConstructUnionNode& node) const {
    Record record{std::vector<Value>(node.alternative->fields.size())};
    self.fill(node.fields, record);
    return {UnionCase{node.alternative->number, std::move(record)}};
  }
  Value operator()(const ListNode& node) const {
    List list;
    for (const Expression* element : node.elements) list.elements.push_back(self.evaluate(*element));
    if (type.kind == TypeKind::Set) sort_unique(list);
    return {std::move(list)};
  }
  Value operator()(const MapNode& node) const {
    Map map;
    for (const model::MapEntry& entry : node.entries) {
      Value key = self.evaluate(*entry.key);
      insert_or_assign(map, {std::move(key), self.evaluate(*entry.value)});
    }
    return {std::move(map)};
  }
  Value operator()(const LambdaNode&) const { stop_impossible("a lambda stands only as an argument"); }
  Value operator()(const BuiltinNode& node) const { return self.builtin(type, node); }
  Value operator()(const ExternCallNode& node) const {
    std::vector<Value> arguments;
    for (const Expression* argument : node.arguments) arguments.push_back(self.evaluate(*argument));
    if (self.in_.externs == nullptr || !*self.in_.externs) stop_needs_cpp("extern function " + node.function->name);
    Result<Value> result = (*self.in_.externs)(*node.function, arguments);
    if (!result) throw Stop{result.error()};
    return *result;
  }
  Value operator()(const HasRoleNode& node) const { return {self.in_.roles.count(node.role) != 0}; }
  Value operator()(const InterpolationNode& node) const { return {self.interpolated(node)}; }
  Value operator()(const OtherRowNode& node) const { return self.other_row(node); }
  Value operator()(const AggregateNode& node) const { return self.aggregate(type, node); }
};

Value Evaluator::evaluate(const Expression& expression) {
  if (expression.type->kind == TypeKind::Decimal) return {stored(*expression.type, loose(expression))};
  return node_value(expression);
}

Value Evaluator::node_value(const Expression& expression) {
  return std::visit(Nodes{*this, *expression.type}, expression.node);
}

bool Evaluator::holds(const Expression& expression) { return std::get<bool>(evaluate(expression).node); }

void Evaluator::fill(const std::vector<FieldInit>& fields, Record& record) {
  for (const FieldInit& init : fields) {
    Value value = evaluate(*init.value);
    const Type& type = *init.field->type;
    const auto* units = std::get_if<Int128>(&value.node);
    if (type.kind == TypeKind::Decimal && units != nullptr && !has_digits(*units, type.precision))
      stop_overflow(init.field->name + " overflows " + to_text(type));
    record.fields.at(init.field->index) = std::move(value);
  }
}

Value Evaluator::field(const FieldNode& node) const {
  const auto read = [&](const Record* record) {
    if (record == nullptr) stop_impossible("nothing to read " + node.field->name + " from");
    return record->fields.at(node.field->index);
  };
  switch (node.source) {
    case FieldSource::Command: return read(in_.command);
    case FieldSource::Event: return read(in_.event);
    case FieldSource::Old: return read(in_.old);
    case FieldSource::State: return read(in_.state);
    case FieldSource::Record: return read(in_.record);
    case FieldSource::Argument: return read(in_.argument);
    case FieldSource::Row: return row_field(*node.field);
  }
  stop_impossible("no source has " + node.field->name);
}

Value Evaluator::ambient(Ambient what) const {
  const auto optional = [](const std::optional<std::string>& text) { return text ? Value{*text} : Value{Absent{}}; };
  const auto there = [](const auto* pointer) -> const auto& {
    if (pointer == nullptr) stop_impossible("the surroundings do not offer it");
    return *pointer;
  };
  switch (what) {
    case Ambient::OwnId: return there(in_.own_id);
    case Ambient::It: return there(in_.it);
    case Ambient::Now: return {Int128{in_.now}};
    case Ambient::ActorId: return optional(in_.actor);
    case Ambient::ActorRoles: {
      List roles;
      for (const std::string& role : in_.roles) roles.elements.push_back({role});
      return {std::move(roles)};
    }
    case Ambient::MetaId: return {there(in_.meta).id};
    case Ambient::MetaCorrelation: return {there(in_.meta).correlation};
    case Ambient::MetaCausation: return {there(in_.meta).causation};
    case Ambient::MetaStream: return there(in_.meta).stream;
    case Ambient::MetaVersion: return {Int128{there(in_.meta).version}};
    case Ambient::MetaTime: return {Int128{there(in_.meta).time}};
    case Ambient::MetaActor: return optional(there(in_.meta).actor);
    case Ambient::MetaTenant: return optional(there(in_.meta).tenant);
  }
  return {};
}

Value Evaluator::convert(const Type& type, const ConversionNode& node) {
  Value value = evaluate(*node.operand);
  switch (node.kind) {
    case ConversionKind::UnwrapOptional:
      if (std::holds_alternative<Absent>(value.node)) stop_impossible("a value that was shown to be there is not");
      return value;
    case ConversionKind::Upcast: return upcast(*node.operand->type, type, value, in_.externs);
    default: return value;  // the same value, of a wider type or of another name
  }
}

bool Evaluator::matches(const std::vector<Pattern>& patterns, const Value& subject) {
  for (const Pattern& pattern : patterns) {
    if (std::holds_alternative<PatternElse>(pattern)) return true;
    if (const auto* constant = std::get_if<Constant>(&pattern)) {
      if (equal(to_value(Type{}, *constant), subject)) return true;
    } else {
      const auto& named = std::get<PatternAlternative>(pattern);
      const auto* chosen = std::get_if<UnionCase>(&subject.node);
      if (chosen == nullptr || named.alternative->number != chosen->number) continue;
      if (named.binding != nullptr) locals_[named.binding] = subject;
      return true;
    }
  }
  return false;
}

Value Evaluator::matched(const MatchNode& node) {
  const Value subject = evaluate(*node.subject);
  for (const MatchExpressionArm& arm : node.arms) {
    if (&arm == &node.arms.back() || matches(arm.patterns, subject)) {
      if (&arm == &node.arms.back()) (void)matches(arm.patterns, subject);
      return evaluate(*arm.result);
    }
  }
  return {};
}

Value Evaluator::apply(const Expression& lambda, const Value& argument) {
  const auto& node = std::get<LambdaNode>(lambda.node);
  locals_[node.parameter] = argument;
  return evaluate(*node.body);
}

std::string Evaluator::interpolated(const InterpolationNode& node) {
  std::string text;
  for (const TextPart& part : node.parts) {
    text += part.value == nullptr ? part.text : message_text(*part.value->type, evaluate(*part.value));
  }
  return text;
}

}  // namespace cqrsc::interpret
