#include "ir/writer.hpp"

namespace cqrsc::ir {

using namespace model;

std::string Writer::name_of(const Event& event) {
  return event.aggregate == nullptr ? name_of(*event.context, event.name)
                                    : name_of(*event.aggregate) + "." + event.name;
}

Json Writer::versioned(const EventVersion& event) {
  return {{"event", name_of(*event.event)}, {"version", event.version}};
}

std::string Writer::place(const model::Location& location) const {
  return model_.files[location.file] + ":" + std::to_string(location.line) + ":" + std::to_string(location.column);
}

Json Writer::declaration(const Declaration& declaration) const {
  Json json{{"name", declaration.name}};
  if (declaration.location.line != 0) json["at"] = place(declaration.location);
  if (!declaration.doc.empty()) json["doc"] = declaration.doc;
  if (declaration.deprecated) json["deprecated"] = *declaration.deprecated;
  return json;
}

namespace {

const char* kind_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::List: return "list";
    case TypeKind::Set: return "set";
    case TypeKind::Map: return "map";
    case TypeKind::Optional: return "optional";
    case TypeKind::Id: return "id";
    case TypeKind::Value: return "value";
    case TypeKind::Enum: return "enum";
    case TypeKind::Union: return "union";
    case TypeKind::Decimal: return "decimal";
    default: return nullptr;  // it is called what it is
  }
}

}  // namespace

std::string Writer::type(const Type& type) {
  const char* kind = kind_of(type);
  Json json{{"kind", kind == nullptr ? to_text(type) : kind}};
  std::string name = to_text(type);
  const auto named = [&](const Context& context, const std::string& declared) {
    name = name_of(context, declared);
    json["name"] = name;
  };
  const auto version = [&](std::uint32_t number) {
    name += " v" + std::to_string(number);
    json["version"] = number;
  };
  switch (type.kind) {
    case TypeKind::Decimal:
      json["precision"] = type.precision;
      json["scale"] = type.scale;
      break;
    case TypeKind::List:
    case TypeKind::Set:
      json["element"] = this->type(*type.element);
      name = std::string(kind) + "<" + json["element"].get<std::string>() + ">";
      break;
    case TypeKind::Map:
      json["key"] = this->type(*type.key);
      json["element"] = this->type(*type.element);
      name = "map<" + json["key"].get<std::string>() + ", " + json["element"].get<std::string>() + ">";
      break;
    case TypeKind::Optional:
      json["element"] = this->type(*type.element);
      name = json["element"].get<std::string>() + "?";
      break;
    case TypeKind::Id: named(*type.id->context, type.id->name); break;
    case TypeKind::Enum: named(*type.enumeration->context, type.enumeration->name); break;
    case TypeKind::Value:
      named(*type.value->value->context, type.value->value->name);
      version(type.value->version);
      break;
    case TypeKind::Union:
      named(*type.union_version->owner->context, type.union_version->owner->name);
      version(type.union_version->version);
      break;
    default: break;
  }
  types_[name] = std::move(json);
  return name;
}

}  // namespace cqrsc::ir
