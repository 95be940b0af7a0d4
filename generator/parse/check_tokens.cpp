#include "parse/check_tokens.hpp"

namespace cqrsc::parsing {

void check_tokens(const SourceFile& /*source*/, const std::vector<Token>& /*tokens*/, Reporter& /*reporter*/) {}

}  // namespace cqrsc::parsing
