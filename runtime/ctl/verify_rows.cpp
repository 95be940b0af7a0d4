#include "verify_rows.hpp"

#include <algorithm>
#include <set>

#include "compare_rows.hpp"
#include "fold_rows.hpp"
#include "projection/letters.hpp"
#include "projection/statements.hpp"
#include "projection/table.hpp"

namespace cqrs::ctl {
namespace {

using projection::Checkpoint;
using projection::Generation;
using projection::GenerationState;

Result<bool> has_ledger(sql::Connection& connection) {
  bool found = false;
  auto read = projection::each_row(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'cqrs_projection'",
                                   [&](sql::Statement&) { found = true; });
  if (!read) return unexpected(read.error());
  return found;
}

/// One projection, within one state of its rows' database.
class RowCheck {
 public:
  RowCheck(Store& store, const ProjectionDefinition& definition, const void* externs, Findings& findings)
      : store_(store), definition_(definition), externs_(externs), findings_(findings) {
    figures_.projection = definition.name;
  }

  Result<void> run(sql::Connection& connection) {
    const auto there = has_ledger(connection);
    if (!there) return unexpected(there.error());
    if (!*there) return skip("it has no rows yet");
    const auto generations = projection::generations(connection, definition_.name);
    if (!generations) return unexpected(generations.error());
    const auto shown = std::ranges::find(*generations, GenerationState::shown, &Generation::state);
    if (shown == generations->end()) return skip("it has no rows yet");
    if (shown->fingerprint != definition_.fingerprint) {
      return skip("its rows were built by another version of the projection");
    }
    return compare(connection, shown->number);
  }

  Result<void> skip(std::string why) {
    figures_.not_compared = std::move(why);
    return {};
  }

  [[nodiscard]] const RowFigures& figures() const noexcept { return figures_; }

 private:
  Result<void> compare(sql::Connection& connection, std::uint32_t generation) {
    const auto checkpoints = projection::checkpoints(connection, definition_.name, generation);
    if (!checkpoints) return unexpected(checkpoints.error());
    const auto selected =
        projection::select_letters(connection, generation, {.projection = std::string(definition_.name)}, kNoLimit);
    if (!selected) return unexpected(selected.error());
    WaitingLetters letters;
    for (const auto& letter : *selected) letters.add(letter.position, letter.sequence);
    figures_.waiting = letters.count();
    if (auto read = read_discarded(connection); !read) return read;

    const auto folded = fold_rows(store_, definition_, externs_, *checkpoints, letters);
    if (!folded) return unexpected(folded.error());
    figures_.events = folded->events;
    for (const auto& [sequence, what] : folded->failures) {
      if (!was_discarded(sequence)) {
        findings_.add("letter", std::string(definition_.name) + " " + sequence + ": no dead letter says that " + what);
      }
    }
    for (const auto& letter : letters.unfounded()) {
      findings_.add("letter", std::string(definition_.name) + " " + letter + ": no event is there that could wait so");
    }
    return folded->store->read([&](sql::Connection& expected) -> Result<void> {
      const auto compared =
          compare_rows(connection, projection::table_name(*definition_.table, generation), expected,
                       projection::table_name(*definition_.table, 1), definition_, discarded_, findings_);
      if (!compared) return unexpected(compared.error());
      figures_.rows = compared->rows;
      figures_.discarded = compared->excused;
      return {};
    });
  }

  /// The sequences of which somebody has given up events: "[…]", "stream:…", with " at 0-7-0" behind for one alone.
  Result<void> read_discarded(sql::Connection& connection) {
    return projection::each_row(
        connection, "SELECT what FROM cqrs_audit WHERE name = ?1 AND action = 'discard'",
        [&](sql::Statement& row) {
          std::string what(row.text(0));
          if (const auto at = what.rfind(" at "); at != std::string::npos) what.resize(at);
          discarded_.insert(std::move(what));
        },
        definition_.name);
  }

  [[nodiscard]] bool was_discarded(const std::string& sequence) const { return discarded_.contains(sequence); }

  Store& store_;
  const ProjectionDefinition& definition_;
  const void* externs_;
  Findings& findings_;
  RowFigures figures_;
  std::set<std::string> discarded_;
};

}  // namespace

Result<std::vector<RowFigures>> verify_rows(Store& store, const Domain& domain, Findings& findings) {
  std::vector<RowFigures> all;
  auto following = store.open_rows();
  const bool missing = !following && following.error().code == ErrorCode::not_found;
  for (const auto* definition : domain.projections) {
    RowCheck check(store, *definition, domain.externs.get(), findings);
    sql::RowStore* rows = definition->is_inline ? static_cast<sql::RowStore*>(store.inline_rows())
                          : following           ? following->get()
                                                : nullptr;
    if (rows == nullptr && !definition->is_inline && !missing) return unexpected(following.error());
    if (rows == nullptr) {
      static_cast<void>(check.skip(missing ? "it has no rows yet" : "its rows cannot be read from outside"));
    } else {
      auto checked = rows->read([&](sql::Connection& connection) { return check.run(connection); });
      if (!checked && checked.error().code != ErrorCode::corruption) return unexpected(checked.error());
      if (!checked) findings.add("damage", std::string(definition->name) + ": " + checked.error().text);
    }
    all.push_back(check.figures());
  }
  return all;
}

}  // namespace cqrs::ctl
