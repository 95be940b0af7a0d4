#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "accounts.hpp"

// Random events over few rows, in batches that are committed or not, beside a map.

namespace {

using namespace accounts;

using Reference = std::map<std::uint32_t, std::int64_t>;

struct Failure : std::exception {};

/// One handler's part of an event: what it does, to which row, and whether it throws behind it.
struct Part {
  enum class Kind : std::uint8_t { create, change, change_existing, erase, erase_existing };
  Kind kind;
  std::uint32_t row;
  bool fails;
};

std::vector<Part> arbitrary_event() {
  std::vector<Part> parts;
  const auto count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) {
    parts.push_back({static_cast<Part::Kind>(*rc::gen::inRange(0, 5)), *rc::gen::inRange<std::uint32_t>(0, 4),
                     *rc::gen::inRange(0, 8) == 0});
  }
  return parts;
}

void apply(cqrs::Rows<Account>& rows, const Part& part) {
  const AccountKey key{account(part.row)};
  const auto change = [&](Account& row) {
    row.movements = 3 * row.movements + 1 + part.row;
    if (part.fails) throw Failure();
    return true;
  };
  switch (part.kind) {
    case Part::Kind::create: return rows.create(key, change);
    case Part::Kind::change: return rows.change(key, change);
    case Part::Kind::change_existing: return rows.change_existing(key, change);
    case Part::Kind::erase: return rows.erase(key);
    case Part::Kind::erase_existing: return rows.erase_existing(key);
  }
}

/// False: the row's part of the event has failed.
bool apply(Reference& reference, const Part& part) {
  const bool there = reference.contains(part.row);
  const bool erases = part.kind == Part::Kind::erase || part.kind == Part::Kind::erase_existing;
  if (!there && part.kind != Part::Kind::create)
    return part.kind != Part::Kind::change && part.kind != Part::Kind::erase;
  if (erases) return reference.erase(part.row) == 1;
  if (part.fails) return false;
  reference[part.row] = 3 * reference[part.row] + 1 + part.row;
  return true;
}

/// Each row's part of the event is all or nothing.
std::size_t apply(Reference& reference, const std::vector<Part>& event) {
  const Reference before = reference;
  std::map<std::uint32_t, bool> failed;
  for (const auto& part : event) {
    if (!failed[part.row]) failed[part.row] = !apply(reference, part);
  }
  std::size_t failures = 0;
  for (const auto& [row, has_failed] : failed) {
    if (!has_failed) continue;
    ++failures;
    reference.erase(row);
    if (before.contains(row)) reference[row] = before.at(row);
  }
  return failures;
}

Reference table(Database& database) {
  Reference rows;
  database.store()
      .read([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
        auto* const select = connection.prepare("SELECT account, movements FROM \"Account\"").value();
        while (select->step().value()) {
          rows[std::to_integer<std::uint32_t>(select->bytes(0)[15])] = select->integer(1);
        }
        return {};
      })
      .value();
  return rows;
}

TEST(RowSetProperties, RowsAreTheFoldOfWhatSucceeded) {
  EXPECT_TRUE(rc::check([] {
    Database database{Account::definition()};
    cqrs::Rows<Account> rows(database.table());
    Reference reference;
    const auto batches = *rc::gen::inRange(1, 8);
    for (int i = 0; i < batches; ++i) {
      const bool commits = *rc::gen::inRange(0, 4) != 0;
      Reference after = reference;
      const auto events = *rc::gen::inRange(0, 6);
      const auto work = [&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
        rows.begin(connection, {.careful = true});
        for (int event = 0; event < events; ++event) {
          const auto parts = arbitrary_event();
          const bool whole = *rc::gen::inRange(0, 8) == 0;
          rows.next_event();
          for (const auto& part : parts) apply(rows, part);
          if (whole) {
            rows.undo_event();
          } else {
            const auto failures = apply(after, parts);
            RC_ASSERT(rows.troubles().size() == failures);
          }
        }
        if (auto flushed = rows.flush(connection); !flushed) return flushed;
        return commits ? cqrs::Result<void>{} : cqrs::fail(cqrs::ErrorCode::stopped, "the process is killed here");
      };
      if (database.store().write(work)) {
        rows.committed();
        reference = after;
      } else {
        RC_ASSERT(!commits);
        rows.discard();
      }
      RC_ASSERT(table(database) == reference);
    }
  }));
}

}  // namespace
