#pragma once

#include "dictionary.hpp"
#include "index_tables.hpp"
#include "log_reader.hpp"
#include "tail.hpp"

namespace cqrs::sqlite {

inline constexpr std::uint64_t kEndOfLog = std::uint64_t{1} << 62U;

/// Where in the log the events can stand that a filter asks for, as far as the indexes know.
class Candidates {
 public:
  Candidates(const Tail& tail, const Dictionary& dictionary, IndexReader& index, const EventFilter& filter,
             std::uint64_t after);

  /// The next range with a position later than `after`, none if there are no more. Ranges may hold events that do not
  /// match; those outside them do not.
  Result<std::optional<PositionRange>> next(std::uint64_t after);

 private:
  Result<std::optional<PositionRange>> next_tagged(std::uint64_t after);
  Result<std::optional<PositionRange>> next_of_types(std::uint64_t after);

  IndexReader& index_;
  std::optional<std::string_view> tag_;
  std::vector<std::uint64_t> tail_tagged_;
  std::vector<NameNumber> types_;
  std::uint64_t indexed_next_ = 1;
};

}  // namespace cqrs::sqlite
