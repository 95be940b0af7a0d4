#include "plan/symbols.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "model/history.hpp"
#include "plan/columns.hpp"
#include "plan/cpp_globals.hpp"

namespace cqrsc::plan {
namespace {

using namespace model;

/// Names that generated structs and namespaces give to something of their own. A struct called so would have a member
/// of that name, itself, where the runtime asks for another.
constexpr auto kOwnTypes = std::to_array<std::string_view>(
    {"Aggregate", "Alternatives", "Application", "Context", "Decision", "Emits", "Externs", "Id", "Key", "Projection",
     "Rejects", "Row", "Rows", "RowsTable", "State", "Value", "View"});

/// Capital first, so that no type is ever called like a field.
std::string type_name(std::string_view name) {
  std::string plain = cpp_name(name);
  if (plain.front() >= 'a' && plain.front() <= 'z') plain = cpp_name(pascal_case(name));
  return std::find(kOwnTypes.begin(), kOwnTypes.end(), plain) != kOwnTypes.end() ? plain + "_" : plain;
}

const std::string& found(const std::unordered_map<const void*, std::string>& names, const void* key) {
  const auto at = names.find(key);
  assert(at != names.end() && "everything is named before anything is planned");
  return at->second;
}

/// What a name is kept by: the declaration, or the place where it is said that there is one.
template <class Given>
const void* key_of(const Given& given) {
  const Declaration* declaration = given.declaration;
  return declaration != nullptr ? static_cast<const void*>(declaration) : &given;
}

/// `v1`: what namespaces of older versions are called.
bool is_version(std::string_view name) {
  return name.size() > 1 && name.front() == 'v' && name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

std::vector<std::string> parts_of(const Context& context) {
  std::vector<std::string> parts(1);
  for (const char c : context.name) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (std::string& part : parts) {
    part = member_name(part);
    // Within a namespace of such a name, generated code would find that instead.
    if (part == "cqrs" || part == "std" || part == "testing" || is_version(part)) part += '_';
  }
  if (is_global(parts.front())) parts.front() += '_';
  return parts;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

const char* scalar(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool: return "bool";
    case TypeKind::Int8: return "std::int8_t";
    case TypeKind::Int16: return "std::int16_t";
    case TypeKind::Int32: return "std::int32_t";
    case TypeKind::Int64: return "std::int64_t";
    case TypeKind::UInt8: return "std::uint8_t";
    case TypeKind::UInt16: return "std::uint16_t";
    case TypeKind::UInt32: return "std::uint32_t";
    case TypeKind::UInt64: return "std::uint64_t";
    case TypeKind::Float32: return "float";
    case TypeKind::Float64: return "double";
    case TypeKind::String: return "std::string";
    case TypeKind::Bytes: return "cqrs::Buffer";
    case TypeKind::Uuid: return "cqrs::Uuid";
    case TypeKind::Instant: return "cqrs::Instant";
    case TypeKind::Date: return "cqrs::Date";
    case TypeKind::Duration: return "cqrs::Duration";
    default: return nullptr;
  }
}

/// What is cheaper to copy than to refer to.
bool is_small(const Type& type) {
  switch (type.kind) {
    case TypeKind::String:
    case TypeKind::Bytes:
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Optional:
    case TypeKind::Value:
    case TypeKind::Union: return false;
    case TypeKind::Id: return type.id->base->kind != TypeKind::String && type.id->base->kind != TypeKind::Uuid;
    case TypeKind::Uuid: return false;
    default: return true;
  }
}

}  // namespace

Symbols::Symbols(const Model& model) : model_(model) {
  for (const Context& context : model.contexts) {
    NameScope scope;
    name_context(context, scope);
  }
}

const std::string& Symbols::name(const Declaration& declaration) const { return found(names_, &declaration); }
const std::string& Symbols::name(const Event& event) const {
  return found(names_, static_cast<const Declaration*>(&event));
}
const std::string& Symbols::name(const Value& value) const {
  return found(names_, static_cast<const Declaration*>(&value));
}
const std::string& Symbols::upcast_name(const Event& event) const { return found(upcasts_, &event); }
const std::string& Symbols::state_name(const Aggregate& aggregate) const { return found(states_, &aggregate); }
const std::string& Symbols::state_view_name(const Aggregate& aggregate) const {
  return found(state_views_, &aggregate);
}
const std::string& Symbols::key_name(const Projection& projection) const { return found(keys_, &projection); }
const std::string& Symbols::row_name(const Query& query) const { return found(rows_, &query); }
const std::string& Symbols::group_name(const Query& query) const { return found(groups_, &query); }
const std::string& Symbols::extern_name(const Declaration& function) const { return found(extern_names_, &function); }
const std::string& Symbols::view_name(const Declaration& record) const { return found(views_, &record); }
const std::string& Symbols::struct_name(const Alternative& alternative) const { return found(structs_, &alternative); }

void Symbols::name_context(const Context& context, NameScope& scope) {
  name_types(context, scope);
  name_aggregates(context, scope);
  name_generated(context, scope);
  name_read_models(context, scope);
  name_functions(context);
  name_all_fields(context);
}

void Symbols::name_types(const Context& context, NameScope& scope) {
  const auto claim = [&](const Declaration& declaration) {
    names_.emplace(&declaration, scope.claim(type_name(declaration.name)));
  };
  const auto claim_given = [&](const auto& given) {
    names_.emplace(key_of(given), scope.claim(type_name(given.name)));
  };
  for (const Id& id : context.ids) claim(id);
  for (const Enum& enumeration : context.enums) {
    claim(enumeration);
    std::vector<std::string> written;
    for (const EnumMember& member : enumeration.members) written.push_back(member.name);
    NameScope members;
    const auto names = members.claim_all(written, &cpp_name);
    for (std::size_t i = 0; i < names.size(); ++i) names_.emplace(&enumeration.members[i], names[i]);
  }
  for (const Value& value : context.values) {
    claim(value);
    for (const ValueVersion& version : value.versions) names_.emplace(&version, name(value));
  }
  for (const Union& one : context.unions) name_union(one, scope);
  for (const Error& error : context.errors) claim(error);
  for (const AggregateNames& one : context.outline.aggregates) claim_given(one.aggregate);
  for (const auto& projection : context.outline.projections) claim_given(projection);
  for (const auto& query : context.outline.queries) claim_given(query);
}

void Symbols::name_union(const Union& one, NameScope& scope) {
  // In a struct called Union, that would no longer be what it is derived from.
  const std::string wanted = type_name(one.name);
  const std::string& name = names_.emplace(&one, scope.claim(wanted == "Union" ? "Union_" : wanted)).first->second;
  for (const UnionVersion& version : one.versions) {
    names_.emplace(&version, name);
    // What every union has already, itself included.
    NameScope alternatives({name, "Alternatives", "Union"});
    for (const Alternative& alternative : version.alternatives) {
      names_.emplace(&alternative, alternatives.claim(type_name(alternative.name)));
    }
  }
}

/// The structs of alternatives. Those of the same name in several versions are called the same: each version has its
/// namespace.
void Symbols::name_alternatives(const Union& one, NameScope& scope) {
  std::map<std::string, std::pair<std::string, std::string>> known;
  const auto step_aside = [&](std::string wanted) { return scope.claim(scope.has(wanted) ? wanted + "_" : wanted); };
  for (const UnionVersion& version : one.versions) {
    for (const Alternative& alternative : version.alternatives) {
      auto& [name, view] = known[this->name(alternative)];
      if (name.empty()) {
        name = step_aside(this->name(one) + this->name(alternative));
        view = step_aside(name + "View");
      }
      structs_.emplace(&alternative, name);
      views_.emplace(&alternative, view);
    }
  }
}

void Symbols::name_aggregates(const Context& context, NameScope& scope) {
  struct Owned {
    const void* key = nullptr;
    std::string aggregate;  ///< empty: of the context itself
    std::string plain;
    bool keeps_its_name = true;
  };
  std::vector<Owned> all;
  std::map<std::string, int> uses;
  const auto add = [&](const void* key, const std::string& aggregate, const std::string& name) {
    all.push_back({key, aggregate, type_name(name)});
    ++uses[all.back().plain];
  };
  for (const Event& event : context.events) add(static_cast<const Declaration*>(&event), "", event.name);
  for (const AggregateNames& one : context.outline.aggregates) {
    const std::string& aggregate = found(names_, key_of(one.aggregate));
    for (const auto& event : one.events) add(key_of(event), aggregate, event.name);
    for (const auto& command : one.commands) add(key_of(command), aggregate, command.name);
  }
  for (Owned& one : all) {
    one.keeps_its_name = one.aggregate.empty() || (uses[one.plain] == 1 && !scope.has(one.plain));
  }
  // Those that keep their own name first: none of them depends on what others are called.
  for (const bool keeping : {true, false}) {
    for (const Owned& one : all) {
      if (one.keeps_its_name != keeping) continue;
      names_.emplace(one.key, scope.claim(keeping ? one.plain : type_name(one.aggregate + one.plain)));
    }
  }
  const auto name_versions = [&](const Event& event) {
    for (const EventVersion& version : event.versions) names_.emplace(&version, name(event));
  };
  for (const Event& event : context.events) name_versions(event);
  for (const Aggregate& aggregate : context.aggregates) {
    for (const Event& event : aggregate.events) name_versions(event);
  }
}

void Symbols::name_generated(const Context& context, NameScope& scope) {
  const auto step_aside = [&](std::string wanted) { return scope.claim(scope.has(wanted) ? wanted + "_" : wanted); };
  const std::string application = step_aside(type_name(pascal_case(parts_of(context).back())));
  const std::string externs = step_aside("Externs");
  if (&context == &model_.context()) {
    application_ = application;
    externs_ = externs;
  }
  for (const Value& value : context.values) {
    const std::string view = step_aside(name(value) + "View");
    for (const ValueVersion& version : value.versions) views_.emplace(&version, view);
  }
  for (const Union& one : context.unions) name_alternatives(one, scope);
  const auto name_event = [&](const Event& event) {
    const std::string view = step_aside(name(event) + "View");
    for (const EventVersion& version : event.versions) views_.emplace(&version, view);
    upcasts_.emplace(&event, step_aside(name(event) + "Upcast"));
  };
  for (const Event& event : context.events) name_event(event);
  for (const AggregateNames& one : context.outline.aggregates) {
    const std::string state = step_aside(found(names_, key_of(one.aggregate)) + "State");
    const std::string view = step_aside(state + "View");
    if (const Aggregate* aggregate = one.aggregate.declaration; aggregate != nullptr) {
      states_.emplace(aggregate, state);
      state_views_.emplace(aggregate, view);
    }
    for (const auto& event : one.events) {
      if (event.declaration != nullptr) {
        name_event(*event.declaration);
        continue;
      }
      const std::string& name = found(names_, key_of(event));
      for (const char* part : {"View", "Upcast"}) step_aside(name + part);
    }
  }
}

void Symbols::name_read_models(const Context& context, NameScope& scope) {
  const auto step_aside = [&](std::string wanted) { return scope.claim(scope.has(wanted) ? wanted + "_" : wanted); };
  for (const Projection& projection : context.projections) {
    keys_.emplace(&projection, step_aside(name(projection) + "Key"));
  }
  for (const Query& query : context.queries) {
    rows_.emplace(&query, query.columns.empty() ? name(*query.from) : step_aside(name(query) + "Row"));
    groups_.emplace(&query, step_aside(name(query) + "Group"));
  }
}

void Symbols::name_functions(const Context& context) {
  std::vector<std::string> written;
  for (const ExternFunction& function : context.extern_functions) written.push_back(function.name);
  // The functions that decide extern commands are all called so.
  NameScope scope({"decide"});
  const auto names = scope.claim_all(written, &member_name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const ExternFunction& function = context.extern_functions[i];
    names_.emplace(&function, names[i]);
    extern_names_.emplace(&function, names[i]);
    NameScope parameters;
    for (const Parameter& parameter : function.parameters) {
      names_.emplace(&parameter, parameters.claim(member_name(parameter.name)));
    }
  }
  for (const Aggregate& aggregate : context.aggregates) {
    for (const Command& command : aggregate.commands) {
      if (command.is_extern) extern_names_.emplace(&command, scope.claim(member_name(name(command))));
    }
  }
}

void Symbols::name_fields(const std::deque<Field>& fields, const char* taken) {
  std::vector<std::string> written;
  for (const Field& field : fields) written.push_back(field.name);
  // What every view already has.
  NameScope scope({"get", "place", taken});
  const auto names = scope.claim_all(written, &member_name);
  for (std::size_t i = 0; i < names.size(); ++i) names_.emplace(&fields[i], names[i]);
}

void Symbols::name_members(const std::vector<const Field*>& fields) {
  std::vector<std::string> written;
  for (const Field* field : fields) written.push_back(field->name);
  // What a row has already, and what its definition() calls.
  NameScope scope({"definition", "on"});
  const auto names = scope.claim_all(written, &member_name);
  for (std::size_t i = 0; i < names.size(); ++i) names_.emplace(fields[i], names[i]);
}

void Symbols::name_all_fields(const Context& context) {
  for (const Value& value : context.values) {
    for (const ValueVersion& version : value.versions) name_fields(version.fields);
  }
  for (const Union& one : context.unions) {
    for (const UnionVersion& version : one.versions) {
      for (const Alternative& alternative : version.alternatives) name_fields(alternative.fields);
    }
  }
  for (const Error& error : context.errors) name_fields(error.fields, "message");
  const auto name_event = [&](const Event& event) {
    for (const EventVersion& version : event.versions) name_fields(version.fields);
  };
  for (const Event& event : context.events) name_event(event);
  for (const Aggregate& aggregate : context.aggregates) {
    name_fields(aggregate.state.fields);
    for (const Event& event : aggregate.events) name_event(event);
    for (const Command& command : aggregate.commands) name_fields(command.fields);
  }
  for (const Projection& projection : context.projections) name_members(row_fields(projection));
  for (const Query& query : context.queries) {
    name_members(pointers_to(query.parameters));
    name_members(pointers_to(query.columns));
  }
}

std::string Symbols::prefix(const Context& context) const {
  return &context == &model_.context() ? "" : "::" + namespace_of(context) + "::";
}

std::string Symbols::qualified(const Id& id) const { return prefix(*id.context) + name(id); }
std::string Symbols::qualified(const Enum& enumeration) const {
  return prefix(*enumeration.context) + name(enumeration);
}
std::string Symbols::qualified(const Error& error) const { return prefix(*error.context) + name(error); }
std::string Symbols::qualified(const Aggregate& aggregate) const {
  return prefix(*aggregate.context) + name(aggregate);
}

Symbols Symbols::inside(std::uint32_t version) const {
  Symbols names(*this);
  names.inside_ = version;
  return names;
}

std::string Symbols::prefix(const ValueVersion& value) const {
  const Value& all = *value.value;
  const std::string context = prefix(*all.context);
  if (&value != &all.current()) return context + "v" + std::to_string(value.version) + "::";
  const bool hidden = inside_ != 0 && inside_ < value.version && context.empty();
  return hidden ? "::" + namespace_of(*all.context) + "::" : context;
}

std::string Symbols::prefix(const UnionVersion& one) const {
  const Union& all = *one.owner;
  const std::string context = prefix(*all.context);
  if (&one != &all.current()) return context + "v" + std::to_string(one.version) + "::";
  const bool hidden = inside_ != 0 && inside_ < one.version && context.empty();
  return hidden ? "::" + namespace_of(*all.context) + "::" : context;
}

std::string Symbols::prefix(const EventVersion& event) const {
  const std::string context = prefix(*event.event->context);
  return is_current(event) ? context : context + "v" + std::to_string(event.version) + "::";
}

std::string Symbols::qualified(const ValueVersion& value) const { return prefix(value) + name(value); }
std::string Symbols::qualified_view(const ValueVersion& value) const { return prefix(value) + view_name(value); }
std::string Symbols::qualified(const UnionVersion& one) const { return prefix(one) + name(one); }
std::string Symbols::qualified(const UnionVersion& one, const Alternative& alternative) const {
  return qualified(one) + "::" + name(alternative);
}
std::string Symbols::qualified(const EventVersion& event) const { return prefix(event) + name(event); }
std::string Symbols::qualified_view(const EventVersion& event) const { return prefix(event) + view_name(event); }

std::string Symbols::type(const Type& type) const {
  switch (type.kind) {
    case TypeKind::Decimal:
      return "cqrs::Decimal<" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ">";
    case TypeKind::List: return "std::vector<" + this->type(*type.element) + ">";
    case TypeKind::Set: return "cqrs::Set<" + this->type(*type.element) + ">";
    case TypeKind::Map: return "cqrs::Map<" + this->type(*type.key) + ", " + this->type(*type.element) + ">";
    case TypeKind::Optional: return "std::optional<" + this->type(*type.element) + ">";
    case TypeKind::Id: return qualified(*type.id);
    case TypeKind::Value: return qualified(*type.value);
    case TypeKind::Enum: return qualified(*type.enumeration);
    case TypeKind::Union: return qualified(*type.union_version);
    default: return scalar(type);
  }
}

std::string Symbols::parameter_type(const Type& type) const {
  if (type.kind == TypeKind::String) return "std::string_view";
  if (type.kind == TypeKind::Bytes) return "cqrs::Bytes";
  return is_small(type) ? this->type(type) : "const " + this->type(type) + "&";
}

std::string Symbols::namespace_of(const Context& context) { return joined(parts_of(context), "::"); }
std::string Symbols::directory_of(const Context& context) {
  std::string path = context.name;
  std::replace(path.begin(), path.end(), '.', '/');
  return path;
}
std::string Symbols::last_part(const Context& context) {
  return context.name.substr(context.name.find_last_of('.') + 1);
}

}  // namespace cqrsc::plan
