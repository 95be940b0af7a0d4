#pragma once

#include <compare>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include <cqrs/expected.hpp>

namespace cqrs {

/// Where something stands in the log. Opaque: kept, handed back and compared, never computed with. Positions of
/// different partitions have no order. A default-constructed position, and `start_of(partition)`, stand before every
/// event.
class Position {
 public:
  constexpr Position() noexcept = default;
  /// For engines.
  constexpr Position(std::uint32_t partition, std::uint64_t sequence, std::uint32_t index = 0) noexcept
      : sequence_(sequence), partition_(partition), index_(index) {}

  [[nodiscard]] static constexpr Position start_of(std::uint32_t partition) noexcept { return {partition, 0, 0}; }

  [[nodiscard]] constexpr std::uint32_t partition() const noexcept { return partition_; }
  [[nodiscard]] constexpr std::uint64_t sequence() const noexcept { return sequence_; }
  [[nodiscard]] constexpr std::uint32_t index() const noexcept { return index_; }

  /// The text form, "partition-sequence-index": stable, for cursors, checkpoints and tools.
  static Result<Position> parse(std::string_view text);

  friend constexpr bool operator==(const Position&, const Position&) noexcept = default;
  friend constexpr std::partial_ordering operator<=>(const Position& a, const Position& b) noexcept {
    if (a.partition_ != b.partition_) return std::partial_ordering::unordered;
    if (a.sequence_ != b.sequence_) return a.sequence_ <=> b.sequence_;
    return a.index_ <=> b.index_;
  }

 private:
  std::uint64_t sequence_ = 0;
  std::uint32_t partition_ = 0;
  std::uint32_t index_ = 0;
};

[[nodiscard]] std::string to_string(const Position& position);
std::ostream& operator<<(std::ostream& out, const Position& position);

}  // namespace cqrs
