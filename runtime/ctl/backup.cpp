#include <ostream>

#include "commands.hpp"
#include "open_store.hpp"

namespace cqrs::ctl {

ExitCode run_backup(const BackupCommand& command, const Run& run) {
  const auto store = open_to_read(command.store);
  if (!store) return report(run, store.error());
  const auto end = (*store)->end(0);
  if (!end) return report(run, end.error());
  if (const auto copied = (*store)->backup(command.file); !copied) return report(run, copied.error());
  run.console.err << run.program() << ": " << command.file << " is a copy up to " << to_string(*end)
                  << " at least. Rows of projections are not in it: they are built from it again\n";
  return ExitCode::done;
}

}  // namespace cqrs::ctl
