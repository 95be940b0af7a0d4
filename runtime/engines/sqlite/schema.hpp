#pragma once

#include "rows/connection.hpp"

namespace cqrs::sqlite {

/// "cqrs", in the header of every file of ours.
inline constexpr std::int64_t kApplicationId = 0x63717273;

/// The version of the schema that this release writes: the number of migrations.
[[nodiscard]] std::int64_t schema_version();

/// Whether the file is ours and not newer than this release; a new, empty file passes. Gives the version of its schema,
/// 0 for an empty one.
Result<std::int64_t> inspect(Connection& connection, const std::string& path);

/// Sets the connection up as the writer and brings the schema from version `from` to this release's.
Result<void> migrate(Connection& connection, std::int64_t from);

}  // namespace cqrs::sqlite
