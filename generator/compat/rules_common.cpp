// What rules of several classes ask.
#include <algorithm>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

/// The type without the versions of values and unions.
std::string unversioned(const std::string& type) {
  std::string result;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const bool begins =
        type[i] == ' ' && i + 2 < type.size() && type[i + 1] == 'v' && type[i + 2] >= '0' && type[i + 2] <= '9';
    if (!begins) {
      result += type[i];
      continue;
    }
    for (++i; i + 1 < type.size() && type[i + 1] >= '0' && type[i + 1] <= '9';) ++i;
  }
  return result;
}

}  // namespace

const Aggregate* renamed_to(const Comparison& comparison, const Aggregate& before) {
  if (find(comparison.now.aggregates, before.name) != nullptr) return nullptr;
  const auto has_event_of = [&](const Aggregate& now) {
    return std::any_of(comparison.before.layouts.begin(), comparison.before.layouts.end(), [&](const Versioned& event) {
      return event.kind == LayoutKind::Event && owner_of(event.name) == before.name &&
             find(comparison.now.layouts, LayoutKind::Event, now.name + event.name.substr(before.name.size())) !=
                 nullptr;
    });
  };
  for (const Aggregate& now : comparison.now.aggregates)
    if (find(comparison.before.aggregates, now.name) == nullptr && has_event_of(now)) return &now;
  return nullptr;
}

std::string owner_of(const std::string& event) {
  const std::size_t dot = event.rfind('.');
  return dot == std::string::npos ? "" : event.substr(0, dot);
}

std::string title(const Versioned& versioned, std::uint32_t version) {
  return std::string(to_text(versioned.kind)) + " `" + versioned.name + "` v" + std::to_string(version);
}

std::string line_of(const Field& field) {
  std::string text = field.name + ": " + field.type;
  if (field.personal) text += field.personal->empty() ? " @personal" : " @personal(subject = " + *field.personal + ")";
  return text + (field.is_tag ? " @tag" : "");
}

bool same_stored(const Field& before, const Field& now) {
  return before.name == now.name && before.type == now.type && before.personal == now.personal &&
         before.is_tag == now.is_tag;
}

bool differs_by_version(const std::string& before, const std::string& now) {
  return before != now && unversioned(before) == unversioned(now);
}

}  // namespace cqrsc::compat
