#include "source/source_file.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace cqrsc {
namespace {

bool continues_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

SourceFile::SourceFile(FileId id, std::string path, std::string text)
    : id_(id), path_(std::move(path)), text_(std::move(text)) {}

std::string_view SourceFile::text(Span span) const {
  const size_t begin = std::min<size_t>(span.begin, text_.size());
  const size_t end = std::clamp<size_t>(span.end, begin, text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

const std::vector<uint32_t>& SourceFile::line_begins() const {
  if (line_begins_.empty()) {
    line_begins_.push_back(0);
    for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
      line_begins_.push_back(static_cast<uint32_t>(at + 1));
    }
  }
  return line_begins_;
}

Location SourceFile::location(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  const auto& begins = line_begins();
  const auto after = std::upper_bound(begins.begin(), begins.end(), offset);
  const uint32_t begin = *(after - 1);
  const auto before = std::string_view(text_).substr(begin, offset - begin);
  const auto points = std::count_if(before.begin(), before.end(), [](char c) { return !continues_code_point(c); });
  return {static_cast<uint32_t>(after - begins.begin()), static_cast<uint32_t>(points + 1)};
}

uint32_t SourceFile::line_count() const { return static_cast<uint32_t>(line_begins().size()); }

uint32_t SourceFile::line_begin(uint32_t number) const {
  assert(number >= 1 && number <= line_count());
  return line_begins()[number - 1];
}

std::string_view SourceFile::line(uint32_t number) const {
  const size_t begin = line_begin(number);
  const size_t end = number < line_count() ? line_begins()[number] - 1 : text_.size();
  auto result = std::string_view(text_).substr(begin, end - begin);
  if (result.ends_with('\r')) result.remove_suffix(1);
  return result;
}

const SourceFile& SourceMap::add(std::string path, std::string text) {
  const auto id = static_cast<FileId>(files_.size());
  return files_.emplace_back(id, std::move(path), std::move(text));
}

const SourceFile& SourceMap::file(FileId id) const {
  assert(static_cast<size_t>(id) < files_.size());
  return files_[static_cast<size_t>(id)];
}

std::string SourceMap::line_reference(Span span) const {
  return file(span).path() + ":" + std::to_string(location(span).line);
}

}  // namespace cqrsc
