#include <algorithm>
#include <filesystem>
#include <iterator>
#include <ostream>
#include <set>
#include <system_error>
#include <utility>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/lock_file.hpp"
#include "driver/sources.hpp"
#include "emit/depfile.hpp"
#include "emit/files.hpp"
#include "emit/output_set.hpp"
#include "emit/render_plan.hpp"
#include "plan/plan.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

/// One run of `build`: each step is taken where the one before found nothing wrong.
class Build {
 public:
  Build(const BuildCommand& command, Console console) : command_(command), console_(console), sources_(reporter_) {}

  ExitCode run() {
    if (auto plan = make_plan()) write(*plan);
    return write_findings(reporter_, sources_.map(), console_);
  }

 private:
  std::optional<plan::Plan> make_plan() {
    sources_.add_given(command_.files);
    sources_.add_imported(command_.imports);
    const auto model = sema::analyze(sources_.map(), sources_.given(), sources_.imported(), reporter_);
    if (model == nullptr || reporter_.has_errors()) return std::nullopt;
    if (!check_against_lock(command_.files, command_.lock, *model, sources_, reporter_)) return std::nullopt;
    plan::PlanOptions options;
    options.tests = command_.test_out.has_value();
    options.tools = command_.ctl_out.has_value();
    if (command_.logic) options.logic = {command_.logic->header, command_.logic->struct_name};
    return plan::plan_output(*model, options, reporter_);
  }

  void write(const plan::Plan& plan) {
    std::vector<std::string> inputs = sources_.paths();
    const auto templates = emit::load_templates(command_.templates, inputs, reporter_);
    if (!templates) return;
    emit::OutputSet output(command_.out, plan.context);
    emit::OutputSet tests(command_.test_out.value_or(command_.out), plan.context + "-tests");
    emit::OutputSet tools(command_.ctl_out.value_or(command_.out), plan.context + "-ctl");
    const bool rendered = emit::render_files(plan.files, *templates, output, reporter_) &&
                          emit::render_files(plan.tests, *templates, tests, reporter_) &&
                          emit::render_files(plan.tools, *templates, tools, reporter_);
    if (!rendered) return;
    std::vector<std::string> outputs = paths_below(command_.out, output.paths());
    const auto add_outputs = [&](const std::optional<std::string>& directory, const emit::OutputSet& set) {
      if (!directory) return;
      for (std::string& path : paths_below(*directory, set.paths())) outputs.push_back(std::move(path));
    };
    add_outputs(command_.test_out, tests);
    add_outputs(command_.ctl_out, tools);
    if (!check_expected(plan.context, outputs)) return;
    if (!write_set(output, command_.out)) return;
    if (command_.test_out && !write_set(tests, *command_.test_out)) return;
    if (command_.ctl_out && !write_set(tools, *command_.ctl_out)) return;
    if (command_.stamp) {
      if (!touch(*command_.stamp)) return;
      outputs = {*command_.stamp};
    }
    if (command_.depfile) write_depfile(outputs, inputs);
  }

  static std::vector<std::string> paths_below(const std::string& directory, const std::vector<std::string>& paths) {
    std::vector<std::string> result;
    result.reserve(paths.size());
    for (const std::string& path : paths) result.push_back((fs::path(directory) / path).generic_string());
    return result;
  }

  bool write_set(const emit::OutputSet& set, const std::string& directory) {
    const auto summary = set.write(reporter_);
    if (!summary) return false;
    if (summary->written + summary->removed != 0) {
      console_.err << "cqrsc: " << shown_path(directory) << ": " << summary->written << " written, "
                   << summary->unchanged << " unchanged, " << summary->removed << " removed\n";
    }
    return true;
  }

  /// A build system that was told of other files than there are would miss changes or wait for ever.
  bool check_expected(const std::string& context, const std::vector<std::string>& outputs) {
    if (!command_.expected_outputs) return true;
    const auto normal = [](const std::vector<std::string>& paths) {
      std::set<std::string> result;
      for (const std::string& path : paths) result.insert(fs::path(path).lexically_normal().generic_string());
      return result;
    };
    const std::set<std::string> actual = normal(outputs);
    const std::set<std::string> expected = normal(*command_.expected_outputs);
    if (actual == expected) return true;
    Diagnostic& report = reporter_.report_without_place(kOtherOutputs, "", context);
    const auto note_missing = [&](const std::set<std::string>& from, const std::set<std::string>& in,
                                  const char* what) {
      std::vector<std::string> missing;
      std::set_difference(from.begin(), from.end(), in.begin(), in.end(), std::back_inserter(missing));
      for (const std::string& path : missing) report.note(shown_path(path) + what);
    };
    note_missing(actual, expected, " is written, but not expected");
    note_missing(expected, actual, " is expected, but not written");
    report.help(
        "write `aggregate Name` on a line of its own: the build system finds aggregates by their lines, without "
        "parsing; "
        "then configure again");
    return false;
  }

  bool touch(const std::string& path) {
    bool changed = false;
    std::string reason;
    bool good = emit::write_file(path, "", changed, reason);
    if (good && !changed) {
      std::error_code error;
      fs::last_write_time(path, fs::file_time_type::clock::now(), error);
      good = !error;
      reason = error.message();
    }
    if (!good) reporter_.report_without_place(kCannotWriteFile, path, path, reason);
    return good;
  }

  void write_depfile(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs) {
    bool changed = false;
    std::string reason;
    if (emit::write_file(*command_.depfile, emit::depfile_text(outputs, inputs), changed, reason)) return;
    reporter_.report_without_place(kCannotWriteFile, *command_.depfile, *command_.depfile, reason);
  }

  const BuildCommand& command_;
  Console console_;
  Reporter reporter_;
  Sources sources_;
};

}  // namespace

ExitCode run_build(const BuildCommand& command, Console console) { return Build(command, console).run(); }

ExitCode run_check(const CheckCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given(command.files);
  sources.add_imported(command.imports);
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  if (model != nullptr && !reporter.has_errors())
    (void)check_against_lock(command.files, command.lock, *model, sources, reporter);
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
