// A fuzz entry: a function that takes any bytes, and what must hold whatever they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

/// The function; its name is libFuzzer's. What does not hold is an exception: libFuzzer keeps the input that made it, a
/// test fails with it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

/// Something does not hold.
class Broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void demand(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}

/// `details` gives the words that follow, and is only asked where it does not hold.
template <class Details>
void demand(bool holds, const char* what, Details details) {
  if (!holds) throw Broken(std::string(what) + "\n" + details());
}

}  // namespace fuzz
