#include <set>

#include "model/history.hpp"
#include "plan/cpp_text.hpp"
#include "plan/files.hpp"
#include "plan/fold.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"

// Proofs that come with every domain: of its layouts, those of history too, of its upcasters, folds and commands.

namespace cqrsc::plan {

using namespace model;

namespace {

class PropertyTests {
 public:
  explicit PropertyTests(const Symbols& symbols)
      : symbols_(symbols), suite_(symbols.application_name() + "Properties") {}

  /// `stored`: the name that samples have, as C++.
  void sample(const std::string& type, const std::string& stored, std::uint32_t version) {
    samples.emplace_back("cqrs::testing::sampled<" + type + ">(" + stored + ", " + std::to_string(version) + ")");
  }

  void layout(const std::string& type, const Location& location, std::uint32_t version = 0) {
    layouts.push_back(Record{{"suite", suite_},
                             {"name", name(type, version)},
                             {"type", type},
                             {"place", place_text(symbols_.model(), location)}});
  }

  void upcast(const Aggregate& aggregate, const EventVersion& version) {
    const std::string type = symbols_.qualified(version);
    const std::string head = "TEST(" + suite_ + ", " +
                             claim(symbols_.name(version) + "V" + std::to_string(version.version) + "IsRead") + ")";
    const std::string call = "cqrs::testing::check_upcast<" + symbols_.name(aggregate) + ", " + type + ">(kFunctions);";
    upcasts.push_back(
        Record{{"place", place_text(symbols_.model(), version.location)}, {"test", one_line_function(head, call)}});
  }

  void replay(const Aggregate& aggregate) {
    std::vector<std::string> arguments = {symbols_.name(aggregate)};
    for (const Event& event : aggregate.events) {
      for (const EventVersion& version : event.versions) arguments.push_back(symbols_.qualified(version));
    }
    if (arguments.size() == 1) return;
    replays.push_back(Record{{"suite", suite_},
                             {"name", claim(symbols_.name(aggregate) + "ReplaysAsItLived")},
                             {"place", place_text(symbols_.model(), aggregate.location)},
                             {"call", template_list("cqrs::testing::check_replay", arguments, "(kFunctions);", 2)}});
  }

  void commands(const Aggregate& aggregate, bool has_logic) {
    const std::string call = command_property(symbols_, aggregate, has_logic);
    if (call.empty()) return;
    command_tests.push_back(Record{{"suite", suite_},
                                   {"name", claim(symbols_.name(aggregate) + "TakesAnyCommand")},
                                   {"place", place_text(symbols_.model(), aggregate.location)},
                                   {"call", call}});
  }

  [[nodiscard]] const std::string& suite() const { return suite_; }

  List layouts;
  List upcasts;
  List replays;
  List command_tests;
  List samples;

 private:
  /// `v1::Opened` is tested as OpenedV1.
  std::string name(const std::string& type, std::uint32_t version) {
    const std::string last = type.substr(type.rfind(':') + 1);
    return claim(version == 0 ? last : last + "V" + std::to_string(version));
  }
  /// GoogleTest wants no underscores.
  std::string claim(const std::string& wanted) {
    std::string name = wanted;
    for (int number = 2; names_.has(name); ++number) name = wanted + "Number" + std::to_string(number);
    return names_.claim(name);
  }

