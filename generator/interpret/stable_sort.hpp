#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace cqrsc::interpret {

/// Sorts; equal ones keep their order. What std::stable_sort does, but for the buffer that it takes from a function
/// that clang finds deprecated.
template <class T, class Before>
void sort_stably(std::vector<T>& items, Before before) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (before(items[a], items[b])) return true;
    return !before(items[b], items[a]) && a < b;
  });
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const std::size_t i : order) sorted.push_back(std::move(items[i]));
  items = std::move(sorted);
}

}  // namespace cqrsc::interpret
