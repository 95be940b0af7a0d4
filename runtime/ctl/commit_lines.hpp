#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/store.hpp>

#include "decoder.hpp"

// The form in which `export` writes a store and `import` reads it: lines of JSON, the first of which says what it is,
// the last how many there were, and each of the others holds a commit. docs/cqrsctl.md describes it.

namespace cqrs::ctl {

inline constexpr int kExportFormat = 1;

/// Without the line's end.
[[nodiscard]] std::string first_line();
[[nodiscard]] std::string last_line(std::size_t commits, std::size_t events);
[[nodiscard]] std::string commit_line(const Decoder& decoder, const RecordedCommit& commit);

/// A commit read from a line; owns all of it.
class CommitLine {
 public:
  struct Event {
    std::string type;
    std::uint32_t layout_version = 1;
    Buffer body;
    std::vector<std::string> tags;
  };
  struct Part {
    StreamId stream;
    Version before = 0;
    std::vector<Event> events;
  };

  Uuid command_id;
  std::optional<Uuid> causation;
  Uuid correlation;
  std::string actor;
  Instant recorded;
  std::string trace;
  std::string open;
  std::optional<Hash128> body_hash;  ///< the command is remembered, with `result`
  Buffer result;
  std::vector<Part> parts;

  /// The append that stores the same again. Valid as long as this object and until it is changed.
  [[nodiscard]] AppendRequest request();

 private:
  std::vector<StreamAppend> streams_;
  std::deque<std::vector<NewEvent>> events_;
  std::deque<std::vector<std::string_view>> tags_;
};

/// What a line of an export is.
struct ExportLine {
  enum class Kind : std::uint8_t { first, commit, last };
  Kind kind = Kind::commit;
  CommitLine commit;
  std::size_t commits = 0;  ///< said by the last one
};

/// invalid_argument, with the member that is wrong: "streams[0].events[2].body is not base64".
[[nodiscard]] Result<ExportLine> parse_line(std::string_view text);

}  // namespace cqrs::ctl
