// One history: a domain is released again and again, and what every release stores is read by every later one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace evolution {

/// A mistake put in on purpose, to see that it is found.
enum class Defect : std::uint8_t {
  None,
  SkippedVersion,  ///< the reader takes an event of an older version for one of the next
  SwappedField,    ///< the reader swaps two fields
  ReusedName,      ///< the checker lets a retired name be used again
  LostLock,        ///< the checker knows nothing of what was released
  StaleSnapshot,   ///< the reader takes snapshots of any fingerprint
  HalfAnOutcome,   ///< the reader loses the second of several events that one has become
};

struct Options {
  int releases = 20;
  Defect defect = Defect::None;
};

/// What happened, to see that enough did.
struct Report {
  std::map<std::string, std::uint64_t> counts;
  std::vector<std::string> failures;  ///< each with the release, and what to look at
};

/// The same seed gives the same history on every machine. Stops at the first failure.
Report run_history(std::uint64_t seed, const Options& options);

/// What a history leaves behind: the last release's source, and all that was stored, a line each:
/// `STREAM EVENT vVERSION BYTES`, the bytes in hexadecimal digits, `-` if there are none.
struct Remains {
  std::string source;
  std::string events;
};
Remains remains_of(std::uint64_t seed, const Options& options);

/// Adds the counts and failures of one to those of another.
void add(Report& total, const Report& report);

}  // namespace evolution
