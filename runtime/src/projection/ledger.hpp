#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/position.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/sql.hpp>
#include <cqrs/time.hpp>

// What is kept beside the rows, in the same database: which generations there are, how far each has come, and what was
// changed by hand.

namespace cqrs::projection {

enum class GenerationState : std::uint8_t { building, shown, replaced };

/// The rows of a projection, built by one version of its code.
struct Generation {
  std::uint32_t number = 0;
  std::uint64_t fingerprint = 0;
  std::uint64_t shape = 0;
  GenerationState state = GenerationState::building;
  std::optional<Instant> replaced_at = std::nullopt;
};

/// How far the rows of one share have come.
struct Checkpoint {
  RowShare share;
  Position position;
};

/// The error for what is damaged beside the rows.
[[nodiscard]] unexpected<Error> unreadable(std::string_view projection, std::string_view what);

/// The tables, where they are missing.
Result<void> create_ledger(sql::Connection& connection);

/// Refuses a projection where another one keeps its rows in tables of the same name: of another context, in the same
/// database. Whoever reads such a table with their own SQL could not know whose it is. `advice`: what to do.
Result<void> check_namesakes(sql::Connection& connection, const ProjectionDefinition& definition,
                             std::string_view advice);

/// In the order of their numbers.
Result<std::vector<Generation>> generations(sql::Connection& connection, std::string_view projection);
Result<void> put_generation(sql::Connection& connection, std::string_view projection, const Generation& generation);
/// Whether rows were replaced so long ago that nobody goes back to them. Those of a time that is still to come, by a
/// clock that was wrong, are as if replaced now.
Result<bool> is_over(sql::Connection& connection, std::string_view projection, Generation& generation, Duration keep,
                     Instant now);
/// With its checkpoints and dead letters.
Result<void> remove_generation(sql::Connection& connection, std::string_view projection, std::uint32_t number);

/// Empty where there are none; otherwise their shares are all rows, each once.
Result<std::vector<Checkpoint>> checkpoints(sql::Connection& connection, std::string_view projection,
                                            std::uint32_t generation);
Result<void> put_checkpoint(sql::Connection& connection, std::string_view projection, std::uint32_t generation,
                            const Checkpoint& checkpoint);
/// Replaces all there are.
Result<void> put_checkpoints(sql::Connection& connection, std::string_view projection, std::uint32_t generation,
                             const std::vector<Checkpoint>& all);

/// Whether a person has paused it.
Result<bool> is_paused(sql::Connection& connection, std::string_view projection);
Result<void> set_paused(sql::Connection& connection, std::string_view projection, bool paused);

/// Who has changed what and why.
Result<void> audit(sql::Connection& connection, std::string_view projection, std::string_view action,
                   std::string_view what, const Reason& reason, Instant at);

/// The 64 bits of hashes in `count` parts.
[[nodiscard]] std::vector<RowShare> shares_of(unsigned count);

}  // namespace cqrs::projection
