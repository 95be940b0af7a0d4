// Runs the front half of the compiler on texts in memory.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "diag/render.hpp"
#include "diag/reporter.hpp"
#include "model/model.hpp"
#include "parse/parse.hpp"
#include "sema/analyze.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc {

struct NamedText {
  std::string path;
  std::string text;
  bool own = false;  ///< given to the compiler, whatever its context
};

/// Everything that one run leaves behind. Files of another context than the first file's are given as imports.
struct AnalysisRun {
  explicit AnalysisRun(const std::vector<NamedText>& texts) {
    for (const NamedText& text : texts) trees.push_back(parse(sources.add(text.path, text.text), reporter));
    std::vector<const syntax::File*> own;
    std::vector<const syntax::File*> imported;
    const auto name = [](const syntax::File& file) { return file.context ? file.context->name.text() : std::string(); };
    for (std::size_t i = 0; i < trees.size(); ++i) {
      const bool mine = texts[i].own || name(trees[i]) == name(trees.front()) || !trees[i].context;
      (mine ? own : imported).push_back(&trees[i]);
    }
    model = sema::analyze(sources, own, imported, reporter);
  }

  [[nodiscard]] std::string findings() const { return render(reporter, sources, {}); }
  [[nodiscard]] std::vector<int> codes() const {
    std::vector<int> result;
    for (const Diagnostic* diagnostic : reporter.sorted()) result.push_back(diagnostic->info->number);
    return result;
  }

  SourceMap sources;
  Reporter reporter;
  std::deque<syntax::File> trees;
  std::unique_ptr<const model::Model> model;
};

}  // namespace cqrsc
