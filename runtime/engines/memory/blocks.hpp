#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace cqrs::memory {

/// A sequence that only grows, whose elements never move: a std::deque that asks for memory once in many elements,
/// however large they are.
template <class T>
class Blocks {
 public:
  Blocks() = default;
  Blocks(const Blocks&) = delete;
  Blocks& operator=(const Blocks&) = delete;
  ~Blocks() {
    for (std::size_t i = 0; i < size_; ++i) (*this)[i].~T();
  }

  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    if (size_ % kElements == 0) blocks_.push_back(std::make_unique_for_overwrite<Block>());
    T* const added = new (place(size_)) T{std::forward<Arguments>(arguments)...};
    ++size_;
    return *added;
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return *std::launder(reinterpret_cast<T*>(place(i))); }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept {
    return *std::launder(reinterpret_cast<const T*>(place(i)));
  }

 private:
  static constexpr std::size_t kElements = 128;
  struct Block {
    alignas(T) std::byte bytes[kElements * sizeof(T)];
  };

  [[nodiscard]] std::byte* place(std::size_t i) const noexcept {
    return blocks_[i / kElements]->bytes + i % kElements * sizeof(T);
  }

  std::vector<std::unique_ptr<Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace cqrs::memory
