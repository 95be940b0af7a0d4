// What each file imports, and the files that this is found in. Reads files, and looks at nothing but their imports:
// what else does not compile is no reason to say nothing.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>

#include <nlohmann/json.hpp>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "emit/depfile.hpp"
#include "emit/files.hpp"
#include "parse/parse.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

struct Import {
  std::string context;
  Span span;
};
struct KnownFile {
  std::string path;
  std::string context;
  std::vector<Import> imports;
};

/// All files that a run can see, by the context they belong to.
class KnownFiles {
 public:
  explicit KnownFiles(Reporter& reporter) : reporter_(reporter) {}

  void read(const DepsCommand& command) {
    std::vector<fs::path> beside;
    for (const std::string& path : command.files) {
      add(path, true);
      const fs::path parent = fs::path(path).parent_path();
      for (fs::path& other : sources_in(parent.empty() ? "." : parent)) beside.push_back(std::move(other));
    }
    given_ = files_.size();
    for (const std::string& place : command.imports) {
      std::error_code error;
      if (!fs::is_directory(place, error)) add(place, true);
      for (const fs::path& path : sources_in(place)) add(path, false);
    }
    for (const fs::path& path : beside) add(path, false);
    for (std::vector<const KnownFile*>* list : lists()) std::ranges::sort(*list, {}, &KnownFile::path);
  }

  [[nodiscard]] std::vector<const KnownFile*> given() const {
    std::vector<const KnownFile*> result;
    for (std::size_t i = 0; i < given_; ++i) result.push_back(&files_[i]);
    std::ranges::sort(result, {}, &KnownFile::path);
    return result;
  }
  /// The files of a context; none where there is no such context.
  [[nodiscard]] const std::vector<const KnownFile*>& of(const std::string& context) const {
    static const std::vector<const KnownFile*> kNone;
    const auto found = by_context_.find(context);
    return found == by_context_.end() ? kNone : found->second;
  }
  [[nodiscard]] const SourceMap& map() const { return map_; }

 private:
  std::vector<std::vector<const KnownFile*>*> lists() {
    std::vector<std::vector<const KnownFile*>*> result;
    for (auto& [context, list] : by_context_) result.push_back(&list);
    return result;
  }

  /// What is only beside the given files, and cannot be read, is none of our business. Nor are mistakes: a file that
  /// has them is not compiled, whatever it depends on.
  void add(const fs::path& path, bool asked_for) {
    if (!seen_.insert(fs::weakly_canonical(path)).second) return;
    const std::string shown = shown_path(path);
    std::string reason;
    auto text = emit::read_file(path, reason);
    if (!text) {
      if (asked_for) reporter_.report_without_place(kCannotReadFile, shown, shown, reason);
      return;
    }
    Reporter unasked;
    const SourceFile& source = map_.add(shown, std::move(*text));
    const syntax::File tree = parse(source, unasked);
    if (asked_for && !tree.context)
      reporter_.report(kContextMissing, tree.span.before())
          .help("begin the file with the context's name", tree.span.before(), "context example\n\n");
    if (!tree.context) return;
    KnownFile& file = files_.emplace_back(KnownFile{shown, tree.context->name.text(), {}});
    for (const syntax::ImportDeclaration& import : tree.imports)
      file.imports.push_back({import.context.text(), import.context.span});
    by_context_[file.context].push_back(&file);
  }

  Reporter& reporter_;
  SourceMap map_;
  std::set<fs::path> seen_;
  std::deque<KnownFile> files_;
  std::size_t given_ = 0;
  std::map<std::string, std::vector<const KnownFile*>> by_context_;
};

/// Walks from the given files through all that is imported; reports what is not there, and what comes back to itself.
class Walk {
 public:
  Walk(const KnownFiles& known, Reporter& reporter) : known_(known), reporter_(reporter) {}

  void visit(const std::string& context) {
    if (!done_.insert(context).second) return;
    path_.push_back(context);
    for (const KnownFile* file : known_.of(context))
      for (const Import& import : file->imports) follow(import);
    path_.pop_back();
  }

 private:
  void follow(const Import& import) {
    const auto open = std::find(path_.begin(), path_.end(), import.context);
    if (open != path_.end()) {
      std::string through;
      for (auto at = open + 1; at != path_.end(); ++at) through += (through.empty() ? " through `" : ", `") + *at + "`";
      reporter_.report(kImportCycle, import.span, import.context, through)
          .help("put what both need into a context of its own that each of them imports");
    } else if (known_.of(import.context).empty()) {
      reporter_.report(kUnknownImport, import.span, import.context)
          .help("give the folder or the files of context `" + import.context + "` with --import");
    } else {
      visit(import.context);
    }
  }

  const KnownFiles& known_;
  Reporter& reporter_;
  std::vector<std::string> path_;
  std::set<std::string> done_;
};

std::vector<std::string> paths_of(const std::vector<const KnownFile*>& files) {
  std::vector<std::string> paths;
  for (const KnownFile* file : files) paths.push_back(file->path);
  return paths;
}

std::string text_form(const KnownFiles& known) {
  std::string text;
  for (const KnownFile* file : known.given()) {
    text += file->path + ": context " + file->context + "\n";
    for (const Import& import : file->imports) {
      text += "  imports " + import.context + " from";
      for (const std::string& path : paths_of(known.of(import.context))) text += " " + path;
      text += "\n";
    }
  }
  return text;
}

std::string json_form(const KnownFiles& known) {
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const KnownFile* file : known.given()) {
    nlohmann::ordered_json imports = nlohmann::ordered_json::array();
    for (const Import& import : file->imports)
      imports.push_back({{"context", import.context},
                         {"line", known.map().location(import.span).line},
                         {"files", paths_of(known.of(import.context))}});
    files.push_back({{"path", file->path}, {"context", file->context}, {"imports", std::move(imports)}});
  }
  return nlohmann::ordered_json{{"files", std::move(files)}}.dump(2) + "\n";
}

/// Everything that the meaning of a file rests on, imports of imports too.
void add_all(const KnownFiles& known, const KnownFile& file, std::set<std::string>& paths) {
  for (const Import& import : file.imports)
    for (const KnownFile* imported : known.of(import.context))
      if (paths.insert(imported->path).second) add_all(known, *imported, paths);
}

std::string make_form(const KnownFiles& known) {
  std::string text;
  for (const KnownFile* file : known.given()) {
    std::set<std::string> paths;
    add_all(known, *file, paths);
    text += emit::depfile_text({file->path}, {paths.begin(), paths.end()});
  }
  return text;
}

}  // namespace

ExitCode run_deps(const DepsCommand& command, Console console) {
  Reporter reporter;
  KnownFiles known(reporter);
  known.read(command);
  Walk walk(known, reporter);
  for (const KnownFile* file : known.given()) walk.visit(file->context);
  if (!reporter.has_errors()) {
    switch (command.form) {
      case DepsForm::text: console.out << text_form(known); break;
      case DepsForm::json: console.out << json_form(known); break;
      case DepsForm::make: console.out << make_form(known); break;
    }
    return write_findings_aside(reporter, known.map(), console);
  }
  return write_findings(reporter, known.map(), console);
}

}  // namespace cqrsc::driver
