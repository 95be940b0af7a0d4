#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace cqrs::memory {

/// A sequence that only grows, whose elements never move: a std::deque that asks for memory once in many elements,
/// however large they are.
template <class T>
class Blocks {
 public:
  T& push_back(T value = {}) {
    if (size_ % kElements == 0) blocks_.push_back(std::make_unique<Block>());
    T& place = (*this)[size_++];
    place = std::move(value);
    return place;
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return (*blocks_[i / kElements])[i % kElements]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return (*blocks_[i / kElements])[i % kElements]; }

 private:
  static constexpr std::size_t kElements = 128;
  using Block = std::array<T, kElements>;

  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace cqrs::memory
