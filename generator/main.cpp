#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <malloc.h>
#include <unistd.h>

#include "driver/run.hpp"

namespace {

/// A run asks for all its memory within a second or so, and then ends: the system is asked in large pieces, and given
/// nothing back in between.
void take_memory_in_large_pieces() {
#ifdef __GLIBC__
  constexpr int kMiB = 1 << 20;
  (void)::mallopt(M_TOP_PAD, 64 * kMiB);
  (void)::mallopt(M_TRIM_THRESHOLD, 512 * kMiB);
  (void)::mallopt(M_MMAP_THRESHOLD, 512 * kMiB);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  take_memory_in_large_pieces();
  const char* no_colour = std::getenv("NO_COLOR");
  const bool colour = ::isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto code = cqrsc::driver::run(arguments, std::cout, std::cerr, colour);
  std::cout.flush();
  return static_cast<int>(std::cout ? code : cqrsc::driver::ExitCode::input_output);
}
