#include "driver/samples_file.hpp"

#include <filesystem>
#include <set>
#include <utility>

#include "emit/files.hpp"

namespace cqrsc::driver {

std::optional<SamplesFile> load_samples(const std::string& lock_path, Reporter& reporter) {
  SamplesFile result;
  result.path = std::filesystem::path(lock_path).replace_extension(".samples").generic_string();
  std::error_code error;
  if (!std::filesystem::exists(result.path, error)) return result;
  std::string reason;
  auto text = emit::read_file(result.path, reason);
  if (!text) {
    reporter.report_without_place(kCannotReadFile, shown_path(result.path), shown_path(result.path), reason);
    return std::nullopt;
  }
  result.text = std::move(*text);
  auto file = interpret::read_samples(result.text);
  if (!file) {
    reporter.report_without_place(kSamplesSyntax, shown_path(result.path), file.error().text)
        .help("restore the file from version control; `cqrsc lock` is what changes it");
    return std::nullopt;
  }
  result.file = std::move(*file);
  return result;
}

void check_samples(const std::string& lock_path, const model::Model& model, Sources& sources, Reporter& reporter) {
  const auto samples = load_samples(lock_path, reporter);
  if (!samples || samples->text.empty()) return;
  (void)sources.add_other(samples->path, samples->text);
  for (const interpret::Failure& failure : interpret::check_samples(model, samples->file)) {
    reporter.report_without_place(kSampleUnreadable, shown_path(samples->path), failure.text)
        .note("it was stored like this by a release, so events in streams may be like it")
        .help("what changed has to be a new version, which comes from the released one");
  }
}

namespace {

using SealedEvent = std::pair<std::string, std::uint32_t>;

void report_lost(const std::set<SealedEvent>& from, const std::set<SealedEvent>& in, const std::string& what,
                 const std::string& path, Reporter& reporter) {
  for (const auto& [name, version] : from) {
    if (in.contains({name, version})) continue;
    reporter
        .report_without_place(kSampleUnreadable, shown_path(path),
                              "event " + name + " v" + std::to_string(version) + what)
        .note("`cqrsc lock` writes both files, and neither ever forgets what was released")
        .help("restore both files from version control; where nothing was lost, `cqrsc lock` completes them");
  }
}

}  // namespace

void compare_samples(const std::string& lock_path, const compat::Context* locked, const compat::Context& now,
                     Reporter& reporter) {
  const auto samples = load_samples(lock_path, reporter);
  if (!samples || samples->text.empty()) return;
  const std::string prefix = now.name + ".";
  std::set<SealedEvent> sampled;
  for (const interpret::Sample& sample : samples->file.samples) {
    if (!sample.layout.starts_with(prefix)) continue;
    const std::string name = sample.layout.substr(prefix.size());
    if (compat::find(now.layouts, compat::LayoutKind::Event, name) != nullptr) sampled.emplace(name, sample.version);
  }
  std::set<SealedEvent> sealed;
  for (const compat::Versioned& event : locked == nullptr ? std::vector<compat::Versioned>() : locked->layouts) {
    if (event.kind != compat::LayoutKind::Event) continue;
    for (const compat::Layout& layout : event.versions) sealed.emplace(event.name, layout.version);
  }
  report_lost(sampled, sealed, " has samples and does not stand in the lock file", samples->path, reporter);
  report_lost(sealed, sampled, " stands in the lock file and has no samples", samples->path, reporter);
}

}  // namespace cqrsc::driver
