#include <algorithm>

#include "model/walk.hpp"
#include "plan/expressions.hpp"
#include "plan/statements.hpp"

// Matches over unions: `visit` in an expression, `if (const auto* external = payee.get_if<Payee::External>())` in a
// statement.

namespace cqrsc::plan {

using namespace model;

namespace {

ExpressionVisitor finder(const Local& local, bool& found) {
  return [&local, &found](const Expression& expression) {
    const auto* node = std::get_if<LocalNode>(&expression.node);
    found = found || (node != nullptr && node->local == &local);
  };
}

const PatternAlternative* alternative_of(const Pattern& pattern) { return std::get_if<PatternAlternative>(&pattern); }

/// `none`: no other constant is a pattern of a union.
bool is_constant(const Pattern& pattern) { return std::holds_alternative<Constant>(pattern); }

bool is_else(const Pattern& pattern) { return std::holds_alternative<PatternElse>(pattern); }

/// The result where the optional subject is `none`: the arm of `none`, else the last.
const Expression* result_of_none(const MatchNode& node) {
  for (const MatchExpressionArm& arm : node.arms)
    for (const Pattern& pattern : arm.patterns)
      if (is_constant(pattern) || is_else(pattern)) return arm.result;
  return nullptr;
}

/// `visit(a, b)`, on several lines where one would be too long.
std::string arguments(const std::string& function, const std::vector<std::string>& all) {
  constexpr std::size_t kLongest = 80;
  std::size_t length = 0;
  for (const std::string& one : all) length += one.size() + 2;
  const bool several = length > kLongest;
  std::string text = function + "(";
  for (const std::string& one : all) {
    if (&one != &all.front()) text += several ? "," : ", ";
    if (several) text += "\n    ";
    for (const char c : one) text += c == '\n' ? std::string("\n    ") : std::string(1, c);
  }
  return text + ")";
}

/// Whether asking for it again and again is cheap, and gives what is kept elsewhere.
bool is_path(const Expression& expression) {
  if (const auto* member = std::get_if<MemberNode>(&expression.node)) return is_path(*member->base);
  if (const auto* conversion = std::get_if<ConversionNode>(&expression.node))
    return conversion->kind == ConversionKind::UnwrapOptional && is_path(*conversion->operand);
  return std::holds_alternative<FieldNode>(expression.node) || std::holds_alternative<LocalNode>(expression.node);
}

}  // namespace

bool is_read(const Local& local, const Block& block) {
  bool found = false;
  for_each_expression(block, finder(local, found));
  return found;
}

bool is_read(const Local& local, const Expression& expression) {
  bool found = false;
  for_each_expression(expression, finder(local, found));
  return found;
}

MatchSubject Expressions::match_subject(const Expression& subject) {
  const bool optional = subject.type->kind == TypeKind::Optional;
  const Type& matched = optional ? *subject.type->element : *subject.type;
  const auto* conversion = std::get_if<ConversionNode>(&subject.node);
  const bool unwrapped = conversion != nullptr && conversion->kind == ConversionKind::UnwrapOptional;
  const Code code = loose(unwrapped ? *conversion->operand : subject);
  const std::string object = wrapped(code, Precedence::primary);
  return {optional ? object : "", object + (optional || unwrapped ? "->" : "."), matched.union_version, code.view};
}

Code Expressions::match_union(const MatchNode& node, const Type& result) {
  const MatchSubject subject = match_subject(*node.subject);
  const std::string type = symbols_.type(result);
  const auto returned = [&](const std::string& head, const Expression& value) {
    constexpr std::size_t kLongest = 110;
    const std::string text = "return " + owned(value) + ";";
    const std::string begin = head + ") -> " + type + " {";
    if (begin.size() + text.size() <= kLongest) return begin + " " + text + " }";
    return begin + "\n" + indented(text) + "\n}";
  };
  std::vector<std::string> functions;
  const auto add = [&](std::string function) { functions.push_back(std::move(function)); };
  for (const MatchExpressionArm& arm : node.arms) {
    for (const Pattern& pattern : arm.patterns) {
      if (is_else(pattern)) add(returned("[&](const auto&", *arm.result));
      const PatternAlternative* one = alternative_of(pattern);
      if (one == nullptr) continue;
      std::string parameter = symbols_.qualified(*subject.type, *one->alternative) + (subject.view ? "::View" : "");
      parameter = "[&](const " + parameter + "&";
      const bool read = one->binding != nullptr && is_read(*one->binding, *arm.result);
      if (read) parameter += " " + declare(*one->binding, subject.view);
      add(returned(parameter, *arm.result));
      if (read) forget(*one->binding);
    }
  }
  Code visited{subject.access + arguments("visit", functions)};
  if (subject.optional.empty()) return visited;
  const Expression& none = *result_of_none(node);
  return {subject.optional + ".has_value() ? " + visited.text + " : " +
              wrapped(to_owned(exact(none), *none.type), Precedence::logical_or),
          Precedence::conditional};
}

std::string Statements::match_union(const MatchStatement& statement) {
  MatchSubject subject = expressions_.match_subject(*statement.subject);
  std::string before;
  const bool overwritten = std::any_of(statement.arms.begin(), statement.arms.end(),
                                       [&](const auto& arm) { return overwrites(arm.body, *statement.subject); });
  if (overwritten || !is_path(*statement.subject)) {
    const std::string name = expressions_.claim("matched");
    before = "const auto " + name + " = " + expressions_.owned(*statement.subject) + ";\n";
    const bool optional = !subject.optional.empty();
    subject = {optional ? name : "", name + (optional ? "->" : "."), subject.type, false};
  }
  const bool with_else = std::any_of(statement.arms.begin(), statement.arms.end(), [](const MatchStatementArm& arm) {
    return is_else(arm.patterns.front()) && !arm.body.empty();
  });
  std::string text;
  for (const MatchStatementArm& arm : statement.arms) {
    // Only for `else` does it matter that an arm without statements is there.
    if (arm.body.empty() && !with_else) continue;
    const Pattern& pattern = arm.patterns.front();
    const PatternAlternative* one = alternative_of(pattern);
    const bool read = one != nullptr && one->binding != nullptr && is_read(*one->binding, arm.body);
    std::string head;
    if (one != nullptr) head = "if (" + alternative_test(subject, *one, read) + ") ";
    if (is_constant(pattern)) head = "if (!" + subject.optional + ".has_value()) ";
    text += (text.empty() ? "" : " else ") + head + "{\n" + indented(block(arm.body)) + "}";
    if (read) expressions_.forget(*one->binding);
    // What comes after it is asked only where there is something.
    if (is_constant(pattern)) subject.optional.clear();
  }
  return text.empty() ? text : before + text + "\n";
}

/// `const auto* external = state.payee.get_if<Payee::External>()`, or `is` where nothing of it is read.
std::string Statements::alternative_test(const MatchSubject& subject, const PatternAlternative& pattern, bool read) {
  const std::string type = expressions_.symbols().qualified(*subject.type, *pattern.alternative);
  const bool optional = !subject.optional.empty();
  if (!read) {
    const std::string present = optional ? subject.optional + ".has_value() && " : "";
    return present + subject.access + "is<" + type + ">()";
  }
  std::string found = subject.access + "get_if<" + type + ">()";
  if (optional)
    found = subject.optional + ".has_value() ? " + found + " : " + (subject.view ? "std::nullopt" : "nullptr");
  const std::string& name = expressions_.declare(*pattern.binding, subject.view, true);
  return std::string("const auto") + (subject.view ? " " : "* ") + name + " = " + found;
}

}  // namespace cqrsc::plan
