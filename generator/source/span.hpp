// Where something stands in a source text.
#pragma once

#include <compare>
#include <cstdint>

namespace cqrsc {

// Names a file of one run; given out by SourceMap in the order in which files are added.
enum class FileId : uint32_t {};

// A half-open range of bytes [begin, end) of one file. Lines and columns are worked out only when a person has to
// be shown one (see SourceFile::location). Cheap to copy; ordered by file, then by place.
struct Span {
  FileId file{};
  uint32_t begin = 0;
  uint32_t end = 0;

  friend auto operator<=>(const Span&, const Span&) = default;

  [[nodiscard]] constexpr uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return begin == end; }
  // The smallest span that holds both; they must be of the same file.
  [[nodiscard]] constexpr Span to(Span last) const {
    return {file, begin < last.begin ? begin : last.begin, end > last.end ? end : last.end};
  }
  // The empty span right before this one, and right after it: where text can be inserted.
  [[nodiscard]] constexpr Span before() const { return {file, begin, begin}; }
  [[nodiscard]] constexpr Span after() const { return {file, end, end}; }
};

}  // namespace cqrsc
