// Any bytes, to C++.
#include "entry.hpp"
#include "pipeline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cqrsc::fuzz::build_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
