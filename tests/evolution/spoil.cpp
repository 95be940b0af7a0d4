#include <algorithm>

#include "edits.hpp"
#include "layouts.hpp"

namespace evolution {
namespace {

class Spoiler {
 public:
  Spoiler(Random& random, Domain& domain) : random_(random), domain_(domain) {}

  std::string spoil() {
    using Way = std::string (Spoiler::*)();
    static const std::vector<Way> kWays = {
        &Spoiler::field_added,    &Spoiler::field_removed,   &Spoiler::field_retyped,     &Spoiler::field_renamed,
        &Spoiler::fields_swapped, &Spoiler::version_deleted, &Spoiler::event_deleted,     &Spoiler::version_skipped,
        &Spoiler::field_open,     &Spoiler::type_open,       &Spoiler::name_used_again,   &Spoiler::number_changed,
        &Spoiler::number_reused,  &Spoiler::value_changed,   &Spoiler::aggregate_renamed, &Spoiler::key_changed,
        &Spoiler::circle,         &Spoiler::outcome_open,    &Spoiler::old_value_kept,    &Spoiler::value_alone,
        &Spoiler::field_missing,  &Spoiler::none_forgotten,  &Spoiler::narrowed,          &Spoiler::union_changed,
        &Spoiler::arm_missing};
    return (this->*random_.pick(kWays))();
  }

 private:
  Event& some_event() {
    std::vector<Event*> events;
    for (auto& [name, event] : domain_.events) events.push_back(&event);
    return *random_.pick(events);
  }
  Event& some_current() {
    std::vector<Event*> events;
    for (auto& [name, event] : domain_.events)
      if (is_current(event)) events.push_back(&event);
    return *random_.pick(events);
  }
  Layout& some_layout(Event& event) {
    auto at = event.versions.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(random_.below(event.versions.size())));
    return at->second;
  }
  /// A version after the newest, so far with the same fields.
  Layout& next_version(Event& event) {
    Layout next{event.current().fields, {}};
    return event.versions[event.newest() + 1] = std::move(next);
  }
  /// A field that satisfies, or null.
  template <class Wanted>
  Field* some_field(Layout& layout, Wanted wanted) {
    std::vector<Field*> fields;
    for (Field& field : layout.fields)
      if (wanted(field)) fields.push_back(&field);
    return fields.empty() ? nullptr : random_.pick(fields);
  }
  Field* some_field(Layout& layout) {
    return some_field(layout, [](const Field&) { return true; });
  }
  static Field new_field() { return {"extra", {.kind = Kind::Bool}, {}}; }

