#include "emit/output_set.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <system_error>
#include <utility>

#include "emit/files.hpp"

namespace cqrsc::emit {
namespace {

namespace fs = std::filesystem;

/// FNV-1a: only tells whether a person has touched the file; nobody is kept out by it.
std::string hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::array<char, 17> digits{};
  for (std::size_t i = 16; i-- > 0; hash >>= 4) digits[i] = "0123456789abcdef"[hash & 15];
  return digits.data();
}

/// Names joined by single slashes, none of them `.` or `..`, nothing that a shell, Make or another system reads
/// otherwise.
bool is_plain(std::string_view path) {
  if (path.empty()) return false;
  while (true) {
    const auto slash = path.find('/');
    const std::string_view name = path.substr(0, slash);
    const bool plain =
        !name.empty() && name != "." && name != ".." &&
        std::none_of(name.begin(), name.end(), [](char c) { return c == '\\' || c == ':' || (c >= 0 && c < ' '); });
    if (!plain) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

constexpr std::string_view kManifestHead =
    "# Written by cqrsc: the files it made here. It removes those that it no longer makes.\n";

}  // namespace

OutputSet::OutputSet(fs::path directory, std::string owner)
    : directory_(std::move(directory)), owner_(std::move(owner)) {}

void OutputSet::add(std::string path, std::string text) { files_.push_back({std::move(path), std::move(text)}); }

std::vector<std::string> OutputSet::paths() const {
  std::vector<std::string> result;
  result.reserve(files_.size());
  for (const File& file : files_) result.push_back(file.path);
  std::sort(result.begin(), result.end());
  return result;
}

std::optional<OutputSet::Summary> OutputSet::write(Reporter& reporter) const {
  Manifest manifest;
  if (!read_manifest(manifest, reporter)) return std::nullopt;
  bool good = true;
  for (const File& file : files_) good = check(file, manifest, reporter) && good;
  if (!good) return std::nullopt;

  Summary summary;
  for (const File& file : files_) {
    bool changed = false;
    std::string reason;
    if (!write_file(directory_ / file.path, file.text, changed, reason)) {
      reporter.report_without_place(kCannotWriteFile, (directory_ / file.path).string(),
                                    (directory_ / file.path).string(), reason);
      good = false;
    }
    ++(changed ? summary.written : summary.unchanged);
  }
  good = good && remove_stale(manifest, summary, reporter);
  good = write_manifest(reporter) && good;
  if (!good) return std::nullopt;
  return summary;
}

fs::path OutputSet::manifest_path() const { return directory_ / ("." + owner_ + ".cqrsc"); }

bool OutputSet::read_manifest(Manifest& manifest, Reporter& reporter) const {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(manifest_path(), error))) return true;
  std::string reason;
  const auto text = read_file(manifest_path(), reason);
  if (!text) {
    reporter.report_without_place(kCannotReadFile, manifest_path().string(), manifest_path().string(), reason);
    return false;
  }
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty() || line.starts_with('#')) continue;
    const auto space = line.find(' ');
    // A line that we cannot have written names no file that we would touch.
    if (space != 16 || !is_plain(line.substr(17))) continue;
    manifest.emplace(line.substr(17), line.substr(0, 16));
  }
  return true;
}

bool OutputSet::check(const File& file, const Manifest& manifest, Reporter& reporter) const {
  const std::string shown = (directory_ / file.path).string();
  if (!is_plain(file.path)) {
    reporter.report_without_place(kOutsideOutput, shown, file.path, directory_.string());
    return false;
  }
  if (!check_parents(file.path, reporter)) return false;
  std::error_code error;
  const auto status = fs::symlink_status(directory_ / file.path, error);
  if (!fs::exists(status)) return true;
  bool ours = fs::is_regular_file(status);
  if (ours && !manifest.contains(file.path)) {
    std::string reason;
    const auto text = read_file(directory_ / file.path, reason);
    ours = text && text->starts_with(kBannerStart);
  }
  if (!ours) reporter.report_without_place(kNotOurFile, shown, shown).help("move it away, or give another directory");
  return ours;
}

bool OutputSet::check_parents(const std::string& path, Reporter& reporter) const {
  fs::path at = directory_;
  const fs::path parents = fs::path(path).parent_path();
  for (const fs::path& name : parents) {
    at /= name;
    std::error_code error;
    const auto status = fs::symlink_status(at, error);
    if (!fs::exists(status)) return true;
    if (fs::is_directory(status)) continue;
    if (fs::is_symlink(status)) {
      reporter.report_without_place(kOutsideOutput, at.string(), path, directory_.string())
          .note(at.string() + " is a symbolic link");
    } else {
      reporter.report_without_place(kNotOurFile, at.string(), at.string()).note("a directory is needed in its place");
    }
    return false;
  }
  return true;
}

/// A file that somebody has changed since is theirs now: it stays, and is forgotten.
bool OutputSet::remove_stale(const Manifest& manifest, Summary& summary, Reporter& reporter) const {
  const std::vector<std::string> current = paths();
  for (const auto& [stale, hash] : manifest) {
    if (std::binary_search(current.begin(), current.end(), stale)) continue;
    if (!check_parents(stale, reporter)) return false;
    const fs::path path = directory_ / stale;
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(path, error))) continue;
    std::string reason;
    const auto text = read_file(path, reason);
    if (!text || hash_of(*text) != hash) continue;
    if (!fs::remove(path, error)) {
      reporter.report_without_place(kCannotWriteFile, path.string(), path.string(), error.message());
      return false;
    }
    ++summary.removed;
    for (fs::path above = fs::path(stale).parent_path(); !above.empty(); above = above.parent_path()) {
      if (!fs::remove(directory_ / above, error)) break;  // not empty: somebody else's, or still in use
    }
  }
  return true;
}

bool OutputSet::write_manifest(Reporter& reporter) const {
  Manifest manifest;
  for (const File& file : files_) manifest.emplace(file.path, hash_of(file.text));
  std::string text{kManifestHead};
  for (const auto& [path, hash] : manifest) text.append(hash).append(" ").append(path).append("\n");
  bool changed = false;
  std::string reason;
  if (write_file(manifest_path(), text, changed, reason)) return true;
  reporter.report_without_place(kCannotWriteFile, manifest_path().string(), manifest_path().string(), reason);
  return false;
}

}  // namespace cqrsc::emit
