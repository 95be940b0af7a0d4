#include "emit/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include <unistd.h>

namespace cqrsc::emit {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using Handle = std::unique_ptr<std::FILE, Close>;

std::string last_error() { return std::generic_category().message(errno); }

bool write_whole(const fs::path& path, std::string_view text, std::string& reason) {
  Handle file(std::fopen(path.c_str(), "wb"));
  const bool written = file && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  if (!written || std::fclose(file.release()) != 0) {
    reason = last_error();
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> read_file(const fs::path& path, std::string& reason) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    reason = "it is a directory";
    return std::nullopt;
  }
  const Handle file(std::fopen(path.c_str(), "rb"));
  if (!file) {
    reason = last_error();
    return std::nullopt;
  }
  std::string text;
  char buffer[1 << 16];
  while (std::feof(file.get()) == 0) {
    text.append(buffer, std::fread(buffer, 1, sizeof buffer, file.get()));
    if (std::ferror(file.get()) == 0) continue;
    reason = last_error();
    return std::nullopt;
  }
  return text;
}

bool write_file(const fs::path& path, std::string_view text, bool& changed, std::string& reason) {
  changed = false;
  std::string ignored;
  if (const auto present = read_file(path, ignored); present && *present == text) return true;

  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) {
    reason = error.message();
    return false;
  }
  fs::path beside = path;
  beside += ".cqrsc-" + std::to_string(::getpid()) + ".tmp";
  bool done = write_whole(beside, text, reason);
  if (done) {
    fs::rename(beside, path, error);
    if (error) reason = error.message();
    done = !error;
  }
  if (!done) fs::remove(beside, error);
  changed = done;
  return done;
}

}  // namespace cqrsc::emit
