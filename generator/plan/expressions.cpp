#include "plan/expressions.hpp"

#include <utility>

#include "plan/cpp_text.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

bool is_none(const Expression& expression) {
  const auto* node = std::get_if<ConstantNode>(&expression.node);
  return node != nullptr && std::holds_alternative<NoneConstant>(node->value);
}

bool is_constant(const Expression& expression) { return std::holds_alternative<ConstantNode>(expression.node); }

/// An alternative by itself, which becomes the union where that is needed.
bool is_alternative(const Expression& expression) {
  if (std::holds_alternative<ConstructUnionNode>(expression.node)) return true;
  const auto* node = std::get_if<LocalNode>(&expression.node);
  return node != nullptr && node->local->alternative != nullptr;
}

/// A conversion that C++ makes by itself wherever both types are known.
bool is_implicit(ConversionKind kind) {
  switch (kind) {
    case ConversionKind::WidenInteger:
    case ConversionKind::IntegerToDecimal:
    case ConversionKind::Rescale:
    case ConversionKind::WidenFloat:
    case ConversionKind::WrapOptional: return true;
    default: return false;
  }
}

BinaryOperator opposite(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Equal: return BinaryOperator::NotEqual;
    case BinaryOperator::NotEqual: return BinaryOperator::Equal;
    case BinaryOperator::Less: return BinaryOperator::GreaterOrEqual;
    case BinaryOperator::LessOrEqual: return BinaryOperator::Greater;
    case BinaryOperator::Greater: return BinaryOperator::LessOrEqual;
    case BinaryOperator::GreaterOrEqual: return BinaryOperator::Less;
    default: return op;
  }
}

bool is_comparison(BinaryOperator op) { return opposite(op) != op; }

std::string_view spelled(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add: return "+";
    case BinaryOperator::Subtract: return "-";
    case BinaryOperator::Multiply: return "*";
    case BinaryOperator::Divide: return "/";
    case BinaryOperator::Remainder: return "%";
    case BinaryOperator::Equal: return "==";
    case BinaryOperator::NotEqual: return "!=";
    case BinaryOperator::Less: return "<";
    case BinaryOperator::LessOrEqual: return "<=";
    case BinaryOperator::Greater: return ">";
    case BinaryOperator::GreaterOrEqual: return ">=";
    case BinaryOperator::And: return "&&";
    case BinaryOperator::Or: return "||";
  }
  return "";
}

Precedence precedence_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add:
    case BinaryOperator::Subtract: return Precedence::additive;
    case BinaryOperator::Multiply:
    case BinaryOperator::Divide:
    case BinaryOperator::Remainder: return Precedence::multiplicative;
    case BinaryOperator::Equal:
    case BinaryOperator::NotEqual: return Precedence::equality;
    case BinaryOperator::And: return Precedence::logical_and;
    case BinaryOperator::Or: return Precedence::logical_or;
    default: return Precedence::relational;
  }
}

/// The one that holds a little more tightly: what stands right of an operator of that precedence without parentheses.
Precedence tighter(Precedence precedence) {
  return precedence == Precedence::primary ? precedence : static_cast<Precedence>(static_cast<int>(precedence) - 1);
}

const char* function_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add: return "add";
    case BinaryOperator::Subtract: return "subtract";
    case BinaryOperator::Multiply: return "multiply";
    case BinaryOperator::Divide: return "divide";
    default: return "remainder";
  }
}

}  // namespace

bool differs_from_view(const Type& type) {
  switch (type.kind) {
    case TypeKind::String:
    case TypeKind::Bytes:
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Value:
    case TypeKind::Union: return true;
    case TypeKind::Optional: return differs_from_view(*type.element);
    case TypeKind::Id: return type.id->base->kind == TypeKind::String;
    default: return false;
  }
}

bool is_text_constant(const Expression& expression) {
  return expression.type != nullptr && expression.type->kind == TypeKind::String && is_constant(expression);
}

std::string wrapped(const Code& code, Precedence at_least) {
  return code.precedence > at_least ? "(" + code.text + ")" : code.text;
}

Expressions::Expressions(const Symbols& symbols, Surroundings surroundings)
    : symbols_(symbols),
      in_(std::move(surroundings)),
      names_({in_.command, in_.event, in_.old, in_.state, in_.context, in_.externs, in_.meta, in_.it, in_.own_id,
              "emit"}) {}

