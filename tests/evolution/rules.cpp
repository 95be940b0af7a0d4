// The rules of evolution once more, in their simplest form, on plain data.
#include <algorithm>

#include "plain.hpp"

namespace evolution {
namespace {

/// Whether the newer type is the older one with the same or newer values in it.
bool carries_over(const Type& from, const Type& to) {
  if (from.kind != to.kind) return false;
  if (from.kind == Kind::Value || from.kind == Kind::Union) return from.name == to.name && from.version <= to.version;
  if (from.inner != nullptr) return carries_over(*from.inner, *to.inner);
  return from == to;
}

bool widens(const Type& from, const Type& to) {
  if (from.kind == Kind::Integer && to.kind == Kind::Integer)
    return from.bits < to.bits && (from.is_signed == to.is_signed || to.is_signed);
  if (from.kind == Kind::Integer) return to.kind == Kind::Decimal;
  return from.kind == Kind::Decimal && to.kind == Kind::Decimal && from.scale <= to.scale;
}

/// Whether a field of the older type may be assigned to one of the newer.
bool assignable(const Type& from, const Type& to) {
  if (carries_over(from, to) || widens(from, to)) return true;
  return to.kind == Kind::Optional && from.kind != Kind::Optional && assignable(from, *to.inner);
}

bool is_good(const std::vector<Field>& older, const Field& field, const Mapping& mapping) {
  if (mapping.kind == Mapping::Kind::Constant) return true;
  const Field* from = find(older, mapping.old_field);
  if (from == nullptr) return false;
  if (mapping.kind == Mapping::Kind::InList)
    return field.type.kind == Kind::List && carries_over(from->type, *field.type.inner);
  if (mapping.kind == Mapping::Kind::OrElse)
    return from->type.kind == Kind::Optional && carries_over(*from->type.inner, field.type);
  return assignable(from->type, field.type);
}

/// The first field that a mapping leaves without a value; empty if there is none.
std::string gap_in(const std::vector<Field>& older, const std::vector<Field>& newer, const std::vector<Mapping>& maps) {
  for (const Mapping& mapping : maps)
    if (find(newer, mapping.field) == nullptr) return mapping.field;
  for (const Field& field : newer) {
    const auto written =
        std::find_if(maps.begin(), maps.end(), [&](const Mapping& m) { return m.field == field.name; });
    const Field* same = find(older, field.name);
    const bool good = written != maps.end() ? is_good(older, field, *written)
                      : same != nullptr     ? carries_over(same->type, field.type)
                                            : field.initial || field.type.kind == Kind::Optional;
    if (!good) return field.name;
  }
  return {};
}

bool same_fields(const std::vector<Field>& a, const std::vector<Field>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Field& x, const Field& y) { return x.name == y.name && x.type == y.type; });
}

class Checker {
 public:
  Checker(const Domain& released, const Domain& now) : released_(released), now_(now) {}

  std::string check() {
    for (const auto& [name, event] : now_.events) {
      chain(name, event.versions);
      if (event.becomes) outcome(event);
      if (is_current(event)) current(name, event.current());
    }
    for (const auto& [name, value] : now_.values) {
      chain(name, value.versions);
      current(name, value.current());
    }
    for (const auto& [name, one] : now_.unions) {
      chain(one);
      current(name, {fields_within(now_, name, one.newest()), {}});
    }
    if (released_.aggregate != now_.aggregate) say("the stream is renamed");
    if (released_.key_base != now_.key_base) say("the key has another type");
    for (const auto& [name, event] : released_.events) released(event);
    for (const auto& [name, version] : held_values()) {
      const bool value = released_.values.count(name) != 0;
      value ? sealed(released_.values.at(name), version, now_.values) : sealed(released_.unions.at(name), version);
    }
    for (const auto& [name, one] : released_.enums)
      if (is_held(name)) numbers(one);
    return why_;
  }

  /// Whether anything stored may hold the enum.
  bool is_held(const std::string& name) {
    const auto in = [&](const Layout& layout) {
      return std::any_of(layout.fields.begin(), layout.fields.end(),
                         [&](const Field& field) { return mentions(field.type, name); });
    };
    for (const auto& [event, of] : released_.events)
      for (const auto& [version, layout] : of.versions)
        if (in(layout)) return true;
    const Held held = held_values();
    return std::any_of(held.begin(), held.end(), [&](const auto& value) {
      return in({fields_within(released_, value.first, value.second), {}});
    });
  }

 private:
  static bool mentions(const Type& type, const std::string& name) {
    return type.name == name || (type.inner != nullptr && mentions(*type.inner, name));
  }

  void say(const std::string& why) {
    if (why_.empty()) why_ = why;
  }

  void chain(const std::string& name, const std::map<int, Layout>& versions) {
    int expected = 1;
    const Layout* older = nullptr;
    for (const auto& [version, layout] : versions) {
      if (version != expected++) return say(name + " has a gap before v" + std::to_string(version));
      if (older != nullptr) {
        const std::string gap = gap_in(older->fields, layout.fields, layout.from);
        if (!gap.empty()) say(name + " v" + std::to_string(version) + " leaves " + gap + " open");
      }
      older = &layout;
    }
  }

  void chain(const Union& one) {
    int expected = 1;
    const UnionLayout* older = nullptr;
    for (const auto& [version, layout] : one.versions) {
      if (version != expected++) return say(one.name + " has a gap before v" + std::to_string(version));
      if (older != nullptr) {
        for (const Alternative& alternative : older->alternatives) arm(one.name, alternative, layout);
      }
      older = &layout;
    }
  }

