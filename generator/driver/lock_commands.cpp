#include <algorithm>
#include <memory>
#include <ostream>

#include "compat/lock.hpp"
#include "compat/schema_of.hpp"
#include "driver/against.hpp"
#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/lock_file.hpp"
#include "driver/samples_file.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

/// Null where the sources have errors.
std::unique_ptr<const model::Model> analyze(const std::vector<std::string>& files,
                                            const std::vector<std::string>& imports, Sources& sources,
                                            Reporter& reporter) {
  sources.add_given(files);
  sources.add_imported(imports);
  if (reporter.has_errors()) return nullptr;
  return sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
}

std::size_t layouts_in(const compat::Schema& schema) {
  std::size_t count = 0;
  for (const compat::Context& context : schema.contexts)
    for (const compat::Versioned& versioned : context.layouts)
      for (const compat::Layout& layout : versioned.versions) count += layout.is_held ? 1U : 0U;
  return count;
}

bool write(const std::string& path, const std::string& text, bool& changed, Reporter& reporter) {
  std::string reason;
  if (emit::write_file(path, text, changed, reason)) return true;
  reporter.report_without_place(kCannotWriteFile, shown_path(path), shown_path(path), reason);
  return false;
}

void report_not_current(const std::string& path, Reporter& reporter) {
  reporter.report_without_place(kLockNotCurrent, shown_path(path), shown_path(path))
      .help("run `cqrsc lock` with the same files, and commit what it writes");
}

void seal(const LockCommand& command, const LockFile& lock, const compat::Context& now, const model::Model& model,
          const Console& console, Reporter& reporter) {
  const auto samples = load_samples(lock.path, reporter);
  if (!samples) return;
  const compat::Schema after = compat::sealed(lock.schema, now);
  const std::string text = compat::write_lock(after);
  const std::string sample_text =
      interpret::write_samples(interpret::sealed(samples->file, interpret::samples_of(model)));
  if (command.check) {
    if (text != lock.text) report_not_current(lock.path, reporter);
    if (sample_text != samples->text) report_not_current(samples->path, reporter);
    return;
  }
  // The samples first: with a lock that is ahead of them, a change of what has none yet would go unseen.
  bool changed = false;
  if (!write(samples->path, sample_text, changed, reporter) || !write(lock.path, text, changed, reporter)) return;
  if (changed) {
    console.err << "cqrsc: " << shown_path(lock.path) << ": " << layouts_in(after) << " layouts sealed, "
                << layouts_in(after) - std::min(layouts_in(after), layouts_in(lock.schema)) << " of them new\n";
  }
}

}  // namespace

ExitCode run_lock(const LockCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  if (const auto model = analyze(command.files, command.imports, sources, reporter)) {
    const LockOptions options{command.lock, false};
    if (const auto lock = load_lock(command.files, options, command.check, sources, reporter)) {
      const compat::Context now = compat::schema_of(*model);
      compare_with_lock(*lock, now, {}, command.policy, reporter);
      if (!reporter.has_errors()) check_samples(lock->path, *model, sources, reporter);
      if (!reporter.has_errors()) seal(command, *lock, now, *model, console, reporter);
    }
  }
  return write_findings(reporter, sources.map(), console);
}

ExitCode run_breaking(const BreakingCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  if (const auto model = analyze(command.files, command.imports, sources, reporter)) {
    const compat::Context now = compat::schema_of(*model);
    Against against(command.against, command.files, command.imports);
    if (const auto before = against.load(now.name, sources, reporter))
      compat::check({*before, now}, {.rollback = command.rollback}, command.policy, reporter);
  }
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
