// What leaves history safe and breaks callers.
#include <algorithm>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

/// The entries that both sides have.
template <typename Entry, typename Visit>
void each_pair(const std::vector<Entry>& before, const std::vector<Entry>& now, const Visit& visit) {
  for (const Entry& old : before)
    if (const Entry* same = find(now, old.name)) visit(old, *same);
}

/// Those that are gone.
template <typename Entry, typename Visit>
void each_gone(const std::vector<Entry>& before, const std::vector<Entry>& now, const Visit& visit) {
  for (const Entry& old : before)
    if (find(now, old.name) == nullptr) visit(old);
}

bool has_number(const Enum& enumeration, std::uint32_t number) {
  return std::any_of(enumeration.members.begin(), enumeration.members.end(),
                     [&](const Member& member) { return member.number == number; });
}

/// The aggregate of a command, or the context.
Span place_of(const Comparison& comparison, const std::string& name) {
  const Aggregate* aggregate = find(comparison.now.aggregates, owner_of(name));
  return aggregate == nullptr ? comparison.now.span : aggregate->span;
}

bool is_optional(const Field& field) { return field.type.ends_with('?') || !field.initial.empty(); }

}  // namespace

void command_removed(const Comparison& comparison, Findings& findings) {
  each_gone(comparison.before.commands, comparison.now.commands, [&](const Callable& command) {
    findings.report(kCommandRemoved, place_of(comparison, command.name), command.name)
        .label(command.span, "released here")
        .help("keep it with `@deprecated(\"…\")` until nobody calls it");
  });
}

void command_field_removed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.commands, comparison.now.commands, [&](const Callable& before, const Callable& now) {
    for (const Field& field : before.fields) {
      if (find_field(now.fields, field.name) != nullptr) continue;
      findings.report(kCommandFieldRemoved, now.span, field.name, now.name).label(field.span, "released here");
    }
  });
}

void command_field_type_changed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.commands, comparison.now.commands, [&](const Callable& before, const Callable& now) {
    for (const Field& field : now.fields) {
      const Field* was = find_field(before.fields, field.name);
      if (was == nullptr || was->type == field.type) continue;
      findings.report(kCommandFieldTypeChanged, field.span, field.name, now.name, was->type, field.type)
          .label(was->span, "released here");
    }
  });
}

void required_command_field_added(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.commands, comparison.now.commands, [&](const Callable& before, const Callable& now) {
    for (const Field& field : now.fields) {
      if (find_field(before.fields, field.name) != nullptr || is_optional(field)) continue;
      findings.report(kRequiredCommandFieldAdded, field.span, now.name, field.name)
          .label(before.span, "released without it")
          .help("callers do not know it yet: make it optional (`" + field.type + "?`), or give it a default");
    }
  });
}

void error_removed(const Comparison& comparison, Findings& findings) {
  each_gone(comparison.before.errors, comparison.now.errors, [&](const Callable& error) {
    findings.report(kErrorRemoved, comparison.now.span, error.name).label(error.span, "released here");
  });
}

void enum_member_added_to_closed_match(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.enums, comparison.now.enums, [&](const Enum& before, const Enum& now) {
    if (before.matched.empty()) return;
    for (const Member& member : now.members) {
      if (member.is_gone || has_number(before, member.number)) continue;
      Diagnostic& report = findings.report(kEnumMemberAddedToClosedMatch, member.span, now.name, member.name);
      for (const std::string& place : before.matched) report.note("`" + place + "` matches it without an `else`");
      report.help("give these matches an arm for `" + member.name + "`, or an `else`");
    }
  });
}

void projection_field_removed(const Comparison& comparison, Findings& findings) {
  each_pair(
      comparison.before.projections, comparison.now.projections, [&](const Projection& before, const Projection& now) {
        for (const Field& field : before.fields) {
          if (find_field(now.fields, field.name) != nullptr) continue;
          findings.report(kProjectionFieldRemoved, now.span, field.name, now.name).label(field.span, "released here");
        }
      });
}

