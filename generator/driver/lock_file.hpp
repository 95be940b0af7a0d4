#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compat/rules.hpp"
#include "diag/reporter.hpp"
#include "driver/sources.hpp"
#include "model/model.hpp"

namespace cqrsc::driver {

struct LockOptions {
  std::optional<std::string> path;  ///< else `cqrs.lock` beside the first source
  bool strict = false;              ///< what is not sealed is an error
};

/// A lock file as it was read; `schema` is empty where there is no file.
struct LockFile {
  std::string path;
  bool exists = false;
  std::string text;
  compat::Schema schema;
};

/// Nothing where it cannot be read or is no lock file, which is reported; so is a file that was named and is missing,
/// where `must_exist`.
std::optional<LockFile> load_lock(const std::vector<std::string>& files, const LockOptions& options, bool must_exist,
                                  Sources& sources, Reporter& reporter);

/// What every build asks: whether history would stay readable. False where it would not.
bool check_against_lock(const std::vector<std::string>& files, const LockOptions& options, const model::Model& model,
                        Sources& sources, Reporter& reporter);

/// The comparison of what a lock holds of the context with what it would be; reports a context that was renamed.
/// Without anything released nothing is reported.
void compare_with_lock(const LockFile& lock, const compat::Context& now, const compat::Asked& asked,
                       const compat::Policy& policy, Reporter& reporter);

}  // namespace cqrsc::driver
