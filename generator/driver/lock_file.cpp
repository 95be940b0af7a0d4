#include "driver/lock_file.hpp"

#include <filesystem>
#include <set>

#include "compat/lock.hpp"
#include "compat/schema_of.hpp"
#include "driver/samples_file.hpp"
#include "emit/files.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

std::string path_of(const std::vector<std::string>& files, const LockOptions& options) {
  if (options.path) return *options.path;
  const fs::path directory = files.empty() ? fs::path() : fs::path(files.front()).parent_path();
  return (directory / "cqrs.lock").generic_string();
}

/// The contexts of the sources beside a lock file.
std::set<std::string> contexts_beside(const std::string& lock) {
  std::set<std::string> result;
  const fs::path directory = fs::path(lock).parent_path();
  for (const fs::path& path : sources_in(directory.empty() ? fs::path(".") : directory)) {
    std::string reason;
    if (const auto text = emit::read_file(path, reason)) result.insert(context_of(*text));
  }
  return result;
}

}  // namespace

std::optional<LockFile> load_lock(const std::vector<std::string>& files, const LockOptions& options, bool must_exist,
                                  Sources& sources, Reporter& reporter) {
  LockFile result;
  result.path = path_of(files, options);
  std::error_code error;
  if (!fs::exists(result.path, error)) {
    if (!must_exist) return result;
    reporter.report_without_place(kCannotReadFile, shown_path(result.path), shown_path(result.path), "no such file")
        .help("`cqrsc lock` writes it with the first release");
    return std::nullopt;
  }
  std::string reason;
  auto text = emit::read_file(result.path, reason);
  if (!text) {
    reporter.report_without_place(kCannotReadFile, shown_path(result.path), shown_path(result.path), reason);
    return std::nullopt;
  }
  result.exists = true;
  result.text = *text;
  auto schema = compat::read_lock(sources.add_other(result.path, std::move(*text)), reporter);
  if (!schema) return std::nullopt;
  result.schema = std::move(*schema);
  return result;
}

void compare_with_lock(const LockFile& lock, const compat::Context& now, const compat::Asked& asked,
                       const compat::Policy& policy, Reporter& reporter) {
  if (const compat::Context* before = lock.schema.find(now.name)) {
    compat::check({*before, now}, asked, policy, reporter);
  } else if (lock.exists && !lock.schema.contexts.empty()) {
    const compat::Context* old = compat::renamed_context(lock.schema, now, contexts_beside(lock.path));
    if (old != nullptr) compat::report_renamed(*old, now, reporter);
  }
}

bool check_against_lock(const std::vector<std::string>& files, const LockOptions& options, const model::Model& model,
                        Sources& sources, Reporter& reporter) {
  const auto lock = load_lock(files, options, options.path.has_value(), sources, reporter);
  if (!lock) return false;
  const compat::Context now = compat::schema_of(model);
  const compat::Context* before = lock->schema.find(now.name);
  compare_samples(lock->path, before, now, reporter);
  if (!lock->exists && !options.strict) return !reporter.has_errors();
  compare_with_lock(*lock, now, {.source = false, .meaning = false}, {}, reporter);
  if (options.strict) compat::check_sealed(before, now, reporter);
  // Where a layout has changed, its samples would only say it again.
  if (!reporter.has_errors()) check_samples(lock->path, model, sources, reporter);
  return !reporter.has_errors();
}

}  // namespace cqrsc::driver
