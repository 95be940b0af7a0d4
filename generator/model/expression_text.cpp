#include "model/expression_text.hpp"

#include <array>
#include <charconv>

#include "model/aggregate.hpp"

namespace cqrsc::model {
namespace {

std::string type_text(const Type& type, TextStyle style) {
  return style == TextStyle::Canonical ? pinned_text(type) : to_text(type);
}

std::string join(const std::vector<const Expression*>& expressions, TextStyle style) {
  std::string text;
  for (const Expression* expression : expressions) text += (text.empty() ? "" : ", ") + to_text(*expression, style);
  return text;
}

std::string quoted_text(const std::string& text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      result += std::string("\\") + c;
    else if (byte < 0x20)
      result += std::string("\\x") + kDigits[byte >> 4U] + kDigits[byte & 0xFU];
    else
      result += c;
  }
  return result + "\"";
}

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

struct ConstantText {
  const Type& type;
  TextStyle style;
  std::string operator()(const NoneConstant&) const { return "none"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(Int128 value) const {
    return type.kind == TypeKind::Decimal ? decimal_text(value, type.scale) : to_text(value);
  }
  std::string operator()(double value) const {
    std::array<char, 32> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), written.ptr};
  }
  std::string operator()(const std::string& value) const { return quoted_text(value); }
  std::string operator()(const BytesConstant& value) const { return "bytes " + hex_text(value.bytes); }
  std::string operator()(const UuidConstant& value) const { return uuid_text(value); }
  std::string operator()(const EnumConstant& value) const {
    // A member may be renamed; its number is for ever.
    return style == TextStyle::Canonical ? to_text(type) + "." + std::to_string(value.member->number)
                                         : value.member->name;
  }
};

std::string constant_text(const Constant& constant, const Type& type, TextStyle style) {
  return std::visit(ConstantText{type, style}, constant);
}

std::string pattern_text(const Pattern& pattern, const Type& subject, TextStyle style) {
  if (const auto* constant = std::get_if<Constant>(&pattern)) {
    const bool holds = subject.kind == TypeKind::Optional;
    return constant_text(*constant, holds ? *subject.element : subject, style);
  }
  const auto* alternative = std::get_if<PatternAlternative>(&pattern);
  return alternative == nullptr ? "else" : alternative->alternative->name;
}

std::string patterns_text(const std::vector<Pattern>& patterns, const Type& subject, TextStyle style) {
  std::string text;
  for (const Pattern& pattern : patterns) text += (text.empty() ? "" : " | ") + pattern_text(pattern, subject, style);
  return text;
}

}  // namespace

const char* source_text(FieldSource source) {
  static constexpr std::array<const char*, 7> kTexts{"command", "event", "old", "state", "record", "row", "argument"};
  return kTexts[static_cast<std::size_t>(source)];
}

const char* ambient_text(Ambient what) {
  static constexpr std::array<const char*, 13> kTexts{"id",
                                                      "it",
                                                      "now",
                                                      "actor.id",
                                                      "actor.roles",
                                                      "meta.id",
                                                      "meta.correlation",
                                                      "meta.causation",
                                                      "meta.stream",
                                                      "meta.version",
                                                      "meta.time",
                                                      "meta.actor",
                                                      "meta.tenant"};
  return kTexts[static_cast<std::size_t>(what)];
}

const char* conversion_text(ConversionKind kind) {
  static constexpr std::array<const char*, 9> kTexts{"widen",  "decimal", "rescale",      "widen",     "wrap",
                                                     "unwrap", "upcast",  "id_from_base", "id_from_id"};
  return kTexts[static_cast<std::size_t>(kind)];
}

const char* operator_text(BinaryOperator op) {
  static constexpr std::array<const char*, 13> kTexts{
      "add",  "subtract",      "multiply", "divide",           "remainder", "equal", "not_equal",
      "less", "less_or_equal", "greater",  "greater_or_equal", "and",       "or"};
  return kTexts[static_cast<std::size_t>(op)];
}

