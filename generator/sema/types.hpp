#pragma once

#include "sema/analysis.hpp"

namespace cqrsc::sema {

/// The type that is written; null where it is none, which has been reported then.
const model::Type* resolve_type(Analysis& analysis, const ContextWork& context, const syntax::Type& type);

}  // namespace cqrsc::sema