const std::string& Expressions::declare(const Local& local, bool view, bool pointer) {
  Binding& binding = locals_[&local];
  if (binding.name.empty()) binding = {names_.claim(member_name(local.name)), view, pointer};
  return binding.name;
}

void Expressions::forget(const Local& local) {
  const auto at = locals_.find(&local);
  if (at == locals_.end()) return;
  names_.release(at->second.name);
  locals_.erase(at);
}

void Expressions::hold(const void* field_or_local, Code code, const std::string& of) {
  held_[field_or_local] = {std::move(code), of, nullptr};
}

void Expressions::hold(const void* field_or_local, const Expression& instead) {
  held_[field_or_local] = {{}, {}, &instead};
}

const Code* Expressions::held(const Field& field) const {
  const auto at = held_.find(&field);
  return at == held_.end() || at->second.instead != nullptr ? nullptr : &at->second.code;
}

const Expression& Expressions::resolved(const Expression& expression) const {
  const Expression* at = &expression;
  while (true) {
    const auto* field = std::get_if<FieldNode>(&at->node);
    const auto* local = std::get_if<LocalNode>(&at->node);
    const void* key = field != nullptr ? static_cast<const void*>(field->field) : nullptr;
    if (local != nullptr) key = local->local;
    const auto found = key == nullptr ? held_.end() : held_.find(key);
    if (found == held_.end() || found->second.instead == nullptr) return *at;
    at = found->second.instead;
  }
}

std::optional<Code> Expressions::read_held(const void* key) {
  const auto at = held_.find(key);
  if (at == held_.end()) return std::nullopt;
  if (at->second.instead != nullptr) {
    const Expression& instead = resolved(*at->second.instead);
    return is_text_constant(instead) ? text_in_place(instead) : exact(instead);
  }
  if (!at->second.of.empty()) mark_used(at->second.of);
  return at->second.code;
}

Code Expressions::loose(const Expression& expression) {
  if (auto code = read_held(&expression)) return *std::move(code);
  return std::visit([&](const auto& node) { return write(expression, node); }, expression.node);
}

Code Expressions::exact(const Expression& expression) {
  const auto* conversion = std::get_if<ConversionNode>(&expression.node);
  const bool made_by_context =
      is_constant(expression) || is_alternative(expression) || (conversion != nullptr && is_implicit(conversion->kind));
  Code code = loose(expression);
  const bool arithmetic =
      expression.type->kind == TypeKind::Decimal && std::holds_alternative<BinaryNode>(expression.node);
  if (!made_by_context && !arithmetic) return code;
  if (conversion != nullptr && conversion->kind == ConversionKind::WrapOptional)
    code = to_owned(code, *conversion->operand->type);
  const TypeKind kind = expression.type->kind;
  const bool typed = kind == TypeKind::Bool || kind == TypeKind::Id || kind == TypeKind::Enum ||
                     kind == TypeKind::Instant || kind == TypeKind::Date;
  if (is_constant(expression) && typed) return code;
  if (is_none(expression)) return {symbols_.type(*expression.type) + "()"};
  return {symbols_.type(*expression.type) + "(" + code.text + ")"};
}

std::string Expressions::owned(const Expression& expression) {
  return to_owned(loose(expression), *expression.type).text;
}

Code Expressions::to_owned(Code code, const Type& type) {
  if (!code.view || !differs_from_view(type)) return code;
  if (type.kind == TypeKind::String) return {"std::string(" + code.text + ")"};
  if (type.kind == TypeKind::Value)
    return {"cqrs::to_struct<" + symbols_.qualified(*type.value) + ">(" + code.text + ")"};
  return {"cqrs::owned<" + symbols_.type(type) + ">(" + code.text + ")"};
}

std::string Expressions::condition(const Expression& expression) { return loose(expression).text; }

std::string Expressions::negated(const Expression& expression) {
  if (const auto* unary = std::get_if<UnaryNode>(&expression.node);
      unary != nullptr && unary->op == UnaryOperator::Not) {
    return condition(*unary->operand);
  }
  if (const auto* binary = std::get_if<BinaryNode>(&expression.node)) {
    // A comparison with NaN and its opposite are both false.
    const bool invertible =
        binary->op == BinaryOperator::Equal || binary->op == BinaryOperator::NotEqual || !is_float(*binary->left->type);
    if (is_comparison(binary->op) && invertible) return comparison(*binary, true).text;
  }
  return "!" + operand(expression, Precedence::unary);
}

