// Two texts, one a release and the other what follows it, parted by a line of `=====`: what a release stores is refused
// by the next one's rules, or read by it.
#include <string>
#include <string_view>

#include "../generator/sema/run_analysis.hpp"
#include "compat/evolve.hpp"
#include "compat/history.hpp"
#include "compat/lock.hpp"
#include "compat/rules.hpp"
#include "compat/schema_of.hpp"
#include "entry.hpp"
#include "interpret/samples.hpp"

namespace {

using namespace cqrsc;
using fuzz::demand;

constexpr std::string_view kNext = "\n=====\n";

std::string joined(const std::vector<interpret::Failure>& failures) {
  std::string text;
  for (const interpret::Failure& failure : failures) text += failure.text + "\n";
  return text;
}

/// What the rules say of `now` after `before`.
std::string breaks(const compat::Context& before, const compat::Context& now, const compat::Asked& asked,
                   const SourceMap& sources) {
  Reporter reporter;
  compat::check({before, now}, asked, {}, reporter);
  return render(reporter, sources, {});
}

/// A lock is read as it was written, and forgets nothing.
compat::Schema released(const compat::Schema& before, const compat::Context& now) {
  const std::string text = compat::write_lock(compat::sealed(before, now));
  SourceMap sources;
  Reporter reporter;
  auto schema = compat::read_lock(sources.add("cqrs.lock", text), reporter);
  demand(schema.has_value(), "a lock that was written is read", [&] { return text + render(reporter, sources, {}); });
  demand(compat::write_lock(*schema) == text, "a lock has one form", [&] { return text; });
  return std::move(*schema);
}

interpret::SampleFile samples_of(const model::Model& model) {
  const interpret::SampleFile samples = interpret::samples_of(model);
  const auto read = interpret::read_samples(interpret::write_samples(samples));
  demand(read && *read == samples, "samples are read as they were written");
  const auto failures = interpret::check_samples(model, samples);
  demand(failures.empty(), "a release reads its own samples", [&] { return joined(failures); });
  return samples;
}

/// A release, after nothing or after another.
void check_release(const compat::Schema& lock, const compat::Context& now, const SourceMap& sources) {
  const compat::Context* there = lock.find(now.name);
  demand(there != nullptr, "what was sealed is in the lock");
  const std::string found = breaks(*there, now, {.stored = true, .source = true, .meaning = false}, sources);
  demand(found.empty(), "what is released breaks nothing of itself", [&] { return found; });
  Reporter reporter;
  compat::check_sealed(there, now, reporter);
  demand(!reporter.has_errors(), "what is released is sealed", [&] { return render(reporter, sources, {}); });
}

/// Whatever can be told of a version, and begun anew.
void look_at(const AnalysisRun& run, const compat::Context& now, const compat::Context& released) {
  for (const compat::Versioned& versioned : now.layouts) {
    demand(!compat::history_text(versioned, run.sources).empty(), "there is a history");
    Reporter reporter;
    SourceMap sources;
    const SourceFile& source = sources.add("fuzz.cqrs", std::string(run.sources.file(run.trees.front().span).text()));
    const syntax::File tree = parse(source, reporter);
    const auto evolution = compat::evolve(versioned.name, {&tree}, {}, sources, &released, true, reporter);
    if (!evolution) continue;
    const std::string edited = compat::apply(source, evolution->edits);
    Reporter after;
    (void)parse(sources.add("edited.cqrs", edited), after);
    demand(!after.has_errors(), "a new version that was begun can be read",
           [&] { return edited + render(after, sources, {}); });
  }
}

void follow(const AnalysisRun& first, const compat::Context& before, const AnalysisRun& second) {
  const compat::Schema lock = released({}, before);
  const compat::Context now = compat::schema_of(*second.model);
  const compat::Context* there = lock.find(now.name);
  if (there == nullptr) {
    (void)compat::renamed_context(lock, now, {now.name});
    return;
  }
  (void)breaks(*there, now, {.stored = false, .source = true, .meaning = true, .rollback = true}, second.sources);
  if (!breaks(*there, now, {.stored = true, .source = false, .meaning = false}, second.sources).empty()) return;
  const auto failures = interpret::check_samples(*second.model, interpret::samples_of(*first.model));
  demand(failures.empty(), "what a release stored is read by the next that the rules allow",
         [&] { return joined(failures); });
  check_release(released(lock, now), now, second.sources);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find(kNext);
  const AnalysisRun first({{"fuzz.cqrs", text.substr(0, end)}});
  if (first.model == nullptr) return 0;
  const compat::Context before = compat::schema_of(*first.model);
  (void)samples_of(*first.model);
  const compat::Schema lock = released({}, before);
  check_release(lock, before, first.sources);
  look_at(first, before, *lock.find(before.name));
  if (end == std::string::npos) return 0;
  const AnalysisRun second({{"fuzz.cqrs", text.substr(end + kNext.size())}});
  if (second.model != nullptr) follow(first, before, second);
  return 0;
}
