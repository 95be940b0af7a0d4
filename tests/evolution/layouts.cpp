#include "layouts.hpp"

#include <algorithm>

namespace evolution {
namespace {

constexpr std::size_t kMostFields = 6;

Type integer(int bits, bool is_signed) { return {.kind = Kind::Integer, .bits = bits, .is_signed = is_signed}; }

Type some_scalar(Random& random) {
  static const std::vector<Type> kTypes = {{.kind = Kind::Bool},
                                           integer(8, true),
                                           integer(16, false),
                                           integer(32, true),
                                           integer(32, true),
                                           integer(64, true),
                                           integer(64, false),
                                           {.kind = Kind::Decimal, .precision = 9, .scale = 2},
                                           {.kind = Kind::Decimal, .precision = 20, .scale = 4},
                                           {.kind = Kind::Text},
                                           {.kind = Kind::Text},
                                           {.kind = Kind::Bytes},
                                           {.kind = Kind::Uuid},
                                           {.kind = Kind::Instant}};
  return random.pick(kTypes);
}

Type some_type(Random& random, const Domain& domain, int depth = 0) {
  const std::size_t kind = random.below(depth > 1 ? 6 : 10);
  if (kind < 4) return some_scalar(random);
  if (kind == 4) return {.kind = Kind::Enum, .name = domain.enums.begin()->first};
  if (kind == 5) {
    std::vector<Type> types;
    for (const auto& [name, value] : domain.values)
      types.push_back({.kind = Kind::Value, .name = name, .version = value.newest()});
    for (const auto& [name, one] : domain.unions)
      types.push_back({.kind = Kind::Union, .name = name, .version = one.newest()});
    return types.empty() ? some_scalar(random) : random.pick(types);
  }
  const Type inner = some_type(random, domain, depth + 1);
  if (kind >= 8) return list_of(inner);
  return inner.kind == Kind::Optional ? inner : optional_of(inner);
}

/// A constant of the type, if it can be written down.
std::optional<Json> some_constant(Random& random, const Type& type) {
  switch (type.kind) {
    case Kind::Bool: return Json(random.chance(2));
    case Kind::Integer: return Json(static_cast<int>(random.below(100)));
    case Kind::Decimal: {
      const std::string digits(static_cast<std::size_t>(type.scale), static_cast<char>('0' + random.below(10)));
      return Json(std::to_string(random.below(100)) + (digits.empty() ? "" : "." + digits));
    }
    case Kind::Text: return Json("text " + std::to_string(random.below(10)));
    case Kind::Uuid: return Json("6f1c0000-0000-7000-8000-00000000000a");
    case Kind::Instant: return Json("2026-01-01T09:00:00Z");
    case Kind::List: return Json::array();
    default: return std::nullopt;
  }
}

/// A name that neither has. Names come back in later versions, because there are not many.
std::string free_name(Random& random, const std::vector<Field>& a, const std::vector<Field>& b) {
  for (;;) {
    std::string name = "f" + std::to_string(1 + random.below(3 * kMostFields));
    if (find(a, name) == nullptr && find(b, name) == nullptr) return name;
  }
}

class LayoutChanger {
 public:
  LayoutChanger(Random& random, const Domain& domain, const Layout& before)
      : random_(random), domain_(domain), before_(before), next_{before.fields, {}} {}

  std::string change() {
    switch (random_.below(8)) {
      case 0: return add();
      case 1: return add();
      case 2: return remove();
      case 3: return rename();
      case 4: return widen();
      case 5: return optional();
      case 6: return list();
      default: return move();
    }
  }

  Layout take() { return std::move(next_); }

 private:
  /// A field that this version has as the one before had it, so that it may be changed.
  Field* some_kept() {
    std::vector<Field*> kept;
    for (Field& field : next_.fields) {
      const Field* same = find(before_.fields, field.name);
      if (same != nullptr && same->type == field.type) kept.push_back(&field);
    }
    return kept.empty() ? nullptr : random_.pick(kept);
  }

  std::string add() {
    if (next_.fields.size() >= kMostFields) return {};
    Field field{free_name(random_, before_.fields, next_.fields), some_type(random_, domain_), {}};
    std::string how;
    const auto constant = some_constant(random_, field.type);
    const Field* copied = before_.fields.empty() ? nullptr : &random_.pick(before_.fields);
    if (copied != nullptr && random_.chance(4)) {
      // As it is today: what it holds may have a newer version by now.
      field.type = refreshed(domain_, copied->type);
      next_.from.push_back({field.name, Mapping::Kind::Copy, copied->name, {}});
      how = "field copied";
    } else if (field.type.kind == Kind::Optional) {
      how = "optional field added";
    } else if (!constant) {
      field.type = optional_of(field.type);
      how = "optional field added";
    } else if (field.type.kind != Kind::List && random_.chance(2)) {
      field.initial = constant;
      how = "field with a default added";
    } else {
      next_.from.push_back({field.name, Mapping::Kind::Constant, "", *constant});
      how = "field added by a mapping";
    }
    const auto at = static_cast<std::ptrdiff_t>(random_.below(next_.fields.size() + 1));
    next_.fields.insert(next_.fields.begin() + at, std::move(field));
    return how;
  }

  std::string remove() {
    Field* field = some_kept();
    if (field == nullptr) return {};
    next_.fields.erase(next_.fields.begin() + (field - next_.fields.data()));
    return "field removed";
  }

  std::string rename() {
    Field* field = some_kept();
    if (field == nullptr) return {};
    const std::string old = field->name;
    field->name = free_name(random_, before_.fields, next_.fields);
    field->initial.reset();
    next_.from.push_back({field->name, Mapping::Kind::Copy, old, {}});
    return "field renamed";
  }

