// What compiles as before and says something else.
#include <algorithm>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

template <typename Entry, typename Visit>
void each_pair(const std::vector<Entry>& before, const std::vector<Entry>& now, const Visit& visit) {
  for (const Entry& old : before)
    if (const Entry* same = find(now, old.name)) visit(old, *same);
}

std::string shown(const std::string& initial) { return initial.empty() ? "none" : initial; }

/// Every list of fields that both sides have, with how people call it.
template <typename Visit>
void each_field_pair(const Comparison& comparison, const Visit& visit) {
  const auto fields = [&](const std::vector<Field>& before, const std::vector<Field>& now, const std::string& owner) {
    for (const Field& field : now)
      if (const Field* was = find_field(before, field.name)) visit(*was, field, owner);
  };
  each_pair(comparison.before.commands, comparison.now.commands, [&](const Callable& before, const Callable& now) {
    fields(before.fields, now.fields, "command `" + now.name + "`");
  });
  each_pair(comparison.before.projections, comparison.now.projections,
            [&](const Projection& before, const Projection& now) {
              fields(before.fields, now.fields, "projection `" + now.name + "`");
            });
  for (const Versioned& before : comparison.before.layouts) {
    const Versioned* now = find(comparison.now.layouts, before.kind, before.name);
    if (now == nullptr) continue;
    for (const Layout& layout : before.versions)
      if (const Layout* same = now->find(layout.version))
        fields(layout.fields, same->fields, title(before, layout.version));
  }
}

bool same_keys(const Projection& before, const Projection& now) {
  return std::equal(before.keys.begin(), before.keys.end(), now.keys.begin(), now.keys.end(), same_stored);
}

/// Whether `old.name` stands in the text as a word.
bool reads(const std::string& text, const std::string& name) {
  const std::string word = "old." + name;
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

bool any_reads(const std::vector<std::string>& lines, const std::string& name) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return reads(line, name); });
}

/// The prints of `now` that `before` has not, or has otherwise; those that are gone are passed with null.
template <typename Visit>
void each_change(const std::vector<Print>& before, const std::vector<Print>& now, const Visit& visit) {
  for (const Print& print : now) {
    const Print* was = find(before, print.name);
    if (was == nullptr || was->print != print.print) visit(was, &print);
  }
  for (const Print& print : before)
    if (find(now, print.name) == nullptr) visit(&print, nullptr);
}

}  // namespace

void default_changed(const Comparison& comparison, Findings& findings) {
  each_field_pair(comparison, [&](const Field& before, const Field& now, const std::string& owner) {
    if (before.initial == now.initial) return;
    findings.report(kDefaultChanged, now.span, now.name, owner, shown(before.initial), shown(now.initial))
        .label(before.span, "released here");
  });
}

void constraint_tightened(const Comparison& comparison, Findings& findings) {
  const auto report = [&](const std::string& name, const std::string& owner, Span before, Span now) {
    findings.report(kConstraintTightened, now, name, owner)
        .label(before, "released here")
        .note("what was accepted may be refused now; what is stored is not checked again");
  };
  each_field_pair(comparison, [&](const Field& before, const Field& now, const std::string& owner) {
    if (before.where != now.where && !now.where.empty()) report(now.name, owner, before.span, now.span);
  });
  each_pair(comparison.before.ids, comparison.now.ids, [&](const Id& before, const Id& now) {
    if (before.where != now.where && !now.where.empty()) report("it", "id `" + now.name + "`", before.span, now.span);
  });
}

void fold_changed(const Comparison& comparison, Findings& findings) {
  constexpr const char* kRebuilt = "its fingerprint is another: what was derived from history is derived anew";
  each_pair(comparison.before.aggregates, comparison.now.aggregates,
            [&](const Aggregate& before, const Aggregate& now) {
              if (before.state != now.state)
                findings.report(kFoldChanged, now.span, "state", now.name)
                    .at_primary("the layout or a default of the state has changed")
                    .label(before.span, "released here")
                    .note(kRebuilt);
              each_change(before.handlers, now.handlers, [&](const Print* was, const Print* is) {
                // A handler that comes or goes with its event changes nothing that is stored; one of an event that is
                // released does.
                const std::string event = now.name + "." + (is != nullptr ? is : was)->name;
                if (find(comparison.before.layouts, LayoutKind::Event, event) == nullptr) return;
                Diagnostic& report = findings.report(kFoldChanged, is != nullptr ? is->span : now.span,
                                                     (is != nullptr ? is : was)->name, now.name);
                if (was != nullptr) report.label(was->span, "released here");
                report.note(kRebuilt);
              });
            });
  each_pair(
      comparison.before.projections, comparison.now.projections, [&](const Projection& before, const Projection& now) {
        // Other keys are other rows, whatever is done to them: projection-key-changed says so.
        if (!same_keys(before, now)) return;
        each_change(before.handlers, now.handlers, [&](const Print* was, const Print* is) {
          findings.report(kFoldChanged, is != nullptr ? is->span : now.span, (is != nullptr ? is : was)->name, now.name)
              .label(was != nullptr ? was->span : before.span, "released here")
              .note(kRebuilt);
        });
      });
}

