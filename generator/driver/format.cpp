#include "driver/commands.hpp"

namespace cqrsc::driver {

ExitCode run_format(const FormatCommand&, Console) { return ExitCode::clean; }

}  // namespace cqrsc::driver
