#include <filesystem>
#include <fstream>
#include <ostream>

#include "commands.hpp"
#include "commit_lines.hpp"
#include "open_store.hpp"

namespace cqrs::ctl {
namespace {

struct Written {
  std::size_t commits = 0;
  std::size_t events = 0;
};

Error damaged(const Error& what) {
  return {ErrorCode::corruption, what.text + ". Nothing that is damaged is exported; `verify` lists all of it"};
}

Result<Written> write_all(Store& store, const Decoder& decoder, std::ostream& out) {
  Written written;
  std::optional<Error> failure;
  out << first_line() << '\n';
  const auto read = store.read_commits([&](const Result<RecordedCommit>& commit) {
    if (!commit || commit->damage) {
      failure = damaged(commit ? *commit->damage : commit.error());
      return Visit::stop;
    }
    out << commit_line(decoder, *commit) << '\n';
    ++written.commits;
    written.events += commit->events.size();
    return out.good() ? Visit::next : Visit::stop;
  });
  if (!read) return unexpected(read.error());
  if (failure) return unexpected(*failure);
  out << last_line(written.commits, written.events) << '\n';
  out.flush();
  if (!out) return fail(ErrorCode::storage_full, "what was exported cannot be written; is there room?");
  return written;
}

}  // namespace

ExitCode run_export(const ExportCommand& command, const Run& run) {
  const auto store = open_to_read(command.store);
  if (!store) return report(run, store.error());
  const Decoder decoder(run.domain);
  Result<Written> written;
  if (command.file == "-") {
    written = write_all(**store, decoder, run.console.out);
  } else {
    std::error_code ignored;
    if (std::filesystem::exists(command.file, ignored)) {
      return report(run, {ErrorCode::invalid_argument, command.file + " exists; name a file that does not"});
    }
    // Under another name until it is whole: nobody takes a part for all of it.
    const std::string partial = command.file + ".partial";
    std::ofstream file(partial, std::ios::binary | std::ios::trunc);
    if (!file) return report(run, {ErrorCode::unavailable, partial + " cannot be written; is there such a directory?"});
    written = write_all(**store, decoder, file);
    file.close();
    if (written && !file) written = fail(ErrorCode::storage_full, partial + " cannot be written; is there room?");
    std::error_code failed;
    if (written) std::filesystem::rename(partial, command.file, failed);
    if (failed) {
      written =
          fail(ErrorCode::unavailable, partial + " cannot be renamed to " + command.file + ": " + failed.message());
    }
    if (!written) std::filesystem::remove(partial, ignored);
  }
  if (!written) return report(run, written.error());
  run.console.err << run.program() << ": " << written->commits << " commits with " << written->events
                  << " events exported\n";
  return ExitCode::done;
}

}  // namespace cqrs::ctl
