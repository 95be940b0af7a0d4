#include "plan/decisions.hpp"

#include <algorithm>

#include "model/walk.hpp"
#include "plan/checks.hpp"
#include "plan/cpp_text.hpp"
#include "plan/expressions.hpp"
#include "plan/fold.hpp"
#include "plan/signature.hpp"
#include "plan/statements.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

std::string existence_check(const Symbols& symbols, Expressions& expressions, const Command& command) {
  if (command.existence == Existence::MayExist) return {};
  const bool must_exist = command.existence == Existence::MustExist;
  const std::string error = command.existence_error != nullptr ? symbols.qualified(*command.existence_error)
                            : must_exist                       ? "cqrs::DoesNotExist"
                                                               : "cqrs::AlreadyExists";
  const std::string& context = expressions.surroundings().context;
  expressions.mark_used(context);
  return std::string("if (") + (must_exist ? "!" : "") + context + ".exists()) return " + error + "{};\n";
}

/// All that is wrong with the command's fields, in one answer.
std::string intake(const Symbols& symbols, Expressions& expressions, const Command& command) {
  std::string checks;
  for (const Field& field : command.fields) {
    const std::string& object = expressions.surroundings().command;
    const Code where = field.where == nullptr ? Code{} : expressions.loose(*field.where);
    const Code condition = both(intake_condition(*field.type, object + "." + symbols.name(field)), where);
    if (condition.text.empty()) continue;
    expressions.mark_used(object);
    checks += signature("intake.check", {string_literal(field.name), condition.text}, ";", 2) + "\n";
  }
  if (checks.empty()) return {};
  return "cqrs::Intake intake;\n" + checks + "if (intake.failed()) return std::move(intake).invalid();\n";
}

std::string allowances(Expressions& expressions, const Command& command) {
  std::string text;
  for (const Expression* allow : command.allows) {
    const Code condition = expressions.loose(*allow);
    text += "if (!" + wrapped(condition, Precedence::unary) + ") return cqrs::NotAllowed{};\n";
  }
  return text;
}

/// Calls the C++ function, or does what the statements say.
std::string decided(const Symbols& symbols, Expressions& expressions, const Command& command) {
  const Surroundings& in = expressions.surroundings();
  if (command.is_extern) {
    for (const std::string& name : {in.state, in.command, in.context, in.externs}) expressions.mark_used(name);
    return "return " + in.externs + "." + symbols.extern_name(command) + "(" + in.state + ", " + in.command + ", " +
           in.context + ");\n";
  }
  // What is only looked at comes first; then events are collected.
  const auto begins = std::find_if(command.body.begin(), command.body.end(), [](const Statement* statement) {
    return !std::holds_alternative<LetStatement>(statement->node) &&
           !std::holds_alternative<RequireStatement>(statement->node);
  });
  Statements statements(expressions);
  const std::string first = statements.block(Block(command.body.begin(), begins));
  const std::string rest = statements.block(Block(begins, command.body.end()));
  return first + "cqrs::Emit<" + symbols.name(command) + "> emit;\n" + rest + "return emit;\n";
}

}  // namespace

std::string own_id(const Symbols& symbols, Expressions& expressions, const Aggregate& aggregate,
                   const std::string& key) {
  if (!expressions.uses(expressions.surroundings().own_id)) return {};
  expressions.mark_used(key.substr(0, key.find('.')));
  return "const auto " + expressions.surroundings().own_id + " = cqrs::id_of<" + symbols.qualified(*aggregate.id) +
         ">(" + key + ");\n";
}

std::string rejection_type(const Symbols& symbols, const CanReject& rejection) {
  if (const auto* builtin = std::get_if<BuiltinError>(&rejection)) return std::string("cqrs::") + to_text(*builtin);
  return symbols.qualified(*std::get<const Error*>(rejection));
}

