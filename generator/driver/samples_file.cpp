#include "driver/samples_file.hpp"

#include <filesystem>

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

}  // namespace cqrsc::driver
