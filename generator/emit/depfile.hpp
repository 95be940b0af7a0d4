#pragma once

#include <string>
#include <vector>

namespace cqrsc::emit {

/// A rule in the syntax that Make and Ninja read: every output depends on every input. Blanks, `#` and `$` in paths are
/// escaped; a line break cannot be, so no path may hold one.
std::string depfile_text(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs);

}  // namespace cqrsc::emit
