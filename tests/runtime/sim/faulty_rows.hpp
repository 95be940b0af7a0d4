#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>

#include <cqrs/rows.hpp>
#include <cqrs/sql.hpp>

namespace sim {

/// What a database of rows may do wrong on purpose, so that the checker can be seen to notice.
enum class RowDefect {
  none,
  checkpoint_first,  ///< the checkpoint is committed before the rows, which a crash then loses
  rows_first,        ///< the rows are committed before the checkpoint, which a crash then loses
  letter_skipped,    ///< dead letters are not written
  shown_early,       ///< rows are shown before they have caught up (done by the simulation itself)
};

/// Rows in memory that fail as real databases do, as a seed says: before a transaction, at its end, or so that it is
/// there and nobody is told. Single-threaded.
class FaultyRows final : public cqrs::sql::RowStore {
 public:
  FaultyRows(std::mt19937_64& random, RowDefect defect) : random_(random), defect_(defect) {}

  /// From here on nothing goes wrong.
  void heal() { healed_ = true; }
  [[nodiscard]] int faults() const noexcept { return faults_; }

  cqrs::Result<void> write(cqrs::sql::Work work) override;
  cqrs::Result<void> read(cqrs::sql::Work work) override { return rows_->read(work); }
  cqrs::Result<void> close() override { return {}; }  // they survive who uses them

 private:
  [[nodiscard]] bool chance(unsigned in_a_hundred) { return !healed_ && random_() % 100 < in_a_hundred; }
  cqrs::Result<void> fault(cqrs::ErrorCode code);

  std::mt19937_64& random_;
  RowDefect defect_;
  bool healed_ = false;
  int faults_ = 0;
  int writes_ = 0;
  std::shared_ptr<cqrs::sql::RowStore> rows_ = cqrs::rows::open_memory().value();
};

}  // namespace sim
