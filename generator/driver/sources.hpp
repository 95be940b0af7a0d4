#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "diag/reporter.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::driver {

struct NamedText {
  std::string path;  ///< as people see it
  std::string text;
};

/// The files of a run, read and parsed.
class Sources {
 public:
  explicit Sources(Reporter& reporter) : Sources(reporter, own_map_) {}
  /// Other sources of the same run, whose places are shown beside the first ones': `map` outlives them.
  Sources(Reporter& reporter, SourceMap& map) : reporter_(reporter), map_(map) {}
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  /// Reads and parses the files of the context to be compiled. Those that cannot be read, or belong to another context
  /// than the first, are reported; sorted by name, so that their order on the command line does not matter.
  void add_given(const std::vector<std::string>& paths);

  /// Finds the files of imported contexts, and of those that these import: among `places` (files, directories), and
  /// beside the given files. A context of which there is no file is left for the analysis to report.
  void add_imported(const std::vector<std::string>& places);

  /// Takes texts that are not files of the working directory: those of `context` are given, the others may be imported.
  void add_texts(std::vector<NamedText> texts, const std::string& context);

  [[nodiscard]] const SourceMap& map() const { return map_; }
  [[nodiscard]] SourceMap& shared_map() { return map_; }
  /// For what else is read in a run, such as a lock file; `path` is depended on.
  const SourceFile& add_other(const std::string& path, std::string text);
  [[nodiscard]] std::vector<const syntax::File*> given() const { return pointers(given_); }
  [[nodiscard]] std::vector<const syntax::File*> imported() const { return pointers(imported_); }

  /// The paths of all files that were read for what they say, as they can be opened.
  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

 private:
  /// A file that may be imported: its context is known, the rest is not parsed yet.
  struct Candidate {
    std::filesystem::path path;
    std::string text;
    std::string context;
    bool used = false;
  };

  static std::vector<const syntax::File*> pointers(const std::deque<syntax::File>& files);
  const syntax::File& parse_file(std::deque<syntax::File>& files, const std::filesystem::path& path, std::string text);
  void check_one_context();
  void use_candidates(std::vector<Candidate>& candidates);
  void find_candidates(const std::vector<std::string>& places, std::vector<Candidate>& candidates);
  void add_candidate(const std::filesystem::path& path, bool asked_for, std::vector<Candidate>& candidates);

  Reporter& reporter_;
  SourceMap own_map_;
  SourceMap& map_;
  std::deque<syntax::File> given_;
  std::deque<syntax::File> imported_;
  std::vector<std::string> paths_;
};

/// The files that are meant where none are given: those of the working directory.
std::vector<std::string> sources_here();

/// The files of a directory that may hold sources, in the order of their names.
std::vector<std::filesystem::path> sources_in(const std::filesystem::path& directory);

/// The path as people see it: relative to the working directory wherever it can be.
std::string shown_path(const std::filesystem::path& path);

/// What the `context` line of a source says, without reading the rest; empty where there is none.
std::string context_of(std::string_view text);

}  // namespace cqrsc::driver
