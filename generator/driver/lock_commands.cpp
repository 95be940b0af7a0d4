#include <ostream>

#include "compat/lock.hpp"
#include "compat/schema_of.hpp"
#include "driver/against.hpp"
#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/lock_file.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

/// What a release of the sources would promise; nothing where they have errors.
std::optional<compat::Context> schema_of(const std::vector<std::string>& files, const std::vector<std::string>& imports,
                                         Sources& sources, Reporter& reporter) {
  sources.add_given(files);
  sources.add_imported(imports);
  if (reporter.has_errors()) return std::nullopt;
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  return model == nullptr ? std::nullopt : std::optional(compat::schema_of(*model));
}

std::size_t layouts_in(const compat::Schema& schema) {
  std::size_t count = 0;
  for (const compat::Context& context : schema.contexts)
    for (const compat::Versioned& versioned : context.layouts)
      for (const compat::Layout& layout : versioned.versions) count += layout.is_held ? 1U : 0U;
  return count;
}

void seal(const LockCommand& command, const LockFile& lock, const compat::Context& now, const Console& console,
          Reporter& reporter) {
  const compat::Schema after = compat::sealed(lock.schema, now);
  const std::string text = compat::write_lock(after);
  const std::string shown = shown_path(lock.path);
  if (command.check) {
    if (text == lock.text) return;
    Diagnostic& report = reporter.report_without_place(kLockNotCurrent, shown, shown);
    report.help("run `cqrsc lock` with the same files, and commit what it writes");
    return;
  }
  bool changed = false;
  std::string reason;
  if (!emit::write_file(lock.path, text, changed, reason)) {
    reporter.report_without_place(kCannotWriteFile, shown, shown, reason);
    return;
  }
  if (changed) {
    console.err << "cqrsc: " << shown << ": " << layouts_in(after) << " layouts sealed, "
                << layouts_in(after) - std::min(layouts_in(after), layouts_in(lock.schema)) << " of them new\n";
  }
}

}  // namespace

ExitCode run_lock(const LockCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  if (const auto now = schema_of(command.files, command.imports, sources, reporter)) {
    const LockOptions options{command.lock, false};
    if (const auto lock = load_lock(command.files, options, command.check, sources, reporter)) {
      compare_with_lock(*lock, *now, {}, command.policy, reporter);
      if (!reporter.has_errors()) seal(command, *lock, *now, console, reporter);
    }
  }
  return write_findings(reporter, sources.map(), console);
}

ExitCode run_breaking(const BreakingCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  if (const auto now = schema_of(command.files, command.imports, sources, reporter)) {
    Against against(command.against, command.files, command.imports);
    if (const auto before = against.load(now->name, sources, reporter))
      compat::check({*before, *now}, {.rollback = command.rollback}, command.policy, reporter);
  }
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
