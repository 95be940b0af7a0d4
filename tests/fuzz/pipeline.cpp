#include "pipeline.hpp"

#include <memory>
#include <vector>

#include "diag/render.hpp"
#include "emit/render_plan.hpp"
#include "entry.hpp"
#include "lint/lint.hpp"
#include "parse/parse.hpp"
#include "plan/plan.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::fuzz {
namespace {

void demand(bool holds, const char* what, const Reporter& reporter, const SourceMap& sources) {
  ::fuzz::demand(holds, what, [&] { return render(reporter, sources, {}); });
}

struct Analyzed {
  explicit Analyzed(const std::string& text)
      : file(parse(sources.add("fuzz.cqrs", text), reporter)), model(sema::analyze(sources, {&file}, {}, reporter)) {
    for (const Diagnostic& d : reporter.diagnostics())
      demand(d.info != &kReaderFailed, "the reader does not fail", reporter, sources);
    demand((model == nullptr) == reporter.has_errors(), "there is a model, or an error says why not", reporter,
           sources);
  }

  SourceMap sources;
  Reporter reporter;
  syntax::File file;
  std::unique_ptr<const model::Model> model;
};

const emit::TemplateSet& templates() {
  static const emit::TemplateSet kSet = [] {
    Reporter reporter;
    std::vector<std::string> read;
    return *emit::load_templates({}, read, reporter);
  }();
  return kSet;
}

}  // namespace

void check_text(const std::string& text) {
  Analyzed analyzed(text);
  if (analyzed.model != nullptr) {
    lint::lint({*analyzed.model, analyzed.sources, {&analyzed.file}}, lint::Policy(), analyzed.reporter);
  }
  for (const Format format : {Format::text, Format::json, Format::sarif, Format::github})
    render(analyzed.reporter, analyzed.sources, {format, true});
}

void build_text(const std::string& text) {
  Analyzed analyzed(text);
  if (analyzed.model == nullptr) return;
  plan::PlanOptions options;
  options.tests = true;
  options.tools = true;
  options.logic = plan::LogicOptions{"logic.hpp", "Logic"};
  const auto plan = plan::plan_output(*analyzed.model, options, analyzed.reporter);
  demand(plan.has_value() != analyzed.reporter.has_errors(), "there is a plan, or an error says why not",
         analyzed.reporter, analyzed.sources);
  if (!plan) return;
  emit::OutputSet output("out", plan->context);
  for (const auto* files : {&plan->files, &plan->tests, &plan->tools}) {
    const bool laid_out = emit::render_files(*files, templates(), output, analyzed.reporter);
    demand(laid_out, "a plan can be laid out", analyzed.reporter, analyzed.sources);
  }
}

}  // namespace cqrsc::fuzz
