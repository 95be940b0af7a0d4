#pragma once

#include <string>
#include <vector>

#include "compat/schema.hpp"
#include "diag/reporter.hpp"
#include "driver/sources.hpp"

namespace cqrsc::driver {

/// What a context promised: by a lock file, by the sources (or the lock file) of a directory, or by the sources of a
/// git revision (`git:REF`), which are looked for in the directories of `files` as they were then.
class Against {
 public:
  Against(std::string what, const std::vector<std::string>& files, const std::vector<std::string>& imports)
      : what_(std::move(what)), files_(files), imports_(imports) {}

  /// Nothing where it cannot be had, which is reported. Its places are in the map of `sources`.
  std::optional<compat::Context> load(const std::string& context, Sources& sources, Reporter& reporter);

 private:
  std::optional<compat::Context> from_lock(const std::string& path, const std::string& context, Sources& sources,
                                           Reporter& reporter) const;
  std::optional<compat::Context> from_texts(std::vector<NamedText> texts, const std::string& context, Sources& sources,
                                            Reporter& reporter) const;
  std::optional<std::vector<NamedText>> texts_of_directory(Reporter& reporter) const;
  std::optional<std::vector<NamedText>> texts_of_git(const std::string& revision, Reporter& reporter) const;
  [[nodiscard]] std::vector<std::string> directories() const;

  std::string what_;
  const std::vector<std::string>& files_;
  const std::vector<std::string>& imports_;
};

}  // namespace cqrsc::driver
