#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "plan/plan.hpp"
#include "plan/symbols.hpp"
#include "plan/type_order.hpp"

namespace cqrsc::plan {

/// What every file's template may name: sources, namespace, directory, context, application. `of`: the one source that
/// the file is made from; all of the context's where there are several.
Record common_data(const Symbols& symbols, const model::Location* of = nullptr);

PlannedFile plan_forward_header(const Symbols& symbols);
void plan_types(const Symbols& symbols, Plan& plan);
void plan_history(const Symbols& symbols, Plan& plan);
void plan_aggregate(const Symbols& symbols, const model::Aggregate& aggregate, Plan& plan);
void plan_projection(const Symbols& symbols, const model::Projection& projection, Plan& plan);
PlannedFile plan_tables(const Symbols& symbols);
void plan_application(const Symbols& symbols, Plan& plan);
void plan_tests(const Symbols& symbols, const PlanOptions& options, Plan& plan);
PlannedFile plan_ctl(const Symbols& symbols, const PlanOptions& options);
PlannedFile plan_properties_test(const Symbols& symbols, const PlanOptions& options);

/// The call that sends an aggregate whatever commands there are; empty where it has none. Without your C++, those that
/// are decided there are left out.
std::string command_property(const Symbols& symbols, const model::Aggregate& aggregate, bool has_logic);

/// The extern functions, as `kFunctions`; where the user's own are not at hand, some of these types serve as well. And
/// what to say of it.
std::string history_functions(const Symbols& symbols, const PlanOptions& options);
std::string history_functions_doc(const PlanOptions& options);

/// `acme_billing`: tests of all contexts may share a directory.
std::string test_stem(const model::Context& context);

/// `bank/account`, without extension.
std::string aggregate_path(const Symbols& symbols, const model::Aggregate& aggregate);

/// The same of a projection: `bank/account_summary`.
std::string projection_path(const model::Projection& projection);

/// What is history: every version of a value that is not its current one, in an order that C++ takes; and of an
/// aggregate's events, retired ones included, in declared order.
std::vector<StoredType> old_types(const model::Context& context);
std::vector<const model::EventVersion*> old_events(const model::Aggregate& aggregate);
bool has_history(const model::Context& context);

/// The directories of the contexts that this one imports, as in #include <…/types.hpp>.
List imported_directories(const model::Context& context);

}  // namespace cqrsc::plan