std::string Expressions::operand(const Expression& expression, Precedence at_least) {
  return wrapped(loose(expression), at_least);
}

std::string Expressions::construct(const std::string& type, const std::vector<FieldInit>& fields) {
  std::vector<std::string> members;
  members.reserve(fields.size());
  for (const FieldInit& init : fields) {
    members.push_back("." + symbols_.name(*init.field) + " = " + owned(*init.value));
  }
  return braced(type, members);
}

std::string Expressions::braced(const std::string& type, const std::vector<std::string>& members) {
  std::size_t length = type.size();
  bool several_lines = false;
  for (const std::string& member : members) {
    length += member.size() + 2;
    several_lines = several_lines || member.find('\n') != std::string::npos;
  }
  constexpr std::size_t kLongest = 111;
  if (length <= kLongest && !several_lines) {
    std::string text = type + "{";
    for (const std::string& member : members) text += (text.back() == '{' ? "" : ", ") + member;
    return text + "}";
  }
  std::string text = type + "{\n";
  for (const std::string& member : members) {
    text += "    ";
    for (const char c : member) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
    text += ",\n";
  }
  return text + "}";
}

// ------------------------------------------------------------------------------------------------------------- what is
// read

Code Expressions::field(std::string_view record, const Declaration& field, bool view) {
  const std::string& name = symbols_.name(field);
  std::string text = record.empty() ? name : std::string(record) + "." + name;
  if (view) text += "()";
  return {std::move(text), Precedence::primary, view};
}

Code Expressions::write(const Expression&, const FieldNode& node) {
  if (auto code = read_held(node.field)) return *std::move(code);
  const auto of = [&](const std::string& record, bool view) {
    if (!record.empty()) mark_used(record);
    return field(record, *node.field, view);
  };
  switch (node.source) {
    case FieldSource::Command: return of(in_.command, false);
    case FieldSource::Event: return of(in_.event, true);
    case FieldSource::Old: return of(in_.old, true);
    case FieldSource::State: return of(in_.state, false);
    case FieldSource::Record: return of(in_.record, false);
    case FieldSource::Row: return of(in_.row, false);
    case FieldSource::Argument: return of(in_.query, false);
  }
  return {};
}

Code Expressions::write(const Expression&, const LocalNode& node) {
  if (auto code = read_held(node.local)) return *std::move(code);
  const auto at = locals_.find(node.local);
  if (at == locals_.end()) return {declare(*node.local, false)};
  const Binding& binding = at->second;
  if (node.local->alternative == nullptr) return {binding.name, Precedence::primary, binding.view};
  // The union itself, of which the binding is what it holds.
  const Code held = binding.pointer ? Code{"*" + binding.name, Precedence::unary} : Code{binding.name};
  if (!binding.view) return held;
  const std::string type = symbols_.qualified(*node.local->type->union_version, *node.local->alternative);
  return {"cqrs::to_struct<" + type + ">(" + held.text + ")"};
}

Code Expressions::write(const Expression&, const AmbientNode& node) {
  const auto of = [&](const std::string& object, const char* member) {
    mark_used(object);
    return Code{object + member};
  };
  const auto viewed = [&](const char* member) {
    Code code = of(in_.meta, member);
    code.view = true;
    return code;
  };
  switch (node.what) {
    case Ambient::OwnId: return of(in_.own_id, "");
    case Ambient::It: return of(in_.it, "");
    case Ambient::Now: return of(in_.context, ".now()");
    case Ambient::ActorId: return of(in_.context, ".actor().id");
    case Ambient::ActorRoles: return {"cqrs::set_of(" + of(in_.context, ".actor().roles").text + ")"};
    case Ambient::MetaId: return of(in_.meta, ".id");
    case Ambient::MetaCorrelation: return of(in_.meta, ".correlation");
    case Ambient::MetaCausation: return of(in_.meta, ".causation");
    case Ambient::MetaStream: return of(in_.own_id, "");
    case Ambient::MetaVersion: return of(in_.meta, ".version");
    case Ambient::MetaTime: return of(in_.meta, ".time");
    case Ambient::MetaActor: return viewed(".actor");
    case Ambient::MetaTenant: return viewed(".tenant");
  }
  return {};
}

