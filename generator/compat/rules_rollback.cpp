// What this release writes and the one before cannot read. Going back is safe all the same: an event that is not known
// stops its stream with a typed error, and is read when the newer release returns.
#include <algorithm>
#include <set>

#include "compat/rule_functions.hpp"

namespace cqrsc::compat {
namespace {

/// What new events may hold: current versions of events that are not retired, and all that they hold.
class Written {
 public:
  explicit Written(const Context& context) : context_(context) {
    for (const Versioned& versioned : context.layouts)
      if (versioned.kind == LayoutKind::Event && !versioned.is_retired && !versioned.versions.empty())
        add(versioned, versioned.versions.back());
  }
  /// In the order of the context's layouts, then versions.
  [[nodiscard]] const std::vector<std::pair<const Versioned*, const Layout*>>& all() const { return all_; }

 private:
  void add(const Versioned& versioned, const Layout& layout) {
    if (!seen_.insert(&layout).second) return;
    all_.emplace_back(&versioned, &layout);
    for (const Field& field : layout.fields) add(field.type);
    for (const Member& alternative : layout.alternatives)
      for (const Field& field : alternative.fields) add(field.type);
  }
  /// Every `Name vN` within a type.
  void add(const std::string& type) {
    for (std::size_t begin = 0; begin < type.size();) {
      const std::size_t end = std::min(type.find_first_of("<>,?", begin), type.size());
      const std::string part = type.substr(begin, end - begin);
      const std::size_t version = part.rfind(" v");
      if (version != std::string::npos) {
        const std::size_t name = part.find_first_not_of(' ');
        for (const LayoutKind kind : {LayoutKind::Value, LayoutKind::Union}) {
          const Versioned* held = find(context_.layouts, kind, part.substr(name, version - name));
          const Layout* layout = held == nullptr ? nullptr : held->find(number(part.substr(version + 2)));
          if (layout != nullptr) add(*held, *layout);
        }
      }
      begin = end + 1;
    }
  }
  static std::uint32_t number(const std::string& digits) {
    std::uint32_t result = 0;
    for (const char c : digits)
      result = c >= '0' && c <= '9' ? result * 10 + static_cast<std::uint32_t>(c - '0') : result;
    return result;
  }

  const Context& context_;
  std::set<const Layout*> seen_;
  std::vector<std::pair<const Versioned*, const Layout*>> all_;
};

}  // namespace

void rollback_unknown_layout(const Comparison& comparison, Findings& findings) {
  const Written written(comparison.now);
  for (const auto& [versioned, layout] : written.all()) {
    if (versioned->kind != LayoutKind::Event) continue;  // a value is met only inside of an event
    const Versioned* before = find(comparison.before.layouts, versioned->kind, versioned->name);
    if (before != nullptr && before->find(layout->version) != nullptr) continue;
    findings.report(kRollbackUnknownLayout, layout->span, title(*versioned, layout->version))
        .note("a stream that holds one stops with a typed error, and goes on when this release returns")
        .help("release the reading of it first, and the commands that emit it with the next release");
  }
}

void rollback_other_layout(const Comparison& comparison, Findings& findings) {
  const Written written(comparison.now);
  for (const auto& [versioned, layout] : written.all()) {
    const Versioned* before = find(comparison.before.layouts, versioned->kind, versioned->name);
    const Layout* was = before == nullptr ? nullptr : before->find(layout->version);
    if (was == nullptr) continue;
    const bool same =
        std::equal(was->fields.begin(), was->fields.end(), layout->fields.begin(), layout->fields.end(), same_stored) &&
        std::equal(was->alternatives.begin(), was->alternatives.end(), layout->alternatives.begin(),
                   layout->alternatives.end(), [](const Member& a, const Member& b) {
                     return a.number == b.number &&
                            std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(), same_stored);
                   });
    if (same) continue;
    findings.report(kRollbackOtherLayout, layout->span, title(*versioned, layout->version))
        .label(was->span, "the older release has this")
        .help("one version names one layout: make a new version of it");
  }
}

}  // namespace cqrsc::compat
