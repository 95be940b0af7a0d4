#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

// Sets and maps of the language. They ascend, and so do their stored bytes: numbers, decimals, enums and times by size,
// text, bytes and uuids byte by byte.

namespace cqrs {

/// What is looked up in it may also be something that compares with its elements: text in place.
template <class T>
using Set = std::set<T, std::less<>>;

template <class K, class V>
using Map = std::map<K, V, std::less<>>;

template <class T>
inline constexpr bool kIsSet = false;
template <class T>
inline constexpr bool kIsSet<Set<T>> = true;

template <class T>
inline constexpr bool kIsMap = false;
template <class K, class V>
inline constexpr bool kIsMap<Map<K, V>> = true;

// ---- What the language does with maps; for sets, see cqrs/functions.hpp ----

/// `map[key]`.
template <class K, class V, class Key>
[[nodiscard]] std::optional<V> find(const Map<K, V>& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional<V>(found->second);
}
template <class K, class V>
[[nodiscard]] std::int64_t length(const Map<K, V>& map) noexcept {
  return static_cast<std::int64_t>(map.size());
}
template <class K, class V>
[[nodiscard]] std::vector<K> keys(const Map<K, V>& map) {
  std::vector<K> out;
  out.reserve(map.size());
  for (const auto& [key, value] : map) out.push_back(key);
  return out;
}
template <class K, class V>
[[nodiscard]] std::vector<V> values(const Map<K, V>& map) {
  std::vector<V> out;
  out.reserve(map.size());
  for (const auto& [key, value] : map) out.push_back(value);
  return out;
}
/// `map += others`: theirs replace those of the same key.
template <class K, class V>
void add_to(Map<K, V>& map, const Map<K, V>& others) {
  for (const auto& [key, value] : others) map.insert_or_assign(key, value);
}
template <class T>
[[nodiscard]] Set<T> set_of(const std::vector<T>& list) {
  return Set<T>(list.begin(), list.end());
}
/// `[a: 1, b: 2]`, where the keys may be equal: the last of them counts.
template <class K, class V>
[[nodiscard]] Map<K, V> map_of(const std::vector<std::pair<K, V>>& entries) {
  Map<K, V> map;
  for (const auto& [key, value] : entries) map.insert_or_assign(key, value);
  return map;
}

}  // namespace cqrs
