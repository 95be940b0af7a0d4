#include <algorithm>
#include <set>

#include "model/history.hpp"
#include "plan/files.hpp"
#include "plan/records.hpp"
#include "plan/type_order.hpp"
#include "plan/upcasts.hpp"

// What was stored once: layouts that are not today's, each in the namespace of its version.

namespace cqrsc::plan {

using namespace model;

namespace {

/// The layouts of one version that stand beside each other in the files.
struct Group {
  std::uint32_t version = 0;
  List types;
  List events;
  bool has_unions = false;
};

class Groups {
 public:
  explicit Groups(const Symbols& symbols) : symbols_(symbols) {}

  void add(const StoredType& type) {
    const std::uint32_t version = version_of(type);
    group(version).types.emplace_back(type_data(names(version), type));
    if (std::holds_alternative<const UnionVersion*>(type)) group(version).has_unions = true;
  }
  void add(const EventVersion& event) {
    const Symbols& inside = names(event.version);
    group(event.version).events.emplace_back(event_data(inside, event));
  }

  List data() && {
    List list;
    for (Group& one : groups_) {
      list.emplace_back(Record{{"version", "v" + std::to_string(one.version)},
                               {"types", std::move(one.types)},
                               {"has_unions", one.has_unions},
                               {"has_events", !one.events.empty()},
                               {"events", std::move(one.events)}});
    }
    return list;
  }

 private:
  Group& group(std::uint32_t version) {
    if (groups_.empty() || groups_.back().version != version) groups_.push_back({version, {}, {}});
    return groups_.back();
  }
  const Symbols& names(std::uint32_t version) {
    if (version_ != version) inside_.emplace(symbols_.inside(version));
    version_ = version;
    return *inside_;
  }

  const Symbols& symbols_;
  std::uint32_t version_ = 0;
  std::optional<Symbols> inside_;
  std::vector<Group> groups_;
};

template <class Version>
void by_version(std::vector<const Version*>& versions) {
  std::stable_sort(versions.begin(), versions.end(),
                   [](const Version* a, const Version* b) { return a->version < b->version; });
}

std::vector<const EventVersion*> all_old_events(const Context& context) {
  std::vector<const EventVersion*> events;
  for (const Aggregate& aggregate : context.aggregates) {
    for (const EventVersion* event : old_events(aggregate)) events.push_back(event);
  }
  by_version(events);
  return events;
}

}  // namespace

std::vector<StoredType> old_types(const Context& context) {
  std::vector<StoredType> types;
  const auto add = [&](const auto& declared) {
    for (const auto& version : declared.versions) {
      if (&version != &declared.current()) types.emplace_back(&version);
    }
  };
  for (const Value& value : context.values) add(value);
  for (const Union& one : context.unions) add(one);
  std::stable_sort(types.begin(), types.end(),
                   [](const StoredType& a, const StoredType& b) { return version_of(a) < version_of(b); });
  return ordered(types);
}

std::vector<const EventVersion*> old_events(const Aggregate& aggregate) {
  std::vector<const EventVersion*> events;
  for (const Event& event : aggregate.events) {
    for (const EventVersion& version : event.versions) {
      if (!is_current(version)) events.push_back(&version);
    }
  }
  return events;
}

namespace {

/// From each older version of a value or union to each newer one, beside the older one, what it holds before itself.
List type_upcasts(const Symbols& symbols, const Context& context) {
  List groups;
  std::uint32_t version = 0;
  List functions;
  const auto close = [&] {
    if (!functions.empty())
      groups.emplace_back(Record{{"version", "v" + std::to_string(version)}, {"functions", std::move(functions)}});
    functions = {};
  };
  for (const StoredType& type : old_types(context)) {
    if (version_of(type) != version) close();
    version = version_of(type);
    const Symbols inside = symbols.inside(version);
    const auto add = [&](const auto& from, const auto& versions) {
      for (auto to = versions.begin() + from.version; to != versions.end(); ++to) {
        functions.emplace_back(Record{{"place", place_text(symbols.model(), from.location)},
                                      {"text", upcast_function(inside, from, *to).text}});
      }
    };
    if (const auto* value = std::get_if<const ValueVersion*>(&type)) {
      add(**value, (*value)->value->versions);
    } else {
      const UnionVersion& one = *std::get<const UnionVersion*>(type);
      add(one, one.owner->versions);
    }
  }
  close();
  return groups;
}

}  // namespace

bool has_history(const Context& context) { return !old_types(context).empty() || !all_old_events(context).empty(); }

void plan_history(const Symbols& symbols, Plan& plan) {
  const Context& context = symbols.model().context();
  Groups groups(symbols);
  for (const StoredType& type : old_types(context)) groups.add(type);
  for (const EventVersion* event : all_old_events(context)) groups.add(*event);

  List list = std::move(groups).data();
  Record data = common_data(symbols);
  data.add("has_history", !list.empty()).add("groups", std::move(list)).add("upcasts", type_upcasts(symbols, context));
  const std::string path = Symbols::directory_of(context) + "/history";
  plan.files.push_back({path + ".hpp", "file_history", data});
  plan.files.push_back({path + "_views.hpp", "file_history_views", data});
  plan.files.push_back({path + ".cpp", "file_history_source", std::move(data)});
}

}  // namespace cqrsc::plan
