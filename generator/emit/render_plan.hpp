#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "diag/reporter.hpp"
#include "emit/output_set.hpp"
#include "emit/template.hpp"
#include "plan/plan.hpp"

namespace cqrsc::emit {

/// The built-in templates, those of the same name in `directory` taking their place. What is in the directory and takes
/// the place of none is an error. `read` gets the paths of the files used.
std::optional<TemplateSet> load_templates(const std::optional<std::string>& directory, std::vector<std::string>& read,
                                          Reporter& reporter);

/// One file's text; nothing when a template asked for what is not there; reported.
std::optional<std::string> render_file(const plan::PlannedFile& file, const TemplateSet& templates, Reporter& reporter);

/// Lays out the files and adds them to the set. False when a template asked for what is not there; reported.
bool render_files(const std::vector<plan::PlannedFile>& files, const TemplateSet& templates, OutputSet& output,
                  Reporter& reporter);

}  // namespace cqrsc::emit
