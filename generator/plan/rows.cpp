// What stands only in projections and queries.
#include "plan/expressions.hpp"
#include "plan/statements.hpp"

namespace cqrsc::plan {

using namespace model;

Code Expressions::write(const Expression&, const OtherRowNode&) { return {"rows.other()"}; }

Code Expressions::write(const Expression&, const AggregateNode&) { return {"count"}; }

std::string Statements::write(const DeleteStatement&) { return "return false;\n"; }

}  // namespace cqrsc::plan