Code Expressions::write(const Expression&, const MemberNode& node) {
  if (const auto* local = std::get_if<LocalNode>(&node.base->node);
      local != nullptr && local->local->alternative != nullptr) {
    declare(*local->local, false);
    const Binding& binding = locals_.at(local->local);
    const std::string name = binding.name + (binding.pointer ? "->" : ".") + symbols_.name(*node.field);
    return {name + (binding.view ? "()" : ""), Precedence::primary, binding.view};
  }
  const Code base = loose(*node.base);
  const auto* conversion = std::get_if<ConversionNode>(&node.base->node);
  const bool arrow_needed = conversion != nullptr && conversion->kind == ConversionKind::UnwrapOptional &&
                            !std::holds_alternative<IndexNode>(conversion->operand->node);
  if (arrow_needed) {
    const std::string arrow = operand(*conversion->operand, Precedence::primary) + "->" + symbols_.name(*node.field);
    return {arrow + (base.view ? "()" : ""), Precedence::primary, base.view};
  }
  return field(wrapped(base, Precedence::primary), *node.field, base.view);
}

Code Expressions::write(const Expression&, const IndexNode& node) {
  const Code map = loose(*node.base);
  return {"cqrs::find(" + map.text + ", " + key(*node.key) + ")", Precedence::primary, map.view};
}

/// What is looked up: text where it is, everything else as a value.
std::string Expressions::key(const Expression& expression) {
  if (expression.type->kind == TypeKind::String) return loose(expression).text;
  return to_owned(exact(expression), *expression.type).text;
}

/// `map.at(key)`, `map.contains(key)`.
Code Expressions::asked(const IndexNode& node, const char* function) {
  const Code map = loose(*node.base);
  // What is asked for where it is known to be there: std::map::at() takes nothing but a key.
  const bool as_key = !map.view && std::string_view(function) == "at";
  const std::string wanted = as_key ? owned(*node.key) : key(*node.key);
  return {wrapped(map, Precedence::primary) + "." + function + "(" + wanted + ")", Precedence::primary, map.view};
}

// --------------------------------------------------------------------------------------------------------------
// conversions

Code Expressions::write(const Expression& expression, const ConversionNode& node) {
  const Expression& from = *node.operand;
  switch (node.kind) {
    case ConversionKind::WidenInteger:
    case ConversionKind::IntegerToDecimal:
    case ConversionKind::Rescale:
    case ConversionKind::WidenFloat: return loose(from);
    case ConversionKind::WrapOptional: return to_owned(loose(from), *from.type);
    case ConversionKind::UnwrapOptional: {
      if (const auto* index = std::get_if<IndexNode>(&from.node)) return asked(*index, "at");
      const Code code = loose(from);
      return {"*" + wrapped(code, Precedence::unary), Precedence::unary, code.view};
    }
    case ConversionKind::BaseToId: return {symbols_.type(*expression.type) + "(" + owned(from) + ")"};
    case ConversionKind::IdToId:
      return {symbols_.type(*expression.type) + "(" + wrapped(to_owned(loose(from), *from.type), Precedence::primary) +
              ".value())"};
    case ConversionKind::Upcast: return upcast(*expression.type, from);
  }
  return {};
}

/// From the first version to the last in one step, however many there are between.
Code Expressions::upcast(const Type& to, const Expression& from) {
  const Expression& first = resolved(from);
  const auto* before = std::get_if<ConversionNode>(&first.node);
  if (before != nullptr && before->kind == ConversionKind::Upcast) return upcast(to, *before->operand);
  const std::string text = exact(first).text;
  // `none` has no type to begin with, wherever it comes from.
  if (text == "std::nullopt") return {symbols_.type(to) + "()"};
  return {"cqrs::upcast<" + symbols_.type(to) + ">(" + text + ")"};
}

// ----------------------------------------------------------------------------------------------------------------
// operators

Code Expressions::write(const Expression& expression, const UnaryNode& node) {
  if (node.op == UnaryOperator::Not) return {negated(*node.operand), Precedence::unary};
  if (is_integer(*expression.type) || expression.type->kind == TypeKind::Duration)
    return {"cqrs::negate(" + exact(*node.operand).text + ")"};
  return {"-" + operand(*node.operand, Precedence::primary), Precedence::unary};
}

Code Expressions::write(const Expression& expression, const BinaryNode& node) {
  if (node.op == BinaryOperator::And || node.op == BinaryOperator::Or) return logic(node);
  if (is_comparison(node.op)) return comparison(node, false);
  return arithmetic(expression, node);
}