  std::string widen() {
    Field* field = some_kept();
    if (field == nullptr) return {};
    Type& type = field->type;
    if (type.kind == Kind::Integer && type.bits < 64 && random_.chance(2)) {
      type = integer(type.bits * 2, type.is_signed || random_.chance(2));
    } else if (type.kind == Kind::Integer) {
      type = {.kind = Kind::Decimal, .precision = 24, .scale = static_cast<int>(random_.below(5))};
    } else if (type.kind == Kind::Decimal && type.precision <= 34) {
      type.precision += 4;
      type.scale += static_cast<int>(random_.below(5));
    } else {
      return {};
    }
    return retyped(*field, Mapping::Kind::Copy, {}, "field widened");
  }

  std::string optional() {
    Field* field = some_kept();
    if (field == nullptr) return {};
    if (field->type.kind != Kind::Optional) {
      field->type = optional_of(field->type);
      return retyped(*field, Mapping::Kind::Copy, {}, "field made optional");
    }
    const auto constant = some_constant(random_, *field->type.inner);
    if (!constant) return {};
    field->type = Type(*field->type.inner);
    return retyped(*field, Mapping::Kind::OrElse, *constant, "optional field made certain");
  }

  std::string list() {
    Field* field = some_kept();
    if (field == nullptr || field->type.kind == Kind::List) return {};
    field->type = list_of(field->type);
    return retyped(*field, Mapping::Kind::InList, {}, "field made a list");
  }

  std::string retyped(Field& field, Mapping::Kind kind, Json constant, const std::string& what) {
    field.initial.reset();
    next_.from.push_back({field.name, kind, field.name, std::move(constant)});
    return what;
  }

  std::string move() {
    if (next_.fields.size() < 2) return {};
    std::swap(random_.pick(next_.fields), random_.pick(next_.fields));
    return "fields moved";
  }

  Random& random_;
  const Domain& domain_;
  const Layout& before_;
  Layout next_;
};

}  // namespace

std::vector<Field> some_fields(Random& random, const Domain& domain) {
  std::vector<Field> fields;
  const std::size_t count = 1 + random.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    Field field{free_name(random, fields, {}), some_type(random, domain), {}};
    fields.push_back(std::move(field));
  }
  return fields;
}

Layout changed_layout(Random& random, const Domain& domain, const Layout& before, std::string& what) {
  LayoutChanger changer(random, domain, before);
  const std::size_t count = 1 + random.below(3);
  what = "the same again";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string done = changer.change();
    if (!done.empty()) what = done;
  }
  return changer.take();
}

namespace {

/// An arm that gives the alternative a field; an optional one needs none.
void give_field(Random& random, Alternative& one, std::vector<Arm>& from) {
  Field field{free_name(random, one.fields, {}), {.kind = Kind::Text}, {}};
  const Json constant = "text " + std::to_string(random.below(10));
  if (random.chance(2)) {
    field.type = optional_of(field.type);
  } else {
    from.push_back({one.name, one.name, {{field.name, Mapping::Kind::Constant, "", constant}}});
  }
  one.fields.push_back(field);
}

}  // namespace

UnionLayout changed_union(Random& random, const Domain& domain, const UnionLayout& before, std::string& what) {
  UnionLayout next{before.alternatives, {}};
  for (Alternative& alternative : next.alternatives)
    for (Field& field : alternative.fields) field.type = refreshed(domain, field.type);
  const std::size_t at = random.below(next.alternatives.size());
  const std::size_t other = (at + 1) % next.alternatives.size();
  Alternative& one = next.alternatives[at];
  int greatest = 0;
  for (const Alternative& alternative : next.alternatives) greatest = std::max(greatest, alternative.number);
  const std::string fresh = "Alt" + std::to_string(random.below(1000)) + "N" + std::to_string(greatest + 1);
  const std::size_t kind = random.below(4);
  std::vector<Mapping> maps;
  if (kind == 0) {
    what = "alternative renamed";
    next.from.push_back({one.name, fresh, {}});
    one.name = fresh;
  } else if (kind == 1 && one.fields.size() < kMostFields) {
    what = "alternative given a field";
    give_field(random, one, next.from);
  } else if (kind == 2 && other != at && mapping_to(random, one.fields, next.alternatives[other].fields, maps)) {
    what = "alternative merged into another";
    next.from.push_back({one.name, next.alternatives[other].name, maps});
    next.alternatives.erase(next.alternatives.begin() + static_cast<std::ptrdiff_t>(at));
  } else {
    what = "alternative added";
    next.alternatives.push_back({fresh, greatest + 1, {{"f1", {.kind = Kind::Integer, .bits = 32}, {}}}});
  }
  return next;
}

bool mapping_to(Random& random, const std::vector<Field>& from, const std::vector<Field>& to,
                std::vector<Mapping>& maps) {
  for (const Field& field : to) {
    const Field* same = find(from, field.name);
    if (same != nullptr && same->type == field.type) continue;
    if (same == nullptr && (field.initial || field.type.kind == Kind::Optional)) continue;
    const auto constant = some_constant(random, field.type);
    if (!constant) return false;
    maps.push_back({field.name, Mapping::Kind::Constant, "", *constant});
  }
  return true;
}

std::string some_test(Random& random, const std::vector<Field>& fields) {
  std::vector<std::string> names;
  for (const Field& field : fields) {
    const bool asks = field.type.kind == Kind::Bool || field.type.kind == Kind::Optional;
    if (asks) names.push_back(field.name);
  }
  return names.empty() ? std::string() : random.pick(names);
}

Type other_type(const Type& type) {
  if (type.kind == Kind::Bool) return {.kind = Kind::Uuid};
  return {.kind = Kind::Bool};
}

}  // namespace evolution
