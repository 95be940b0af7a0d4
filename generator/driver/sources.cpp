#include "driver/sources.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>

#include "emit/files.hpp"
#include "parse/parse.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

/// Two ways to write the path of one file are the same.
fs::path identity(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal() : canonical;
}

std::string_view skip_blanks_and_comments(std::string_view text) {
  while (true) {
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    if (!text.starts_with("//")) return text;
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end);
  }
}

}  // namespace

std::vector<fs::path> sources_in(const fs::path& directory) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code unknown;  // then it is read, and reading says why it cannot be
    if (at->path().extension() == ".cqrs" && !at->is_directory(unknown)) found.push_back(at->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> sources_here() {
  std::vector<std::string> result;
  for (const fs::path& path : sources_in(".")) result.push_back(path.lexically_normal().generic_string());
  return result;
}

std::string shown_path(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return path.generic_string();
  const fs::path relative = fs::absolute(path, error).lexically_normal().lexically_proximate(here);
  return error || relative.empty() ? path.generic_string() : relative.generic_string();
}

std::string context_of(std::string_view text) {
  text = skip_blanks_and_comments(text);
  constexpr std::string_view kWord = "context";
  if (!text.starts_with(kWord)) return {};
  text.remove_prefix(kWord.size());
  const auto start = text.find_first_not_of(" \t");
  if (start == 0 || start == std::string_view::npos) return {};
  text.remove_prefix(start);
  const auto is_part = [](char c) {
    return c == '.' || c == '_' || c == '`' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
  };
  std::string name(text.begin(), std::find_if_not(text.begin(), text.end(), is_part));
  std::erase(name, '`');
  return name;
}

void Sources::add_given(const std::vector<std::string>& paths) {
  std::set<fs::path> seen;
  std::vector<fs::path> ordered;
  for (const std::string& path : paths) {
    if (seen.insert(identity(path)).second) ordered.emplace_back(path);
  }
  std::sort(ordered.begin(), ordered.end(), [](const fs::path& a, const fs::path& b) {
    return std::pair(a.filename(), shown_path(a)) < std::pair(b.filename(), shown_path(b));
  });
  for (const fs::path& path : ordered) {
    std::string reason;
    if (auto text = emit::read_file(path, reason)) {
      parse_file(given_, path, std::move(*text));
    } else {
      reporter_.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason);
    }
  }
  check_one_context();
}

void Sources::add_imported(const std::vector<std::string>& places) {
  std::vector<Candidate> candidates;
  find_candidates(places, candidates);
  use_candidates(candidates);
}

void Sources::add_texts(std::vector<NamedText> texts, const std::string& context) {
  std::vector<Candidate> candidates;
  for (NamedText& text : texts) {
    std::string name = context_of(text.text);
    if (name == context)
      given_.push_back(parse(map_.add(std::move(text.path), std::move(text.text)), reporter_));
    else
      candidates.push_back({std::move(text.path), std::move(text.text), std::move(name)});
  }
  use_candidates(candidates);
}

const SourceFile& Sources::add_other(const std::string& path, std::string text) {
  paths_.push_back(path);
  return map_.add(shown_path(path), std::move(text));
}

void Sources::use_candidates(std::vector<Candidate>& candidates) {
  std::set<std::string> wanted;
  const auto want = [&](const syntax::File& file) {
    const std::string own = file.context ? file.context->name.text() : std::string();
    for (const syntax::ImportDeclaration& import : file.imports)
      if (import.context.text() != own) wanted.insert(import.context.text());
  };
  for (const syntax::File& file : given_) want(file);

  for (bool found = true; found;) {
    found = false;
    for (Candidate& candidate : candidates) {
      if (candidate.used || !wanted.contains(candidate.context)) continue;
      candidate.used = true;
      found = true;
      want(parse_file(imported_, candidate.path, std::move(candidate.text)));
    }
  }
}

std::vector<const syntax::File*> Sources::pointers(const std::deque<syntax::File>& files) {
  std::vector<const syntax::File*> result;
  result.reserve(files.size());
  for (const syntax::File& file : files) result.push_back(&file);
  return result;
}

const syntax::File& Sources::parse_file(std::deque<syntax::File>& files, const fs::path& path, std::string text) {
  paths_.push_back(path.string());
  const SourceFile& source = map_.add(shown_path(path), std::move(text));
  return files.emplace_back(parse(source, reporter_));
}

void Sources::check_one_context() {
  std::optional<syntax::Path> first;
  std::deque<syntax::File> kept;
  for (syntax::File& file : given_) {
    if (file.context && !first) first = file.context->name;
    if (!file.context || file.context->name.text() == first->text()) {
      kept.push_back(std::move(file));
      continue;
    }
    reporter_.report(kSeveralContexts, file.context->name.span, first->text(), file.context->name.text())
        .label(first->span, "first named here")
        .help("give the files of one context; what it imports is found beside them, or named with --import");
    // It may well be what the first one imports; beside its files it would only be reported again.
    imported_.push_back(std::move(file));
  }
  given_ = std::move(kept);
}

void Sources::find_candidates(const std::vector<std::string>& places, std::vector<Candidate>& candidates) {
  std::set<fs::path> seen;
  for (const std::string& path : paths_) seen.insert(identity(path));
  std::vector<std::pair<fs::path, bool>> found;
  for (const std::string& place : places) {
    std::error_code error;
    if (!fs::is_directory(place, error)) {
      found.emplace_back(place, true);
      continue;
    }
    for (fs::path& path : sources_in(place)) found.emplace_back(std::move(path), true);
  }
  for (const std::string& path : paths_) {
    const fs::path parent = fs::path(path).parent_path();
    for (fs::path& beside : sources_in(parent.empty() ? fs::path(".") : parent))
      found.emplace_back(std::move(beside), false);
  }
  for (const auto& [path, asked_for] : found) {
    if (seen.insert(identity(path)).second) add_candidate(path, asked_for, candidates);
  }
}

/// What lies beside the given files and cannot be read is none of our business.
void Sources::add_candidate(const fs::path& path, bool asked_for, std::vector<Candidate>& candidates) {
  std::string reason;
  auto text = emit::read_file(path, reason);
  if (!text) {
    if (asked_for) reporter_.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason);
    return;
  }
  std::string context = context_of(*text);
  candidates.push_back({path, std::move(*text), std::move(context)});
}

}  // namespace cqrsc::driver