void projection_field_type_changed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.projections, comparison.now.projections,
            [&](const Projection& before, const Projection& now) {
              for (const Field& field : now.fields) {
                const Field* was = find_field(before.fields, field.name);
                if (was == nullptr || was->type == field.type) continue;
                findings.report(kProjectionFieldTypeChanged, field.span, field.name, now.name, was->type, field.type)
                    .label(was->span, "released here");
              }
            });
}

void query_removed(const Comparison& comparison, Findings& findings) {
  each_gone(comparison.before.queries, comparison.now.queries, [&](const Callable& query) {
    findings.report(kQueryRemoved, comparison.now.span, query.name).label(query.span, "released here");
  });
}

void query_parameter_removed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.queries, comparison.now.queries, [&](const Callable& before, const Callable& now) {
    for (const Field& parameter : before.fields) {
      if (find_field(now.fields, parameter.name) != nullptr) continue;
      findings.report(kQueryParameterRemoved, now.span, parameter.name, now.name)
          .label(parameter.span, "released here");
    }
  });
}

void query_parameter_type_changed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.queries, comparison.now.queries, [&](const Callable& before, const Callable& now) {
    for (const Field& parameter : now.fields) {
      const Field* was = find_field(before.fields, parameter.name);
      if (was == nullptr || was->type == parameter.type) continue;
      findings.report(kQueryParameterTypeChanged, parameter.span, parameter.name, now.name, was->type, parameter.type)
          .label(was->span, "released here");
    }
  });
}

void required_query_parameter_added(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.queries, comparison.now.queries, [&](const Callable& before, const Callable& now) {
    for (const Field& parameter : now.fields) {
      if (find_field(before.fields, parameter.name) != nullptr || is_optional(parameter)) continue;
      findings.report(kRequiredQueryParameterAdded, parameter.span, now.name, parameter.name)
          .label(before.span, "released without it")
          .help("callers do not know it yet: make it optional, `" + parameter.type + "?`, and ask `" + parameter.name +
                " == none or …`");
    }
  });
}

void query_result_removed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.queries, comparison.now.queries, [&](const Callable& before, const Callable& now) {
    // Whole rows are the projection's: projection-field-removed says so.
    if (!before.selects) return;
    for (const Field& result : before.results) {
      if (find_field(now.results, result.name) != nullptr) continue;
      findings.report(kQueryResultRemoved, now.span, result.name, now.name).label(result.span, "released here");
    }
  });
}

void query_result_type_changed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.queries, comparison.now.queries, [&](const Callable& before, const Callable& now) {
    if (!before.selects) return;
    for (const Field& result : now.results) {
      const Field* was = find_field(before.results, result.name);
      if (was == nullptr || was->type == result.type) continue;
      findings
          .report(kQueryResultTypeChanged, now.selects ? result.span : now.span, result.name, now.name, was->type,
                  result.type)
          .label(was->span, "released here");
    }
  });
}

void public_event_removed(const Comparison& comparison, Findings& findings) {
  for (const Versioned& before : comparison.before.layouts) {
    if (before.kind != LayoutKind::Event || !before.is_public) continue;
    const Versioned* now = find(comparison.now.layouts, before.kind, before.name);
    if (now == nullptr || (now->is_public && !now->is_retired)) continue;
    findings.report(kPublicEventRemoved, now->span, now->name)
        .label(before.span, "released as public")
        .note("other contexts may follow it");
  }
}

void enum_member_removed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.enums, comparison.now.enums, [&](const Enum& before, const Enum& now) {
    for (const Member& member : before.members) {
      const bool named = std::any_of(now.members.begin(), now.members.end(),
                                     [&](const Member& other) { return !other.is_gone && other.name == member.name; });
      if (member.is_gone || named || has_number(now, member.number)) continue;
      findings.report(kEnumMemberRemoved, now.span, now.name, member.name)
          .label(member.span, "released here")
          .note("events that hold its number keep it; it has no name any more")
          .help("keep it with `@deprecated(\"…\")`");
    }
  });
}

}  // namespace cqrsc::compat
