#include "projection/ledger.hpp"

#include <algorithm>
#include <limits>

#include "projection/line_checksum.hpp"
#include "projection/statements.hpp"
#include "projection/table.hpp"

namespace cqrs::projection {
namespace {

constexpr std::string_view kTables = R"(
CREATE TABLE IF NOT EXISTS cqrs_projection (
  name TEXT NOT NULL,
  generation BIGINT NOT NULL,
  fingerprint BIGINT NOT NULL,
  shape BIGINT NOT NULL,
  state TEXT NOT NULL,
  replaced_at BIGINT,
  PRIMARY KEY (name, generation)
);
CREATE TABLE IF NOT EXISTS cqrs_paused (
  name TEXT NOT NULL PRIMARY KEY
);
CREATE TABLE IF NOT EXISTS cqrs_checkpoint (
  name TEXT NOT NULL,
  generation BIGINT NOT NULL,
  share_first BIGINT NOT NULL,
  share_last BIGINT NOT NULL,
  position TEXT NOT NULL,
  checksum BIGINT,
  PRIMARY KEY (name, generation, share_first)
);
CREATE TABLE IF NOT EXISTS cqrs_dead_letter (
  name TEXT NOT NULL,
  generation BIGINT NOT NULL,
  share_first BIGINT NOT NULL,
  sequence TEXT NOT NULL,
  at BIGINT NOT NULL,
  at_index BIGINT NOT NULL,
  hash BIGINT NOT NULL,
  tenant TEXT NOT NULL,
  category TEXT NOT NULL,
  stream_key BLOB NOT NULL,
  version BIGINT NOT NULL,
  type TEXT NOT NULL,
  failed BIGINT NOT NULL,
  parked BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  first_failed BIGINT NOT NULL,
  next_attempt BIGINT,
  error TEXT NOT NULL,
  checksum BIGINT,
  PRIMARY KEY (name, generation, share_first, sequence, at, at_index)
);
CREATE TABLE IF NOT EXISTS cqrs_discarded (
  name TEXT NOT NULL,
  generation BIGINT NOT NULL,
  sequence TEXT NOT NULL,
  at BIGINT NOT NULL,
  at_index BIGINT NOT NULL,
  PRIMARY KEY (name, generation, sequence, at, at_index)
);
CREATE TABLE IF NOT EXISTS cqrs_audit (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  action TEXT NOT NULL,
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL
);
)";

constexpr std::string_view kStates[] = {"building", "shown", "replaced"};

std::optional<GenerationState> state_from(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kStates); ++i) {
    if (kStates[i] == text) return static_cast<GenerationState>(i);
  }
  return std::nullopt;
}

/// Whether each hash is in one of the shares, and in no other. Orders them.
bool cover_all(std::vector<Checkpoint>& all) {
  std::ranges::sort(all, {}, [](const Checkpoint& one) { return one.share.first; });
  std::uint64_t next = 0;  // 0 behind the last hash, too
  for (const auto& one : all) {
    if (one.share.first != next || one.share.last < one.share.first) return false;
    if (next == 0 && &one != &all.front()) return false;
    next = one.share.last + 1;
  }
  return next == 0;
}

LineChecksum checksum_of(std::string_view projection, std::uint32_t generation, const RowShare& share,
                         std::string_view position) {
  LineChecksum sum;
  sum.add(projection);
  sum.add(generation);
  sum.add(share.first);
  sum.add(share.last);
  sum.add(position);
  return sum;
}

/// To tables of before there were checksums.
Result<void> add_checksums(sql::Connection& connection, const std::string& table) {
  if (run(connection, "SELECT checksum FROM " + table + " LIMIT 0")) return {};
  return connection.execute("ALTER TABLE " + table + " ADD COLUMN checksum BIGINT");
}

}  // namespace

unexpected<Error> unreadable(std::string_view projection, std::string_view what) {
  return fail(ErrorCode::corruption, "the state that is kept of " + std::string(projection) +
                                         " cannot be read: " + std::string(what) +
                                         ". Rows that follow the log are built anew when their database, …-rows, is "
                                         "deleted; inline ones when the projection is rebuilt");
}

Result<void> create_ledger(sql::Connection& connection) {
  if (auto created = connection.execute(kTables); !created) return created;
  if (auto added = add_checksums(connection, "cqrs_checkpoint"); !added) return added;
  return add_checksums(connection, "cqrs_dead_letter");
}

Result<void> check_namesakes(sql::Connection& connection, const ProjectionDefinition& definition,
                             std::string_view advice) {
  std::string namesake;
  const auto read = each_row(
      connection, "SELECT name FROM cqrs_projection WHERE name <> ?1 ORDER BY name",
      [&](sql::Statement& row) {
        const std::string_view other = row.text(0);
        const auto table = other.substr(other.rfind('.') + 1);  // behind the context
        if (namesake.empty() && share_tables(definition.table->name, table)) namesake = other;
      },
      definition.name);
  if (!read || namesake.empty()) return read;
  return fail(ErrorCode::invalid_argument,
              std::string(definition.name) + " cannot have its rows in a database where " + namesake +
                  " has some: their tables would have the same names, and whoever reads them could not know whose they "
                  "are. " +
                  std::string(advice));
}

