// Any bytes, to findings.
#include "entry.hpp"
#include "pipeline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cqrsc::fuzz::check_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
