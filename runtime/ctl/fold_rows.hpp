#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <cqrs/projection.hpp>
#include <cqrs/sql.hpp>
#include <cqrs/store.hpp>

#include "projection/ledger.hpp"

namespace cqrs::ctl {

/// The dead letters of a projection: which events its rows do not show, of which row or stream. Says of one event at a
/// time what waits.
class WaitingLetters final : public ParkedSequences {
 public:
  void add(Position position, std::string sequence);
  void look_at(Position position);

  [[nodiscard]] bool empty() const noexcept override { return now_ == nullptr; }
  [[nodiscard]] bool holds(std::string_view sequence) const override;
  /// What another row was made of has been there: otherwise that one's event would be a letter, too.
  [[nodiscard]] bool hides(std::string_view) const override { return false; }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// The event in question waits as a whole: of which rows, nobody can say.
  void skip_event() noexcept;
  /// "["k"] at 0-7-0": those whose event has never come, or has nothing to do with what waits.
  [[nodiscard]] std::vector<std::string> unfounded() const;

 private:
  using Sequences = std::map<std::string, bool, std::less<>>;            // whether it has been met
  std::map<std::uint64_t, std::map<std::uint32_t, Sequences>> letters_;  // by the two parts of the position
  Sequences* now_ = nullptr;
  std::uint64_t count_ = 0;
};

/// Rows as they come from the log.
struct FoldedRows {
  std::shared_ptr<sql::RowStore> store;  ///< in memory, the table of generation 1
  std::uint64_t events = 0;
  /// What an event did to a row went wrong, and no dead letter says so: "event 7 of …: division by zero", by row.
  std::map<std::string, std::string> failures;
};

/// Applies all events up to the checkpoint of each share.
[[nodiscard]] Result<FoldedRows> fold_rows(Store& store, const ProjectionDefinition& definition, const void* externs,
                                           const std::vector<projection::Checkpoint>& checkpoints,
                                           WaitingLetters& letters);

}  // namespace cqrs::ctl
