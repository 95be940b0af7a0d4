#pragma once

#include <string>

#include "compat/schema.hpp"
#include "diag/reporter.hpp"
#include "source/source_file.hpp"

namespace cqrsc::compat {

/// The version of the format; a lock file of another one is refused. docs/lock-format.md has the form.
inline constexpr std::uint32_t kLockFormat = 1;

/// The text of a lock file. The same for the same schema, whatever it was made of.
std::string write_lock(const Schema& schema);

/// Reads a lock file. Any bytes are accepted; what is wrong is reported with its place, and gives nothing. Memory and
/// time grow with the size of the file only.
std::optional<Schema> read_lock(const SourceFile& file, Reporter& reporter);

/// What the lock holds after a release of `now`: its section is replaced, what may not be forgotten is kept (numbers of
/// members that are gone), and other contexts' sections stay as they are.
Schema sealed(const Schema& lock, const Context& now);

}  // namespace cqrsc::compat
