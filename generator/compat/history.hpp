#pragma once

#include <string>
#include <vector>

#include "compat/schema.hpp"
#include "source/source_file.hpp"

namespace cqrsc::compat {

/// The events, values and unions that people may mean by a name: `Account.AccountOpened`, `AccountOpened`, `Money`.
std::vector<const Versioned*> called(const Context& context, const std::string& name);

/// Version by version, the newest first, what changed and how each comes from the one before, in the words of the
/// source; then what a retired event becomes. Ends with a line end. The schema is one of sources (schema_of.hpp).
std::string history_text(const Versioned& versioned, const SourceMap& sources);

}  // namespace cqrsc::compat