/// `&&` within `||` gets its parentheses: people and compilers ask for them.
Code Expressions::logic(const BinaryNode& node) {
  const Precedence own = precedence_of(node.op);
  const auto side = [&](const Expression& expression) {
    const Code code = loose(expression);
    const bool mixed = own == Precedence::logical_or && code.precedence == Precedence::logical_and;
    return mixed ? "(" + code.text + ")" : wrapped(code, own);
  };
  std::string left = side(*node.left);
  return {left + " " + std::string(spelled(node.op)) + " " + side(*node.right), own};
}

Code Expressions::comparison(const BinaryNode& node, bool negate) {
  const BinaryOperator op = negate ? opposite(node.op) : node.op;
  if (op == BinaryOperator::Equal || op == BinaryOperator::NotEqual) {
    if (is_none(*node.right)) return presence(*node.left, op == BinaryOperator::NotEqual);
    if (is_none(*node.left)) return presence(*node.right, op == BinaryOperator::NotEqual);
    if (node.left->type->kind == TypeKind::Bool && is_constant(*node.right)) {
      const bool wanted = std::get<bool>(std::get<ConstantNode>(node.right->node).value);
      const bool plain = wanted == (op == BinaryOperator::Equal);
      return plain ? loose(*node.left) : Code{negated(*node.left), Precedence::unary};
    }
  }
  const Precedence own = precedence_of(op);
  const bool both_constant = is_constant(*node.left) && is_constant(*node.right);
  const auto side = [&](const Expression& expression) {
    Code code = both_constant ? exact(expression) : loose(expression);
    // Text compares with text in place; everything else is compared as a value of its own.
    if (expression.type->kind != TypeKind::String) code = to_owned(code, *expression.type);
    return wrapped(code, Precedence::additive);
  };
  std::string left = side(*node.left);
  return {left + " " + std::string(spelled(op)) + " " + side(*node.right), own};
}

Code Expressions::presence(const Expression& optional, bool present) {
  if (const auto* index = std::get_if<IndexNode>(&optional.node)) {
    const std::string there = asked(*index, "contains").text;
    return present ? Code{there} : Code{"!" + there, Precedence::unary};
  }
  const std::string text = operand(optional, Precedence::primary) + ".has_value()";
  return present ? Code{text} : Code{"!" + text, Precedence::unary};
}

Code Expressions::arithmetic(const Expression& expression, const BinaryNode& node) {
  const Type& type = *expression.type;
  const bool times =
      node.left->type->kind == TypeKind::Duration || type.kind == TypeKind::Instant || type.kind == TypeKind::Duration;
  if (is_integer(type) && !times) return checked(function_of(node.op), type, *node.left, *node.right);
  if (times) {
    const std::string left = loose(*node.left).text;
    return {std::string("cqrs::") + function_of(node.op) + "(" + left + ", " + loose(*node.right).text + ")"};
  }
  return infix(*node.left, spelled(node.op), *node.right, precedence_of(node.op));
}

/// The checked functions take the type of the first operand for that of the result.
Code Expressions::checked(const char* function, const Type& type, const Expression& left, const Expression& right) {
  const bool plain = !is_constant(left) && !std::holds_alternative<ConversionNode>(left.node);
  const std::string of = plain ? "" : "<" + symbols_.type(type) + ">";
  const std::string first = loose(left).text;
  return {std::string("cqrs::") + function + of + "(" + first + ", " + loose(right).text + ")"};
}

Code Expressions::infix(const Expression& left, std::string_view op, const Expression& right, Precedence precedence) {
  // Two plain numbers would be computed as plain numbers.
  const Code first = is_constant(left) && is_constant(right) ? exact(left) : loose(left);
  const Code second = loose(right);
  return {wrapped(first, precedence) + " " + std::string(op) + " " + wrapped(second, tighter(precedence)), precedence};
}

Code Expressions::write(const Expression& expression, const DivideRoundedNode& node) {
  const std::string scale = std::to_string(expression.type->scale);
  const std::string left = exact(*node.left).text;
  return {"cqrs::divide<" + scale + ">(" + left + ", " + exact(*node.right).text + ")"};
}

Code Expressions::write(const Expression&, const RangeNode& node) {
  const std::string value = wrapped(exact(*node.value), Precedence::additive);
  const std::string low = operand(*node.low, Precedence::additive);
  return {low + " <= " + value + " && " + value + " <= " + operand(*node.high, Precedence::additive),
          Precedence::logical_and};
}

