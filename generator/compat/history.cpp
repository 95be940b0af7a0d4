#include "compat/history.hpp"

#include <algorithm>
#include <set>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

/// What the mapping gives a field, where it says so in a line of its own.
std::string value_of(const std::vector<std::string>& from, const std::string& name) {
  const std::string begin = name + " = ";
  for (const std::string& line : from)
    if (line.starts_with(begin)) return line.substr(begin.size());
  return "";
}

/// What stands in the source, as it stands there, moved to this margin.
std::string written(const SourceMap& sources, Span span, const std::string& margin) {
  const SourceFile& file = sources.file(span);
  const std::uint32_t line_begin = file.line_begin(file.location(span.begin).line);
  const std::string_view line = file.text({span.file, line_begin, span.begin});
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  std::string text = margin;
  std::string_view rest = file.text(span);
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    text += std::string(rest.substr(0, end)) + "\n" + margin;
    rest.remove_prefix(end + 1);
    rest.remove_prefix(std::min({indent, rest.find_first_not_of(' '), rest.size()}));
  }
  return text + std::string(rest) + "\n";
}

/// `old.name` as it is: a field that only got another name.
const Field* renamed(const Layout& older, const Layout& layout, const std::string& value) {
  constexpr std::string_view kOld = "old.";
  if (!value.starts_with(kOld)) return nullptr;
  const Field* field = find_field(older.fields, value.substr(kOld.size()));
  return field != nullptr && find_field(layout.fields, field->name) == nullptr ? field : nullptr;
}

std::string field_changes(const Layout& older, const Layout& layout) {
  static const std::vector<std::string> kNone;
  const std::vector<std::string>& from = layout.from ? *layout.from : kNone;
  std::string text;
  std::set<std::string> used;
  for (const Field& field : layout.fields) {
    const std::string value = value_of(from, field.name);
    const Field* same = find_field(older.fields, field.name);
    const Field* other = same == nullptr ? renamed(older, layout, value) : nullptr;
    if (other != nullptr) {
      used.insert(other->name);
      text += "  ~ " + line_of(field) + ", was " + line_of(*other) + "\n";
    } else if (same == nullptr) {
      text += "  + " + line_of(field) + "\n";
    } else if (!same_stored(*same, field)) {
      text += "  ~ " + line_of(field) + ", was " + same->type + "\n";
    } else if (value != "old." + field.name && !value.empty()) {
      text += "  ~ " + line_of(field) + "\n";
    }
  }
  for (const Field& field : older.fields)
    if (find_field(layout.fields, field.name) == nullptr && used.count(field.name) == 0)
      text += "  - " + line_of(field) + "\n";
  return text;
}

std::string alternative_line(const Member& alternative) {
  std::string text = alternative.name + " = " + std::to_string(alternative.number) + " {";
  for (const Field& field : alternative.fields) text += " " + line_of(field);
  return text + " }";
}

const Member* same_number(const Layout& layout, const Member& member) {
  for (const Member& other : layout.alternatives)
    if (other.number == member.number) return &other;
  return nullptr;
}

std::string alternative_changes(const Layout& older, const Layout& layout) {
  std::string text;
  for (const Member& alternative : layout.alternatives) {
    const Member* same = same_number(older, alternative);
    if (same == nullptr)
      text += "  + " + alternative_line(alternative) + "\n";
    else if (alternative_line(*same) != alternative_line(alternative))
      text += "  ~ " + alternative_line(alternative) + ", was " + alternative_line(*same) + "\n";
  }
  for (const Member& alternative : older.alternatives)
    if (same_number(layout, alternative) == nullptr) text += "  - " + alternative_line(alternative) + "\n";
  return text;
}

std::string version_text(const Versioned& versioned, std::size_t at, const SourceMap& sources) {
  const Layout& layout = versioned.versions[at];
  const bool last = at + 1 == versioned.versions.size();
  std::string text = "v" + std::to_string(layout.version) + (last && !versioned.is_retired ? ", today\n" : "\n");
  if (at == 0) {
    for (const Field& field : layout.fields) text += "    " + line_of(field) + "\n";
    for (const Member& alternative : layout.alternatives) text += "    " + alternative_line(alternative) + "\n";
  } else {
    const Layout& older = versioned.versions[at - 1];
    const std::string changes = field_changes(older, layout) + alternative_changes(older, layout);
    text += changes.empty() ? "    the same fields\n" : changes;
    if (layout.from_span) text += written(sources, *layout.from_span, "  ");
  }
  if (last && versioned.becomes_span) text += "  becomes\n" + written(sources, *versioned.becomes_span, "    ");
  return text;
}

}  // namespace

std::vector<const Versioned*> called(const Context& context, const std::string& name) {
  std::vector<const Versioned*> result;
  for (const Versioned& versioned : context.layouts) {
    if (versioned.name == name) return {&versioned};
    if (versioned.name.ends_with("." + name)) result.push_back(&versioned);
  }
  return result;
}

std::string history_text(const Versioned& versioned, const SourceMap& sources) {
  const std::size_t count = versioned.versions.size();
  std::string text = versioned.is_retired ? "retired " : versioned.is_public ? "public " : "";
  text += std::string(to_text(versioned.kind)) + " " + versioned.name + ": " + std::to_string(count) +
          (count == 1 ? " version\n" : " versions\n");
  for (std::size_t at = count; at-- > 0;) text += "\n" + version_text(versioned, at, sources);
  return text;
}

}  // namespace cqrsc::compat
