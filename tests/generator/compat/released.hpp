// Contexts as they are released, from texts in memory.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "../sema/run_analysis.hpp"
#include "compat/lock.hpp"
#include "compat/schema_of.hpp"

namespace cqrsc::compat {

/// The schema of one source, or of one lock file, and what it was made of. Throws what was found wrong with it.
class Released {
 public:
  static Released of_source(const std::string& text) {
    Released result;
    result.run_ = std::make_unique<AnalysisRun>(std::vector<NamedText>{{"shop.cqrs", text, true}});
    if (result.run_->model == nullptr) throw std::runtime_error(result.run_->findings());
    result.schema_.contexts.push_back(schema_of(*result.run_->model));
    return result;
  }
  static Released of_lock(const std::string& text) {
    Released result;
    result.lock_ = std::make_unique<SourceMap>();
    Reporter reporter;
    auto schema = read_lock(result.lock_->add("cqrs.lock", text), reporter);
    if (!schema) throw std::runtime_error(render(reporter, *result.lock_, {}));
    result.schema_ = std::move(*schema);
    return result;
  }

  [[nodiscard]] const Schema& schema() const { return schema_; }
  [[nodiscard]] const Context& context() const { return schema_.contexts.at(0); }
  [[nodiscard]] const model::Model& model() const { return *run_->model; }
  [[nodiscard]] const AnalysisRun& run() const { return *run_; }

 private:
  std::unique_ptr<AnalysisRun> run_;
  std::unique_ptr<SourceMap> lock_;
  Schema schema_;
};

}  // namespace cqrsc::compat
