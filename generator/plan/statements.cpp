#include "plan/statements.hpp"

#include <span>

namespace cqrsc::plan {

using namespace model;

std::string indented(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((i == 0 || text[i - 1] == '\n') && text[i] != '\n') out += "  ";
    out += text[i];
  }
  return out;
}

std::string Statements::block(const Block& block) {
  std::string text;
  for (const Statement* statement : block) {
    text += std::visit([&](const auto& node) { return write(node); }, statement->node);
  }
  return text;
}

std::string Statements::rejection(const Rejection& rejection) {
  return expressions_.construct(expressions_.symbols().qualified(*rejection.error), rejection.fields);
}

/// On one line where it is short.
std::string Statements::guarded(const std::string& condition, const std::string& statement) {
  constexpr std::size_t kLongest = 116;
  const std::string head = "if (" + condition + ") ";
  if (head.size() + statement.size() <= kLongest && statement.find('\n') == std::string::npos)
    return head + statement + "\n";
  return head + "{\n" + indented(statement + "\n") + "}\n";
}

// -------------------------------------------------------------------------------------------------------------
// assignments

std::string Statements::target(const std::vector<PathStep>& path) {
  const Field& first = *std::get<PathField>(path.front()).field;
  const Code* variable = expressions_.held(first);
  std::string text = expressions_.surroundings().state;
  if (variable == nullptr) {
    expressions_.mark_used(text);
    text += "." + expressions_.symbols().name(first);
  } else {
    text = variable->text;
  }
  bool unwrapped = false;
  for (const PathStep& step : std::span(path).subspan(1)) {
    if (const auto* field = std::get_if<PathField>(&step)) {
      text += (unwrapped ? "->" : ".") + expressions_.symbols().name(*field->field);
      unwrapped = false;
    } else if (const auto* key = std::get_if<PathKey>(&step)) {
      text += "[" + expressions_.owned(*key->key) + "]";
    } else {
      unwrapped = true;
    }
  }
  return unwrapped ? "*" + text : text;
}

namespace {

/// The type of what an assignment writes to.
const Type* target_type(const std::vector<PathStep>& path) {
  const Type* type = nullptr;
  for (const PathStep& step : path) {
    if (const auto* field = std::get_if<PathField>(&step)) {
      type = field->field->type;
    } else {
      type = type->element;
    }
  }
  return type;
}

}  // namespace

std::string Statements::write(const AssignStatement& statement) {
  const std::string left = target(statement.path);
  const Type& type = *target_type(statement.path);
  switch (statement.op) {
    case AssignOperator::Set: {
      const Code right = expressions_.loose(*statement.value);
      // A std::string takes a std::string_view as it is.
      const bool text = type.kind == TypeKind::String;
      return left + " = " + (text ? right.text : expressions_.owned(*statement.value)) + ";\n";
    }
    case AssignOperator::Add: return add(left, type, *statement.value);
    case AssignOperator::Remove: return remove(left, type, *statement.value);
  }
  return {};
}

std::string Statements::add(const std::string& target, const Type& type, const Expression& value) {
  if (is_integer(type)) return "cqrs::add_to(" + target + ", " + expressions_.loose(value).text + ");\n";
  switch (type.kind) {
    case TypeKind::List:
      if (type.element->kind == TypeKind::String)
        return target + ".emplace_back(" + expressions_.loose(value).text + ");\n";
      return target + ".push_back(" + expressions_.owned(value) + ");\n";
    case TypeKind::Set: return target + ".insert(" + expressions_.owned(value) + ");\n";
    case TypeKind::Instant:
    case TypeKind::Date:
    case TypeKind::Duration: return target + " = cqrs::add(" + target + ", " + expressions_.exact(value).text + ");\n";
    default: return target + " += " + expressions_.loose(value).text + ";\n";
  }
}

