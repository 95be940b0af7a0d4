#include "compat/rules.hpp"

#include <algorithm>
#include <array>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

constexpr auto kStored = RuleClass::Stored;
constexpr auto kSource = RuleClass::Source;
constexpr auto kMeaning = RuleClass::Meaning;
constexpr auto kRollback = RuleClass::Rollback;

constexpr auto kRules = std::to_array<Rule>({
    {"event-version-sealed", kStored, &kEventVersionSealed, event_version_sealed},
    {"event-deleted-not-retired", kStored, &kEventDeletedNotRetired, event_deleted_not_retired},
    {"version-gap", kStored, &kReleasedVersionMissing, version_gap},
    {"upcast-missing", kStored, &kReleasedUpcastMissing, upcast_missing},
    {"upcast-incomplete", kStored, &kReleasedUpcastIncomplete, upcast_incomplete},
    {"upcast-cycle", kStored, &kReleasedUpcastCycle, upcast_cycle},
    {"retired-name-reused", kStored, &kRetiredNameReused, retired_name_reused},
    {"enum-number-changed", kStored, &kEnumNumberChanged, enum_number_changed},
    {"enum-number-reused", kStored, &kEnumNumberReused, enum_number_reused},
    {"stored-type-changed-unversioned", kStored, &kStoredTypeChanged, stored_type_changed},
    {"stream-renamed", kStored, &kStreamRenamed, stream_renamed},
    {"key-type-changed", kStored, &kKeyTypeChanged, key_type_changed},
    {"personal-mark-removed", kStored, &kPersonalMarkRemoved, personal_mark_removed},
    {"extern-revision-sealed", kStored, &kExternRevisionSealed, extern_revision_sealed},
    // Asked of the whole lock, and of sources alone: renamed_context(), check_sealed().
    {"namespace-changed", kStored, &kNamespaceChanged, nullptr},
    {"unsealed-version", kStored, &kUnsealedVersion, nullptr},

    {"command-removed", kSource, &kCommandRemoved, command_removed},
    {"command-field-removed", kSource, &kCommandFieldRemoved, command_field_removed},
    {"command-field-type-changed", kSource, &kCommandFieldTypeChanged, command_field_type_changed},
    {"required-command-field-added", kSource, &kRequiredCommandFieldAdded, required_command_field_added},
    {"error-removed", kSource, &kErrorRemoved, error_removed},
    {"enum-member-added-to-closed-match", kSource, &kEnumMemberAddedToClosedMatch, enum_member_added_to_closed_match},
    {"projection-field-removed", kSource, &kProjectionFieldRemoved, projection_field_removed},
    {"projection-field-type-changed", kSource, &kProjectionFieldTypeChanged, projection_field_type_changed},
    {"query-removed", kSource, &kQueryRemoved, query_removed},
    {"public-event-removed", kSource, &kPublicEventRemoved, public_event_removed},
    {"enum-member-removed", kSource, &kEnumMemberRemoved, enum_member_removed},
    {"query-parameter-removed", kSource, &kQueryParameterRemoved, query_parameter_removed},
    {"query-parameter-type-changed", kSource, &kQueryParameterTypeChanged, query_parameter_type_changed},
    {"required-query-parameter-added", kSource, &kRequiredQueryParameterAdded, required_query_parameter_added},
    {"query-result-removed", kSource, &kQueryResultRemoved, query_result_removed},
    {"query-result-type-changed", kSource, &kQueryResultTypeChanged, query_result_type_changed},

    {"default-changed", kMeaning, &kDefaultChanged, default_changed},
    {"constraint-tightened", kMeaning, &kConstraintTightened, constraint_tightened},
    {"fold-changed", kMeaning, &kFoldChanged, fold_changed},
    {"invariant-added", kMeaning, &kInvariantAdded, invariant_added},
    {"projection-key-changed", kMeaning, &kProjectionKeyChanged, projection_key_changed},
    {"process-step-removed-with-live-instances", kMeaning, &kProcessStepRemoved, process_step_removed},
    {"timeout-changed", kMeaning, &kTimeoutChanged, timeout_changed},
    {"upcast-lossy", kMeaning, &kUpcastLossy, upcast_lossy},
    {"upcast-changed", kMeaning, &kUpcastChanged, upcast_changed},
    {"enum-member-renamed", kMeaning, &kEnumMemberRenamed, enum_member_renamed},
    {"query-changed", kMeaning, &kQueryChanged, query_changed},

    {"rollback-unknown-layout", kRollback, &kRollbackUnknownLayout, rollback_unknown_layout},
    {"rollback-other-layout", kRollback, &kRollbackOtherLayout, rollback_other_layout},
});

