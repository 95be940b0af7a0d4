// What would make history unreadable, or make it say something else: events and where they lead.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

/// The events that both sides have.
template <typename Visit>
void each_event(const Comparison& comparison, const Visit& visit) {
  for (const Versioned& before : comparison.before.layouts) {
    if (before.kind != LayoutKind::Event) continue;
    if (const Versioned* now = find(comparison.now.layouts, before.kind, before.name)) visit(before, *now);
  }
}

/// The first difference of two layouts; a mark that is gone is personal-mark-removed's to report.
struct Difference {
  const Field* before = nullptr;  ///< null: a new field
  const Field* now = nullptr;     ///< null: a field that is gone
};

bool same_but_for_lost_mark(const Field& before, const Field& now) {
  Field marked = now;
  if (before.personal && !now.personal) marked.personal = before.personal;
  return same_stored(before, marked);
}

std::vector<Difference> differences(const Layout& before, const Layout& now) {
  std::vector<Difference> result;
  for (const Field& field : before.fields) {
    const Field* same = find_field(now.fields, field.name);
    if (same == nullptr || !same_but_for_lost_mark(field, *same)) result.push_back({&field, same});
  }
  for (const Field& field : now.fields)
    if (find_field(before.fields, field.name) == nullptr) result.push_back({nullptr, &field});
  if (!result.empty()) return result;
  for (std::size_t i = 0; i < before.fields.size() && i < now.fields.size(); ++i)
    if (before.fields[i].name != now.fields[i].name) return {{&before.fields[i], &now.fields[i]}};
  return result;
}

std::string versioned_name(const std::string& type) {
  const std::size_t begin = type.find_last_of("<, ", type.find(" v") == std::string::npos ? 0 : type.find(" v") - 1);
  const std::size_t from = begin == std::string::npos ? 0 : begin + 1;
  return type.substr(from, type.find(" v") - from);
}

void describe(Diagnostic& report, const Versioned& event, const Layout& now, const std::vector<Difference>& found) {
  const Difference& first = found.front();
  if (first.before != nullptr && first.now != nullptr && first.before->name != first.now->name) {
    report.at_primary("stands in the place of `" + first.before->name + "`");
    report.label(first.before->span, "the order of fields is the order of their bytes");
  } else {
    for (const Difference& one : found) {
      if (one.now == nullptr)
        report.label(one.before->span, "`" + line_of(*one.before) + "` was released");
      else if (one.before == nullptr)
        report.label(one.now->span, "this is new");
      else
        report.label(one.now->span, "now `" + line_of(*one.now) + "`")
            .label(one.before->span, "released as `" + line_of(*one.before) + "`");
    }
  }
  const bool by_type = std::all_of(found.begin(), found.end(), [](const Difference& one) {
    return one.before != nullptr && one.now != nullptr && differs_by_version(one.before->type, one.now->type);
  });
  if (by_type) {
    report.note("`" + versioned_name(first.now->type) + "` has a new version, and so need the events that hold it");
  } else {
    report.note("a released layout never changes, because events that are stored have it");
  }
  report.help("`cqrsc evolve " + event.name + "` keeps v" + std::to_string(now.version) +
              " as it was released, and makes v" + std::to_string(now.version + 1) + " of what is written now");
}

/// Events and versions that one leads to, as the lines of an outcome name them: `Account.OwnerRenamed v1 { … }`.
std::vector<std::string> targets_of(const Versioned& event, const Layout& layout) {
  if (&layout != &event.versions.back()) return {event.name + " v" + std::to_string(layout.version + 1)};
  std::vector<std::string> result;
  if (!event.becomes) return result;
  for (const std::string& line : *event.becomes) {
    const std::size_t begin = line.find_first_not_of(' ');
    const std::size_t end = line.find(" {", begin);
    if (begin == std::string::npos || end == std::string::npos) continue;
    const std::string name = line.substr(begin, end - begin);
    if (!name.starts_with("if ")) result.push_back(name);
  }
  return result;
}

/// Walks where versions lead, depth first, and finds the one that a way comes back to.
class Circle {
 public:
  explicit Circle(const Context& context) {
    for (const Versioned& versioned : context.layouts)
      if (versioned.kind == LayoutKind::Event)
        for (const Layout& layout : versioned.versions)
          nodes_[versioned.name + " v" + std::to_string(layout.version)] = {&versioned, &layout, State::New};
  }
  void find(const std::function<void(const Versioned&, const Layout&)>& found) {
    for (auto& [name, node] : nodes_)
      if (node.state == State::New) walk(node, found);
  }

 private:
  enum class State : std::uint8_t { New, Open, Done };
  struct Node {
    const Versioned* event = nullptr;
    const Layout* layout = nullptr;
    State state = State::New;
  };
  struct Step {
    Node* node = nullptr;
    std::vector<std::string> targets;
  };

  // With a stack of its own: a chain of versions may be thousands long.
  void walk(Node& start, const std::function<void(const Versioned&, const Layout&)>& found) {
    std::vector<Step> steps;
    const auto enter = [&](Node& node) {
      node.state = State::Open;
      steps.push_back({&node, targets_of(*node.event, *node.layout)});
    };
    enter(start);
    while (!steps.empty()) {
      if (steps.back().targets.empty()) {
        steps.back().node->state = State::Done;
        steps.pop_back();
        continue;
      }
      const auto next = nodes_.find(steps.back().targets.back());
      steps.back().targets.pop_back();
      if (next == nodes_.end()) continue;
      if (next->second.state == State::Open) found(*next->second.event, *next->second.layout);
      if (next->second.state == State::New) enter(next->second);
    }
  }

  std::map<std::string, Node> nodes_;
};

bool sets(const std::vector<std::string>& lines, const std::string& name) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
    return line.compare(begin, name.size() + 1, name + " ") == 0;
  });
}

}  // namespace

