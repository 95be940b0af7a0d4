#include "plan/cpp_text.hpp"
#include "plan/files.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

/// What a row of the table of extern functions is made of.
struct ExternText {
  std::string name;
  std::string result;
  std::vector<std::string> named_parameters;
  std::vector<std::string> parameters;
  std::string written;   // the name in the source
  std::string sentence;  // what a missing one is told as, without the place
  std::string logic;     // the function of the Logic struct
};

/// A string literal, in pieces where it is too long for a line.
std::string long_literal(const std::string& text) {
  constexpr std::size_t kPiece = 100;
  std::string out;
  std::string_view rest = text;
  while (rest.size() > kPiece) {
    const auto blank = rest.rfind(' ', kPiece);
    if (blank == std::string_view::npos) break;
    out += string_literal(rest.substr(0, blank + 1)) + "\n";
    rest.remove_prefix(blank + 1);
  }
  return out + string_literal(rest);
}

/// One function of the table: what it is when nobody gave one, and how it is taken from a struct of functions.
Data extern_data(const Symbols& symbols, const Declaration& declaration, const ExternText& text) {
  const std::string place = place_text(symbols.model(), declaration.location);
  const std::string pointer = signature(text.result + " (*" + text.name + ")", text.named_parameters, " =", 2);
  const std::string lambda = signature("[]", text.parameters, " -> " + text.result + " {");
  constexpr std::size_t kColumns = 117;
  const bool one_line = pointer.size() + 1 + lambda.size() <= kColumns && pointer.find('\n') == std::string::npos;
  std::string member = pointer + (one_line ? " " : "\n    ") + lambda + "\n  cqrs::missing_extern(" +
                       string_literal(text.written) + ", " + string_literal(place) + ");\n};";
  return Record{{"name", text.name},   {"doc", doc_lines(declaration)},
                {"place", place},      {"member", std::move(member)},
                {"logic", text.logic}, {"sentence", long_literal(place + ": " + text.sentence) + ");"}};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

Data function_data(const Symbols& symbols, const ExternFunction& function) {
  ExternText text;
  text.name = symbols.extern_name(function);
  text.result = symbols.type(*function.result);
  for (const Parameter& parameter : function.parameters) {
    text.parameters.push_back(symbols.parameter_type(*parameter.type));
    text.named_parameters.push_back(text.parameters.back() + " " + symbols.name(parameter));
  }
  text.written = function.name;
  text.logic = text.name;
  text.sentence = function.name + " is decided in C++; write \"static " + text.result + " " + text.name + "(" +
                  joined(text.named_parameters) + ")\"";
  return extern_data(symbols, function, text);
}

Data command_data(const Symbols& symbols, const Aggregate& aggregate, const Command& command) {
  const std::string& name = symbols.name(command);
  const std::string& state = symbols.state_name(aggregate);
  ExternText text;
  text.name = symbols.extern_name(command);
  text.result = "Decision<" + name + ">";
  text.parameters = {"const " + state + "&", "const " + name + "&", "const cqrs::Context&"};
  text.named_parameters = {"const " + state + "& state", "const " + name + "& command", "const cqrs::Context& context"};
  text.written = command.name;
  text.logic = "decide";
  text.sentence = aggregate.name + " handles " + command.name + "; write \"static Decision<" + name +
                  "> decide(const " + state + "&, const " + name + "&, const Context&)\"";
  return extern_data(symbols, command, text);
}

std::string handle_function(const Symbols& symbols, const Aggregate& aggregate, const std::string& accessor) {
  const std::string& name = symbols.name(aggregate);
  return one_line_function("[[nodiscard]] cqrs::AggregateHandle<" + name + "> " + accessor + "(const " +
                               symbols.qualified(*aggregate.id) + "& id) const",
                           "return handle<" + name + ">(id);", 2);
}

List extern_list(const Symbols& symbols) {
  const Context& context = symbols.model().context();
  List list;
  for (const ExternFunction& function : context.extern_functions) list.push_back(function_data(symbols, function));
  for (const Aggregate& aggregate : context.aggregates) {
    for (const Command& command : aggregate.commands) {
      if (command.is_extern) list.push_back(command_data(symbols, aggregate, command));
    }
  }
  return list;
}

}  // namespace

void plan_application(const Symbols& symbols, Plan& plan) {
  const Context& context = symbols.model().context();
  List aggregates;
  List commands;
  // What the application class has already.
  NameScope accessors({"aggregates", "execute", "execute_json", "handle", "json_commands", "projection_definitions",
                       "projections", "query", "snapshot_counts", "start", "stop", "submit", "watch"});
  for (const Aggregate& aggregate : context.aggregates) {
    const std::string path = aggregate_path(symbols, aggregate);
    aggregates.emplace_back(
        Record{{"name", symbols.name(aggregate)},
               {"id", symbols.qualified(*aggregate.id)},
               {"accessor", handle_function(symbols, aggregate, accessors.claim(member_name(aggregate.name)))},
               {"header", path + ".hpp"},
               {"doc", doc_lines(aggregate)}});
    for (const Command& command : aggregate.commands) commands.emplace_back(symbols.name(command));
  }
  List projections;
  for (const Projection& projection : context.projections) {
    projections.emplace_back(
        Record{{"name", symbols.name(projection)}, {"header", projection_path(projection) + ".hpp"}});
  }
  Record data = common_data(symbols);
  const std::string& name = symbols.application_name();
  const std::vector<std::string> parameters = {"cqrs::Store& store", "const Externs& externs",
                                               "cqrs::ApplicationOptions options"};
  const std::string result = "cqrs::Result<" + name + "> ";
  data.add("start_declaration", signature("[[nodiscard]] static " + result + "start",
                                          {parameters[0], parameters[1], parameters[2] + " = {}"}, ";", 2))
      .add("start_definition", signature(result + name + "::start", parameters, " {"))
      .add("has_aggregates", !aggregates.empty())
      .add("has_commands", !commands.empty())
      .add("aggregates", std::move(aggregates))
      .add("commands", std::move(commands))
      .add("has_projections", !projections.empty())
      .add("projections", std::move(projections))
      .add("externs", symbols.externs_name())
      .add("functions", extern_list(symbols))
      .add("doc", doc_comment(context.doc));
  const std::string directory = Symbols::directory_of(context);
  const std::string path = directory + "/" + context_file_stem(Symbols::last_part(context));
  plan.files.push_back({directory + "/externs.hpp", "file_externs", data});
  plan.files.push_back({path + ".hpp", "file_application", data});
  plan.files.push_back({path + ".cpp", "file_application_source", std::move(data)});
}

}  // namespace cqrsc::plan
