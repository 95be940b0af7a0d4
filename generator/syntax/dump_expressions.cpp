#include <cstdio>

#include "syntax/dump.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {
namespace {

std::string dump(const Pattern& pattern) {
  return std::visit(overloaded{
                        [](const NamePattern& p) {
                          std::string result = p.name.text();
                          if (p.binding) result += " as " + p.binding->text;
                          return result;
                        },
                        [](const LiteralPattern& p) { return dump(*p.value); },
                        [](const ElsePattern&) { return std::string("else"); },
                    },
                    pattern.node);
}

std::string dump(const InterpolatedString& text) {
  std::string result = "(interpolated";
  for (const auto& part : text.parts) {
    result += ' ';
    if (const auto* words = std::get_if<String>(&part)) {
      result += quoted(words->value);
    } else {
      result += dump(*std::get<ExpressionPtr>(part));
    }
  }
  return result + ")";
}

std::string dump(const CollectionLiteral& collection) {
  std::string result = "[";
  for (const CollectionItem& item : collection.items) {
    if (result.size() > 1) result += ", ";
    if (item.key) result += dump(*item.key) + ": ";
    result += dump(*item.value);
  }
  return result + "]";
}

std::string dump(const ConstructExpression& made) {
  std::string result = "(make " + made.type.text();
  if (made.version) result += " v" + std::to_string(made.version->number);
  for (const Initializer& i : made.initializers) result += " " + i.name.text + "=" + dump(*i.value);
  return result + ")";
}

std::string dump(const CallExpression& call) {
  std::string result = "(call " + call.callee.text;
  for (const ExpressionPtr& argument : call.arguments) result += " " + dump(*argument);
  return result + ")";
}

std::string dump(const MatchExpression& match) {
  std::string result = "(match " + dump(*match.subject);
  for (const MatchExpressionArm& arm : match.arms) result += " (" + dump(arm.pattern) + " => " + dump(*arm.value) + ")";
  return result + ")";
}

std::string list(const char* head, std::initializer_list<const Expression*> parts) {
  std::string result = std::string("(") + head;
  for (const Expression* part : parts) result += " " + dump(*part);
  return result + ")";
}

}  // namespace

const char* spelling(BinaryOperator operation) {
  switch (operation) {
    case BinaryOperator::multiply: return "*";
    case BinaryOperator::divide: return "/";
    case BinaryOperator::remainder: return "%";
    case BinaryOperator::add: return "+";
    case BinaryOperator::subtract: return "-";
    case BinaryOperator::coalesce: return "??";
    case BinaryOperator::equal: return "==";
    case BinaryOperator::not_equal: return "!=";
    case BinaryOperator::less: return "<";
    case BinaryOperator::less_equal: return "<=";
    case BinaryOperator::greater: return ">";
    case BinaryOperator::greater_equal: return ">=";
    case BinaryOperator::in: return "in";
    case BinaryOperator::logical_and: return "and";
    case BinaryOperator::logical_or: return "or";
  }
  return "";
}

const char* spelling(UnaryOperator operation) { return operation == UnaryOperator::negate ? "-" : "not"; }

const char* spelling(AssignOperator operation) {
  switch (operation) {
    case AssignOperator::set: return "=";
    case AssignOperator::add: return "+=";
    case AssignOperator::remove: return "-=";
  }
  return "";
}

std::string quoted(const std::string& value) {
  std::string result = "\"";
  for (const char c : value) {
    switch (c) {
      case '"': result += "\\\""; break;
      case '\\': result += "\\\\"; break;
      case '\n': result += "\\n"; break;
      case '\t': result += "\\t"; break;
      default: result += c;
    }
  }
  return result + "\"";
}

std::string dump(const Type& type) {
  std::string result =
      std::visit(overloaded{
                     [](const NamedType& t) {
                       return t.name.text() + (t.version ? " v" + std::to_string(t.version->number) : std::string());
                     },
                     [](const DecimalType& t) { return "decimal(" + t.precision.digits + ", " + t.scale.digits + ")"; },
                     [](const ListType& t) { return "list<" + dump(*t.element) + ">"; },
                     [](const SetType& t) { return "set<" + dump(*t.element) + ">"; },
                     [](const MapType& t) { return "map<" + dump(*t.key) + ", " + dump(*t.value) + ">"; },
                     [](const ErrorType&) { return std::string("<error>"); },
                 },
                 type.node);
  if (type.optional) result += '?';
  return result;
}

std::string dump(const Expression& expression) {
  return std::visit(
      overloaded{
          [](const IntegerLiteral& e) { return e.value.digits; },
          [](const DecimalLiteral& e) { return e.text; },
          [](const DurationLiteral& e) { return e.amount.digits + e.unit; },
          [](const StringLiteral& e) { return quoted(e.value.value); },
          [](const BoolLiteral& e) { return std::string(e.value ? "true" : "false"); },
          [](const NoneLiteral&) { return std::string("none"); },
          [](const InterpolatedString& e) { return dump(e); },
          [](const CollectionLiteral& e) { return dump(e); },
          [](const NameExpression& e) { return e.name.quoted ? "`" + e.name.text + "`" : e.name.text; },
          [](const MemberExpression& e) { return "(. " + dump(*e.object) + " " + e.member.text + ")"; },
          [](const IndexExpression& e) { return list("index", {e.object.get(), e.index.get()}); },
          [](const CallExpression& e) { return dump(e); },
          [](const LambdaExpression& e) { return "(" + e.parameter.text + " => " + dump(*e.body) + ")"; },
          [](const ConstructExpression& e) { return dump(e); },
          [](const UnaryExpression& e) { return list(spelling(e.operation), {e.operand.get()}); },
          [](const BinaryExpression& e) { return list(spelling(e.operation), {e.left.get(), e.right.get()}); },
          [](const RangeTest& e) { return list("in..", {e.value.get(), e.first.get(), e.last.get()}); },
          [](const MatchesTest& e) {
            return "(matches " + (e.value ? dump(*e.value) : std::string("it")) + " " + quoted(e.pattern.value) + ")";
          },
          [](const RoleTest& e) { return "(role " + quoted(e.role.value) + ")"; },
          [](const ConditionalExpression& e) {
            return list("if", {e.condition.get(), e.then_value.get(), e.else_value.get()});
          },
          [](const MatchExpression& e) { return dump(e); },
          [](const ErrorExpression&) { return std::string("<error>"); },
      },
      expression.node);
}

std::string dump_pattern(const Pattern& pattern) { return dump(pattern); }

}  // namespace cqrsc::syntax
