#include "compiled.hpp"

#include "compat/lock.hpp"
#include "compat/rules.hpp"
#include "compat/schema_of.hpp"

namespace evolution {

namespace compat = cqrsc::compat;

const cqrsc::model::EventVersion* Compiled::find(const std::string& event, int version) const {
  for (const cqrsc::model::Event& one : aggregate().events) {
    if (one.name != event) continue;
    for (const cqrsc::model::EventVersion& layout : one.versions)
      if (layout.version == static_cast<std::uint32_t>(version)) return &layout;
  }
  return nullptr;
}

Compiled compile(const std::string& source, const std::string& lock) {
  Compiled compiled;
  compiled.run = std::make_unique<cqrsc::AnalysisRun>(std::vector<cqrsc::NamedText>{{"fuzz.cqrs", source, false}});
  if (compiled.run->model == nullptr) return compiled;
  compiled.schema = compat::schema_of(compiled.model());
  cqrsc::Reporter& reporter = compiled.run->reporter;
  if (!lock.empty()) {
    const cqrsc::SourceFile& file = compiled.run->sources.add("cqrs.lock", lock);
    const auto released = compat::read_lock(file, reporter);
    const compat::Context* before = released ? released->find(compiled.schema.name) : nullptr;
    if (released && before == nullptr) {
      // As if it had been called something else before: the driver says so, too.
      before = compat::renamed_context(*released, compiled.schema, {compiled.schema.name});
      if (before != nullptr) {
        compat::report_renamed(*before, compiled.schema, reporter);
        return compiled;
      }
    }
    if (before != nullptr) {
      const compat::Policy policy;
      compat::check({*before, compiled.schema}, {.stored = true, .source = false, .meaning = false}, policy, reporter);
    }
  }
  compiled.accepted = !reporter.has_errors();
  return compiled;
}

std::string sealed_lock(const std::string& lock, const compat::Context& now) {
  compat::Schema before;
  cqrsc::SourceMap sources;
  cqrsc::Reporter reporter;
  if (!lock.empty()) before = compat::read_lock(sources.add("cqrs.lock", lock), reporter).value();
  return compat::write_lock(compat::sealed(before, now));
}

}  // namespace evolution
