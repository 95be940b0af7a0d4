// The text of a source file, and the lines and columns of places in it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "source/span.hpp"

namespace cqrsc {

// A place as a person counts it: lines and columns from 1. A column is a Unicode code point; a tab counts as one.
struct Location {
  uint32_t line = 1;
  uint32_t column = 1;
};

// One file of a run: the path as it is shown to people, and the text as it was read (any bytes; see parse for what is
// accepted). The table of lines is built at the first question and kept, so the first question is not thread-safe.
class SourceFile {
 public:
  SourceFile(FileId id, std::string path, std::string text);

  [[nodiscard]] FileId id() const { return id_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  // The text of a span of this file; what lies beyond the end of the file is left out.
  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] Span whole() const { return {id_, 0, static_cast<uint32_t>(text_.size())}; }

  [[nodiscard]] Location location(uint32_t offset) const;
  [[nodiscard]] uint32_t line_count() const;
  // The line (from 1) without its line end (\n, \r\n), and the offset of its first byte.
  [[nodiscard]] std::string_view line(uint32_t number) const;
  [[nodiscard]] uint32_t line_begin(uint32_t number) const;

 private:
  [[nodiscard]] const std::vector<uint32_t>& line_begins() const;

  FileId id_;
  std::string path_;
  std::string text_;
  mutable std::vector<uint32_t> line_begins_;
};

// All files of a run. Files stay where they are: references and views into their texts are good as long as the map is.
class SourceMap {
 public:
  // `path` is shown to people as it is: give it relative to the working directory.
  const SourceFile& add(std::string path, std::string text);

  [[nodiscard]] const SourceFile& file(FileId id) const;
  [[nodiscard]] const SourceFile& file(Span span) const { return file(span.file); }
  [[nodiscard]] const std::deque<SourceFile>& files() const { return files_; }
  [[nodiscard]] Location location(Span span) const { return file(span).location(span.begin); }
  // "bank.cqrs:41", as generated comments and messages name a place.
  [[nodiscard]] std::string line_reference(Span span) const;

 private:
  std::deque<SourceFile> files_;
};

}  // namespace cqrsc
