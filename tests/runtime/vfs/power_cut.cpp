#include "power_cut.hpp"

#include <algorithm>
#include <cstring>

namespace cqrs::vfs {
namespace {

void write(Content& content, std::size_t at, std::span<const std::byte> bytes) {
  if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
  std::memcpy(content.data() + at, bytes.data(), bytes.size());
}

void apply_whole(Content& content, const Change& change) {
  if (change.kind == Change::write) write(content, change.at, change.bytes);
  if (change.kind == Change::truncate && change.at < content.size()) content.resize(change.at);
}

void apply_name(std::map<std::string, std::uint32_t>& names, const Change& change) {
  if (change.kind == Change::create) names[change.name] = change.file;
  if (change.kind == Change::remove) names.erase(change.name);
}

}  // namespace

PowerCut::PowerCut(const Image& image) {
  for (const auto& [name, bytes] : image) {
    names_.emplace(name, static_cast<std::uint32_t>(files_.size()));
    files_.push_back({bytes, {}});
  }
}

void PowerCut::apply(const Change& change) {
  if (change.kind == Change::mark) return;
  if (change.kind != Change::sync_directory && change.file >= files_.size())
    files_.resize(change.file + std::size_t{1});
  switch (change.kind) {
    case Change::write:
    case Change::truncate: files_[change.file].waiting.push_back(&change); break;
    case Change::create:
    case Change::remove: waiting_names_.push_back(&change); break;
    case Change::sync:
      for (const auto* waiting : files_[change.file].waiting) apply_whole(files_[change.file].durable, *waiting);
      files_[change.file].waiting.clear();
      break;
    case Change::sync_directory:
      for (const auto* waiting : waiting_names_) apply_name(names_, *waiting);
      waiting_names_.clear();
      break;
    case Change::mark: break;
  }
}

bool PowerCut::is_open() const {
  return !waiting_names_.empty() || std::ranges::any_of(files_, [](const File& file) { return !file.waiting.empty(); });
}

void PowerCut::keep(Content& content, const Change& change, std::size_t sector, std::mt19937_64& random,
                    unsigned percent) const {
  const auto kept = [&] { return random() % 100 < percent; };
  if (change.kind == Change::truncate) {
    if (kept()) apply_whole(content, change);
    return;
  }
  for (std::size_t at = 0; at < change.bytes.size();) {
    const std::size_t offset = change.at + at;
    const std::size_t count = std::min(change.bytes.size() - at, sector - offset % sector);
    if (kept()) write(content, offset, std::span(change.bytes).subspan(at, count));
    at += count;
  }
}

Content PowerCut::draw_file(const File& file, std::mt19937_64& random) const {
  Content content = file.durable;
  if (file.waiting.empty()) return content;
  constexpr unsigned kPercents[] = {0, 10, 50, 90, 100};
  const unsigned percent = kPercents[random() % std::size(kPercents)];
  const std::size_t sector = random() % 2 == 0 ? 512 : 4'096;
  // In order up to a point, and then anything: what a disk without a cache of its own would leave, and one with.
  const std::size_t in_order = random() % 2 == 0 ? 0 : random() % (file.waiting.size() + 1);
  const bool nothing_more = random() % 2 == 0;
  for (std::size_t i = 0; i < file.waiting.size(); ++i) {
    if (i < in_order) apply_whole(content, *file.waiting[i]);
    if (i < in_order) continue;
    if (in_order > 0 && nothing_more && i > in_order) break;
    keep(content, *file.waiting[i], sector, random, percent);
  }
  // Some file systems know how long a file is before they have what is in it.
  if (random() % 4 == 0) {
    std::size_t size = 0;
    for (const auto* waiting : file.waiting) size = std::max(size, waiting->at + waiting->bytes.size());
    if (size > content.size()) content.resize(size);
  }
  return content;
}

Image PowerCut::draw(std::mt19937_64& random) const {
  auto names = names_;
  const std::size_t named = waiting_names_.empty() ? 0 : random() % (waiting_names_.size() + 1);
  for (std::size_t i = 0; i < named; ++i) apply_name(names, *waiting_names_[i]);
  Image image;
  for (const auto& [name, number] : names) image.emplace(name, draw_file(files_[number], random));
  return image;
}

}  // namespace cqrs::vfs
