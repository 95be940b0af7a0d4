#include "driver/against.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "compat/lock.hpp"
#include "compat/schema_of.hpp"
#include "driver/process.hpp"
#include "emit/files.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGit = "git:";

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Asks git, and reports where it has no answer.
class Git {
 public:
  Git(std::string what, Reporter& reporter) : what_(std::move(what)), reporter_(reporter) {}

  std::optional<std::string> ask(const std::string& directory, std::vector<std::string> words) const {
    words.insert(words.begin(), {"git", "-C", directory});
    const auto finished = run_program(words);
    if (!finished) {
      fail("git is not installed, or cannot be started");
      return std::nullopt;
    }
    if (finished->code != 0) {
      fail(finished->err.empty() ? "it ended with " + std::to_string(finished->code) : first_line(finished->err));
      return std::nullopt;
    }
    return finished->out;
  }
  Diagnostic& fail(const std::string& reason) const {
    return reporter_.report_without_place(kGitFailed, "", what_, reason);
  }

 private:
  std::string what_;
  Reporter& reporter_;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (end != begin) result.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

}  // namespace

std::optional<compat::Context> Against::load(const std::string& context, Sources& sources, Reporter& reporter) {
  if (what_.starts_with(kGit)) {
    auto texts = texts_of_git(what_.substr(kGit.size()), reporter);
    return texts ? from_texts(std::move(*texts), context, sources, reporter) : std::nullopt;
  }
  std::error_code error;
  if (!fs::is_directory(what_, error)) return from_lock(what_, context, sources, reporter);
  auto texts = texts_of_directory(reporter);
  if (!texts) return std::nullopt;
  const bool has_sources = std::any_of(texts->begin(), texts->end(),
                                       [&](const NamedText& text) { return context_of(text.text) == context; });
  const std::string lock = (fs::path(what_) / "cqrs.lock").generic_string();
  if (!has_sources && fs::exists(lock, error)) return from_lock(lock, context, sources, reporter);
  return from_texts(std::move(*texts), context, sources, reporter);
}

std::optional<compat::Context> Against::from_lock(const std::string& path, const std::string& context, Sources& sources,
                                                  Reporter& reporter) const {
  std::string reason;
  auto text = emit::read_file(path, reason);
  if (!text) {
    reporter.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason)
        .help("compare with a lock file, a directory, or `git:` and a revision");
    return std::nullopt;
  }
  const auto schema = compat::read_lock(sources.add_other(path, std::move(*text)), reporter);
  if (!schema) return std::nullopt;
  if (const compat::Context* found = schema->find(context)) return *found;
  reporter.report_without_place(kNothingToCompare, shown_path(path), context, shown_path(path));
  return std::nullopt;
}

std::optional<compat::Context> Against::from_texts(std::vector<NamedText> texts, const std::string& context,
                                                   Sources& sources, Reporter& reporter) const {
  Sources older(reporter, sources.shared_map());
  older.add_texts(std::move(texts), context);
  if (older.given().empty()) {
    reporter.report_without_place(kNothingToCompare, "", context, what_)
        .help("a context that was renamed is another one: its streams are stored under the old name");
    return std::nullopt;
  }
  const auto model = sema::analyze(older.map(), older.given(), older.imported(), reporter);
  return model == nullptr ? std::nullopt : std::optional(compat::schema_of(*model));
}

std::optional<std::vector<NamedText>> Against::texts_of_directory(Reporter& reporter) const {
  std::vector<NamedText> result;
  for (const fs::path& path : sources_in(what_)) {
    std::string reason;
    auto text = emit::read_file(path, reason);
    if (!text) {
      reporter.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason);
      return std::nullopt;
    }
    result.push_back({shown_path(path), std::move(*text)});
  }
  return result;
}

std::vector<std::string> Against::directories() const {
  std::vector<std::string> result;
  std::set<std::string> seen;
  const auto add = [&](const fs::path& path) {
    const std::string directory = path.empty() ? "." : path.generic_string();
    if (seen.insert(directory).second) result.push_back(directory);
  };
  for (const std::string& file : files_) add(fs::path(file).parent_path());
  for (const std::string& place : imports_) {
    std::error_code error;
    add(fs::is_directory(place, error) ? fs::path(place) : fs::path(place).parent_path());
  }
  return result;
}

std::optional<std::vector<NamedText>> Against::texts_of_git(const std::string& revision, Reporter& reporter) const {
  const Git git("\"" + revision + "\"", reporter);
  if (revision.empty() || revision.front() == '-') {
    git.fail("this is no revision").help("write it as in `git:main`, `git:v1.2` or `git:HEAD~1`");
    return std::nullopt;
  }
  std::vector<NamedText> result;
  for (const std::string& directory : directories()) {
    // The name of a revision could be taken for much else; that of a commit cannot.
    const auto commit = git.ask(directory, {"rev-parse", "--verify", revision + "^{commit}"});
    if (!commit) return std::nullopt;
    const std::string id = first_line(*commit);
    const auto names = git.ask(directory, {"ls-tree", "-z", "--name-only", id});
    if (!names) return std::nullopt;
    for (const std::string& name : split(*names, '\0')) {
      if (!name.ends_with(".cqrs")) continue;
      auto text = git.ask(directory, {"show", id + ":./" + name});
      if (!text) return std::nullopt;
      const std::string path = (fs::path(directory) / name).lexically_normal().generic_string();
      result.push_back({what_ + ":" + path, std::move(*text)});
    }
  }
  return result;
}

}  // namespace cqrsc::driver
