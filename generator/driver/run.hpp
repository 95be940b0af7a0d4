#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "driver/exit_code.hpp"

namespace cqrsc::driver {

/// The whole program but for main(): arguments without the program's name, findings to `out`, progress to `err`.
/// `colour`: `out` is a terminal that wants it.
ExitCode run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, bool colour);

}  // namespace cqrsc::driver
