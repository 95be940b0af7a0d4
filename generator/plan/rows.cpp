// What stands only in projections and queries.
#include <cassert>

#include "plan/expressions.hpp"
#include "plan/statements.hpp"

namespace cqrsc::plan {

using namespace model;

Code Expressions::write(const Expression&, const OtherRowNode& node) {
  assert(in_.projection != nullptr && "row(…) stands in projections only");
  const Projection& projection = *in_.projection;
  mark_used(in_.rows);
  std::vector<std::string> members;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    members.push_back("." + symbols_.name(projection.keys[i]) + " = " + owned(*node.keys[i]));
  }
  return {"cqrs::field_of(" + in_.rows + ".find(" + braced(symbols_.key_name(projection), members) + "), &" +
          symbols_.name(projection) + "::" + symbols_.name(*node.field) + ")"};
}

Code Expressions::write(const Expression&, const AggregateNode&) {
  assert(false && "the database computes it: whoever writes what a group comes to holds the result");
  return {};
}

std::string Statements::write(const DeleteStatement&) { return "return false;\n"; }

}  // namespace cqrsc::plan
