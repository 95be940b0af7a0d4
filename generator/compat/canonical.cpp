#include "compat/canonical.hpp"

#include <algorithm>

#include "model/expression_text.hpp"

namespace cqrsc::compat {
namespace {

using model::TypeKind;

constexpr auto kStyle = model::TextStyle::Canonical;

std::string qualified(const model::Context* context, const model::Context* home, const std::string& name) {
  return context == nullptr || context == home ? name : context->name + "." + name;
}

std::string versioned(const std::string& name, std::uint32_t version) { return name + " v" + std::to_string(version); }

std::string event_text(const model::EmitStatement& made) {
  const model::Event& event = *made.event->event;
  const std::string owner = event.aggregate == nullptr ? "" : event.aggregate->name + ".";
  return versioned(owner + event.name, made.event->version) + " " + model::to_text(made.fields, kStyle);
}

void append(std::vector<std::string>& lines, const model::Outcome& outcome, const std::string& indent) {
  if (const auto* events = std::get_if<model::OutcomeEvents>(&outcome.node)) {
    if (events->events.empty()) lines.push_back(indent + "nothing");
    for (const model::EmitStatement& made : events->events) lines.push_back(indent + event_text(made));
    return;
  }
  const auto& choice = std::get<model::OutcomeChoice>(outcome.node);
  lines.push_back(indent + "if " + model::to_text(*choice.condition, kStyle));
  for (const model::Outcome& then : choice.then) append(lines, then, indent + "  ");
  lines.push_back(indent + "else");
  for (const model::Outcome& otherwise : choice.otherwise) append(lines, otherwise, indent + "  ");
}

/// What one expression leads to, its operands included.
struct NodeReach {
  Reached& reached;

  void add(const model::Expression* expression) const {
    if (expression != nullptr) reached.add(*expression);
  }
  void add(const std::vector<const model::Expression*>& expressions) const {
    for (const model::Expression* expression : expressions) add(expression);
  }

  void operator()(const model::ConstantNode&) const {}
  void operator()(const model::FieldNode&) const {}
  void operator()(const model::LocalNode&) const {}
  void operator()(const model::AmbientNode&) const {}
  void operator()(const model::HasRoleNode&) const {}
  void operator()(const model::MemberNode& node) const { add(node.base); }
  void operator()(const model::IndexNode& node) const { add({node.base, node.key}); }
  void operator()(const model::ConversionNode& node) const { add(node.operand); }
  void operator()(const model::UnaryNode& node) const { add(node.operand); }
  void operator()(const model::BinaryNode& node) const { add({node.left, node.right}); }
  void operator()(const model::DivideRoundedNode& node) const { add({node.left, node.right}); }
  void operator()(const model::RangeNode& node) const { add({node.value, node.low, node.high}); }
  void operator()(const model::OneOfNode& node) const {
    add(node.value);
    add(node.candidates);
  }
  void operator()(const model::ConditionalNode& node) const { add({node.condition, node.then, node.otherwise}); }
  void operator()(const model::CoalesceNode& node) const { add({node.optional, node.fallback}); }
  void operator()(const model::MatchNode& node) const {
    add(node.subject);
    for (const model::MatchExpressionArm& arm : node.arms) add(arm.result);
  }
  void operator()(const model::ConstructValueNode& node) const { reached.add(node.fields); }
  void operator()(const model::ConstructUnionNode& node) const { reached.add(node.fields); }
  void operator()(const model::ListNode& node) const { add(node.elements); }
  void operator()(const model::MapNode& node) const {
    for (const model::MapEntry& entry : node.entries) add({entry.key, entry.value});
  }
  void operator()(const model::LambdaNode& node) const { add(node.body); }
  void operator()(const model::BuiltinNode& node) const { add(node.arguments); }
  void operator()(const model::ExternCallNode& node) const {
    reached.add(*node.function);
    add(node.arguments);
  }
  void operator()(const model::InterpolationNode& node) const {
    for (const model::TextPart& part : node.parts) add(part.value);
  }
  void operator()(const model::OtherRowNode& node) const { add(node.keys); }
  void operator()(const model::AggregateNode& node) const { add(node.argument); }
};

struct StatementReach {
  Reached& reached;