  void arm(const std::string& name, const Alternative& from, const UnionLayout& layout) {
    Arm arm{from.name, from.name, {}};
    for (const Arm& written : layout.from)
      if (written.from == from.name) arm = written;
    const Alternative* to = find(layout, arm.to);
    if (to == nullptr) return say(name + " has no arm for " + from.name);
    if (!gap_in(from.fields, to->fields, arm.fields).empty()) say(name + " leaves a field of " + arm.to + " open");
  }

  void sealed(const Union& released, int version) {
    const auto at = now_.unions.find(released.name);
    if (at == now_.unions.end()) return say(released.name + " is gone");
    const auto same = at->second.versions.find(version);
    if (same == at->second.versions.end()) return say(released.name + " lacks v" + std::to_string(version));
    const auto& was = released.versions.at(version).alternatives;
    const auto& is = same->second.alternatives;
    const bool equal = std::equal(was.begin(), was.end(), is.begin(), is.end(), [](const auto& a, const auto& b) {
      return a.name == b.name && a.number == b.number && same_fields(a.fields, b.fields);
    });
    if (!equal) say(released.name + " v" + std::to_string(version) + " is not what it was");
  }

  /// What is current holds current values only.
  void current(const std::string& name, const Layout& layout) {
    std::map<std::string, int> values;
    for (const Field& field : layout.fields) collect_values(field.type, values);
    for (const auto& [value, version] : values) {
      const auto newest = newest_of(now_);
      const auto at = newest.find(value);
      if (at == newest.end() || at->second != version) say(name + " holds an old " + value);
    }
  }

  void outcome(const Event& event) {
    const auto each = [&](const std::vector<Made>& events) {
      for (const Made& made : events) {
        const auto at = now_.events.find(made.event);
        if (at == now_.events.end() || at->second.versions.count(made.version) == 0)
          return say(event.name + " becomes what is not there");
        const std::string gap =
            gap_in(event.current().fields, at->second.versions.at(made.version).fields, made.fields);
        if (!gap.empty()) say(event.name + " leaves " + gap + " of " + made.event + " open");
      }
    };
    each(event.becomes->then);
    each(event.becomes->otherwise);
    std::set<std::string> way;
    if (comes_back(event.name, event.name, way)) say(event.name + " becomes itself");
  }

  bool comes_back(const std::string& from, const std::string& to, std::set<std::string>& way) {
    const auto at = now_.events.find(from);
    if (at == now_.events.end() || !at->second.becomes || !way.insert(from).second) return false;
    const auto any = [&](const std::vector<Made>& events) {
      return std::any_of(events.begin(), events.end(),
                         [&](const Made& made) { return made.event == to || comes_back(made.event, to, way); });
    };
    return any(at->second.becomes->then) || any(at->second.becomes->otherwise);
  }

  void released(const Event& event) {
    for (const auto& [version, layout] : event.versions) sealed(event, version, now_.events);
    const auto at = now_.events.find(event.name);
    if (at != now_.events.end() && !is_current(event) && is_current(at->second)) say(event.name + " is used again");
  }

  /// The released version is there, and as it was.
  template <class Named>
  void sealed(const Named& released, int version, const std::map<std::string, Named>& now) {
    const auto at = now.find(released.name);
    if (at == now.end()) return say(released.name + " is gone");
    const auto same = at->second.versions.find(version);
    if (same == at->second.versions.end()) return say(released.name + " lacks v" + std::to_string(version));
    const std::vector<Field>& fields = released.versions.at(version).fields;
    const std::vector<Field>& others = same->second.fields;
    if (!same_fields(fields, others)) say(released.name + " v" + std::to_string(version) + " is not what it was");
  }

  using Held = std::set<std::pair<std::string, int>>;

  void hold(const Layout& layout, Held& held) {
    std::map<std::string, int> values;
    for (const Field& field : layout.fields) collect_values(field.type, values);
    for (const auto& value : values) {
      if (!held.insert(value).second) continue;
      // What it holds, and what it will hold on its way to today.
      for (int version = value.second; version <= newest_of(released_).at(value.first); ++version)
        hold({fields_within(released_, value.first, version), {}}, held);
    }
  }

  /// The versions of values that anything stored may hold.
  Held held_values() {
    Held held;
    for (const auto& [name, event] : released_.events)
      for (const auto& [version, layout] : event.versions) hold(layout, held);
    return held;
  }

  void numbers(const Enum& released) {
    const auto at = now_.enums.find(released.name);
    if (at == now_.enums.end()) return say(released.name + " is gone");
    const Enum& now = at->second;
    for (const auto& [member, number] : released.members) {
      const auto same = now.members.find(member);
      if (same != now.members.end() && same->second != number) say(member + " has another number");
    }
    for (const auto& [number, member] : released.gone)
      for (const auto& [name, its] : now.members)
        if (its == number && name != member) say(name + " has a number that was used");
    for (const auto& [member, number] : released.members)
      for (const auto& [name, its] : now.members)
        if (its == number && name != member && now.members.count(member) != 0) say(name + " has the number of another");
  }

  const Domain& released_;
  const Domain& now_;
  std::string why_;
};

}  // namespace

void remember_gone(const Domain& released, Domain& next) {
  for (auto& [name, one] : next.enums) {
    const auto before = released.enums.find(name);
    if (before == released.enums.end() || !Checker(released, next).is_held(name)) continue;
    for (const auto& [member, number] : before->second.members) {
      const auto same = [n = number](const auto& other) { return other.second == n; };
      if (std::none_of(one.members.begin(), one.members.end(), same)) one.gone[number] = member;
    }
  }
}

std::string refusal(const Domain& released, const Domain& now) { return Checker(released, now).check(); }

}  // namespace evolution
