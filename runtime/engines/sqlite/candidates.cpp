#include "candidates.hpp"

#include <algorithm>

namespace cqrs::sqlite {

// The tail is looked at before the tables: what leaves the tail in between has reached the tables by then.
Candidates::Candidates(const Tail& tail, const Dictionary& dictionary, IndexReader& index, const EventFilter& filter,
                       std::uint64_t after)
    : index_(index) {
  if (!filter.tags.empty()) {
    tag_ = filter.tags.front();
    tail_tagged_ = tail.tagged(*tag_, after);
    const auto unreadable = tail.tagged(kUnreadableTag, after);
    tail_tagged_.insert(tail_tagged_.end(), unreadable.begin(), unreadable.end());
    std::ranges::sort(tail_tagged_);
  } else if (!filter.types.empty()) {
    indexed_next_ = tail.indexed_next();
    types_.push_back(kUnreadableType);
    for (const auto type : filter.types) {
      const auto numbers = dictionary.find_types(type);
      types_.insert(types_.end(), numbers.begin(), numbers.end());
    }
  }
}

Result<std::optional<PositionRange>> Candidates::next(std::uint64_t after) {
  if (tag_) return next_tagged(after);
  if (!types_.empty()) return next_of_types(after);
  return std::optional(PositionRange{after + 1, kEndOfLog});
}

Result<std::optional<PositionRange>> Candidates::next_tagged(std::uint64_t after) {
  std::optional<std::uint64_t> found;
  const auto in_tail = std::ranges::upper_bound(tail_tagged_, after);
  if (in_tail != tail_tagged_.end()) found = *in_tail;
  for (const auto tag : {*tag_, kUnreadableTag}) {
    const auto in_table = index_.next_tagged(tag, after);
    if (!in_table) return unexpected(in_table.error());
    if (*in_table && (!found || **in_table < *found)) found = *in_table;
  }
  if (!found) return std::optional<PositionRange>{};
  return std::optional(PositionRange{*found, *found + 1});
}

Result<std::optional<PositionRange>> Candidates::next_of_types(std::uint64_t after) {
  const std::uint64_t from = after + 1;
  std::uint64_t begin = std::max(from, indexed_next_);
  std::uint64_t end = kEndOfLog;
  for (const auto type : types_) {
    const auto block = index_.next_block(type, from / kBlockPositions);
    if (!block) return unexpected(block.error());
    if (!*block || **block * kBlockPositions >= begin) continue;
    begin = std::max(from, **block * kBlockPositions);
    end = (**block + 1) * kBlockPositions;
  }
  return std::optional(PositionRange{begin, end});
}

}  // namespace cqrs::sqlite
