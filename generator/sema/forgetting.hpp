#pragma once

#include <set>
#include <string>

#include "syntax/ast.hpp"

// What is no longer known of paths once something is written, where more than the path itself has to be looked at.

namespace cqrsc::sema {

/// Forgets what is known of parts of the entries of a map, `state:m[…].part`: of which entry something is written is
/// not always told from its key.
void forget_parts_of_entries(std::set<std::string>& present, const std::string& map);
/// Forgets what is known of everything there that the block writes to. Writing an entry of a map, or a part of one,
/// takes no other entry away.
void forget_written(std::set<std::string>& present, const syntax::Block& block);

}  // namespace cqrsc::sema
