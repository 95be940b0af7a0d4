#include "parse/balance.hpp"

namespace cqrsc::parsing {

bool balance_braces(const SourceFile& /*source*/, std::vector<Token>& /*tokens*/, Reporter& /*reporter*/) {
  return true;
}

}  // namespace cqrsc::parsing
