#include <cqrs/bytes.hpp>
#include <cqrs/hash.hpp>
#include <cqrs/tag.hpp>

namespace cqrs {
namespace {

// What every store takes as a name.
constexpr std::size_t kLongest = 255;

}  // namespace

std::string tag_of_text(std::string_view field, std::string_view text) {
  std::string tag(field);
  tag += ':';
  if (tag.size() + text.size() <= kLongest) return tag.append(text);
  constexpr std::string_view kDigits = "0123456789abcdef";
  tag += '#';
  for (const std::uint8_t byte : hash128(as_bytes(text)).bytes) {
    tag += kDigits[byte >> 4U];
    tag += kDigits[byte & 0xFU];
  }
  return tag;
}

}  // namespace cqrs
