// Parses a text of a test.
#pragma once

#include <string>

#include "diag/render.hpp"
#include "parse/parse.hpp"
#include "syntax/dump.hpp"

namespace cqrsc {

struct ParsedText {
  explicit ParsedText(std::string text, std::string path = "test.cqrs")
      : source(sources.add(std::move(path), std::move(text))), file(parse(source, reporter)) {}

  [[nodiscard]] std::string findings() const { return render(reporter, sources, {}); }
  [[nodiscard]] std::string tree() const { return syntax::dump(file); }
  [[nodiscard]] bool reported(const DiagnosticInfo& info) const {
    for (const Diagnostic& d : reporter.diagnostics()) {
      if (d.info->number == info.number) return true;
    }
    return false;
  }

  SourceMap sources;
  Reporter reporter;
  const SourceFile& source;
  syntax::File file;
};

}  // namespace cqrsc
