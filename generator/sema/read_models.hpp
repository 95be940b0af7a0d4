// What the analysis of projections, of queries and of their scenarios have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sema/blocks.hpp"

namespace cqrsc::sema {

/// The aggregate that a path names: of this context, else of those that it imports. Reports where there is none.
AggregateWork* find_aggregate(Analysis& analysis, const ContextWork& context, const syntax::Path& path);

/// The event that `Account.Opened` or, of an imported context, `billing.Invoice.Paid` names. Null: none, or reported.
const model::Event* find_projected(Analysis& analysis, const ContextWork& context, const syntax::Path& path);
/// The event of that aggregate; reports where there is none, or where another context keeps it to itself.
const model::Event* find_event_of(Analysis& analysis, const AggregateWork& aggregate, const syntax::Name& name);

/// What messages call an event: `Account.Opened`.
std::string full_name(const model::Event& event);

/// Reports where there are not as many values as key fields.
bool check_key_count(Analysis& analysis, const model::Projection& projection, std::size_t given, Span span);

/// What `row.` is in a projection and its queries.
void add_row(Scope& scope, const model::Projection& projection);

/// Gives a handler's MissingRow where it has not been told, from what it surely gives.
void decide_creation(Analysis& analysis, ProjectionWork& work);

/// Every current event of each aggregate that is named is handled or ignored.
void check_projected(Analysis& analysis, ProjectionWork& work);

/// No two fields are one column of the table.
void check_columns(Analysis& analysis, const ProjectionWork& work);
/// No two projections use one table.
void check_tables(Analysis& analysis);

}  // namespace cqrsc::sema
