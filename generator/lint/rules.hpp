// The rules, one function each, and how each says what it found. Inside lint/ only.
#pragma once

#include "lint/lint.hpp"

namespace cqrsc::lint {

/// A finding of a rule: shown by the rule's name, permanent as codes are.
constexpr DiagnosticDef<std::string> finding(std::string_view id, Severity severity, std::string_view headline) {
  return {{0, "", severity, headline, id}};
}

inline constexpr auto kPastTenseEvent =
    finding("past-tense-event", Severity::warning, "event `{}` does not say what has happened");
inline constexpr auto kImperativeCommand =
    finding("imperative-command", Severity::warning, "command `{}` does not say what to do");
inline constexpr auto kSilentCommand =
    finding("silent-command", Severity::warning, "command `{}` accepts what it makes nothing of");
inline constexpr auto kUnheardEvent =
    finding("unheard-event", Severity::warning, "event `{}` is stored, and nothing here makes anything of it");
inline constexpr auto kUnreadInput = finding("unread-input", Severity::warning, "nothing reads `{}`");
inline constexpr auto kUnraisedError =
    finding("unraised-error", Severity::warning, "no command is rejected with error `{}`");
inline constexpr auto kFloatingPointMoney =
    finding("floating-point-money", Severity::warning, "`{}` is a sum of money in binary floating point");
inline constexpr auto kMissingDoc = finding("missing-doc", Severity::note, "{} has no `///` line");
inline constexpr auto kUnusedImport =
    finding("unused-import", Severity::warning, "nothing of context `{}` is named here");
inline constexpr auto kUnusedSuppression =
    finding("unused-suppression", Severity::warning, "this allows `{}`, which nothing here does");
inline constexpr auto kBadSuppression = finding("bad-suppression", Severity::warning, "this allows nothing: {}");

// names.cpp
void past_tense_event(const Subject& subject, Findings& findings);
void imperative_command(const Subject& subject, Findings& findings);

// reach.cpp
void unheard_event(const Subject& subject, Findings& findings);
void unread_input(const Subject& subject, Findings& findings);
void unraised_error(const Subject& subject, Findings& findings);
void unused_import(const Subject& subject, Findings& findings);

// silence.cpp
void silent_command(const Subject& subject, Findings& findings);

// fields.cpp
void floating_point_money(const Subject& subject, Findings& findings);
void missing_doc(const Subject& subject, Findings& findings);

/// `Account`, `Opened` of `AccountOpened`; `line`, `total` of `lineTotal` and `line_total`: in lower case.
std::vector<std::string> words_of(std::string_view name);

/// Reports what the sources do not allow, and what is wrong with what they allow.
void report_unsuppressed(const Subject& subject, const Policy& policy, const Findings& findings, Reporter& reporter);

}  // namespace cqrsc::lint
