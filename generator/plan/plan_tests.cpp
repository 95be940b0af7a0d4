#include "plan/files.hpp"

namespace cqrsc::plan {

void plan_tests(const Symbols&, const PlanOptions&, Plan&) {}

}  // namespace cqrsc::plan
