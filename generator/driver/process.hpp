#pragma once

#include <optional>
#include <string>
#include <vector>

namespace cqrsc::driver {

struct Finished {
  int code = 0;  ///< as the program ended; 128 + the signal where one ended it
  std::string out;
  std::string err;
};

/// Runs a program, found by PATH, with exactly these arguments: no shell is asked. Its input is empty. Waits for its
/// end; nothing where it could not be started.
std::optional<Finished> run_program(const std::vector<std::string>& arguments);

}  // namespace cqrsc::driver