std::string Statements::remove(const std::string& target, const Type& type, const Expression& value) {
  if (is_integer(type)) return "cqrs::subtract_from(" + target + ", " + expressions_.loose(value).text + ");\n";
  switch (type.kind) {
    case TypeKind::List: return "std::erase(" + target + ", " + expressions_.owned(value) + ");\n";
    case TypeKind::Set:
    case TypeKind::Map: return target + ".erase(" + expressions_.owned(value) + ");\n";
    case TypeKind::Instant:
    case TypeKind::Date:
    case TypeKind::Duration:
      return target + " = cqrs::subtract(" + target + ", " + expressions_.exact(value).text + ");\n";
    default: return target + " -= " + expressions_.loose(value).text + ";\n";
  }
}

// ----------------------------------------------------------------------------------------------------------------- the
// rest

std::string Statements::write(const LetStatement& statement) {
  // Sums and products of decimals keep all their digits until they are stored.
  const bool computed = std::holds_alternative<BinaryNode>(statement.value->node);
  const Code value = computed ? expressions_.loose(*statement.value) : expressions_.exact(*statement.value);
  return "const auto " + expressions_.declare(*statement.local, value.view) + " = " + value.text + ";\n";
}

std::string Statements::write(const RequireStatement& statement) {
  const std::string condition = expressions_.negated(*statement.condition);
  return guarded(condition, "return " + rejection(statement.rejection) + ";");
}

std::string Statements::write(const EmitStatement& statement) {
  const std::string type = expressions_.symbols().qualified(*statement.event);
  expressions_.mark_used("emit");
  return "emit(" + expressions_.construct(type, statement.fields) + ");\n";
}

std::string Statements::write(const IfStatement& statement) {
  const std::string condition = expressions_.condition(*statement.condition);
  const std::string then = block(statement.then);
  if (statement.otherwise.empty()) {
    const bool simple = !then.starts_with("if ") && !then.starts_with("for ");
    const bool one_line = simple && !then.empty() && then.find('\n') + 1 == then.size();
    if (one_line) return guarded(condition, then.substr(0, then.size() - 1));
    return "if (" + condition + ") {\n" + indented(then) + "}\n";
  }
  std::string text = "if (" + condition + ") {\n" + indented(then) + "} else ";
  const std::string otherwise = block(statement.otherwise);
  const bool chained =
      statement.otherwise.size() == 1 && std::holds_alternative<IfStatement>(statement.otherwise.front()->node);
  return text + (chained ? otherwise : "{\n" + indented(otherwise) + "}\n");
}

std::string Statements::write(const ForStatement& statement) {
  const Code range = expressions_.loose(*statement.range);
  std::string names = expressions_.declare(*statement.element, range.view);
  if (statement.value != nullptr) {
    names = "[" + names + ", " + expressions_.declare(*statement.value, range.view) + "]";
  }
  const std::string body = block(statement.body);
  expressions_.forget(*statement.element);
  if (statement.value != nullptr) expressions_.forget(*statement.value);
  return "for (const auto& " + names + " : " + range.text + ") {\n" + indented(body) + "}\n";
}

std::string Statements::write(const MatchStatement& statement) {
  std::string text;
  for (const MatchStatementArm& arm : statement.arms) {
    bool always = false;
    OneOfNode candidates{statement.subject, {}};
    std::deque<Expression> constants;
    for (const Pattern& pattern : arm.patterns) {
      if (const auto* value = std::get_if<Constant>(&pattern)) {
        constants.push_back({statement.subject->type, {}, ConstantNode{*value}});
        candidates.candidates.push_back(&constants.back());
      } else {
        always = true;
      }
    }
    const std::string inside = indented(block(arm.body));
    if (always && inside.empty()) break;
    const std::string body = "{\n" + inside + "}";
    if (always) return text + (text.empty() ? body : " else " + body) + "\n";
    const Expression test{nullptr, {}, candidates};
    text += (text.empty() ? "" : " else ") + ("if (" + expressions_.condition(test) + ") " + body);
  }
  return text.empty() ? text : text + "\n";
}

}  // namespace cqrsc::plan
