#include "compat/schema.hpp"

#include <algorithm>
#include <tuple>

namespace cqrsc::compat {
namespace {

template <typename Entry>
void by_name(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
}

auto key_of(const Versioned& versioned) { return std::tie(versioned.kind, versioned.name); }

}  // namespace

const Layout* Versioned::find(std::uint32_t version) const {
  const auto found = std::lower_bound(versions.begin(), versions.end(), version,
                                      [](const Layout& layout, std::uint32_t v) { return layout.version < v; });
  return found != versions.end() && found->version == version ? &*found : nullptr;
}

const Context* Schema::find(const std::string& name) const { return compat::find(contexts, name); }

void sort(Context& context) {
  by_name(context.aggregates);
  by_name(context.commands);
  by_name(context.errors);
  by_name(context.enums);
  by_name(context.externs);
  by_name(context.ids);
  by_name(context.processes);
  by_name(context.projections);
  by_name(context.queries);
  std::stable_sort(context.layouts.begin(), context.layouts.end(),
                   [](const Versioned& a, const Versioned& b) { return key_of(a) < key_of(b); });
  for (Versioned& versioned : context.layouts)
    std::stable_sort(versioned.versions.begin(), versioned.versions.end(),
                     [](const Layout& a, const Layout& b) { return a.version < b.version; });
  for (Enum& enumeration : context.enums)
    std::stable_sort(enumeration.members.begin(), enumeration.members.end(),
                     [](const Member& a, const Member& b) { return a.number < b.number; });
  for (Aggregate& aggregate : context.aggregates) {
    by_name(aggregate.handlers);
    by_name(aggregate.invariants);
  }
  for (Projection& projection : context.projections) by_name(projection.handlers);
  for (Process& process : context.processes) {
    by_name(process.steps);
    by_name(process.timers);
  }
}

const char* to_text(LayoutKind kind) {
  switch (kind) {
    case LayoutKind::Event: return "event";
    case LayoutKind::Union: return "union";
    case LayoutKind::Value: return "value";
  }
  return "";
}

const Versioned* find(const std::vector<Versioned>& layouts, LayoutKind kind, const std::string& name) {
  const auto found =
      std::lower_bound(layouts.begin(), layouts.end(), std::tie(kind, name),
                       [](const Versioned& versioned, const auto& key) { return key_of(versioned) < key; });
  return found != layouts.end() && found->kind == kind && found->name == name ? &*found : nullptr;
}

const Field* find_field(const std::vector<Field>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace cqrsc::compat
