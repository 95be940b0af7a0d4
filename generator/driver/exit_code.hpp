#pragma once

namespace cqrsc::driver {

/// What the program tells its caller; fixed for ever, scripts rely on it.
enum class ExitCode : int {
  clean = 0,
  findings = 1,      // errors in the sources, or something that `--check` looks for
  usage = 2,         // the command line makes no sense
  input_output = 3,  // a file could not be read or written
  internal = 4,      // a bug of ours
};

}  // namespace cqrsc::driver
