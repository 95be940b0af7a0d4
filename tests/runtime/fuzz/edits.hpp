// What an input says is to be done to the bytes of a database file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "../vfs/memory_disk.hpp"

namespace fuzz {

/// Takes edits off an input. Each is: what (1; from 128 on of the write-ahead log), where (3), how much (1), and what
/// is written there.
class Edits {
 public:
  explicit Edits(std::span<const std::uint8_t> input) : rest_(input) {}

  /// False where the input is at its end.
  bool make(cqrs::vfs::Image& image, const std::string& path) {
    if (rest_.size() < 5) return false;
    const std::uint8_t what = rest_[0];
    const std::size_t where = rest_[1] | std::size_t{rest_[2]} << 8U | std::size_t{rest_[3]} << 16U;
    const std::size_t much = rest_[4];
    rest_ = rest_.subspan(5);
    const auto file = image.find(what < 128 ? path : path + "-wal");
    if (file == image.end() || file->second.empty()) return true;
    edit(file->second, what % 6, where % file->second.size(), much);
    return true;
  }

 private:
  static constexpr std::size_t kPage = 4096;
  using Content = cqrs::vfs::Content;

  void edit(Content& content, int what, std::size_t where, std::size_t much) {
    const std::size_t left = content.size() - where;
    const auto at = content.begin() + static_cast<std::ptrdiff_t>(where);
    switch (what) {
      case 0: {
        const auto bytes = std::as_bytes(rest_.first(std::min({much, rest_.size(), left})));
        std::ranges::copy(bytes, at);
        rest_ = rest_.subspan(bytes.size());
        break;
      }
      case 1: std::fill_n(at, std::min(much * 16, left), std::byte{0}); break;
      case 2: *at ^= static_cast<std::byte>(1U << (much % 8)); break;
      case 3: content.resize(std::max<std::size_t>(where, 1)); break;  // a file without bytes is a new one
      case 4: *at = static_cast<std::byte>(std::to_integer<unsigned>(*at) + (much < 128 ? 1U : 255U)); break;
      default: swap_pages(content, where / kPage * kPage, much * kPage % content.size() / kPage * kPage);
    }
  }

  static void swap_pages(Content& content, std::size_t one, std::size_t other) {
    const auto [lower, upper] = std::minmax(one, other);
    const std::size_t length = lower == upper ? 0 : std::min(kPage, content.size() - upper);
    std::swap_ranges(content.begin() + static_cast<std::ptrdiff_t>(lower),
                     content.begin() + static_cast<std::ptrdiff_t>(lower + length),
                     content.begin() + static_cast<std::ptrdiff_t>(upper));
  }

  std::span<const std::uint8_t> rest_;
};

}  // namespace fuzz
