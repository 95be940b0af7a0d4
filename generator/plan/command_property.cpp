#include <set>

#include "model/walk.hpp"
#include "plan/cpp_text.hpp"
#include "plan/files.hpp"
#include "plan/fold.hpp"
#include "plan/signature.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// What an aggregate's commands speak of, each once, in an order of its own.
struct Vocabulary {
  std::set<std::string> roles;
  std::set<std::int64_t> numbers;
  std::set<std::string> texts;

  void add(const Expression& expression) {
    // A pattern is nothing that anybody sends. It comes after the call that it stands in.
    const auto* call = std::get_if<BuiltinNode>(&expression.node);
    if (call != nullptr && call->function == BuiltinFunction::Matches) patterns_.insert(call->arguments.back());
    if (patterns_.contains(&expression)) return;
    if (const auto* asked = std::get_if<HasRoleNode>(&expression.node)) roles.insert(asked->role);
    const auto* constant = std::get_if<ConstantNode>(&expression.node);
    if (constant == nullptr) return;
    if (const auto* text = std::get_if<std::string>(&constant->value)) texts.insert(*text);
    const auto* number = std::get_if<Int128>(&constant->value);
    if (number == nullptr) return;
    Int128 whole = *number;
    if (expression.type->kind == TypeKind::Decimal) {
      for (int digit = 0; digit < expression.type->scale; ++digit) whole /= 10;
    } else if (!is_integer(*expression.type)) {
      return;
    }
    constexpr Int128 kLargest = Int128{1} << 62U;
    if (-kLargest <= whole && whole <= kLargest) numbers.insert(static_cast<std::int64_t>(whole));
  }

 private:
  std::set<const Expression*> patterns_;
};

template <class Items, class Print>
void add_member(std::string& out, const char* name, const Items& items, const Print& print) {
  if (items.empty()) return;
  out += out.empty() ? "" : ", ";
  out += "." + std::string(name) + " = {";
  std::string separator;
  for (const auto& item : items) {
    out += separator + print(item);
    separator = ", ";
  }
  out += "}";
}

std::string text_of(const Vocabulary& words) {
  std::string out;
  add_member(out, "roles", words.roles, [](const std::string& role) { return string_literal(role); });
  add_member(out, "numbers", words.numbers, [](std::int64_t number) { return std::to_string(number); });
  add_member(out, "texts", words.texts, [](const std::string& text) { return string_literal(text); });
  return out.empty() ? out : ", {" + out + "}";
}

void for_each_expression_of(const Command& command, const ExpressionVisitor& visit) {
  for (const Field& field : command.fields) {
    if (field.where != nullptr) for_each_expression(*field.where, visit);
  }
  for (const Expression* condition : command.allows) for_each_expression(*condition, visit);
  for_each_expression(command.body, visit);
}

bool calls_externs(const Command& command) {
  bool calls = command.is_extern;
  for_each_expression_of(command, [&](const Expression& expression) {
    calls = calls || std::holds_alternative<ExternCallNode>(expression.node);
  });
  return calls;
}

/// `cqrs::testing::Past<Opened, v1::Opened>`, in pieces that a line may end after.
std::vector<std::string> past_of(const Symbols& symbols, const Aggregate& aggregate) {
  std::vector<std::string> pieces;
  for (const Event& event : aggregate.events) {
    for (const EventVersion& version : event.versions) pieces.push_back(symbols.qualified(version));
  }
  if (pieces.empty()) return pieces;
  pieces.front().insert(0, "cqrs::testing::Past<");
  pieces.back() += ">";
  return pieces;
}

}  // namespace

std::string command_property(const Symbols& symbols, const Aggregate& aggregate, bool has_logic) {
  const std::vector<std::string> past = past_of(symbols, aggregate);
  if (past.empty()) return {};
  std::vector<std::string> arguments = {symbols.name(aggregate)};
  arguments.insert(arguments.end(), past.begin(), past.end());
  const std::size_t without_commands = arguments.size();
  Vocabulary words;
  for (const Command& command : aggregate.commands) {
    if (command.is_extern && !has_logic) continue;
    const std::string& name = symbols.name(command);
    arguments.push_back(has_logic && calls_externs(command) ? "cqrs::testing::WithExterns<" + name + ">" : name);
    for_each_expression_of(command, [&](const Expression& expression) { words.add(expression); });
  }
  if (arguments.size() == without_commands) return {};
  const std::string vocabulary = text_of(words);
  const std::string call = template_list("cqrs::testing::check_commands", arguments, "(", 2);
  return fold_long_lines(call + (vocabulary.empty() ? "kFunctions);" : "\n      kFunctions" + vocabulary + ");"), 2);
}

}  // namespace cqrsc::plan