  void operator()(const model::AssignStatement& node) const {
    for (const model::PathStep& step : node.path)
      if (const auto* key = std::get_if<model::PathKey>(&step)) reached.add(*key->key);
    reached.add(*node.value);
  }
  void operator()(const model::LetStatement& node) const { reached.add(*node.value); }
  void operator()(const model::RequireStatement& node) const {
    reached.add(*node.condition);
    reached.add(node.rejection.fields);
  }
  void operator()(const model::EmitStatement& node) const { reached.add(node.fields); }
  void operator()(const model::IfStatement& node) const {
    reached.add(*node.condition);
    reached.add(node.then);
    reached.add(node.otherwise);
  }
  void operator()(const model::ForStatement& node) const {
    reached.add(*node.range);
    reached.add(node.body);
  }
  void operator()(const model::MatchStatement& node) const {
    reached.add(*node.subject);
    for (const model::MatchStatementArm& arm : node.arms) reached.add(arm.body);
  }
  void operator()(const model::DeleteStatement&) const {}
};

}  // namespace

std::string type_text(const model::Type& type, const model::Context* home) {
  switch (type.kind) {
    case TypeKind::List: return "list<" + type_text(*type.element, home) + ">";
    case TypeKind::Set: return "set<" + type_text(*type.element, home) + ">";
    case TypeKind::Map: return "map<" + type_text(*type.key, home) + ", " + type_text(*type.element, home) + ">";
    case TypeKind::Optional: return type_text(*type.element, home) + "?";
    case TypeKind::Id: return qualified(type.id->context, home, type.id->name);
    case TypeKind::Enum: return qualified(type.enumeration->context, home, type.enumeration->name);
    case TypeKind::Value:
      return versioned(qualified(type.value->value->context, home, type.value->value->name), type.value->version);
    case TypeKind::Union:
      return versioned(qualified(type.union_version->owner->context, home, type.union_version->owner->name),
                       type.union_version->version);
    default: return model::to_text(type);
  }
}

std::vector<std::string> mapping_lines(const model::Upcast& upcast) {
  std::vector<std::string> lines;
  for (const model::FieldInit& init : upcast.fields)
    lines.push_back(init.field->name + " = " + model::to_text(*init.value, kStyle));
  for (std::string& line : model::to_lines(upcast.body, kStyle)) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> mapping_lines(const model::UnionUpcast& upcast) {
  std::vector<std::string> lines;
  for (const model::AlternativeUpcast& arm : upcast.alternatives)
    lines.push_back(arm.from->name + " => " + arm.to->name + " " + model::to_text(arm.fields, kStyle));
  return lines;
}

std::vector<std::string> outcome_lines(const model::Outcome& outcome) {
  std::vector<std::string> lines;
  append(lines, outcome, "");
  return lines;
}

void Reached::add(const model::Type& type) {
  if (type.element != nullptr) add(*type.element);
  if (type.key != nullptr) add(*type.key);
  const bool is_named = type.kind == TypeKind::Id || type.kind == TypeKind::Enum || type.kind == TypeKind::Value ||
                        type.kind == TypeKind::Union;
  if (!is_named) return;
  if (!seen_.insert(&type).second) return;
  types.push_back(&type);
  if (type.kind == TypeKind::Value) add(type.value->fields);
  if (type.kind == TypeKind::Union)
    for (const model::Alternative& alternative : type.union_version->alternatives) add(alternative.fields);
}

void Reached::add(const model::ExternFunction& function) {
  if (seen_.insert(&function).second) functions.push_back(&function);
}

void Reached::add(const std::deque<model::Field>& fields) {
  for (const model::Field& field : fields)
    if (field.type != nullptr) add(*field.type);
}

void Reached::add(const model::Expression& expression) {
  if (expression.type != nullptr) add(*expression.type);
  std::visit(NodeReach{*this}, expression.node);
}

void Reached::add(const std::vector<model::FieldInit>& fields) {
  for (const model::FieldInit& init : fields) add(*init.value);
}

void Reached::add(const model::Block& block) {
  for (const model::Statement* statement : block) std::visit(StatementReach{*this}, statement->node);
}

void Reached::add(const model::Upcast& upcast) {
  add(upcast.fields);
  add(upcast.body);
}

void Reached::add(const model::UnionUpcast& upcast) {
  for (const model::AlternativeUpcast& arm : upcast.alternatives) add(arm.fields);
}

void Reached::add(const model::Outcome& outcome) {
  if (const auto* events = std::get_if<model::OutcomeEvents>(&outcome.node)) {
    for (const model::EmitStatement& made : events->events) add(made.fields);
    return;
  }
  const auto& choice = std::get<model::OutcomeChoice>(outcome.node);
  add(*choice.condition);
  for (const model::Outcome& then : choice.then) add(then);
  for (const model::Outcome& otherwise : choice.otherwise) add(otherwise);
}

void Reached::add_mappings() {
  // What a mapping uses is added at the end, and looked at in its turn.
  for (std::size_t i = 0; i < types.size(); ++i) {
    const model::Type& type = *types[i];
    if (type.kind == TypeKind::Value) {
      for (const model::ValueVersion& version : type.value->value->versions) {
        if (version.version <= type.value->version || !version.upcast) continue;
        add(version.fields);
        add(*version.upcast);
      }
    } else if (type.kind == TypeKind::Union) {
      for (const model::UnionVersion& version : type.union_version->owner->versions) {
        if (version.version <= type.union_version->version || !version.upcast) continue;
        for (const model::Alternative& alternative : version.alternatives) add(alternative.fields);
        add(*version.upcast);
      }
    }
  }
}

}  // namespace cqrsc::compat
