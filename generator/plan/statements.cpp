#include "plan/statements.hpp"

#include <algorithm>
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

namespace {

/// The field of the state or row that a path begins with; null where it begins elsewhere.
const Field* state_root(const Expression& path) {
  if (const auto* member = std::get_if<MemberNode>(&path.node)) return state_root(*member->base);
  if (const auto* conversion = std::get_if<ConversionNode>(&path.node)) return state_root(*conversion->operand);
  if (const auto* index = std::get_if<IndexNode>(&path.node)) return state_root(*index->base);
  const auto* field = std::get_if<FieldNode>(&path.node);
  const bool is_written =
      field != nullptr && (field->source == FieldSource::State || field->source == FieldSource::Row);
  return is_written ? field->field : nullptr;
}

bool writes_to(const Block& block, const Field& field);

struct WritesTo {
  const Field& field;

  bool operator()(const AssignStatement& node) const {
    const auto* first = std::get_if<PathField>(&node.path.front());
    return first != nullptr && first->field == &field;
  }
  bool operator()(const IfStatement& node) const {
    return writes_to(node.then, field) || writes_to(node.otherwise, field);
  }
  bool operator()(const ForStatement& node) const { return writes_to(node.body, field); }
  bool operator()(const MatchStatement& node) const {
    return std::any_of(node.arms.begin(), node.arms.end(), [&](const auto& arm) { return writes_to(arm.body, field); });
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

bool writes_to(const Block& block, const Field& field) {
  return std::any_of(block.begin(), block.end(),
                     [&](const Statement* statement) { return std::visit(WritesTo{field}, statement->node); });
}

}  // namespace

bool overwrites(const Block& block, const Expression& read) {
  const Field* root = state_root(read);
  return root != nullptr && writes_to(block, *root);
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
    case TypeKind::Map: return "cqrs::add_to(" + target + ", " + expressions_.owned(value) + ");\n";
    case TypeKind::Instant:
    case TypeKind::Duration: return target + " = cqrs::add(" + target + ", " + expressions_.loose(value).text + ");\n";
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
    case TypeKind::Duration:
      return target + " = cqrs::subtract(" + target + ", " + expressions_.loose(value).text + ");\n";
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
  Code range = expressions_.loose(*statement.range);
  std::string before;
  if (overwrites(statement.body, *statement.range)) {
    const std::string copy = expressions_.claim("before");
    before = "const auto " + copy + " = " + range.text + ";\n";
    range.text = copy;
  }
  std::string names = expressions_.declare(*statement.element, range.view);
  if (statement.value != nullptr) {
    names = "[" + names + ", " + expressions_.declare(*statement.value, range.view) + "]";
  }
  const std::string body = block(statement.body);
  expressions_.forget(*statement.element);
  if (statement.value != nullptr) expressions_.forget(*statement.value);
  return before + "for (const auto& " + names + " : " + range.text + ") {\n" + indented(body) + "}\n";
}

std::string Statements::write(const MatchStatement& statement) {
  const Type& subject = *statement.subject->type;
  const Type& matched = subject.kind == TypeKind::Optional ? *subject.element : subject;
  if (matched.kind == TypeKind::Union) return match_union(statement);
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
