#pragma once

#include "emit/embedded_text.hpp"

namespace cqrsc::emit {

/// docs/lint.md, alone.
const std::vector<EmbeddedText>& embedded_lint_page();

}  // namespace cqrsc::emit
