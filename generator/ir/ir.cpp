#include "ir/ir.hpp"

#include <algorithm>

#include "ir/writer.hpp"

namespace cqrsc::ir {

using namespace model;

Json Writer::field(const Field& field) {
  Json json = declaration(field);
  json["type"] = type(*field.type);
  if (field.initial != nullptr) json[field.has_written_default ? "default" : "initial"] = expression(*field.initial);
  if (field.where != nullptr) json["where"] = expression(*field.where);
  if (field.is_personal) {
    json["personal"] = Json::object();
    if (field.personal_subject != nullptr) json["personal"]["subject"] = field.personal_subject->name;
  }
  if (field.is_tag) json["tag"] = true;
  if (field.is_index) json["index"] = true;
  return json;
}

Json Writer::fields(const std::deque<Field>& fields) {
  return list(fields, [this](const Field& field) { return this->field(field); });
}

Json Writer::invariants(const std::vector<Invariant>& invariants) {
  return list(invariants, [this](const Invariant& invariant) {
    return Json{
        {"title", invariant.title}, {"at", place(invariant.location)}, {"condition", expression(*invariant.condition)}};
  });
}

Json Writer::id(const Id& id) {
  Json json = declaration(id);
  json["base"] = type(*id.base);
  if (id.where != nullptr) json["where"] = expression(*id.where);
  return json;
}

Json Writer::enumeration(const Enum& enumeration) const {
  Json json = declaration(enumeration);
  json["members"] = list(enumeration.members, [this](const EnumMember& member) {
    Json item = declaration(member);
    item["number"] = member.number;
    return item;
  });
  return json;
}

Json Writer::value(const Value& value) {
  Json json = declaration(value);
  json["versions"] = list(value.versions, [this](const ValueVersion& version) {
    Json item{{"version", version.version}, {"at", place(version.location)}};
    if (!version.doc.empty()) item["doc"] = version.doc;
    item["fields"] = fields(version.fields);
    item["invariants"] = invariants(version.invariants);
    if (version.upcast) item["from"] = upcast(*version.upcast);
    return item;
  });
  return json;
}

Json Writer::union_(const Union& one) {
  Json json = declaration(one);
  json["versions"] = list(one.versions, [this](const UnionVersion& version) {
    Json item{{"version", version.version}, {"at", place(version.location)}};
    if (!version.doc.empty()) item["doc"] = version.doc;
    item["alternatives"] = list(version.alternatives, [this](const Alternative& alternative) {
      Json inner = declaration(alternative);
      inner["number"] = alternative.number;
      inner["fields"] = fields(alternative.fields);
      return inner;
    });
    if (version.upcast) item["from"] = upcast(*version.upcast);
    return item;
  });
  return json;
}

Json Writer::upcast(const Upcast& upcast) {
  Json json{{"written", upcast.is_written}};
  if (upcast.location.line != 0) json["at"] = place(upcast.location);
  json["fields"] = inits(upcast.fields);
  json["body"] = block(upcast.body);
  return json;
}

Json Writer::upcast(const UnionUpcast& upcast) {
  Json json{{"written", upcast.is_written}};
  if (upcast.location.line != 0) json["at"] = place(upcast.location);
  json["alternatives"] = list(upcast.alternatives, [this](const AlternativeUpcast& one) {
    return Json{
        {"from", one.from->name}, {"to", one.to->name}, {"written", one.is_written}, {"fields", inits(one.fields)}};
  });
  return json;
}

Json Writer::error(const Error& error) {
  Json json = declaration(error);
  json["fields"] = fields(error.fields);
  json["message"] = text_parts(error.message);
  return json;
}

Json Writer::function(const ExternFunction& function) {
  Json json = declaration(function);
  json["parameters"] = list(function.parameters, [this](const Parameter& parameter) {
    Json item = declaration(parameter);
    item["type"] = type(*parameter.type);
    return item;
  });
  json["result"] = type(*function.result);
  if (function.revision) json["revision"] = *function.revision;
  return json;
}

Json Writer::context(const Context& context) {
  Json json{{"name", context.name}};
  if (context.location.line != 0) json["at"] = place(context.location);
  if (!context.doc.empty()) json["doc"] = context.doc;
  json["imports"] = list(context.imports, [](const Context* import) { return Json(import->name); });
  json["ids"] = list(context.ids, [this](const Id& one) { return id(one); });
  json["enums"] = list(context.enums, [this](const Enum& one) { return enumeration(one); });
  json["values"] = list(context.values, [this](const Value& one) { return value(one); });
  json["unions"] = list(context.unions, [this](const Union& one) { return union_(one); });
  json["errors"] = list(context.errors, [this](const Error& one) { return error(one); });
  json["functions"] = list(context.extern_functions, [this](const ExternFunction& one) { return function(one); });
  json["events"] = list(context.events, [this](const Event& one) { return event(one); });
  json["aggregates"] = list(context.aggregates, [this](const Aggregate& one) { return aggregate(one); });
  json["projections"] = list(context.projections, [this](const Projection& one) { return projection(one); });
  json["queries"] = list(context.queries, [this](const Query& one) { return query(one); });
  json["scenarios"] = list(context.scenarios, [this](const Scenario& one) { return scenario(one); });
  return json;
}

Json Writer::document() {
  Json contexts = list(model_.contexts, [this](const Context& one) { return context(one); });
  std::vector<std::string> names;
  for (const auto& [name, type] : types_.items()) names.push_back(name);
  std::ranges::sort(names);
  Json types = Json::object();
  for (const std::string& name : names) types[name] = types_[name];
  return {{"cqrs-ir", 1},
          {"context", model_.context().name},
          {"files", model_.files},
          {"contexts", std::move(contexts)},
          {"types", std::move(types)}};
}

std::string to_json(const Model& model, const SourceMap& sources) {
  return Writer(model, sources).document().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cqrsc::ir
