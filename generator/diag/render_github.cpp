// Workflow commands of GitHub Actions.
#include <fmt/format.h>

#include "diag/renderers.hpp"

namespace cqrsc {
namespace {

std::string escaped(const std::string& text, bool property) {
  std::string result;
  for (const char c : text) {
    if (c == '%') {
      result += "%25";
    } else if (c == '\r') {
      result += "%0D";
    } else if (c == '\n') {
      result += "%0A";
    } else if (property && c == ':') {
      result += "%3A";
    } else if (property && c == ',') {
      result += "%2C";
    } else {
      result += c;
    }
  }
  return result;
}

const char* command(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: break;
  }
  return "notice";
}

}  // namespace

std::string render_github(const Reporter& reporter, const SourceMap& sources) {
  std::string out;
  for (const Diagnostic* d : reporter.sorted()) {
    std::string properties;
    const std::string path = path_of(*d, sources);
    if (!path.empty()) properties += "file=" + escaped(path, true) + ",";
    if (d->has_place) {
      const SourceFile& file = sources.file(d->primary);
      const Location begin = file.location(d->primary.begin);
      const Location end = file.location(d->primary.end);
      properties += fmt::format("line={},endLine={},", begin.line, end.line);
      // Columns mean something within one line only.
      if (begin.line == end.line) properties += fmt::format("col={},endColumn={},", begin.column, end.column);
    }
    std::string message = d->headline;
    if (!d->primary_label.empty()) message += "\n" + d->primary_label;
    for (const std::string& note : d->notes) message += "\nnote: " + note;
    for (const Help& help : d->helps) message += "\nhelp: " + help.text;
    out += fmt::format("::{} {}title={}::{}\n", command(d->severity), properties, d->info->code(),
                       escaped(message, false));
  }
  return out;
}

}  // namespace cqrsc
