#pragma once

#include <string>
#include <vector>

#include "compat/schema.hpp"

namespace cqrsc::compat {

/// The events, values and unions that people may mean by a name: `Account.AccountOpened`, `AccountOpened`, `Money`.
std::vector<const Versioned*> called(const Context& context, const std::string& name);

/// Version by version, the newest first, what changed and how each comes from the one before; then what a retired event
/// becomes. Ends with a line end; says the same for the same schema.
std::string history_text(const Versioned& versioned);

}  // namespace cqrsc::compat