Code Expressions::write(const Expression&, const OneOfNode& node) {
  if (node.candidates.empty()) return {"false"};
  std::string text;
  for (const Expression* candidate : node.candidates) {
    const Code test = comparison({BinaryOperator::Equal, node.value, candidate}, false);
    text += (text.empty() ? "" : " || ") + wrapped(test, Precedence::equality);
  }
  return {text, node.candidates.size() == 1 ? Precedence::equality : Precedence::logical_or};
}

std::optional<Code> Expressions::text_in_place(const Expression& expression) {
  if (expression.type->kind != TypeKind::String) return std::nullopt;
  Code code = loose(expression);
  if (is_text_constant(expression)) return Code{"std::string_view(" + code.text + ")", Precedence::primary, true};
  if (code.view) return code;
  return std::nullopt;
}

Code Expressions::write(const Expression&, const ConditionalNode& node) {
  const auto then_text = text_in_place(*node.then);
  const auto other_text = then_text ? text_in_place(*node.otherwise) : std::nullopt;
  const bool both_constant = is_text_constant(*node.then) && is_text_constant(*node.otherwise);
  if (other_text && !both_constant) {
    return {operand(*node.condition, Precedence::logical_or) + " ? " + wrapped(*then_text, Precedence::logical_or) +
                " : " + wrapped(*other_text, Precedence::logical_or),
            Precedence::conditional, true};
  }
  const auto branch = [&](const Expression& expression) {
    return wrapped(to_owned(exact(expression), *expression.type), Precedence::logical_or);
  };
  const std::string condition = operand(*node.condition, Precedence::logical_or);
  const std::string then = branch(*node.then);
  return {condition + " ? " + then + " : " + branch(*node.otherwise), Precedence::conditional};
}

Code Expressions::write(const Expression& expression, const CoalesceNode& node) {
  if (const auto fallback = text_in_place(*node.fallback)) {
    const Code optional = loose(*node.optional);
    if (optional.view)
      return {wrapped(optional, Precedence::primary) + ".value_or(" + fallback->text + ")", Precedence::primary, true};
  }
  const bool both_optional = expression.type == node.optional->type;
  if (both_optional) {
    const Code first = loose(*node.optional);
    const Code second = exact(*node.fallback);
    if (first.view && second.view) {
      const std::string present = wrapped(first, Precedence::primary);
      return {present + ".has_value() ? " + wrapped(first, Precedence::logical_or) + " : " +
                  wrapped(second, Precedence::logical_or),
              Precedence::conditional, true};
    }
  }
  const Code optional = to_owned(loose(*node.optional), *node.optional->type);
  const Code fallback = to_owned(exact(*node.fallback), *node.fallback->type);
  if (!both_optional && !may_overflow(*node.fallback)) {
    return {wrapped(optional, Precedence::primary) + ".value_or(" + fallback.text + ")"};
  }
  const std::string there = both_optional ? optional.text : "*" + wrapped(optional, Precedence::unary);
  return {wrapped(optional, Precedence::primary) + ".has_value() ? " + there + " : " +
              wrapped(fallback, Precedence::logical_or),
          Precedence::conditional};
}

Code Expressions::write(const Expression& expression, const MatchNode& node) {
  const Type& subject = *node.subject->type;
  const Type& matched = subject.kind == TypeKind::Optional ? *subject.element : subject;
  if (matched.kind == TypeKind::Union) return match_union(node, *expression.type);
  std::string text;
  for (const MatchExpressionArm& arm : node.arms) {
    std::string test;
    bool always = &arm == &node.arms.back();
    for (const Pattern& pattern : arm.patterns) {
      const auto* value = std::get_if<Constant>(&pattern);
      if (value == nullptr) {
        always = true;
        continue;
      }
      const Expression expected{node.subject->type, {}, ConstantNode{*value}};
      test += (test.empty() ? "" : " || ") + comparison({BinaryOperator::Equal, node.subject, &expected}, false).text;
    }
    const std::string result = wrapped(to_owned(exact(*arm.result), *arm.result->type), Precedence::logical_or);
    text += always ? result : test + " ? " + result + " : ";
    if (always) break;
  }
  return {text, node.arms.size() == 1 ? Precedence::logical_or : Precedence::conditional};
}

}  // namespace cqrsc::plan