  std::string field_added() {
    some_layout(some_event()).fields.push_back(new_field());
    return "field added to a released version";
  }
  std::string field_removed() {
    Layout& layout = some_layout(some_event());
    if (layout.fields.empty()) return {};
    layout.fields.erase(layout.fields.begin() + static_cast<std::ptrdiff_t>(random_.below(layout.fields.size())));
    return "field removed from a released version";
  }
  std::string field_retyped() {
    Field* field = some_field(some_layout(some_event()));
    if (field == nullptr) return {};
    field->type = other_type(field->type);
    field->initial.reset();
    return "field of a released version given another type";
  }
  std::string field_renamed() {
    Field* field = some_field(some_layout(some_event()));
    if (field == nullptr) return {};
    field->name = "extra";
    return "field of a released version renamed";
  }
  std::string fields_swapped() {
    Layout& layout = some_layout(some_event());
    if (layout.fields.size() < 2) return {};
    const std::size_t first = random_.below(layout.fields.size() - 1);
    std::swap(layout.fields[first], layout.fields[first + 1]);
    return "fields of a released version swapped";
  }
  std::string version_deleted() {
    Event& event = some_event();
    if (event.versions.size() < 2) return {};
    auto at = event.versions.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(random_.below(event.versions.size())));
    event.versions.erase(at);
    return "released version deleted";
  }
  std::string event_deleted() {
    if (domain_.events.size() < 2) return {};
    domain_.events.erase(some_event().name);
    return "event deleted";
  }
  std::string version_skipped() {
    Event& event = some_current();
    Layout next{event.current().fields, {}};
    event.versions[event.newest() + 2] = std::move(next);
    return "version skipped";
  }
  std::string field_open() {
    next_version(some_current()).fields.push_back(new_field());
    return "field without a value for older events";
  }
  std::string type_open() {
    Field* field = some_field(next_version(some_current()));
    if (field == nullptr) return {};
    field->type = other_type(field->type);
    field->initial.reset();
    return "field of another type without a mapping";
  }
  std::string name_used_again() {
    std::vector<Event*> retired;
    for (auto& [name, event] : domain_.events)
      if (!is_current(event)) retired.push_back(&event);
    if (retired.empty()) return {};
    random_.pick(retired)->becomes.reset();
    return "retired name used again";
  }
  std::string number_changed() {
    Enum& one = domain_.enums.begin()->second;
    auto at = one.members.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(random_.below(one.members.size())));
    at->second = 5000;
    return "number of an enum member changed";
  }
  std::string number_reused() {
    Enum& one = domain_.enums.begin()->second;
    if (one.gone.empty()) return {};
    one.members["extra"] = one.gone.begin()->first;
    return "number of an enum member used again";
  }
  std::string value_changed() {
    std::vector<Value*> values;
    for (auto& [name, value] : domain_.values) values.push_back(&value);
    Value& value = *random_.pick(values);
    value.versions.rbegin()->second.fields.push_back({"extra", optional_of({.kind = Kind::Bool}), {}});
    return "value changed without a version";
  }
  std::string union_changed() {
    UnionLayout& layout = domain_.unions.begin()->second.versions.rbegin()->second;
    switch (random_.below(3)) {
      case 0: layout.alternatives.push_back({"Extra", 5000, {}}); break;
      case 1: layout.alternatives.front().number = 5000; break;
      default: layout.alternatives.front().fields.push_back(new_field());
    }
    return "union changed without a version";
  }
  std::string arm_missing() {
    Union& one = domain_.unions.begin()->second;
    UnionLayout next{one.current().alternatives, {}};
    if (next.alternatives.size() < 2) return {};
    next.alternatives.erase(next.alternatives.begin());
    one.versions[one.newest() + 1] = std::move(next);
    return "alternative that becomes nothing";
  }
  std::string aggregate_renamed() {
    domain_.aggregate = "Other";
    return "aggregate renamed";
  }
  std::string key_changed() {
    domain_.key_base = "int64";
    return "key given another type";
  }
  std::string circle() {
    Event& event = some_current();
    if (domain_.events.size() < 2) return {};
    event.becomes = Outcome{"", {{event.name, event.newest(), {}}}, {}};
    for (auto& [name, other] : domain_.events) {
      if (!other.becomes || other.becomes->then.empty() || other.becomes->then.front().event != event.name) continue;
      std::vector<Mapping> maps;
      if (!mapping_to(random_, event.current().fields, other.current().fields, maps)) continue;
      event.becomes = Outcome{"", {{name, other.newest(), maps}}, {}};
    }
    return "retired events that become each other";
  }
  std::string outcome_open() {
    Event& event = some_current();
    std::vector<Field> fields = event.current().fields;
    fields.push_back(new_field());
    event.becomes = Outcome{"", {{"EvNew", 1, {}}}, {}};
    domain_.events["EvNew"] = {"EvNew", {{1, {fields, {}}}}, {}};
    return "retired event that leaves a field open";
  }
  std::string old_value_kept() {
    Layout& next = next_version(some_current());
    for (Field& field : next.fields) {
      std::map<std::string, int> values;
      collect_values(field.type, values);
      for (const auto& [name, version] : values) {
        if (version < 2) continue;
        field.type = with_version(field.type, name, version - 1);
        return "old value kept by a new version";
      }
    }
    return {};
  }
  std::string value_alone() {
    std::vector<Value*> values;
    for (auto& [name, value] : domain_.values) values.push_back(&value);
    Value& value = *random_.pick(values);
    Layout next{value.current().fields, {}};
    next.fields.push_back({"extra", optional_of({.kind = Kind::Bool}), {}});
    value.versions[value.newest() + 1] = std::move(next);
    return "new version of a value, and none of what holds it";
  }
  std::string field_missing() {
    Layout& next = next_version(some_current());
    next.fields.push_back(new_field());
    next.from.push_back({"extra", Mapping::Kind::Copy, "nowhere", {}});
    return "mapping of a field that never was";
  }
  std::string none_forgotten() {
    Layout& next = next_version(some_current());
    Field* field = some_field(next, [](const Field& one) { return one.type.kind == Kind::Optional; });
    if (field == nullptr) return {};
    field->type = Type(*field->type.inner);
    next.from.push_back({field->name, Mapping::Kind::Copy, field->name, {}});
    return "optional field made certain without a value";
  }
  std::string narrowed() {
    Layout& next = next_version(some_current());
    Field* field =
        some_field(next, [](const Field& one) { return one.type.kind == Kind::Integer && one.type.bits > 8; });
    if (field == nullptr) return {};
    field->type.bits = 8;
    field->initial.reset();
    next.from.push_back({field->name, Mapping::Kind::Copy, field->name, {}});
    return "number narrowed";
  }

  Random& random_;
  Domain& domain_;
};

}  // namespace

std::string spoil(Random& random, Domain& domain) { return Spoiler(random, domain).spoil(); }

}  // namespace evolution
