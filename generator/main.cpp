#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "driver/run.hpp"

int main(int argc, char** argv) {
  const char* no_colour = std::getenv("NO_COLOR");
  const bool colour = ::isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto code = cqrsc::driver::run(arguments, std::cout, std::cerr, colour);
  std::cout.flush();
  return static_cast<int>(std::cout ? code : cqrsc::driver::ExitCode::input_output);
}
