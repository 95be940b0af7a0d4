// Any bytes, to C++.
#include <cstdint>

#include "pipeline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {  // NOLINT(readability-identifier-naming)
  cqrsc::fuzz::build_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
