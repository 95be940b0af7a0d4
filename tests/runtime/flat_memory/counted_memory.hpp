#pragma once

#include <cstdint>

namespace flat_memory {

/// The most bytes that this program and SQLite have held at a time since begin(), beyond what they held then. In this
/// program every `new` is counted.
class Peak {
 public:
  static void begin();
  [[nodiscard]] static std::int64_t bytes();
};

}  // namespace flat_memory
