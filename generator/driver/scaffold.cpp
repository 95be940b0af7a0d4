// The C++ that a domain leaves to its users, begun once.
#include <filesystem>
#include <ostream>
#include <system_error>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "emit/render_plan.hpp"
#include "plan/plan.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

bool is_part_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool has_word(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_part_of_name(text[at - 1])) && (end == text.size() || !is_part_of_name(text[end]))) return true;
  }
  return false;
}

class Scaffolding {
 public:
  Scaffolding(const ScaffoldCommand& command, Console console)
      : command_(command), console_(console), sources_(reporter_) {}

  ExitCode run() {
    sources_.add_given(command_.files);
    sources_.add_imported(command_.imports);
    const auto model = sema::analyze(sources_.map(), sources_.given(), sources_.imported(), reporter_);
    // What cannot be compiled to C++ has nothing that C++ could be written for.
    if (model != nullptr && !reporter_.has_errors() && plan::plan_output(*model, {}, reporter_)) {
      if (const auto logic = plan::plan_logic(*model))
        begin(*logic);
      else
        console_.err << "cqrsc: context " << model->context().name << " leaves nothing to C++\n";
    }
    return write_findings(reporter_, sources_.map(), console_);
  }

 private:
  void begin(const plan::Logic& logic) {
    const fs::path path =
        command_.out ? fs::path(*command_.out) : fs::path(command_.files.front()).parent_path() / logic.file.path;
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error)))
      leave_alone(path, logic);
    else if (!error || error == std::errc::no_such_file_or_directory)
      write(path, logic);
    else
      reporter_.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), error.message());
  }

  void write(const fs::path& path, const plan::Logic& logic) {
    std::vector<std::string> read;
    const auto templates = emit::load_templates(std::nullopt, read, reporter_);
    if (!templates) return;
    const auto text = emit::render_file(logic.file, *templates, reporter_);
    if (!text) return;
    bool changed = false;
    std::string reason;
    if (!emit::write_file(path, *text, changed, reason)) {
      reporter_.report_without_place(kCannotWriteFile, shown_path(path), shown_path(path), reason);
      return;
    }
    console_.err << "cqrsc: " << shown_path(path) << " written: give it to the build with LOGIC "
                 << path.filename().string() << " " << logic.struct_name << "\n";
  }

  /// What a person has begun is theirs: what it seems to lack is shown, for them to take over.
  void leave_alone(const fs::path& path, const plan::Logic& logic) {
    std::string reason;
    const auto text = emit::read_file(path, reason);
    if (!text) {
      reporter_.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason);
      return;
    }
    std::size_t lacking = 0;
    for (const plan::LogicFunction& function : logic.functions) {
      if (has_word(*text, function.word)) continue;
      console_.out << (lacking == 0 ? "" : "\n") << function.text << "\n";
      ++lacking;
    }
    console_.err << "cqrsc: " << shown_path(path) << " is there already, and left alone";
    if (lacking == 0)
      console_.err << "; it has all that the domain leaves to C++\n";
    else
      console_.err << "; what it lacks is shown, to be put into its struct\n";
  }

  const ScaffoldCommand& command_;
  Console console_;
  Reporter reporter_;
  Sources sources_;
};

}  // namespace

ExitCode run_scaffold(const ScaffoldCommand& command, Console console) { return Scaffolding(command, console).run(); }

}  // namespace cqrsc::driver
