// What would make history unreadable, or make it say something else: types, numbers and names of streams.
#include <algorithm>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

const Member* by_number(const Enum& enumeration, std::uint32_t number) {
  const auto found = std::find_if(enumeration.members.begin(), enumeration.members.end(),
                                  [&](const Member& member) { return member.number == number; });
  return found == enumeration.members.end() ? nullptr : &*found;
}
const Member* by_name(const Enum& enumeration, const std::string& name) {
  const auto found = std::find_if(enumeration.members.begin(), enumeration.members.end(),
                                  [&](const Member& member) { return member.name == name; });
  return found == enumeration.members.end() ? nullptr : &*found;
}

bool same_fields(const std::vector<Field>& before, const std::vector<Field>& now) {
  return std::equal(before.begin(), before.end(), now.begin(), now.end(), same_stored);
}

bool same_alternatives(const Layout& before, const Layout& now) {
  return std::equal(before.alternatives.begin(), before.alternatives.end(), now.alternatives.begin(),
                    now.alternatives.end(), [](const Member& a, const Member& b) {
                      return a.name == b.name && a.number == b.number && same_fields(a.fields, b.fields);
                    });
}

/// The place of the first field that differs, on both sides; of the layouts where one is missing.
std::pair<Span, Span> place_of_change(const Layout& before, const Layout& now) {
  for (std::size_t i = 0; i < std::max(before.fields.size(), now.fields.size()); ++i) {
    const Field* old = i < before.fields.size() ? &before.fields[i] : nullptr;
    const Field* field = i < now.fields.size() ? &now.fields[i] : nullptr;
    if (old != nullptr && field != nullptr && same_stored(*old, *field)) continue;
    return {old != nullptr ? old->span : before.span, field != nullptr ? field->span : now.span};
  }
  for (std::size_t i = 0; i < std::min(before.alternatives.size(), now.alternatives.size()); ++i) {
    const Member& old = before.alternatives[i];
    const Member& alternative = now.alternatives[i];
    if (old.name != alternative.name || old.number != alternative.number ||
        !same_fields(old.fields, alternative.fields))
      return {old.span, alternative.span};
  }
  return {before.span, now.span};
}

bool is_key(const Comparison& comparison, const std::string& id) {
  return std::any_of(comparison.now.aggregates.begin(), comparison.now.aggregates.end(),
                     [&](const Aggregate& aggregate) { return aggregate.key == id; });
}

void ids_changed(const Comparison& comparison, Findings& findings) {
  for (const Id& before : comparison.before.ids) {
    const Id* now = find(comparison.now.ids, before.name);
    if (now == nullptr || now->base == before.base || is_key(comparison, before.name)) continue;
    findings.report(kStoredTypeChanged, now->span, "id `" + before.name + "`")
        .at_primary("a " + now->base)
        .label(before.span, "was a " + before.base)
        .help("declare another id, and let new versions of the events that hold `" + before.name + "` hold that one");
  }
}

void names_changed(const Comparison& comparison, Findings& findings) {
  // What was an id, an enum or a value may have become something else under its name.
  const auto report = [&](const std::string& what, Span now, Span before) {
    findings.report(kStoredTypeChanged, now, what)
        .at_primary("something else under this name")
        .label(before, "released here")
        .help("give the new type a name of its own");
  };
  for (const Id& before : comparison.before.ids)
    if (const Enum* now = find(comparison.now.enums, before.name))
      report("id `" + before.name + "`", now->span, before.span);
  for (const Enum& before : comparison.before.enums)
    if (const Id* now = find(comparison.now.ids, before.name); now != nullptr && before.is_held)
      report("enum `" + before.name + "`", now->span, before.span);
  for (const Versioned& before : comparison.before.layouts) {
    if (before.kind == LayoutKind::Event) continue;
    const LayoutKind other = before.kind == LayoutKind::Value ? LayoutKind::Union : LayoutKind::Value;
    if (const Versioned* now = find(comparison.now.layouts, other, before.name))
      report(std::string(to_text(before.kind)) + " `" + before.name + "`", now->span, before.span);
  }
}

}  // namespace

