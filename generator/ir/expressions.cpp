#include <array>
#include <charconv>

#include "ir/writer.hpp"
#include "model/expression_text.hpp"

namespace cqrsc::ir {

using namespace model;

namespace {

std::string hex_text(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string result;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    result += kDigits[byte >> 4U];
    result += kDigits[byte & 0xFU];
  }
  return result;
}

struct ConstantWriter {
  const Type& type;
  Json operator()(const NoneConstant&) const { return nullptr; }
  Json operator()(bool value) const { return value; }
  Json operator()(Int128 value) const {
    return type.kind == TypeKind::Decimal ? decimal_text(value, type.scale) : to_text(value);
  }
  Json operator()(double value) const {
    std::array<char, 32> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return std::string(buffer.data(), written.ptr);
  }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(const BytesConstant& value) const { return hex_text(value.bytes); }
  Json operator()(const UuidConstant& value) const { return uuid_text(value); }
  Json operator()(const EnumConstant& value) const { return value.member->name; }
};

}  // namespace

Json constant(const Constant& constant, const Type& type) { return std::visit(ConstantWriter{type}, constant); }

struct NodeWriter {
  Writer& writer;
  const Expression& expression;

  Json tree(const Expression* inner) const { return writer.tree(*inner); }

  Json operator()(const ConstantNode& node) const {
    return {{"node", "constant"}, {"value", constant(node.value, *expression.type)}};
  }
  Json operator()(const FieldNode& node) const {
    return {{"node", "field"}, {"of", source_text(node.source)}, {"name", node.field->name}};
  }
  Json operator()(const LocalNode& node) const { return {{"node", "local"}, {"name", node.local->name}}; }
  Json operator()(const AmbientNode& node) const { return {{"node", "ambient"}, {"name", ambient_text(node.what)}}; }
  Json operator()(const MemberNode& node) const {
    return {{"node", "member"}, {"base", tree(node.base)}, {"name", node.field->name}};
  }
  Json operator()(const IndexNode& node) const {
    return {{"node", "index"}, {"base", tree(node.base)}, {"key", tree(node.key)}};
  }
  Json operator()(const ConversionNode& node) const {
    return {{"node", "conversion"}, {"how", conversion_text(node.kind)}, {"operand", tree(node.operand)}};
  }
  Json operator()(const UnaryNode& node) const {
    return {
        {"node", "unary"}, {"op", node.op == UnaryOperator::Not ? "not" : "negate"}, {"operand", tree(node.operand)}};
  }
  Json operator()(const BinaryNode& node) const {
    return {{"node", "binary"}, {"op", operator_text(node.op)}, {"left", tree(node.left)}, {"right", tree(node.right)}};
  }
  Json operator()(const DivideRoundedNode& node) const {
    return {{"node", "divide_rounded"}, {"left", tree(node.left)}, {"right", tree(node.right)}};
  }
  Json operator()(const RangeNode& node) const {
    return {{"node", "in_range"}, {"value", tree(node.value)}, {"low", tree(node.low)}, {"high", tree(node.high)}};
  }
  Json operator()(const OneOfNode& node) const {
    return {{"node", "one_of"}, {"value", tree(node.value)}, {"candidates", writer.trees(node.candidates)}};
  }
  Json operator()(const ConditionalNode& node) const {
    return {
        {"node", "if"}, {"condition", tree(node.condition)}, {"then", tree(node.then)}, {"else", tree(node.otherwise)}};
  }
  Json operator()(const CoalesceNode& node) const {
    return {{"node", "coalesce"}, {"optional", tree(node.optional)}, {"fallback", tree(node.fallback)}};
  }
  Json operator()(const MatchNode& node) const {
    return {{"node", "match"},
            {"subject", tree(node.subject)},
            {"arms", list(node.arms, [&](const MatchExpressionArm& arm) {
               return Json{{"patterns", writer.patterns(arm.patterns, *node.subject->type)},
                           {"result", tree(arm.result)}};
             })}};
  }
  Json operator()(const ConstructValueNode& node) const {
    return {{"node", "construct"}, {"fields", writer.inits(node.fields)}};
  }
  Json operator()(const ConstructUnionNode& node) const {
    return {{"node", "construct"}, {"alternative", node.alternative->name}, {"fields", writer.inits(node.fields)}};
  }
  Json operator()(const ListNode& node) const { return {{"node", "list"}, {"elements", writer.trees(node.elements)}}; }
  Json operator()(const MapNode& node) const {
    return {{"node", "map"}, {"entries", list(node.entries, [&](const MapEntry& entry) {
                                return Json{{"key", tree(entry.key)}, {"value", tree(entry.value)}};
                              })}};
  }
  Json operator()(const LambdaNode& node) const {
    return {{"node", "lambda"}, {"parameter", node.parameter->name}, {"body", tree(node.body)}};
  }
  Json operator()(const BuiltinNode& node) const {
    return {{"node", "call"}, {"function", function_text(node.function)}, {"arguments", writer.trees(node.arguments)}};
  }
  Json operator()(const ExternCallNode& node) const {
    return {{"node", "extern_call"},
            {"function", Writer::name_of(*node.function->context, node.function->name)},
            {"arguments", writer.trees(node.arguments)}};
  }
  Json operator()(const HasRoleNode& node) const { return {{"node", "has_role"}, {"role", node.role}}; }
  Json operator()(const InterpolationNode& node) const {
    return {{"node", "text"}, {"parts", writer.text_parts(node.parts)}};
  }
  Json operator()(const OtherRowNode& node) const {
    return {{"node", "other_row"}, {"keys", writer.trees(node.keys)}, {"name", node.field->name}};
  }
  Json operator()(const AggregateNode& node) const {
    static constexpr std::array<const char*, 4> kNames{"count", "sum", "min", "max"};
    Json json{{"node", "every"}, {"function", kNames.at(static_cast<std::size_t>(node.function))}};
    if (node.argument != nullptr) json["argument"] = tree(node.argument);
    return json;
  }
};

