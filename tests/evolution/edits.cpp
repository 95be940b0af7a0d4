#include "edits.hpp"

#include <algorithm>

#include "layouts.hpp"

namespace evolution {
namespace {

std::vector<std::string> names_of(const std::map<std::string, Event>& events, bool current) {
  std::vector<std::string> names;
  for (const auto& [name, event] : events)
    if (is_current(event) == current) names.push_back(name);
  return names;
}

bool holds(const std::vector<Field>& fields, const std::set<std::string>& wanted) {
  std::map<std::string, int> values;
  for (const Field& field : fields) collect_values(field.type, values);
  return std::any_of(values.begin(), values.end(), [&](const auto& value) { return wanted.count(value.first) != 0; });
}

/// The layout with the newest versions of all that it holds; everything carries over.
Layout refreshed(const Domain& domain, const Layout& layout) {
  Layout next{layout.fields, {}};
  for (Field& field : next.fields) field.type = refreshed(domain, field.type);
  return next;
}

UnionLayout refreshed(const Domain& domain, const UnionLayout& layout) {
  UnionLayout next{layout.alternatives, {}};
  for (Alternative& alternative : next.alternatives)
    for (Field& field : alternative.fields) field.type = refreshed(domain, field.type);
  return next;
}

}  // namespace

Domain first_domain(Random& random) {
  Domain domain;
  Meanings nothing;
  domain.enums["Colour"] = {"Colour", {{"red", 1}, {"green", 2}, {"blue", 7}}, {}};
  domain.values["Money"] = {"Money",
                            {{1,
                              {{{"amount", {.kind = Kind::Decimal, .precision = 12, .scale = 2}, {}},
                                {"colour", {.kind = Kind::Enum, .name = "Colour"}, {}}},
                               {}}}}};
  Type money{.kind = Kind::Value, .name = "Money", .version = 1};
  domain.values["Line"] = {"Line", {{1, {{{"price", money, {}}, {"sku", {.kind = Kind::Text}, {}}}, {}}}}};
  const Type line{.kind = Kind::Value, .name = "Line", .version = 1};
  domain.unions["Payee"] = {"Payee",
                            {{1,
                              {{{"Cash", 1, {}},
                                {"Card", 4, {{"f1", {.kind = Kind::Text}, {}}, {"f2", optional_of(money), {}}}},
                                {"Bill", 9, {{"f1", {.kind = Kind::Text}, {}}, {"f3", list_of(line), {}}}}},
                               {}}}}};
  const std::size_t count = 2 + random.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = "Ev" + std::to_string(i + 1);
    domain.events[name] = {name, {{1, {some_fields(random, domain), {}}}}, {}};
  }
  return domain;
}

std::string Editor::change() {
  switch (random_.below(10)) {
    case 0: return new_event();
    case 1: return new_value();
    case 2: return new_value_version();
    case 3: return change_enum();
    case 4: return retire();
    default: return new_version();
  }
}

std::vector<std::string> Editor::untouched_events() const {
  std::vector<std::string> names = names_of(domain_.events, true);
  std::erase_if(names, [&](const std::string& name) { return touched_.count(name) != 0; });
  return names;
}

Event& Editor::add_event(std::vector<Field> fields) {
  const std::string name = "Ev" + std::to_string(domain_.events.size() + 1);
  touched_.insert(name);
  return domain_.events[name] = {name, {{1, {std::move(fields), {}}}}, {}};
}

std::string Editor::new_event() {
  if (names_of(domain_.events, true).size() >= 5) return {};
  add_event(some_fields(random_, domain_));
  return "new event";
}

void Editor::step_event(const std::string& name, Layout next) {
  Event& event = domain_.events.at(name);
  touched_.insert(name);
  const Layout& before = event.current();
  for (auto& facts : meanings_) {
    for (Fact& fact : facts) {
      if (fact.event == name) fact.fields = stepped(domain_, before.fields, next, fact.fields);
    }
  }
  event.versions[event.newest() + 1] = std::move(next);
}

std::string Editor::new_version() {
  const auto names = untouched_events();
  if (names.empty()) return {};
  const std::string name = random_.pick(names);
  std::string what;
  Layout next = changed_layout(random_, domain_, domain_.events.at(name).current(), what);
  step_event(name, std::move(next));
  return "new version: " + what;
}

std::string Editor::new_value() {
  if (domain_.values.size() >= 5) return {};
  const std::string name = "Val" + std::to_string(domain_.values.size() + 1);
  const std::vector<Field> fields = some_fields(random_, domain_);
  domain_.values[name] = {name, {{1, {fields, {}}}}};
  touched_.insert(name);
  return "new value";
}