void invariant_added(const Comparison& comparison, Findings& findings) {
  each_pair(
      comparison.before.aggregates, comparison.now.aggregates, [&](const Aggregate& before, const Aggregate& now) {
        each_change(before.invariants, now.invariants, [&](const Print*, const Print* is) {
          if (is == nullptr) return;
          findings.report(kInvariantAdded, is->span, is->name, now.name)
              .label(before.span, "released without it")
              .note(
                  "a state that history leads to may break it; commands on such a stream are rejected until it holds");
        });
      });
}

void projection_key_changed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.projections, comparison.now.projections,
            [&](const Projection& before, const Projection& now) {
              if (same_keys(before, now)) return;
              findings.report(kProjectionKeyChanged, now.span, now.name)
                  .label(before.span, "released here")
                  .note("it is built anew beside the old one, and takes its place when it has caught up");
            });
}

void query_changed(const Comparison& comparison, Findings& findings) {
  const auto same = [](const Field& a, const Field& b) { return a.name == b.name && a.type == b.type; };
  const auto kept = [&](const std::vector<Field>& before, const std::vector<Field>& now) {
    return std::all_of(before.begin(), before.end(), [&](const Field& field) {
      const Field* found = find_field(now, field.name);
      return found != nullptr && same(field, *found);
    });
  };
  each_pair(comparison.before.queries, comparison.now.queries, [&](const Callable& before, const Callable& now) {
    // Where other parameters are asked for, or results have gone, other rules say so.
    const bool asks_the_same = kept(before.fields, now.fields) && kept(now.fields, before.fields);
    if (before.print == now.print || !asks_the_same) return;
    if (before.selects && !kept(before.results, now.results)) return;
    findings.report(kQueryChanged, now.span, now.name)
        .label(before.span, "released here")
        .note("callers compile as before");
  });
}

void process_step_removed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.processes, comparison.now.processes, [&](const Process& before, const Process& now) {
    for (const Print& step : before.steps) {
      if (find(now.steps, step.name) != nullptr) continue;
      findings.report(kProcessStepRemoved, now.span, step.name, now.name)
          .label(step.span, "released here")
          .note("what an instance still waits for goes to the dead letters")
          .help("keep the step until no instance waits for it");
    }
  });
}

void timeout_changed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.processes, comparison.now.processes, [&](const Process& before, const Process& now) {
    for (const Timer& timer : now.timers) {
      const Timer* was = find(before.timers, timer.name);
      if (was == nullptr || was->after == timer.after) continue;
      findings.report(kTimeoutChanged, timer.span, timer.name, now.name, was->after, timer.after)
          .label(was->span, "released here")
          .note("timers that run already keep their time");
    }
  });
}

void upcast_lossy(const Comparison& comparison, Findings& findings) {
  for (const Versioned& now : comparison.now.layouts) {
    const Versioned* before = find(comparison.before.layouts, now.kind, now.name);
    for (std::size_t i = 1; i < now.versions.size(); ++i) {
      const Layout& layout = now.versions[i];
      const Layout& older = now.versions[i - 1];
      // Said once, when the version is new.
      const bool released = before != nullptr && before->find(layout.version) != nullptr;
      if (!layout.from || released) continue;
      for (const Field& field : older.fields) {
        if (any_reads(*layout.from, field.name)) continue;
        findings
            .report(kUpcastLossy, layout.span, field.name,
                    title(now, older.version).substr(0, title(now, 0).size() - 3), std::to_string(older.version),
                    std::to_string(layout.version))
            .label(field.span, "never seen again")
            .note("what is stored keeps it; nobody who reads the event does");
      }
    }
  }
}

void upcast_changed(const Comparison& comparison, Findings& findings) {
  for (const Versioned& before : comparison.before.layouts) {
    const Versioned* now = find(comparison.now.layouts, before.kind, before.name);
    if (now == nullptr) continue;
    const auto report = [&](const Layout& is, Span was) {
      findings.report(kUpcastChanged, is.span, to_text(now->kind), now->name, std::to_string(is.version))
          .label(was, "released here")
          .note("older events say something else from now on; what was derived from them is derived anew");
    };
    for (const Layout& layout : before.versions) {
      const Layout* same = now->find(layout.version);
      if (same != nullptr && layout.from && same->from && *layout.from != *same->from) report(*same, layout.span);
    }
    if (before.becomes && now->becomes && *before.becomes != *now->becomes && !now->versions.empty())
      report(now->versions.back(), before.span);
  }
}

void enum_member_renamed(const Comparison& comparison, Findings& findings) {
  each_pair(comparison.before.enums, comparison.now.enums, [&](const Enum& before, const Enum& now) {
    for (const Member& member : now.members) {
      if (member.is_gone || !before.is_held) continue;
      const auto was = std::find_if(before.members.begin(), before.members.end(),
                                    [&](const Member& other) { return other.number == member.number; });
      const bool moved = was != before.members.end() &&
                         std::any_of(now.members.begin(), now.members.end(),
                                     [&](const Member& other) { return !other.is_gone && other.name == was->name; });
      if (was == before.members.end() || was->is_gone || was->name == member.name || moved) continue;
      findings.report(kEnumMemberRenamed, member.span, now.name, member.name, was->name)
          .label(was->span, "released here")
          .note("the number is the same, so events that are stored say `" + member.name +
                "` from now on; so does JSON");
    }
  });
}

}  // namespace cqrsc::compat