void event_version_sealed(const Comparison& comparison, Findings& findings) {
  each_event(comparison, [&](const Versioned& before, const Versioned& now) {
    for (const Layout& released : before.versions) {
      const Layout* layout = now.find(released.version);
      if (layout == nullptr) continue;
      const auto found = differences(released, *layout);
      if (found.empty()) continue;
      const Field* first = found.front().now;
      Diagnostic& report = findings.report(kEventVersionSealed, first != nullptr ? first->span : layout->span, now.name,
                                           std::to_string(released.version));
      describe(report, now, *layout, found);
    }
  });
}

void event_deleted_not_retired(const Comparison& comparison, Findings& findings) {
  for (const Versioned& before : comparison.before.layouts) {
    if (before.kind != LayoutKind::Event || find(comparison.now.layouts, before.kind, before.name) != nullptr) continue;
    const std::string owner = owner_of(before.name);
    const Aggregate* old_owner = find(comparison.before.aggregates, owner);
    if (old_owner != nullptr && renamed_to(comparison, *old_owner) != nullptr) continue;
    const Aggregate* aggregate = find(comparison.now.aggregates, owner);
    const std::string name = before.name.substr(owner.empty() ? 0 : owner.size() + 1);
    Diagnostic& report = findings.report(kEventDeletedNotRetired,
                                         aggregate != nullptr ? aggregate->span : comparison.now.span, before.name);
    report.label(before.span, "released here").note("streams hold it for ever");
    report.help("keep every version of it, and let the last one be `retired event " + name + " v" +
                std::to_string(before.versions.back().version) + " { … } becomes nothing`, or what it means today");
  }
}

void version_gap(const Comparison& comparison, Findings& findings) {
  for (const Versioned& before : comparison.before.layouts) {
    const Versioned* now = find(comparison.now.layouts, before.kind, before.name);
    if (now == nullptr) continue;  // all of it is gone: another rule's
    for (const Layout& released : before.versions) {
      if (now->find(released.version) != nullptr) continue;
      findings
          .report(kReleasedVersionMissing, now->span, to_text(before.kind), before.name,
                  std::to_string(released.version))
          .label(released.span, "released here")
          .help("older versions stay in the file, below the newer ones; `cqrsc evolve` moves them there");
    }
  }
}

void upcast_missing(const Comparison& comparison, Findings& findings) {
  for (const Versioned& versioned : comparison.now.layouts) {
    for (std::size_t i = 1; i < versioned.versions.size(); ++i) {
      const Layout& layout = versioned.versions[i];
      if (layout.from) continue;
      const std::uint32_t older = versioned.versions[i - 1].version;
      findings
          .report(kReleasedUpcastMissing, layout.span, to_text(versioned.kind), versioned.name, std::to_string(older))
          .help("v" + std::to_string(layout.version) + " says how it comes `from v" + std::to_string(older) + "`");
    }
    if (!versioned.is_retired || versioned.becomes || versioned.versions.empty()) continue;
    findings
        .report(kReleasedUpcastMissing, versioned.span, to_text(versioned.kind), versioned.name,
                std::to_string(versioned.versions.back().version))
        .help("a retired event says what it `becomes`: events of its aggregate, or `nothing`");
  }
}

void upcast_incomplete(const Comparison& comparison, Findings& findings) {
  for (const Versioned& versioned : comparison.now.layouts) {
    for (std::size_t i = 1; i < versioned.versions.size(); ++i) {
      const Layout& layout = versioned.versions[i];
      if (!layout.from) continue;
      const auto report = [&](const std::string& name, Span span) {
        findings
            .report(kReleasedUpcastIncomplete, span, to_text(versioned.kind), versioned.name,
                    std::to_string(layout.version), name)
            .help("the mapping needs a line `" + name + (layout.fields.empty() ? " => …`" : " = …`"));
      };
      for (const Field& field : layout.fields)
        if (!sets(*layout.from, field.name)) report(field.name, field.span);
      for (const Member& alternative : versioned.versions[i - 1].alternatives)
        if (!sets(*layout.from, alternative.name)) report(alternative.name, layout.span);
    }
  }
}

void upcast_cycle(const Comparison& comparison, Findings& findings) {
  Circle(comparison.now).find([&](const Versioned& event, const Layout& layout) {
    findings.report(kReleasedUpcastCycle, layout.span, event.name, std::to_string(layout.version))
        .help("every way has to end at an event that is not retired, or at `nothing`");
  });
}

void retired_name_reused(const Comparison& comparison, Findings& findings) {
  each_event(comparison, [&](const Versioned& before, const Versioned& now) {
    if (!before.is_retired || now.is_retired) return;
    findings.report(kRetiredNameReused, now.span, now.name)
        .label(before.span, "retired here")
        .note("streams still hold events of this name that mean something else")
        .help("give the new event another name");
  });
}

void personal_mark_removed(const Comparison& comparison, Findings& findings) {
  each_event(comparison, [&](const Versioned& before, const Versioned& now) {
    for (const Layout& layout : now.versions) {
      // A released version against itself; a new one against the one that it comes from.
      const Layout* same = before.find(layout.version);
      const Layout* older = same != nullptr ? same : now.find(layout.version - 1);
      if (older == nullptr) continue;
      for (const Field& field : layout.fields) {
        const Field* was = find_field(older->fields, field.name);
        if (was == nullptr || !was->personal || field.personal) continue;
        findings.report(kPersonalMarkRemoved, field.span, field.name, title(now, layout.version))
            .label(was->span, "personal here")
            .note("what is marked can be erased for one person; a copy without the mark cannot")
            .help("add `@personal`");
      }
    }
  });
}

}  // namespace cqrsc::compat