void stored_type_changed(const Comparison& comparison, Findings& findings) {
  for (const Versioned& before : comparison.before.layouts) {
    if (before.kind == LayoutKind::Event) continue;
    const Versioned* now = find(comparison.now.layouts, before.kind, before.name);
    if (now == nullptr) continue;
    for (const Layout& released : before.versions) {
      const Layout* layout = now->find(released.version);
      if (layout == nullptr || !released.is_held) continue;
      if (same_fields(released.fields, layout->fields) && same_alternatives(released, *layout)) continue;
      const auto [was, is] = place_of_change(released, *layout);
      findings.report(kStoredTypeChanged, is, title(*now, released.version))
          .at_primary("changed here")
          .label(was, "released like this")
          .note("events that are stored hold it, so its layout never changes")
          .help("`cqrsc evolve " + now->name + "` keeps v" + std::to_string(released.version) +
                " as it was released, and makes a new version, also of the events that hold it");
    }
  }
  ids_changed(comparison, findings);
  names_changed(comparison, findings);
}

void enum_number_changed(const Comparison& comparison, Findings& findings) {
  for (const Enum& before : comparison.before.enums) {
    const Enum* now = find(comparison.now.enums, before.name);
    if (now == nullptr || !before.is_held) continue;
    for (const Member& member : before.members) {
      const Member* same = member.is_gone ? nullptr : by_name(*now, member.name);
      if (same == nullptr || same->number == member.number) continue;
      findings
          .report(kEnumNumberChanged, same->span, now->name, same->name, std::to_string(member.number),
                  std::to_string(same->number))
          .label(member.span, "released with this number")
          .note("what is stored is the number")
          .help("give it back the number " + std::to_string(member.number));
    }
  }
}

void enum_number_reused(const Comparison& comparison, Findings& findings) {
  for (const Enum& before : comparison.before.enums) {
    const Enum* now = find(comparison.now.enums, before.name);
    if (now == nullptr || !before.is_held) continue;
    for (const Member& member : before.members) {
      const Member* same = by_number(*now, member.number);
      if (same == nullptr || same->name == member.name || same->is_gone) continue;
      // A member that is still there under another number, or one that was gone: the number was free for nobody. What
      // is left is a member that got another name.
      if (!member.is_gone && by_name(*now, member.name) == nullptr) continue;
      findings.report(kEnumNumberReused, same->span, std::to_string(member.number), now->name, member.name)
          .label(member.span, member.is_gone ? "released, and gone since" : "released here")
          .note("events that are stored still mean the old member by it")
          .help("give `" + same->name + "` a number that was never used");
    }
  }
}

void stream_renamed(const Comparison& comparison, Findings& findings) {
  for (const Aggregate& before : comparison.before.aggregates) {
    const Aggregate* now = renamed_to(comparison, before);
    if (now == nullptr) continue;
    findings.report(kStreamRenamed, now->span, now->name, before.name)
        .label(before.span, "released under this name")
        .note("streams are stored under `" + before.stream + "`, and their events under names that begin with it")
        .help("keep `aggregate " + before.name + "`");
  }
}

void key_type_changed(const Comparison& comparison, Findings& findings) {
  for (const Aggregate& before : comparison.before.aggregates) {
    const Aggregate* now = find(comparison.now.aggregates, before.name);
    if (now == nullptr) continue;
    const Id* old_id = find(comparison.before.ids, before.key);
    const Id* new_id = find(comparison.now.ids, now->key);
    // Another name for an id over the same base names the same streams.
    const std::string was = old_id == nullptr ? before.key : old_id->base;
    const std::string is = new_id == nullptr ? now->key : new_id->base;
    if (before.key == now->key ? was == is : old_id != nullptr && new_id != nullptr && was == is) continue;
    findings
        .report(kKeyTypeChanged, new_id != nullptr ? new_id->span : now->span, now->name,
                "`" + before.key + "`, a " + was, "`" + now->key + "`, a " + is)
        .label(old_id != nullptr ? old_id->span : before.span, "released here")
        .help("keep `aggregate " + now->name + " by " + before.key + "`, with `" + before.key + "` a " + was);
  }
}

void extern_revision_sealed(const Comparison& comparison, Findings& findings) {
  for (const Extern& before : comparison.before.externs) {
    const Extern* now = find(comparison.now.externs, before.name);
    if (now == nullptr || now->revision > before.revision) continue;
    const bool same =
        now->revision == before.revision && now->result == before.result &&
        std::equal(before.parameters.begin(), before.parameters.end(), now->parameters.begin(), now->parameters.end(),
                   [](const Field& a, const Field& b) { return a.type == b.type; });
    if (same) continue;
    findings.report(kExternRevisionSealed, now->span, now->name, std::to_string(before.revision))
        .label(before.span, "released here")
        .note("a revision gives the same results for ever, because events may be read by it")
        .help("declare it with `revision " + std::to_string(before.revision + 1) + "`");
  }
}

}  // namespace cqrsc::compat
