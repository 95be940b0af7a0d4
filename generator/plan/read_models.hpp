#pragma once

#include <string>

#include "model/model.hpp"
#include "plan/data.hpp"
#include "plan/symbols.hpp"

namespace cqrsc::plan {

/// What an aggregate's events are included from; of an imported context too.
std::string aggregate_file(const model::Aggregate& aggregate);

/// For the files of a projection: one of its queries.
struct QueryPlan {
  Record data;  ///< for fragment_record, fragment_codec and file_projection_source
  bool has_row = false;
  Record row;  ///< of `select`
  bool uses_literals = false;
};
QueryPlan plan_query(const Symbols& symbols, const model::Query& query);

/// The queries of a projection, in declared order.
std::vector<const model::Query*> queries_of(const Symbols& symbols, const model::Projection& projection);

/// `bank.AccountSummary`, as a string literal.
std::string declared_name(const model::Context& context, const model::Declaration& declaration);

}  // namespace cqrsc::plan