std::string Editor::new_value_version() {
  // Whatever holds it, directly or not, gets a new version too, the innermost first.
  std::vector<std::string> values;
  for (const auto& [name, version] : newest_of(domain_)) values.push_back(name);
  std::set<std::string> bumped = {random_.pick(values)};
  std::vector<std::string> order(bumped.begin(), bumped.end());
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const auto& [name, version] : newest_of(domain_)) {
      if (bumped.count(name) != 0 || !holds(fields_within(domain_, name, version), {order[i]})) continue;
      bumped.insert(name);
      order.push_back(name);
    }
  }
  std::vector<std::string> events;
  for (const auto& [name, event] : domain_.events)
    if (is_current(event) && holds(event.current().fields, bumped)) events.push_back(name);
  const auto is_touched = [&](const std::string& name) { return touched_.count(name) != 0; };
  if (std::any_of(order.begin(), order.end(), is_touched)) return {};
  if (std::any_of(events.begin(), events.end(), is_touched)) return {};

  // No value may come to hold itself.
  Domain others = domain_;
  for (const std::string& name : order) others.values.erase(name), others.unions.erase(name);
  std::string what;
  for (const std::string& name : order) {
    const bool first = name == order.front();
    touched_.insert(name);
    if (domain_.unions.count(name) != 0) {
      Union& one = domain_.unions.at(name);
      UnionLayout next =
          first ? changed_union(random_, others, one.current(), what) : UnionLayout{one.current().alternatives, {}};
      one.versions[one.newest() + 1] = std::move(next);
      continue;
    }
    Value& value = domain_.values.at(name);
    Layout next = first ? changed_layout(random_, others, value.current(), what) : Layout{value.current().fields, {}};
    value.versions[value.newest() + 1] = std::move(next);
  }
  // Now that each has its new version, they hold those of one another.
  for (const std::string& name : order) {
    if (domain_.unions.count(name) != 0) {
      UnionLayout& layout = domain_.unions.at(name).versions.rbegin()->second;
      layout.alternatives = refreshed(domain_, layout).alternatives;
    } else {
      Layout& layout = domain_.values.at(name).versions.rbegin()->second;
      layout.fields = refreshed(domain_, layout).fields;
    }
  }
  for (const std::string& name : events) step_event(name, refreshed(domain_, domain_.events.at(name).current()));
  return (domain_.unions.count(order.front()) != 0 ? "new version of a union: " : "new version of a value: ") + what;
}

std::string Editor::change_enum() {
  Enum& one = domain_.enums.at("Colour");
  std::vector<std::string> names;
  int greatest = 0;
  for (const auto& [name, number] : one.members) names.push_back(name), greatest = std::max(greatest, number);
  for (const auto& [number, name] : one.gone) greatest = std::max(greatest, number);
  const std::string fresh = "colour" + std::to_string(greatest + one.members.size() + random_.below(100));
  switch (random_.below(4)) {
    case 0:
      if (names.size() < 2) return {};
      one.members.erase(random_.pick(names));
      return "enum member removed";
    case 1: {
      const std::string name = random_.pick(names);
      const int number = one.members.at(name);
      if (one.members.count(fresh) != 0 || one.gone.count(number) != 0) return {};
      one.members.erase(name);
      one.members[fresh] = number;
      return "enum member renamed";
    }
    default:
      if (one.members.count(fresh) != 0) return {};
      one.members[fresh] = greatest + 1;
      return "enum member added";
  }
}

Outcome Editor::outcome_of(const Event& event, std::string& name) {
  const std::vector<Field>& fields = event.current().fields;
  const auto made = [](const Event& target, std::vector<Mapping> maps) {
    return Made{target.name, target.newest(), std::move(maps)};
  };
  const std::size_t kind = random_.below(5);
  if (kind == 0) {
    name = "retired: nothing";
    return {};
  }
  if (kind == 1) {
    name = "retired: renamed";
    return {"", {made(add_event(fields), {})}, {}};
  }
  if (kind == 2) {
    name = "retired: split";
    std::vector<Field> left;
    std::vector<Field> right;
    for (const Field& field : fields) (random_.chance(2) ? left : right).push_back(field);
    const Made first = made(add_event(left), {});
    return {"", {first, made(add_event(right), {})}, {}};
  }
  // Merged into events that there are, or by a test into one of several.
  std::vector<std::string> others = untouched_events();
  std::erase(others, event.name);
  std::vector<Made> targets;
  for (const std::string& other : others) {
    std::vector<Mapping> maps;
    if (mapping_to(random_, fields, domain_.events.at(other).current().fields, maps))
      targets.push_back(made(domain_.events.at(other), std::move(maps)));
  }
  const std::string test = some_test(random_, fields);
  if (targets.empty() || (kind == 4 && test.empty())) return outcome_of(event, name);
  if (kind == 3) {
    name = "retired: merged";
    return {"", {random_.pick(targets)}, {}};
  }
  name = "retired: by a test";
  const Made renamed = made(add_event(fields), {});
  return random_.chance(2) ? Outcome{test, {renamed}, {random_.pick(targets)}} : Outcome{test, {renamed, renamed}, {}};
}

std::string Editor::retire() {
  const auto names = untouched_events();
  if (names_of(domain_.events, true).size() < 2 || names.empty() || domain_.events.size() > 14) return {};
  const std::string name = random_.pick(names);
  std::string what;
  Outcome outcome = outcome_of(domain_.events.at(name), what);
  Event& event = domain_.events.at(name);
  event.becomes = std::move(outcome);
  touched_.insert(name);
  for (auto& facts : meanings_) {
    std::vector<Fact> now;
    for (Fact& fact : facts) {
      if (fact.event != name) {
        now.push_back(std::move(fact));
        continue;
      }
      for (Fact& made : become(domain_, event, fact.fields)) now.push_back(std::move(made));
    }
    facts = std::move(now);
  }
  return what;
}

}  // namespace evolution
