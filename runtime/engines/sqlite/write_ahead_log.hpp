#pragma once

#include <string>

#include <cqrs/expected.hpp>

namespace cqrs::sqlite {

/// Looks for damage in the write-ahead log of the file at `path`, before SQLite reads it: SQLite takes what it cannot
/// read for the traces of a commit that was cut off, and drops everything behind it without a word. Right where that is
/// the last commit; but where others follow, which were begun when it was on the disk already, it is damage, and an
/// error (corruption). Nobody may be writing.
[[nodiscard]] Result<void> check_write_ahead_log(const std::string& path, const std::string& vfs);

}  // namespace cqrs::sqlite
