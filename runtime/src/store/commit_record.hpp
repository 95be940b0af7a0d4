#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <cqrs/store.hpp>

// One commit as bytes, the same in every engine: what its events share, its streams, then a frame an event. It does not
// contain its position, which some engines know only afterwards. docs/store-format.md draws it.

namespace cqrs::store {

/// The numbers that stand for names; 0 is the empty tenant, no other name.
using NameNumber = std::uint32_t;

inline constexpr std::size_t kFrameOverhead = 16;

/// What the engine adds to a request. Lists run over the request's streams, or over all its events.
struct CommitNumbers {
  NameNumber tenant = 0;
  std::span<const NameNumber> categories;
  std::span<const NameNumber> types;
  std::span<const Version> before;  ///< the head of each stream
  std::uint64_t log_end = 0;        ///< kept where there are no events: the position to answer with
};

/// Appends the record of `request`, which is valid and within limits that fit the format (see `fits`).
void encode_commit(const AppendRequest& request, const CommitNumbers& numbers, Buffer& out);

/// Whether everything within these limits can be encoded.
[[nodiscard]] Result<void> fits(const Limits& limits);

struct CommitPart {
  NameNumber category = 0;
  std::uint32_t events = 0;
  Version before = 0;
  Bytes key;
};

/// The shared part of a commit. Its views point into the record.
struct CommitHeader {
  std::uint32_t length = 0;         ///< of the whole record
  std::uint32_t header_length = 0;  ///< where the frames begin
  std::uint32_t events = 0;
  NameNumber tenant = 0;
  CommitMetadata metadata;
  std::optional<CommandRecord> command;
  std::uint64_t log_end = 0;
  std::vector<CommitPart> parts;

  /// How many positions the commit takes: one even without events.
  [[nodiscard]] std::uint64_t positions() const noexcept { return events == 0 ? 1 : events; }
};

/// What is wrong with bytes, in a few words; none if they are whole.
using Damage = std::optional<std::string_view>;

/// The record that begins at `offset` of records one behind the other, as their headers say, which are not checked.
struct FoundRecord {
  Bytes bytes;                  ///< none: no record begins there, or it is cut off
  std::uint64_t positions = 0;  ///< how many those before it take
};
[[nodiscard]] FoundRecord record_at(Bytes records, std::size_t offset) noexcept;

/// Reads the header of the record that `bytes` begins with. Any bytes whatever are safe to pass.
[[nodiscard]] Damage decode_header(Bytes bytes, CommitHeader& header);

/// One event of a commit. Its views point into the record and into the reader.
struct Frame {
  std::uint32_t index = 0;  ///< in the commit
  std::size_t part = 0;
  Version version = 0;
  NameNumber type = 0;
  Bytes body;
  std::span<const std::string_view> tags;
};

/// Goes through the events of a commit.
class FrameReader {
 public:
  enum class Check : std::uint8_t { checksums, nothing };

  /// `record` and `header` belong together and outlive the reader. Check::nothing is for bytes just encoded.
  FrameReader(Bytes record, const CommitHeader& header, Check check = Check::checksums);

  /// False at the end, and at damage(), behind which nothing can be read.
  bool next(Frame& frame);
  [[nodiscard]] const Damage& damage() const noexcept { return damage_; }
  /// How many events were read; behind damage, the index of the damaged one.
  [[nodiscard]] std::uint32_t index() const noexcept { return index_; }

 private:
  bool stop(std::string_view damage);
  bool read_tags(Bytes bytes);

  Bytes rest_;
  const CommitHeader& header_;
  std::uint64_t seed_;
  Check check_;
  std::uint32_t index_ = 0;
  std::uint32_t index_in_part_ = 0;
  std::size_t part_ = 0;
  std::vector<std::string_view> tags_;
  Damage damage_;
};

}  // namespace cqrs::store
