#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "compat/schema.hpp"
#include "diag/reporter.hpp"

namespace cqrsc::compat {

enum class RuleClass : std::uint8_t {
  Stored,    ///< history becomes unreadable or reads as something else: always an error
  Source,    ///< history is safe, callers break
  Meaning,   ///< everything compiles, and what it says has moved
  Rollback,  ///< the release before could not read what this one writes; asked for on its own
};

class Findings;

/// `before` is what was released, `now` what would be. Both live as long as the comparison.
struct Comparison {
  const Context& before;
  const Context& now;
};

struct Rule {
  std::string_view id;  ///< `event-version-sealed`: permanent, as the code is
  RuleClass rule_class = RuleClass::Stored;
  const DiagnosticInfo* info = nullptr;
  void (*check)(const Comparison&, Findings&) = nullptr;
};

/// All rules, by code.
std::span<const Rule> all_rules();
const Rule* find_rule(std::string_view id);
/// `stored`, `source`, `meaning`, `rollback`.
const char* to_text(RuleClass rule_class);

/// How findings are taken. Stored rules are errors whatever is asked for: nobody can want history unreadable.
class Policy {
 public:
  /// `name` is a rule or a class; false if it is neither, or names what cannot be changed. `severity` none: not at all.
  bool set(std::string_view name, std::optional<Severity> severity);
  [[nodiscard]] std::optional<Severity> of(const Rule& rule) const;

 private:
  std::map<std::string, std::optional<Severity>, std::less<>> chosen_;
};

/// Where rules say what they found.
class Findings {
 public:
  Findings(Reporter& reporter, const Policy& policy) : reporter_(reporter), policy_(policy) {}

  template <typename... Args>
  Diagnostic& report(const DiagnosticDef<Args...>& def, Span primary, const std::type_identity_t<Args>&... args) {
    Diagnostic& made = severity_ ? reporter_.report_as(*severity_, def, primary, args...) : ignored_.emplace_back();
    made.notes.push_back(note_);
    return made;
  }

 private:
  friend void run(const Rule& rule, const Comparison& comparison, Findings& findings);

  Reporter& reporter_;
  const Policy& policy_;
  std::optional<Severity> severity_;
  std::string note_;
  std::deque<Diagnostic> ignored_;
};

/// Reports every break of one rule.
void run(const Rule& rule, const Comparison& comparison, Findings& findings);

/// Which rules check() asks.
struct Asked {
  bool stored = true;
  bool source = true;
  bool meaning = true;
  bool rollback = false;  ///< alone: the other classes answer another question
};
/// Asks the rules of a release of `now` after one of `before`.
void check(const Comparison& comparison, const Asked& asked, const Policy& policy, Reporter& reporter);

/// What a release of `now` would add to the lock, as errors (rule unsealed-version): for builds that are shipped.
/// `before` may be null: nothing was released.
void check_sealed(const Context* before, const Context& now, Reporter& reporter);

/// The context of a lock that became `now`, which the lock does not have (rule namespace-changed), or null: they share
/// events, and no source beside is of the old name. `there`: the contexts that the sources beside the lock are of.
const Context* renamed_context(const Schema& lock, const Context& now, const std::set<std::string>& there);
void report_renamed(const Context& before, const Context& now, Reporter& reporter);

}  // namespace cqrsc::compat
