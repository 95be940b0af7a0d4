// One function a rule, by class. Inside compat/ only.
#pragma once

#include "compat/rules.hpp"

namespace cqrsc::compat {

// rules_stored.cpp, rules_stored_types.cpp
void event_version_sealed(const Comparison& comparison, Findings& findings);
void event_deleted_not_retired(const Comparison& comparison, Findings& findings);
void version_gap(const Comparison& comparison, Findings& findings);
void upcast_missing(const Comparison& comparison, Findings& findings);
void upcast_incomplete(const Comparison& comparison, Findings& findings);
void upcast_cycle(const Comparison& comparison, Findings& findings);
void retired_name_reused(const Comparison& comparison, Findings& findings);
void enum_number_changed(const Comparison& comparison, Findings& findings);
void enum_number_reused(const Comparison& comparison, Findings& findings);
void stored_type_changed(const Comparison& comparison, Findings& findings);
void stream_renamed(const Comparison& comparison, Findings& findings);
void key_type_changed(const Comparison& comparison, Findings& findings);
void personal_mark_removed(const Comparison& comparison, Findings& findings);
void extern_revision_sealed(const Comparison& comparison, Findings& findings);

// rules_source.cpp
void command_removed(const Comparison& comparison, Findings& findings);
void command_field_removed(const Comparison& comparison, Findings& findings);
void command_field_type_changed(const Comparison& comparison, Findings& findings);
void required_command_field_added(const Comparison& comparison, Findings& findings);
void error_removed(const Comparison& comparison, Findings& findings);
void enum_member_added_to_closed_match(const Comparison& comparison, Findings& findings);
void projection_field_removed(const Comparison& comparison, Findings& findings);
void projection_field_type_changed(const Comparison& comparison, Findings& findings);
void query_removed(const Comparison& comparison, Findings& findings);
void query_parameter_removed(const Comparison& comparison, Findings& findings);
void query_parameter_type_changed(const Comparison& comparison, Findings& findings);
void required_query_parameter_added(const Comparison& comparison, Findings& findings);
void query_result_removed(const Comparison& comparison, Findings& findings);
void query_result_type_changed(const Comparison& comparison, Findings& findings);
void public_event_removed(const Comparison& comparison, Findings& findings);
void enum_member_removed(const Comparison& comparison, Findings& findings);

// rules_meaning.cpp
void default_changed(const Comparison& comparison, Findings& findings);
void constraint_tightened(const Comparison& comparison, Findings& findings);
void fold_changed(const Comparison& comparison, Findings& findings);
void invariant_added(const Comparison& comparison, Findings& findings);
void projection_key_changed(const Comparison& comparison, Findings& findings);
void query_changed(const Comparison& comparison, Findings& findings);
void process_step_removed(const Comparison& comparison, Findings& findings);
void timeout_changed(const Comparison& comparison, Findings& findings);
void upcast_lossy(const Comparison& comparison, Findings& findings);
void upcast_changed(const Comparison& comparison, Findings& findings);
void enum_member_renamed(const Comparison& comparison, Findings& findings);

// rules_rollback.cpp
void rollback_unknown_layout(const Comparison& comparison, Findings& findings);
void rollback_other_layout(const Comparison& comparison, Findings& findings);

/// The aggregate that one of the lock was renamed to; null where it is still there or simply gone.
const Aggregate* renamed_to(const Comparison& comparison, const Aggregate& before);
/// `Account` of `Account.AccountOpened`; empty for an event of the context itself.
std::string owner_of(const std::string& event);
/// "event `Account.AccountOpened` v2"
std::string title(const Versioned& versioned, std::uint32_t version);
/// The field as a line of a source: `owner: string @personal`.
std::string line_of(const Field& field);
/// Whether the same bytes mean the same: name, type and marks, not the default nor the condition.
bool same_stored(const Field& before, const Field& now);
/// Whether all that differs is a newer version of a value or union within.
bool differs_by_version(const std::string& before, const std::string& now);

}  // namespace cqrsc::compat