  const Symbols& symbols_;
  std::string suite_;
  NameScope names_;
};

/// All versions, in declared order.
std::vector<const ValueVersion*> all_values(const Context& context) {
  std::vector<const ValueVersion*> values;
  for (const Value& value : context.values) {
    for (const ValueVersion& version : value.versions) values.push_back(&version);
  }
  return values;
}

List sampled_functions(const Symbols& symbols) {
  const Context& context = symbols.model().context();
  List list;
  for (const ExternFunction& function : context.extern_functions) {
    if (!function.revision) continue;
    list.emplace_back("cqrs::testing::sampled_function<&" + symbols.externs_name() +
                      "::" + symbols.extern_name(function) + ">(" + string_literal(context.name + "." + function.name) +
                      ", " + std::to_string(*function.revision) + ")");
  }
  return list;
}

}  // namespace

std::string history_functions_doc(const PlanOptions& options) {
  return options.logic ? "// What extern functions give."
                       : "// Stands in for the extern functions; --logic names yours.";
}

std::string history_functions(const Symbols& symbols, const PlanOptions& options) {
  const Context& context = symbols.model().context();
  const std::string& type = symbols.externs_name();
  const std::string head = "[[maybe_unused]] const " + type + " kFunctions";
  if (options.logic) {
    return fold_long_lines(head + " = " + Symbols::namespace_of(context) + "::externs<::" + options.logic->struct_name +
                           ">();");
  }
  std::string body;
  for (const ExternFunction& function : context.extern_functions) {
    std::string parameters;
    for (const Parameter& parameter : function.parameters) {
      parameters += (parameters.empty() ? "" : ", ") + symbols.parameter_type(*parameter.type);
    }
    body += "  table." + symbols.extern_name(function) + " = [](" + parameters + ") { return " +
            symbols.type(*function.result) + "{}; };\n";
  }
  if (body.empty()) return head + "{};";
  return fold_long_lines(head + " = [] {\n  " + type + " table;\n" + body + "  return table;\n}();");
}

PlannedFile plan_properties_test(const Symbols& symbols, const PlanOptions& options) {
  const Context& context = symbols.model().context();
  PropertyTests tests(symbols);
  for (const ValueVersion* value : all_values(context)) {
    tests.sample(symbols.qualified(*value), string_literal(context.name + "." + value->name), value->version);
  }
  const std::string directory = Symbols::directory_of(context);
  List views = {directory + "/history_views.hpp", directory + "/types_views.hpp"};
  for (const Value& value : context.values) tests.layout(symbols.name(value), value.current().location);
  for (const Union& one : context.unions) tests.layout(symbols.name(one), one.current().location);
  for (const StoredType& type : old_types(context)) {
    std::visit([&](const auto* one) { tests.layout(symbols.qualified(*one), one->location, one->version); }, type);
  }
  for (const Aggregate& aggregate : context.aggregates) {
    views.emplace_back(aggregate_path(symbols, aggregate) + "_views.hpp");
    tests.layout(symbols.state_name(aggregate), aggregate.location);
    for (const Event& event : aggregate.events) {
      for (const EventVersion& version : event.versions) {
        if (is_current(version)) tests.layout(symbols.name(event), version.location);
        tests.sample(symbols.qualified(version), symbols.qualified(version) + "::kType", version.version);
      }
    }
    for (const EventVersion* version : old_events(aggregate)) {
      tests.layout(symbols.qualified(*version), version->location, version->version);
      tests.upcast(aggregate, *version);
    }
    tests.replay(aggregate);
    tests.commands(aggregate, options.logic.has_value());
  }
  List functions = options.logic ? sampled_functions(symbols) : List();
  List aggregates;
  for (const Aggregate& aggregate : context.aggregates) aggregates.emplace_back(symbols.name(aggregate));
  Record data = common_data(symbols);
  data.add("views", std::move(views))
      .add("table_doc", history_functions_doc(options))
      .add("table", history_functions(symbols, options))
      .add("suite", tests.suite())
      .add("has_layouts", !tests.samples.empty())
      .add("sampled_layouts", std::move(tests.samples))
      .add("has_functions", !functions.empty())
      .add("sampled_functions", std::move(functions))
      .add("has_aggregates", !aggregates.empty())
      .add("aggregates", std::move(aggregates))
      .add("layouts", std::move(tests.layouts))
      .add("upcasts", std::move(tests.upcasts))
      .add("replays", std::move(tests.replays))
      .add("has_commands", !tests.command_tests.empty())
      .add("command_tests", std::move(tests.command_tests));
  if (options.logic) {
    data.add("logic", Record{{"header", options.logic->header}});
  } else {
    data.add("logic", false);
  }
  return {test_stem(context) + "_properties_test.cpp", "file_properties_test", std::move(data)};
}

}  // namespace cqrsc::plan
