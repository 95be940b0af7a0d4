#include "plan/files.hpp"

namespace cqrsc::plan {

// The main function of the operator's tool that knows this domain.
PlannedFile plan_ctl(const Symbols& symbols, const PlanOptions& options) {
  const model::Context& context = symbols.model().context();
  const std::string space = Symbols::namespace_of(context);
  Record data = common_data(symbols);
  data.add("externs", options.logic ? space + "::externs<::" + options.logic->struct_name + ">()"
                                    : space + "::" + symbols.externs_name() + "{}");
  if (options.logic) {
    data.add("logic", Record{{"header", options.logic->header}});
  } else {
    data.add("logic", false);
  }
  return {test_stem(context) + "_ctl.cpp", "file_ctl", std::move(data)};
}

}  // namespace cqrsc::plan
