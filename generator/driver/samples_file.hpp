#pragma once

#include <optional>
#include <string>

#include "compat/schema.hpp"
#include "diag/reporter.hpp"
#include "driver/sources.hpp"
#include "interpret/samples.hpp"
#include "model/model.hpp"

namespace cqrsc::driver {

/// The sample bytes that lie beside a lock file: `cqrs.samples` beside `cqrs.lock`.
struct SamplesFile {
  std::string path;
  std::string text;  ///< empty where there is no file
  interpret::SampleFile file;
};

/// Nothing where it cannot be read or is no file of samples, which is reported.
std::optional<SamplesFile> load_samples(const std::string& lock_path, Reporter& reporter);

/// Reads every sample back, as today's sources would read it, and reports those that cannot be read as they were meant.
/// The file is depended on.
void check_samples(const std::string& lock_path, const model::Model& model, Sources& sources, Reporter& reporter);

/// Whether the lock file and its samples tell of the same releases: an event that one of them has and the other has not
/// was lost from one by hand, or in a merge. `locked` is null where there is no lock file, or nothing of the context.
void compare_samples(const std::string& lock_path, const compat::Context* locked, const compat::Context& now,
                     Reporter& reporter);

}  // namespace cqrsc::driver
