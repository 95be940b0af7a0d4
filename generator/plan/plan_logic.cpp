#include "plan/cpp_text.hpp"
#include "plan/files.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// A parameter whose name is only told: nothing uses it yet, and compilers say so.
std::string unused(const std::string& type, const std::string& name) { return type + " /*" + name + "*/"; }

LogicFunction begun(const Symbols& symbols, const Declaration& declaration, const std::string& head,
                    const std::vector<std::string>& parameters, std::string word) {
  const std::string body = "cqrs::missing_extern(" + string_literal(declaration.name) + ", " +
                           string_literal(place_text(symbols.model(), declaration.location)) + ");";
  return {std::move(word), doc_lines(declaration) + signature(head, parameters, " {", 2) + "\n  " + body + "\n}"};
}

LogicFunction function_of(const Symbols& symbols, const ExternFunction& function) {
  const std::string& name = symbols.extern_name(function);
  std::vector<std::string> parameters;
  for (const Parameter& parameter : function.parameters)
    parameters.push_back(unused(symbols.parameter_type(*parameter.type), symbols.name(parameter)));
  return begun(symbols, function, "static " + symbols.type(*function.result) + " " + name, parameters, name);
}

LogicFunction function_of(const Symbols& symbols, const Aggregate& aggregate, const Command& command) {
  const std::string& name = symbols.name(command);
  const std::vector<std::string> parameters = {unused("const " + symbols.state_name(aggregate) + "&", "state"),
                                               unused("const " + name + "&", "command"),
                                               unused("const cqrs::Context&", "context")};
  return begun(symbols, command, "static Decision<" + name + "> decide", parameters, name);
}

}  // namespace

std::optional<Logic> plan_logic(const Model& model) {
  const Symbols symbols(model);
  const Context& context = model.context();
  Logic logic;
  for (const ExternFunction& function : context.extern_functions)
    logic.functions.push_back(function_of(symbols, function));
  for (const Aggregate& aggregate : context.aggregates)
    for (const Command& command : aggregate.commands)
      if (command.is_extern) logic.functions.push_back(function_of(symbols, aggregate, command));
  if (logic.functions.empty()) return std::nullopt;

  const std::string struct_name = symbols.application_name() + "Logic";
  logic.struct_name = Symbols::namespace_of(context) + "::" + struct_name;
  List functions;
  for (const LogicFunction& function : logic.functions) functions.emplace_back(Record{{"text", function.text}});
  Record data = common_data(symbols);
  data.add("struct", struct_name).add("functions", std::move(functions));
  logic.file = {Symbols::last_part(context) + "_logic.hpp", "file_logic", std::move(data)};
  return logic;
}

}  // namespace cqrsc::plan
