#define XXH_INLINE_ALL  // no library to link or to install beside ours
#include <xxhash.h>

#include <cqrs/hash.hpp>

namespace cqrs {

std::uint64_t hash64(Bytes bytes, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(Bytes bytes) noexcept {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  Hash128 hash;
  static_assert(sizeof canonical.digest == 16);
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) hash.bytes[i] = canonical.digest[i];
  return hash;
}

}  // namespace cqrs
