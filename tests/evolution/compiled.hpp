// A release, as the compiler sees it: its source, the Model, the lock.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "../generator/sema/run_analysis.hpp"
#include "compat/schema.hpp"
#include "model/model.hpp"

namespace evolution {

/// A domain that the front end was given, and the rules of the lock.
struct Compiled {
  std::unique_ptr<cqrsc::AnalysisRun> run;
  cqrsc::compat::Context schema;
  bool accepted = false;

  [[nodiscard]] const cqrsc::model::Model& model() const { return *run->model; }
  [[nodiscard]] const cqrsc::model::Aggregate& aggregate() const { return model().context().aggregates.front(); }
  [[nodiscard]] std::string findings() const { return run->findings(); }
  [[nodiscard]] const cqrsc::model::EventVersion* find(const std::string& event, int version) const;
};

/// Compiles the source, and holds it to the lock; an empty lock remembers nothing.
Compiled compile(const std::string& source, const std::string& lock);

/// The text of the lock file after the release.
std::string sealed_lock(const std::string& lock, const cqrsc::compat::Context& now);

}  // namespace evolution