Json Writer::tree(const Expression& expression) {
  Json json = std::visit(NodeWriter{*this, expression}, expression.node);
  json["type"] = type(*expression.type);
  return json;
}

Json Writer::trees(const std::vector<const Expression*>& expressions) {
  return list(expressions, [this](const Expression* one) { return tree(*one); });
}

Json Writer::expression(const Expression& expression) {
  Json json = Json::object();
  const model::Location& location = expression.location;
  if (location.line != 0) {
    json["at"] = place(location);
    json["text"] = sources_.file(FileId{location.file}).text(Span{FileId{location.file}, location.begin, location.end});
  }
  json["tree"] = tree(expression);
  return json;
}

Json Writer::expressions(const std::vector<const Expression*>& expressions) {
  return list(expressions, [this](const Expression* one) { return expression(*one); });
}

Json Writer::patterns(const std::vector<Pattern>& patterns, const Type& subject) {
  const Type& type = subject.kind == TypeKind::Optional ? *subject.element : subject;
  return list(patterns, [&](const Pattern& pattern) {
    if (const auto* value = std::get_if<Constant>(&pattern)) return Json{{"constant", constant(*value, type)}};
    const auto* alternative = std::get_if<PatternAlternative>(&pattern);
    if (alternative == nullptr) return Json{{"else", true}};
    Json json{{"alternative", alternative->alternative->name}};
    if (alternative->binding != nullptr) json["as"] = alternative->binding->name;
    return json;
  });
}

Json Writer::inits(const std::vector<FieldInit>& fields) {
  static constexpr std::array<const char*, 4> kOrigins{"written", "carried over", "default", "absent"};
  return list(fields, [this](const FieldInit& init) {
    return Json{{"field", init.field->name},
                {"origin", kOrigins.at(static_cast<std::size_t>(init.origin))},
                {"value", tree(*init.value)}};
  });
}

Json Writer::text_parts(const std::vector<TextPart>& parts) {
  return list(parts, [this](const TextPart& part) {
    return part.value == nullptr ? Json{{"text", part.text}} : Json{{"value", tree(*part.value)}};
  });
}

}  // namespace cqrsc::ir
