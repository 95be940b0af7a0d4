#include "syntax/format.hpp"

#include <ostream>
#include <string>
#include <vector>

#include "driver/commands.hpp"
#include "driver/diff.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "parse/parse.hpp"

namespace cqrsc::driver {
namespace {

/// One file: read, laid out, and written back or compared.
class Formatting {
 public:
  Formatting(const FormatCommand& command, Console console) : command_(command), console_(console) {}

  ExitCode run() {
    for (const std::string& path : command_.files) format(path);
    return write_findings(reporter_, sources_, console_);
  }

 private:
  void format(const std::string& path) {
    std::string reason;
    auto text = emit::read_file(path, reason);
    if (!text) {
      reporter_.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason);
      return;
    }
    const std::size_t errors_before = reporter_.error_count();
    const SourceFile& source = sources_.add(shown_path(path), std::move(*text));
    const syntax::File tree = parse(source, reporter_);
    if (reporter_.error_count() != errors_before) return;
    const std::string laid_out = syntax::format(tree, source);
    if (laid_out == source.text()) return;
    if (command_.diff) console_.out << unified_diff(shown_path(path), source.text(), laid_out);
    if (command_.check) {
      reporter_.report_without_place(kNotFormatted, shown_path(path), shown_path(path))
          .help("run `cqrsc fmt " + shown_path(path) + "`");
    }
    if (!command_.check && !command_.diff) write(path, laid_out);
  }

  void write(const std::string& path, const std::string& text) {
    bool changed = false;
    std::string reason;
    if (emit::write_file(path, text, changed, reason)) {
      console_.err << "cqrsc: " << shown_path(path) << " laid out\n";
    } else {
      reporter_.report_without_place(kCannotWriteFile, shown_path(path), shown_path(path), reason);
    }
  }

  const FormatCommand& command_;
  Console console_;
  Reporter reporter_;
  SourceMap sources_;
};

}  // namespace

ExitCode run_format(const FormatCommand& command, Console console) { return Formatting(command, console).run(); }

}  // namespace cqrsc::driver
