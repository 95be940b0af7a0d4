#include "diag/render.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "diag/renderers.hpp"

namespace cqrsc {

std::optional<Format> format_from(std::string_view name) {
  if (name == "text") return Format::text;
  if (name == "json") return Format::json;
  if (name == "sarif") return Format::sarif;
  if (name == "github") return Format::github;
  return std::nullopt;
}

bool colour_wanted(int file_descriptor) {
  const char* const refused = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): nothing here sets it
  return (refused == nullptr || *refused == '\0') && isatty(file_descriptor) == 1;
}

std::string render(const Reporter& reporter, const SourceMap& sources, const RenderOptions& options) {
  switch (options.format) {
    case Format::json: return render_json(reporter, sources);
    case Format::sarif: return render_sarif(reporter, sources);
    case Format::github: return render_github(reporter, sources);
    case Format::text: break;
  }
  return render_text(reporter, sources, options.colour);
}

std::string summary(const Reporter& reporter) {
  size_t errors = 0;
  size_t warnings = 0;
  for (const Diagnostic* d : reporter.sorted()) {
    if (d->severity == Severity::error) ++errors;
    if (d->severity == Severity::warning) ++warnings;
  }
  const auto count = [](size_t n, const char* word) { return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s"); };
  if (errors == 0 && warnings == 0) return "";
  if (warnings == 0) return count(errors, "error");
  if (errors == 0) return count(warnings, "warning");
  return count(errors, "error") + ", " + count(warnings, "warning");
}

}  // namespace cqrsc
