// Versions: none missing, and each says how it comes from the one before.
#include <algorithm>

#include "sema/mappings.hpp"

namespace cqrsc::sema {
namespace {

std::string number(std::uint32_t version) { return std::to_string(version); }

/// `owner` as messages name it: "event `Opened`".
template <typename Versions>
void check_gaps(Analysis& analysis, const std::string& owner, const Versions& versions) {
  std::uint32_t expected = 1;
  for (const auto& version : versions) {
    if (version.version == 0) return;
    if (version.version != expected) {
      Diagnostic& report = analysis.reporter.report(kVersionGap, analysis.name_span(version), owner,
                                                    number(version.version), number(expected));
      if (versions.size() == 1)
        report.help("the first version is " + quoted("v1"));
      else
        report.help("versions follow one another without a gap: call this one " + quoted("v" + number(expected)) +
                    ", or put the missing one back");
      return;
    }
    ++expected;
  }
}

/// The older version that `version` comes from; null: it is the first, or there is a gap.
template <typename Versions>
auto version_before(const Versions& versions, std::uint32_t version) -> decltype(&versions.front()) {
  const auto found =
      std::find_if(versions.begin(), versions.end(), [&](const auto& other) { return other.version + 1 == version; });
  return found == versions.end() ? nullptr : &*found;
}

/// `from v2` in v1: the mapping stands in the wrong one of the two, which is reported of that one.
bool leads_forward(const std::vector<syntax::FromBlock>& blocks, std::uint32_t to) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [&](const syntax::FromBlock& from) { return from.version.number == to; });
}

void take_step(Analysis& analysis, const VersionStep& step, bool has_older, bool older_leads_here) {
  // Of a gap, and of what is declared twice, no more is said: which version is meant is not known.
  if (!has_older && step.version > 1) return;
  if (!check_from(analysis, step) || !has_older) return;
  if (step.from->empty() && older_leads_here) return;
  analyze_upcast(analysis, step);
}

void upcast_event(Analysis& analysis, AggregateWork& work, const EventWork& event) {
  model::EventVersion& version = *event.version;
  const model::EventVersion* old = version_before(version.event->versions, version.version);
  const VersionStep step{.context = work.context,
                         .aggregate = &work,
                         .word = "event",
                         .name = version.name,
                         .version = version.version,
                         .name_span = event.syntax->name.span,
                         .from = &event.syntax->from,
                         .old_fields = old == nullptr ? nullptr : &old->fields,
                         .fields = &version.fields,
                         .upcast = &version.upcast,
                         .is_twice = analysis.twice.count(&version) != 0};
  const auto older = std::find_if(work.events.begin(), work.events.end(),
                                  [&](const EventWork& other) { return old != nullptr && other.version == old; });
  const bool forward = older != work.events.end() && leads_forward(older->syntax->from, version.version);
  take_step(analysis, step, old != nullptr, forward);
}

void upcast_value(Analysis& analysis, const Pairing<syntax::ValueDeclaration, model::ValueVersion>& value) {
  model::ValueVersion& version = *value.target;
  const model::ValueVersion* old = version_before(version.value->versions, version.version);
  const VersionStep step{.context = value.context,
                         .aggregate = nullptr,
                         .word = "value",
                         .name = version.name,
                         .version = version.version,
                         .name_span = value.syntax->name.span,
                         .from = &value.syntax->from,
                         .old_fields = old == nullptr ? nullptr : &old->fields,
                         .fields = &version.fields,
                         .upcast = &version.upcast};
  const auto older = std::find_if(analysis.values.begin(), analysis.values.end(),
                                  [&](const auto& other) { return old != nullptr && other.target == old; });
  take_step(analysis, step, old != nullptr,
            older != analysis.values.end() && leads_forward(older->syntax->from, version.version));
}

void upcast_union(Analysis& analysis, const Pairing<syntax::UnionDeclaration, model::UnionVersion>& one) {
  model::UnionVersion& version = *one.target;
  const model::UnionVersion* old = version_before(version.owner->versions, version.version);
  const VersionStep step{.context = one.context,
                         .aggregate = nullptr,
                         .word = "union",
                         .name = version.name,
                         .version = version.version,
                         .name_span = one.syntax->name.span,
                         .from = &one.syntax->from};
  const bool gap = old == nullptr && version.version > 1;
  if (!gap && check_from(analysis, step) && old != nullptr) analyze_union_upcast(analysis, step, *old, version);
}

}  // namespace

void check_versions(Analysis& analysis) {
  for (const ContextWork& context : analysis.contexts) {
    if (context.incomplete) continue;
    for (const model::Value& value : context.context->values)
      check_gaps(analysis, "value " + quoted(value.name), value.versions);
    for (const model::Union& one : context.context->unions)
      check_gaps(analysis, "union " + quoted(one.name), one.versions);
  }
  for (const AggregateWork& work : analysis.aggregates) {
    if (work.syntax->incomplete) continue;
    for (const model::Event& event : work.aggregate->events)
      check_gaps(analysis, "event " + quoted(event.name), event.versions);
  }
}

void analyze_upcasts(Analysis& analysis) {
  for (const auto& value : analysis.values) upcast_value(analysis, value);
  for (const auto& one : analysis.unions) upcast_union(analysis, one);
  for (AggregateWork& work : analysis.aggregates) {
    for (const EventWork& event : work.events) upcast_event(analysis, work, event);
    analyze_outcomes(analysis, work);
  }
}

}  // namespace cqrsc::sema