const char* function_text(BuiltinFunction function) {
  static constexpr std::array<const char*, 26> kTexts{
      "length", "isEmpty", "contains", "startsWith", "endsWith", "lower", "upper", "trim", "matches",
      "first",  "last",    "sum",      "min",        "max",      "count", "any",   "all",  "map",
      "filter", "sort",    "distinct", "keys",       "values",   "abs",   "round", "date"};
  return kTexts[static_cast<std::size_t>(function)];
}

namespace {

struct NodeText {
  const Expression& expression;
  TextStyle style;

  std::string text(const Expression& inner) const { return to_text(inner, style); }
  std::string own_type() const { return type_text(*expression.type, style); }

  std::string operator()(const ConstantNode& node) const { return constant_text(node.value, *expression.type, style); }
  std::string operator()(const FieldNode& node) const {
    return std::string(source_text(node.source)) + "." + node.field->name;
  }
  std::string operator()(const LocalNode& node) const { return node.local->name; }
  std::string operator()(const AmbientNode& node) const { return ambient_text(node.what); }
  std::string operator()(const MemberNode& node) const { return text(*node.base) + "." + node.field->name; }
  std::string operator()(const IndexNode& node) const { return text(*node.base) + "[" + text(*node.key) + "]"; }
  std::string operator()(const ConversionNode& node) const {
    const bool plain = node.kind == ConversionKind::WrapOptional || node.kind == ConversionKind::UnwrapOptional;
    return std::string(conversion_text(node.kind)) + "(" + text(*node.operand) +
           (plain ? ")" : ": " + own_type() + ")");
  }
  std::string operator()(const UnaryNode& node) const {
    return (node.op == UnaryOperator::Not ? "not(" : "negate(") + text(*node.operand) + ")";
  }
  std::string operator()(const BinaryNode& node) const {
    return std::string(operator_text(node.op)) + "(" + text(*node.left) + ", " + text(*node.right) + ")";
  }
  std::string operator()(const DivideRoundedNode& node) const {
    return "divide_rounded(" + text(*node.left) + ", " + text(*node.right) + ": " + own_type() + ")";
  }
  std::string operator()(const RangeNode& node) const {
    return "in_range(" + text(*node.value) + ", " + text(*node.low) + ", " + text(*node.high) + ")";
  }
  std::string operator()(const OneOfNode& node) const {
    return "one_of(" + text(*node.value) + ", [" + join(node.candidates, style) + "])";
  }
  std::string operator()(const ConditionalNode& node) const {
    return "if(" + text(*node.condition) + ", " + text(*node.then) + ", " + text(*node.otherwise) + ")";
  }
  std::string operator()(const CoalesceNode& node) const {
    return "coalesce(" + text(*node.optional) + ", " + text(*node.fallback) + ")";
  }
  std::string operator()(const MatchNode& node) const {
    std::string result = "match(" + text(*node.subject);
    for (const MatchExpressionArm& arm : node.arms)
      result += ", " + patterns_text(arm.patterns, *node.subject->type, style) + " => " + text(*arm.result);
    return result + ")";
  }
  std::string operator()(const ConstructValueNode& node) const {
    return own_type() + " " + to_text(node.fields, style);
  }
  std::string operator()(const ConstructUnionNode& node) const {
    return node.alternative->name + " " + to_text(node.fields, style);
  }
  std::string operator()(const ListNode& node) const { return "[" + join(node.elements, style) + "]"; }
  std::string operator()(const MapNode& node) const {
    std::string result;
    for (const MapEntry& entry : node.entries)
      result += (result.empty() ? "" : ", ") + text(*entry.key) + ": " + text(*entry.value);
    return "[" + result + "]";
  }
  std::string operator()(const LambdaNode& node) const { return node.parameter->name + " => " + text(*node.body); }
  std::string operator()(const BuiltinNode& node) const {
    const bool typed = node.function == BuiltinFunction::Round;
    return std::string(function_text(node.function)) + "(" + join(node.arguments, style) +
           (typed ? ": " + own_type() : "") + ")";
  }
  std::string operator()(const ExternCallNode& node) const {
    return "extern " + node.function->name + "(" + join(node.arguments, style) + ")";
  }
  std::string operator()(const HasRoleNode& node) const { return "role " + quoted_text(node.role); }
  std::string operator()(const InterpolationNode& node) const {
    std::string result;
    for (const TextPart& part : node.parts)
      result += (result.empty() ? "" : ", ") + (part.value == nullptr ? quoted_text(part.text) : text(*part.value));
    return "text(" + result + ")";
  }
  std::string operator()(const OtherRowNode& node) const {
    return "row(" + join(node.keys, style) + ")." + node.field->name;
  }
  std::string operator()(const AggregateNode& node) const {
    static constexpr std::array<const char*, 4> kNames{"count", "sum", "min", "max"};
    return std::string("every ") + kNames[static_cast<std::size_t>(node.function)] + "(" +
           (node.argument == nullptr ? "" : text(*node.argument)) + ")";
  }
};

std::string path_text(const std::vector<PathStep>& path, TextStyle style) {
  std::string text;
  for (const PathStep& step : path) {
    if (const auto* field = std::get_if<PathField>(&step))
      text += (text.empty() ? "" : ".") + field->field->name;
    else if (const auto* key = std::get_if<PathKey>(&step))
      text += "[" + to_text(*key->key, style) + "]";
    else
      text += "!";
  }
  return text;
}

void append(std::vector<std::string>& lines, const Block& block, TextStyle style) {
  for (const std::string& line : to_lines(block, style)) lines.push_back("  " + line);
}

struct StatementLines {
  std::vector<std::string>& lines;
  TextStyle style;

