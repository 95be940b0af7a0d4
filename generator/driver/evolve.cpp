#include "compat/evolve.hpp"

#include <ostream>
#include <set>
#include <stdexcept>

#include "driver/commands.hpp"
#include "driver/diff.hpp"
#include "driver/findings.hpp"
#include "driver/lock_file.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "parse/parse.hpp"
#include "syntax/format.hpp"

namespace cqrsc::driver {
namespace {

class Evolving {
 public:
  Evolving(const EvolveCommand& command, Console console) : command_(command), console_(console), sources_(reporter_) {}

  ExitCode run() {
    sources_.add_given(command_.files);
    sources_.add_imported({});
    // What does not parse cannot be edited by its parts; what does not analyze can: that is often why one is here.
    if (!reporter_.has_errors()) evolve();
    return write_findings(reporter_, sources_.map(), console_);
  }

 private:
  void evolve() {
    const auto given = sources_.given();
    const auto lock = load_lock(command_.files, {command_.lock, false}, command_.lock.has_value(), sources_, reporter_);
    if (!lock) return;
    const std::string name = given.empty() || !given.front()->context ? "" : given.front()->context->name.text();
    const auto evolution = compat::evolve(command_.element, given, sources_.imported(), sources_.map(),
                                          lock->schema.find(name), lock->exists, reporter_);
    if (!evolution) return;
    std::set<FileId> files;
    for (const Replacement& edit : evolution->edits) files.insert(edit.span.file);
    // All texts first: a file is written only when every one of them is good.
    std::vector<std::pair<const SourceFile*, std::string>> texts;
    for (const FileId file : files) {
      const SourceFile& source = sources_.map().file(file);
      texts.emplace_back(&source, laid_out(source, *evolution));
    }
    for (const auto& [source, text] : texts) write(*source, text);
  }

  /// The new text; the whole file in the one layout if it was so before, else only what was touched.
  std::string laid_out(const SourceFile& source, const compat::Evolution& evolution) {
    const std::string edited = compat::apply(source, evolution.edits);
    SourceMap map;
    Reporter reporter;
    const SourceFile& text = map.add(source.path(), edited);
    const syntax::File tree = parse(text, reporter);
    if (reporter.has_errors()) throw std::logic_error("the edited text of " + source.path() + " does not parse");
    const SourceFile& formatted = map.add(source.path(), syntax::format(tree, text));
    const SourceFile& before = map.add(source.path(), std::string(source.text()));
    if (syntax::format(parse(before, reporter), before) == before.text()) return std::string(formatted.text());
    return compat::with_layout(text, tree, formatted, parse(formatted, reporter), evolution.touched);
  }

  void write(const SourceFile& source, const std::string& text) {
    if (command_.diff) {
      console_.out << unified_diff(source.path(), source.text(), text);
      return;
    }
    bool changed = false;
    std::string reason;
    if (emit::write_file(source.path(), text, changed, reason))
      console_.err << "cqrsc: " << source.path() << ": a new version is begun\n";
    else
      reporter_.report_without_place(kCannotWriteFile, source.path(), source.path(), reason);
  }

  const EvolveCommand& command_;
  Console console_;
  Reporter reporter_;
  Sources sources_;
};

}  // namespace

ExitCode run_evolve(const EvolveCommand& command, Console console) { return Evolving(command, console).run(); }

}  // namespace cqrsc::driver
