#pragma once

#include "emit/embedded_text.hpp"

namespace cqrsc::emit {

/// docs/errors, by code.
const std::vector<EmbeddedText>& embedded_error_pages();

}  // namespace cqrsc::emit
