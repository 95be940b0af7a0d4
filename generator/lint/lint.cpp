#include "lint/lint.hpp"

#include <algorithm>
#include <array>

#include "lint/rules.hpp"

namespace cqrsc::lint {
namespace {

constexpr auto kRules = std::to_array<Rule>({
    {&kBadSuppression, "a line that should allow something names no rule, or gives no reason", nullptr},
    {&kFloatingPointMoney, "a sum of money that binary fractions cannot hold", floating_point_money},
    {&kImperativeCommand, "a command that is called like a thing or like something past", imperative_command},
    {&kMissingDoc, "something that others build on, and nobody has said what it is", missing_doc},
    {&kPastTenseEvent, "an event that is not called after what has happened", past_tense_event},
    {&kSilentCommand, "a command that is accepted, and emits nothing because of what was asked for", silent_command},
    {&kUnheardEvent, "an event that is applied and projected nowhere", unheard_event},
    {&kUnraisedError, "an error that no command is rejected with", unraised_error},
    {&kUnreadInput, "a field of a command, or a parameter of a query, that nothing depends on", unread_input},
    {&kUnusedImport, "an import that nothing needs", unused_import},
    {&kUnusedSuppression, "a line that allows what is not there", nullptr},
});

constexpr bool names_rise() {
  for (std::size_t i = 1; i < kRules.size(); ++i)
    if (kRules[i - 1].info->id >= kRules[i].info->id) return false;
  return true;
}
static_assert(names_rise(), "rules are in the order of their names, and no name is given twice");

}  // namespace

std::span<const Rule> all_rules() { return kRules; }

const Rule* find_rule(std::string_view name) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.name() == name; });
  return found == kRules.end() ? nullptr : &*found;
}

bool Policy::set(std::string_view name, std::optional<Severity> severity) {
  if (name != "all" && find_rule(name) == nullptr) return false;
  chosen_[std::string(name)] = severity;
  return true;
}

std::optional<Severity> Policy::of(const Rule& rule) const {
  if (const auto found = chosen_.find(rule.name()); found != chosen_.end()) return found->second;
  if (const auto found = chosen_.find("all"); found != chosen_.end()) return found->second;
  return rule.info->severity;
}

void lint(const Subject& subject, const Policy& policy, Reporter& reporter) {
  Findings findings(policy);
  // Also of those that are turned off: what allows one of them is not unused for that.
  for (const Rule& rule : kRules)
    if (rule.check != nullptr) rule.check(subject, findings);
  report_unsuppressed(subject, policy, findings, reporter);
}

}  // namespace cqrsc::lint
