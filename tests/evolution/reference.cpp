#include "reference.hpp"

#include <stdexcept>

namespace evolution {
namespace {

/// "12.5" with `scale` digits after the point.
std::string with_scale(std::string text, int scale) {
  const std::size_t point = text.find('.');
  const std::size_t digits = point == std::string::npos ? 0 : text.size() - point - 1;
  if (point == std::string::npos && scale > 0) text += '.';
  return text.append(static_cast<std::size_t>(scale) - digits, '0');
}

Json value_stepped(const Domain& domain, const Type& from, const Type& to, Json json) {
  const Value& value = domain.values.at(from.name);
  for (int version = from.version; version < to.version; ++version)
    json = stepped(domain, value.versions.at(version).fields, value.versions.at(version + 1), json);
  return json;
}

Json union_stepped(const Domain& domain, const UnionLayout& older, const UnionLayout& next, const Json& json) {
  const std::string name = json.at("type").get<std::string>();
  const Alternative* from = find(older, name);
  Arm arm{name, name, {}};
  for (const Arm& written : next.from)
    if (written.from == name) arm = written;
  const Alternative* to = find(next, arm.to);
  if (from == nullptr || to == nullptr) throw std::logic_error("an arm of an alternative that is not there");
  Json fields = stepped(domain, from->fields, {to->fields, arm.fields}, json);
  fields["type"] = arm.to;
  return fields;
}

Json mapped(const Domain& domain, const std::vector<Field>& older, const Field& field, const Mapping& mapping,
            const Json& record) {
  if (mapping.kind == Mapping::Kind::Constant) return mapping.constant;
  const Field* from = find(older, mapping.old_field);
  if (from == nullptr) throw std::logic_error("a mapping of a field that is not there");
  const bool absent = !record.contains(from->name);
  switch (mapping.kind) {
    case Mapping::Kind::InList: return Json::array({absent ? Json() : record.at(from->name)});
    case Mapping::Kind::OrElse: return absent ? mapping.constant : record.at(from->name);
    default: return absent ? Json() : converted(domain, from->type, field.type, record.at(from->name));
  }
}

void set(Json& record, const std::string& name, Json value) {
  if (!value.is_null()) record[name] = std::move(value);
}

}  // namespace

Json converted(const Domain& domain, const Type& from, const Type& to, const Json& json) {
  if (from == to || json.is_null()) return json;
  if (to.kind == Kind::Optional)
    return converted(domain, from.kind == Kind::Optional ? *from.inner : from, *to.inner, json);
  if (to.kind == Kind::List) {
    Json list = Json::array();
    for (const Json& element : json) list.push_back(converted(domain, *from.inner, *to.inner, element));
    return list;
  }
  if (to.kind == Kind::Value) return value_stepped(domain, from, to, json);
  if (to.kind == Kind::Union) {
    const auto& versions = domain.unions.at(from.name).versions;
    Json now = json;
    for (int version = from.version; version < to.version; ++version)
      now = union_stepped(domain, versions.at(version), versions.at(version + 1), now);
    return now;
  }
  if (to.kind == Kind::Decimal)
    return with_scale(from.kind == Kind::Decimal ? json.get<std::string>() : json.dump(), to.scale);
  return json;
}

Json stepped(const Domain& domain, const std::vector<Field>& older, const Layout& next, const Json& record) {
  Json result = Json::object();
  for (const Field& field : next.fields) {
    const Mapping* written = nullptr;
    for (const Mapping& mapping : next.from)
      if (mapping.field == field.name) written = &mapping;
    if (written != nullptr) {
      set(result, field.name, mapped(domain, older, field, *written, record));
    } else if (const Field* same = find(older, field.name)) {
      if (record.contains(field.name))
        set(result, field.name, converted(domain, same->type, field.type, record.at(field.name)));
    } else if (field.initial) {
      set(result, field.name, *field.initial);
    }
  }
  return result;
}

std::vector<Fact> become(const Domain& domain, const Event& retired, const Json& record) {
  const Outcome& outcome = *retired.becomes;
  const std::vector<Field>& older = retired.current().fields;
  bool first = true;
  if (!outcome.test.empty()) {
    const Field* test = find(older, outcome.test);
    first = test->type.kind == Kind::Bool ? record.at(outcome.test).get<bool>() : record.contains(outcome.test);
  }
  std::vector<Fact> facts;
  for (const Made& made : first ? outcome.then : outcome.otherwise) {
    Layout layout = domain.events.at(made.event).versions.at(made.version);
    layout.from = made.fields;
    facts.push_back({made.event, stepped(domain, older, layout, record)});
  }
  return facts;
}

}  // namespace evolution
