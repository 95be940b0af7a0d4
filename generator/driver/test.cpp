#include <ostream>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "interpret/scenario.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

/// Runs the scenarios on the Model, as the generated tests run them in C++.
class ScenarioRun {
 public:
  explicit ScenarioRun(Reporter& reporter) : reporter_(reporter) {}

  void run(const model::Scenario& scenario) {
    const Span span{FileId{scenario.location.file}, scenario.location.begin, scenario.location.end};
    const auto wrong = interpret::run_scenario(scenario);
    if (!wrong) {
      ++skipped_;
      reporter_.report(kScenarioSkipped, span, scenario.title).note(wrong.error().text);
    } else if (wrong->empty()) {
      ++held_;
    } else {
      ++failed_;
      Diagnostic& report = reporter_.report(kScenarioFailed, span, scenario.title);
      std::string_view rest = *wrong;
      while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 0) report.note(std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  void say(std::ostream& err) const {
    err << "cqrsc: " << held_ << (held_ == 1 ? " scenario holds" : " scenarios hold");
    if (failed_ > 0) err << ", " << failed_ << (failed_ == 1 ? " does not" : " do not");
    if (skipped_ > 0) err << ", " << skipped_ << " skipped";
    err << "\n";
  }

 private:
  Reporter& reporter_;
  std::size_t held_ = 0;
  std::size_t failed_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace

ExitCode run_test(const TestCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given(command.files);
  sources.add_imported(command.imports);
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  if (model != nullptr && !reporter.has_errors()) {
    ScenarioRun scenarios(reporter);
    for (const model::Scenario& scenario : model->context().scenarios) scenarios.run(scenario);
    scenarios.say(console.err);
  }
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
