#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "interpret/evaluator.hpp"
#include "interpret/rows.hpp"

namespace cqrsc::interpret {

/// What became of a part of an event that was not applied.
struct RowTrouble {
  std::optional<Record> key;  ///< of the row; none: the event as a whole, with all that follows it in its stream
  bool waits = false;         ///< was not tried, because an earlier one of its sequence has failed
  Failure failure;            ///< why, where it does not wait
};

/// A projection after some events. What failed stays failed: nobody tries again here.
struct ReadModel {
  Rows rows;
  RowKeys parked;  ///< the rows behind a failure
  /// The streams behind one, by their aggregate and id.
  std::vector<std::pair<const model::Aggregate*, Value>> parked_streams;
};

/// What a projection makes of a stored event: upcast, then each current event that has come of it by all handlers of
/// its type, in order. All that the event does to one row is done or left; other rows go on. Events must come in the
/// order of the log. Gives what was not applied; nothing where no handler can see the event. Thread-safe, but for
/// `model`.
std::vector<RowTrouble> project(const model::Projection& projection, const model::EventVersion& version,
                                const Record& stored, const Meta& meta, ReadModel& model,
                                const ExternFunctions& externs = {});

}  // namespace cqrsc::interpret