  void operator()(const AssignStatement& node) const {
    static constexpr std::array<const char*, 3> kOperators{" = ", " += ", " -= "};
    lines.push_back(path_text(node.path, style) + kOperators[static_cast<std::size_t>(node.op)] +
                    to_text(*node.value, style));
  }
  void operator()(const LetStatement& node) const {
    lines.push_back("let " + node.local->name + ": " + type_text(*node.local->type, style) + " = " +
                    to_text(*node.value, style));
  }
  void operator()(const RequireStatement& node) const {
    lines.push_back("require " + to_text(*node.condition, style) + " else " + node.rejection.error->name + " " +
                    to_text(node.rejection.fields, style));
  }
  void operator()(const EmitStatement& node) const {
    lines.push_back("emit " + node.event->name + " v" + std::to_string(node.event->version) + " " +
                    to_text(node.fields, style));
  }
  void operator()(const IfStatement& node) const {
    lines.push_back("if " + to_text(*node.condition, style));
    append(lines, node.then, style);
    if (node.otherwise.empty()) return;
    lines.emplace_back("else");
    append(lines, node.otherwise, style);
  }
  void operator()(const ForStatement& node) const {
    const std::string value = node.value == nullptr ? "" : ", " + node.value->name;
    lines.push_back("for " + node.element->name + value + " in " + to_text(*node.range, style));
    append(lines, node.body, style);
  }
  void operator()(const MatchStatement& node) const {
    lines.push_back("match " + to_text(*node.subject, style));
    for (const MatchStatementArm& arm : node.arms) {
      lines.push_back("  " + patterns_text(arm.patterns, *node.subject->type, style) + " =>");
      for (const std::string& line : to_lines(arm.body, style)) lines.push_back("    " + line);
    }
  }
  void operator()(const DeleteStatement&) const { lines.emplace_back("delete"); }
};

}  // namespace

std::string to_text(const Expression& expression, TextStyle style) {
  return std::visit(NodeText{expression, style}, expression.node);
}

std::vector<std::string> to_lines(const Block& block, TextStyle style) {
  std::vector<std::string> lines;
  for (const Statement* statement : block) std::visit(StatementLines{lines, style}, statement->node);
  return lines;
}

std::string to_text(const std::vector<FieldInit>& fields, TextStyle style) {
  static constexpr std::array<const char*, 4> kOrigins{"", " (carried over)", " (default)", " (absent)"};
  std::string text;
  for (const FieldInit& init : fields)
    text += (text.empty() ? " " : ", ") + init.field->name + " = " + to_text(*init.value, style) +
            (style == TextStyle::Canonical ? "" : kOrigins[static_cast<std::size_t>(init.origin)]);
  return "{" + text + (text.empty() ? "}" : " }");
}

}  // namespace cqrsc::model