FunctionText decide_function(const Symbols& symbols, const Aggregate& aggregate, const Command& command) {
  Expressions expressions(symbols, {});
  const Surroundings& in = expressions.surroundings();
  std::string before = existence_check(symbols, expressions, command);
  before += intake(symbols, expressions, command);
  before += allowances(expressions, command);
  const std::string body = decided(symbols, expressions, command);
  const std::string id = own_id(symbols, expressions, aggregate, in.context + ".stream()");
  // A blank line between what every command has and what this one does.
  const bool several = before.find('\n') + 1 < before.size();

  const std::string& name = symbols.name(command);
  std::string text =
      signature("Decision<" + name + "> decide",
                {parameter("const " + symbols.state_name(aggregate) + "&", in.state, expressions.uses(in.state)),
                 parameter("const " + name + "&", in.command, expressions.uses(in.command)),
                 parameter("const cqrs::Context&", in.context, expressions.uses(in.context)),
                 parameter("const " + symbols.externs_name() + "&", in.externs, expressions.uses(in.externs))},
                " {");
  text += "\n" + indented(id + before + (several ? "\n" : "") + body) + "}";
  return {fold_long_lines(text), expressions.uses_literals()};
}

namespace {

/// `event`: its type and how it is taken.
FunctionText apply_text(Expressions& expressions, const Aggregate& aggregate, const std::string& event,
                        const Block& body) {
  const Symbols& symbols = expressions.symbols();
  const Surroundings& in = expressions.surroundings();
  const std::string statements = Statements(expressions).block(body);
  const std::string id = own_id(symbols, expressions, aggregate, in.meta + ".stream");
  std::string text = signature("static void apply",
                               {parameter(symbols.state_name(aggregate) + "&", in.state, expressions.uses(in.state)),
                                parameter(event, in.event, expressions.uses(in.event)),
                                parameter("const cqrs::Meta&", in.meta, expressions.uses(in.meta))},
                               " {");
  const std::string inside = indented(id + statements);
  text += inside.empty() ? "}" : "\n" + inside + "}";
  return {fold_long_lines(text), expressions.uses_literals()};
}

/// Whether the field is read once, to be kept as it is.
bool is_only_kept(const Block& body, const Field& field) {
  int reads = 0;
  for_each_expression(body, [&](const Expression& expression) {
    const auto* read = std::get_if<FieldNode>(&expression.node);
    if (read != nullptr && read->field == &field) ++reads;
  });
  const auto keeps = [&](const Statement* statement) {
    const auto* assign = std::get_if<AssignStatement>(&statement->node);
    const auto* read = assign == nullptr ? nullptr : std::get_if<FieldNode>(&assign->value->node);
    return read != nullptr && read->field == &field && assign->op == AssignOperator::Set;
  };
  return reads == 1 && std::any_of(body.begin(), body.end(), keeps);
}

}  // namespace

FunctionText apply_function(const Symbols& symbols, const Aggregate& aggregate, const Handler& handler) {
  Expressions expressions(symbols, {});
  return apply_text(expressions, aggregate, "const " + symbols.view_name(*handler.event) + "&", handler.body);
}

FunctionText apply_upcast_function(const Symbols& symbols, const Aggregate& aggregate, const EventVersion& event,
                                   const Handler* handler, const OwnedMembers& owned) {
  Expressions expressions(symbols, {});
  const std::string& object = expressions.surroundings().event;
  const Block nothing;
  const Block& body = handler == nullptr ? nothing : handler->body;
  for (const Field& field : event.fields) {
    const bool view = differs_from_view(*field.type) && !owned.contains(&field);
    const std::string member = object + "." + symbols.name(field);
    const bool moved = owned.contains(&field) && is_only_kept(body, field);
    expressions.hold(&field, {moved ? "std::move(" + member + ")" : member, Precedence::primary, view}, object);
  }
  return apply_text(expressions, aggregate, symbols.upcast_name(*event.event) + "&&", body);
}

FunctionText broken_invariant_function(const Symbols& symbols, const Aggregate& aggregate) {
  Expressions expressions(symbols, {});
  const std::string& state = expressions.surroundings().state;
  std::string body;
  for (const Invariant& invariant : aggregate.state.invariants) {
    body += "if (" + expressions.negated(*invariant.condition) + ") return " + string_literal(invariant.title) + ";\n";
  }
  const std::string text = "static std::string_view broken_invariant(" +
                           parameter("const " + symbols.state_name(aggregate) + "&", state, expressions.uses(state)) +
                           ") {\n" + indented(body + "return {};\n") + "}";
  return {fold_long_lines(text), expressions.uses_literals()};
}

}  // namespace cqrsc::plan