bool is_asked(const Rule& rule, const Asked& asked) {
  if (rule.check == nullptr || asked.rollback != (rule.rule_class == kRollback)) return false;
  switch (rule.rule_class) {
    case kStored: return asked.stored;
    case kSource: return asked.source;
    case kMeaning: return asked.meaning;
    case kRollback: return true;
  }
  return false;
}

std::string note_of(const Rule& rule) { return "rule " + std::string(rule.id) + ", class " + to_text(rule.rule_class); }

}  // namespace

std::span<const Rule> all_rules() { return kRules; }

const Rule* find_rule(std::string_view id) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == kRules.end() ? nullptr : &*found;
}

const char* to_text(RuleClass rule_class) {
  static constexpr std::array<const char*, 4> kTexts{"stored", "source", "meaning", "rollback"};
  return kTexts[static_cast<std::size_t>(rule_class)];
}

bool Policy::set(std::string_view name, std::optional<Severity> severity) {
  const Rule* rule = find_rule(name);
  if (rule != nullptr ? rule->rule_class == kStored : name != "source" && name != "meaning") return false;
  chosen_[std::string(name)] = severity;
  return true;
}

std::optional<Severity> Policy::of(const Rule& rule) const {
  if (const auto found = chosen_.find(rule.id); found != chosen_.end()) return found->second;
  if (const auto found = chosen_.find(to_text(rule.rule_class)); found != chosen_.end()) return found->second;
  return rule.info->severity;
}

void run(const Rule& rule, const Comparison& comparison, Findings& findings) {
  findings.severity_ = findings.policy_.of(rule);
  findings.note_ = note_of(rule);
  rule.check(comparison, findings);
  findings.ignored_.clear();
}

void check(const Comparison& comparison, const Asked& asked, const Policy& policy, Reporter& reporter) {
  Findings findings(reporter, policy);
  for (const Rule& rule : kRules)
    if (is_asked(rule, asked)) run(rule, comparison, findings);
}

void check_sealed(const Context* before, const Context& now, Reporter& reporter) {
  const auto report = [&](const std::string& what, Span span) {
    reporter.report(kUnsealedVersion, span, what)
        .note(note_of(*find_rule("unsealed-version")))
        .help("`cqrsc lock` seals it; from then on it never changes");
  };
  for (const Versioned& versioned : now.layouts) {
    const Versioned* old = before == nullptr ? nullptr : find(before->layouts, versioned.kind, versioned.name);
    for (const Layout& layout : versioned.versions)
      if (layout.is_held && (old == nullptr || old->find(layout.version) == nullptr))
        report(title(versioned, layout.version), layout.span);
  }
  for (const Enum& enumeration : now.enums) {
    const Enum* old = before == nullptr ? nullptr : find(before->enums, enumeration.name);
    for (const Member& member : enumeration.members) {
      const bool known = old != nullptr && std::any_of(old->members.begin(), old->members.end(),
                                                       [&](const Member& m) { return m.number == member.number; });
      if (enumeration.is_held && !known) report("`" + enumeration.name + "." + member.name + "`", member.span);
    }
  }
}

const Context* renamed_context(const Schema& lock, const Context& now, const std::set<std::string>& there) {
  if (lock.find(now.name) != nullptr) return nullptr;
  for (const Context& before : lock.contexts) {
    if (there.count(before.name) != 0) continue;
    const bool shares = std::any_of(now.layouts.begin(), now.layouts.end(), [&](const Versioned& versioned) {
      return versioned.kind == LayoutKind::Event && find(before.layouts, versioned.kind, versioned.name) != nullptr;
    });
    if (shares) return &before;
  }
  return nullptr;
}

void report_renamed(const Context& before, const Context& now, Reporter& reporter) {
  reporter.report(kNamespaceChanged, now.span, now.name, before.name)
      .label(before.span, "released under this name")
      .note(note_of(*find_rule("namespace-changed")))
      .note("the names of stored streams and events begin with it")
      .help("keep `context " + before.name + "`; if this is another context with events of the same names, give it a " +
            "directory, and so a lock file, of its own");
}

}  // namespace cqrsc::compat
