#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <cqrs/fields.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/query.hpp>
#include <cqrs/store.hpp>

// A small read model as the compiler would write it, over events whose bodies are plain text:
//
//   Added "amount"            to the row of the stream's key; begins it
//   Taken "amount"            from it; a missing row is trouble
//   Moved "amount key"        from the stream's row to that of `key`
//   Closed ""                 deletes the row
//   Added v1 "amounts…"       of long ago: becomes one Added for each
//
// An amount "x" fails in its row, a body "?" fails before a key is known, and "!" is no body: until healed.

namespace projection_test {

struct TotalKey {
  std::string key;
  friend bool operator==(const TotalKey&, const TotalKey&) = default;
};

struct Total {
  using Key = TotalKey;
  static constexpr std::string_view kName = "t.Total";
  static const cqrs::ProjectionDefinition& definition();

  std::string key;
  std::int64_t sum = 0;
  std::string trail;  ///< "stream:version.part" of all that it was made of, in order
  friend bool operator==(const Total&, const Total&) = default;
};
template <class Io>
void fields(Io& io, const Total& row) {
  io("key", row.key);
  io("sum", row.sum);
  io("trail", row.trail);
}

/// The same under another fingerprint: every amount counts twice.
[[nodiscard]] const cqrs::ProjectionDefinition& doubled();
/// With another shape, too.
[[nodiscard]] const cqrs::ProjectionDefinition& reshaped();
/// In the commit of the events.
[[nodiscard]] const cqrs::ProjectionDefinition& inlined();
[[nodiscard]] const cqrs::ProjectionDefinition& inlined_doubled();
/// Whose rows cannot be shared out.
[[nodiscard]] const cqrs::ProjectionDefinition& serial();
/// That skips what it does not know.
[[nodiscard]] const cqrs::ProjectionDefinition& lenient();
/// Where Moved "amount key" gives the stream's row the sum of the row of `key`, or -1.
[[nodiscard]] const cqrs::ProjectionDefinition& copying();
/// Two more beside Total, which nothing poisons: a serial one, and an inline one.
[[nodiscard]] const cqrs::ProjectionDefinition& ordered();
[[nodiscard]] const cqrs::ProjectionDefinition& present();

/// Those of at least a sum, by key.
struct AtLeast {
  using Row = Total;
  std::int64_t sum = 0;
  static const cqrs::QueryDefinition& definition();
};
[[nodiscard]] const cqrs::QueryDefinition& inlined_query();

/// From now on nothing is poisoned, in this process.
inline std::atomic<bool> healed = false;

/// What the events of a log come to, as where nothing is poisoned.
[[nodiscard]] std::map<std::string, Total> fold(cqrs::Store& store, int times = 1);
/// Those up to a position.
[[nodiscard]] std::map<std::string, Total> fold_to(cqrs::Store& store, cqrs::Position last);

/// Appends one event to the stream "t.Ledger/KEY".
cqrs::Position add(cqrs::Store& store, const std::string& key, const std::string& type, const std::string& body,
                   std::uint32_t layout_version = 2, cqrs::Instant recorded = {});
[[nodiscard]] cqrs::Result<cqrs::AppendOutcome> try_add(cqrs::Store& store, const std::string& key,
                                                        const std::string& type, const std::string& body,
                                                        std::uint32_t layout_version = 2, cqrs::Instant recorded = {});

}  // namespace projection_test
