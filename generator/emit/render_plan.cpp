#include "emit/render_plan.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "emit/embedded_text.hpp"
#include "emit/files.hpp"

namespace cqrsc::emit {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".mustache";

void report(const TemplateErrors& errors, Reporter& reporter) {
  for (const TemplateError& error : errors) {
    reporter.report_without_place(kTemplateError, error.template_name + std::string(kExtension), error.to_text());
  }
}

bool add_override(const fs::path& path, TemplateSet& templates, Reporter& reporter) {
  const std::string name = path.stem().string();
  if (!templates.contains(name)) {
    reporter.report_without_place(kUnknownTemplate, path.string(), path.string())
        .help("give it the name of a built-in template, such as file_types.mustache");
    return false;
  }
  std::string reason;
  const auto text = read_file(path, reason);
  if (!text) {
    reporter.report_without_place(kCannotReadFile, path.string(), path.string(), reason);
    return false;
  }
  TemplateErrors errors;
  const bool added = templates.add(name, *text, errors);
  report(errors, reporter);
  return added;
}

}  // namespace

std::optional<TemplateSet> load_templates(const std::optional<std::string>& directory, std::vector<std::string>& read,
                                          Reporter& reporter) {
  TemplateSet templates;
  TemplateErrors errors;
  for (const EmbeddedText& embedded : embedded_templates()) {
    templates.add(std::string(embedded.name), embedded.text, errors);
  }
  report(errors, reporter);
  if (!errors.empty()) return std::nullopt;
  if (!directory) return templates;

  std::error_code error;
  std::vector<fs::path> found;
  for (fs::directory_iterator at(*directory, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == kExtension) found.push_back(at->path());
  }
  if (error) {
    reporter.report_without_place(kCannotReadFile, *directory, *directory, error.message());
    return std::nullopt;
  }
  std::sort(found.begin(), found.end());
  bool good = true;
  for (const fs::path& path : found) {
    good = add_override(path, templates, reporter) && good;
    read.push_back(path.string());
  }
  if (!good) return std::nullopt;
  return templates;
}

std::optional<std::string> render_file(const plan::PlannedFile& file, const TemplateSet& templates,
                                       Reporter& reporter) {
  TemplateErrors errors;
  auto text = templates.render(file.template_name, plan::Data(file.data), errors);
  report(errors, reporter);
  return text;
}

bool render_files(const std::vector<plan::PlannedFile>& files, const TemplateSet& templates, OutputSet& output,
                  Reporter& reporter) {
  bool good = true;
  for (const plan::PlannedFile& file : files) {
    auto text = render_file(file, templates, reporter);
    good = good && text.has_value();
    if (text) output.add(file.path, std::move(*text));
  }
  return good;
}

}  // namespace cqrsc::emit
