#include "schema.hpp"

#include <array>

#include "views.hpp"

namespace cqrs::sqlite {
namespace {

/// Never change one that was released: append another.
constexpr std::array kMigrations = {
    R"sql(
CREATE TABLE name (
  number   INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL CHECK (kind IN ('tenant', 'category', 'type')),
  text     TEXT NOT NULL,
  version  INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  UNIQUE (kind, text, version)
) STRICT;

CREATE TABLE log (
  first   INTEGER PRIMARY KEY,
  count   INTEGER NOT NULL,
  commits BLOB NOT NULL
) STRICT;

CREATE TABLE indexed (
  only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
  next       INTEGER NOT NULL,
  last_event INTEGER NOT NULL
) STRICT;
INSERT INTO indexed VALUES (1, 1, 0);

CREATE TABLE stream (
  tenant   INTEGER NOT NULL,
  category INTEGER NOT NULL,
  key      BLOB NOT NULL,
  first    INTEGER NOT NULL,
  last     INTEGER NOT NULL,
  places   BLOB NOT NULL,
  PRIMARY KEY (tenant, category, key, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE command (
  id       BLOB PRIMARY KEY,
  position INTEGER NOT NULL,
  offset   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE type_block (
  type  INTEGER NOT NULL,
  block INTEGER NOT NULL,
  PRIMARY KEY (type, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE tagged (
  tag      TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (tag, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
  tenant      INTEGER NOT NULL,
  category    INTEGER NOT NULL,
  key         BLOB NOT NULL,
  fingerprint INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  checksum    INTEGER NOT NULL,
  bytes       BLOB NOT NULL,
  PRIMARY KEY (tenant, category, key)
) STRICT, WITHOUT ROWID;
)sql",
};

Result<void> run_migrations(Connection& connection, std::int64_t from) {
  for (auto version = static_cast<std::size_t>(from); version < kMigrations.size(); ++version) {
    if (auto done = connection.execute(kMigrations[version], "changing the schema"); !done) return done;
    if (version > 0) continue;
    if (auto done = connection.execute(create_views(), "changing the schema"); !done) return done;
  }
  const std::string stamp = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                            "; PRAGMA user_version = " + std::to_string(schema_version());
  return connection.execute(stamp, "changing the schema");
}

/// What is acknowledged must be on the disk: write-ahead log, synchronized at every commit.
Result<void> set_up(Connection& connection) {
  auto mode = connection.prepare("PRAGMA journal_mode = WAL", "setting up the file");
  if (!mode) return unexpected(mode.error());
  const auto row = mode->step();
  if (!row) return unexpected(row.error());
  if (!*row || mode->text(0) != "wal") {
    return fail(ErrorCode::unsupported,
                "the file cannot have a write-ahead log where it is; network file systems have none, "
                "put it on a local disk");
  }
  mode->reset();
  return connection.execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -16384", "setting up the file");
}

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(kMigrations.size()); }

Result<std::int64_t> inspect(Connection& connection, const std::string& path) {
  const auto objects = connection.query_integer("SELECT count(*) FROM sqlite_schema", "reading the schema");
  if (!objects) return unexpected(objects.error());
  const auto application = connection.query_integer("PRAGMA application_id", "reading the header");
  if (!application) return unexpected(application.error());
  const auto version = connection.query_integer("PRAGMA user_version", "reading the header");
  if (!version) return unexpected(version.error());
  if (*objects == 0 && *application == 0 && *version == 0) return 0;
  if (*application != kApplicationId) {
    return fail(ErrorCode::corruption, path + " is a SQLite database of another application; name another file");
  }
  if (*version > schema_version()) {
    return fail(ErrorCode::unsupported_version, path + " was written by a newer release (schema " +
                                                    std::to_string(*version) + "; this release knows up to " +
                                                    std::to_string(schema_version()) + "); use that release");
  }
  return *version;
}

Result<void> migrate(Connection& connection, std::int64_t from) {
  if (auto set = set_up(connection); !set) return set;
  if (from == schema_version()) return {};
  if (auto begun = connection.execute("BEGIN EXCLUSIVE", "changing the schema"); !begun) return begun;
  auto migrated = run_migrations(connection, from);
  if (migrated) migrated = connection.execute("COMMIT", "changing the schema");
  if (!migrated && connection.in_transaction())
    sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  return migrated;
}

}  // namespace cqrs::sqlite