Result<std::vector<Generation>> generations(sql::Connection& connection, std::string_view projection) {
  std::vector<Generation> found;
  bool readable = true;
  const auto read = each_row(
      connection,
      "SELECT generation, fingerprint, shape, state, replaced_at FROM cqrs_projection WHERE name = ?1 "
      "ORDER BY generation",
      [&](sql::Statement& row) {
        Generation generation;
        generation.number = static_cast<std::uint32_t>(row.integer(0));
        generation.fingerprint = from_column(row.integer(1));
        generation.shape = from_column(row.integer(2));
        const auto state = state_from(row.text(3));
        readable =
            readable && state && row.integer(0) > 0 && row.integer(0) <= std::numeric_limits<std::uint32_t>::max();
        if (state) generation.state = *state;
        if (!row.is_null(4)) generation.replaced_at = Instant{row.integer(4)};
        found.push_back(generation);
      },
      projection);
  if (!read) return unexpected(read.error());
  if (!readable) return unreadable(projection, "a generation");
  return found;
}

Result<void> put_generation(sql::Connection& connection, std::string_view projection, const Generation& generation) {
  return run(connection,
             "INSERT INTO cqrs_projection (name, generation, fingerprint, shape, state, replaced_at) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name, generation) DO UPDATE SET "
             "fingerprint = excluded.fingerprint, shape = excluded.shape, state = excluded.state, "
             "replaced_at = excluded.replaced_at",
             projection, generation.number, to_column(generation.fingerprint), to_column(generation.shape),
             kStates[static_cast<std::size_t>(generation.state)], generation.replaced_at);
}

Result<bool> is_over(sql::Connection& connection, std::string_view projection, Generation& generation, Duration keep,
                     Instant now) {
  if (generation.state != GenerationState::replaced || !generation.replaced_at) return false;
  if (*generation.replaced_at > now) {
    generation.replaced_at = now;
    if (auto put = put_generation(connection, projection, generation); !put) return unexpected(put.error());
  }
  const auto until = checked_add(*generation.replaced_at, keep);
  return until && *until <= now;
}

Result<void> remove_generation(sql::Connection& connection, std::string_view projection, std::uint32_t number) {
  for (const std::string_view table : {"cqrs_projection", "cqrs_checkpoint", "cqrs_dead_letter", "cqrs_discarded"}) {
    const std::string text = "DELETE FROM " + std::string(table) + " WHERE name = ?1 AND generation = ?2";
    if (auto removed = run(connection, text, projection, number); !removed) return removed;
  }
  return {};
}

Result<std::vector<Checkpoint>> checkpoints(sql::Connection& connection, std::string_view projection,
                                            std::uint32_t generation) {
  std::vector<Checkpoint> found;
  bool readable = true;
  const auto read = each_row(
      connection,
      "SELECT share_first, share_last, position, checksum FROM cqrs_checkpoint WHERE name = ?1 AND generation = ?2",
      [&](sql::Statement& row) {
        Checkpoint checkpoint;
        checkpoint.share = {from_column(row.integer(0)), from_column(row.integer(1))};
        const auto position = Position::parse(row.text(2));
        readable = readable && position.has_value() &&
                   checksum_of(projection, generation, checkpoint.share, row.text(2)).fits(row, 3);
        if (position) checkpoint.position = *position;
        found.push_back(checkpoint);
      },
      projection, generation);
  if (!read) return unexpected(read.error());
  if (!readable) return unreadable(projection, "a checkpoint");
  if (!cover_all(found)) return unreadable(projection, "of some rows there is no checkpoint, or more than one");
  return found;
}

Result<void> put_checkpoint(sql::Connection& connection, std::string_view projection, std::uint32_t generation,
                            const Checkpoint& checkpoint) {
  const std::string position = to_string(checkpoint.position);
  return run(connection,
             "INSERT INTO cqrs_checkpoint (name, generation, share_first, share_last, position, checksum) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name, generation, share_first) DO UPDATE SET "
             "share_last = excluded.share_last, position = excluded.position, checksum = excluded.checksum",
             projection, generation, to_column(checkpoint.share.first), to_column(checkpoint.share.last),
             std::string_view(position), checksum_of(projection, generation, checkpoint.share, position).column());
}

Result<void> put_checkpoints(sql::Connection& connection, std::string_view projection, std::uint32_t generation,
                             const std::vector<Checkpoint>& all) {
  if (auto removed =
          run(connection, "DELETE FROM cqrs_checkpoint WHERE name = ?1 AND generation = ?2", projection, generation);
      !removed) {
    return removed;
  }
  for (const auto& checkpoint : all) {
    if (auto put = put_checkpoint(connection, projection, generation, checkpoint); !put) return put;
  }
  return {};
}

Result<bool> is_paused(sql::Connection& connection, std::string_view projection) {
  bool paused = false;
  const auto read = each_row(
      connection, "SELECT name FROM cqrs_paused WHERE name = ?1", [&](sql::Statement&) { paused = true; }, projection);
  if (!read) return unexpected(read.error());
  return paused;
}

Result<void> set_paused(sql::Connection& connection, std::string_view projection, bool paused) {
  return run(connection,
             paused ? "INSERT INTO cqrs_paused (name) VALUES (?1) ON CONFLICT (name) DO NOTHING"
                    : "DELETE FROM cqrs_paused WHERE name = ?1",
             projection);
}

Result<void> audit(sql::Connection& connection, std::string_view projection, std::string_view action,
                   std::string_view what, const Reason& reason, Instant at) {
  return run(connection,
             "INSERT INTO cqrs_audit (at, name, action, what, reason, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", at,
             projection, action, what, std::string_view(reason.text), std::string_view(reason.actor));
}

std::vector<RowShare> shares_of(unsigned count) {
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t parts = count == 0 ? 1 : count;
  const std::uint64_t width = kLast / parts;
  std::vector<RowShare> shares;
  for (std::uint64_t i = 0; i < parts; ++i) {
    shares.push_back({i == 0 ? 0 : i * width + 1, i + 1 == parts ? kLast : (i + 1) * width});
  }
  return shares;
}

}  // namespace cqrs::projection
