#include "model/type.hpp"

#include <algorithm>
#include <set>

#include "model/aggregate.hpp"
#include "model/model.hpp"

namespace cqrsc::model {
namespace {

std::string versioned(const std::string& name, std::uint32_t version, std::uint32_t current) {
  return version == current ? name : name + " v" + std::to_string(version);
}

const char* scalar_text(TypeKind kind) {
  switch (kind) {
    case TypeKind::Bool: return "bool";
    case TypeKind::Int8: return "int8";
    case TypeKind::Int16: return "int16";
    case TypeKind::Int32: return "int32";
    case TypeKind::Int64: return "int64";
    case TypeKind::UInt8: return "uint8";
    case TypeKind::UInt16: return "uint16";
    case TypeKind::UInt32: return "uint32";
    case TypeKind::UInt64: return "uint64";
    case TypeKind::Float32: return "float32";
    case TypeKind::Float64: return "float64";
    case TypeKind::String: return "string";
    case TypeKind::Bytes: return "bytes";
    case TypeKind::Uuid: return "uuid";
    case TypeKind::Instant: return "instant";
    case TypeKind::Date: return "date";
    case TypeKind::Duration: return "duration";
    default: return "";
  }
}

/// Looks for what is checked of a value that comes from outside, into each value and union once.
class IntakeChecks {
 public:
  bool in(const Type& type) {
    switch (type.kind) {
      case TypeKind::String: return true;
      case TypeKind::List:
      case TypeKind::Set:
      case TypeKind::Optional: return in(*type.element);
      case TypeKind::Map: return in(*type.key) || in(*type.element);
      case TypeKind::Id: return type.id->where != nullptr || in(*type.id->base);
      case TypeKind::Value:
        return seen_.insert(type.value).second && (!type.value->invariants.empty() || in(type.value->fields));
      case TypeKind::Union:
        return seen_.insert(type.union_version).second &&
               std::any_of(type.union_version->alternatives.begin(), type.union_version->alternatives.end(),
                           [&](const Alternative& alternative) { return in(alternative.fields); });
      default: return false;
    }
  }

 private:
  bool in(const std::deque<Field>& fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const Field& field) { return field.where != nullptr || in(*field.type); });
  }

  std::set<const void*> seen_;
};

}  // namespace

bool is_integer(const Type& type) { return type.kind >= TypeKind::Int8 && type.kind <= TypeKind::UInt64; }

bool is_signed_integer(const Type& type) { return type.kind >= TypeKind::Int8 && type.kind <= TypeKind::Int64; }

bool is_float(const Type& type) { return type.kind == TypeKind::Float32 || type.kind == TypeKind::Float64; }

bool is_numeric(const Type& type) { return is_integer(type) || is_float(type) || type.kind == TypeKind::Decimal; }

int integer_bits(const Type& type) {
  switch (type.kind) {
    case TypeKind::Int8:
    case TypeKind::UInt8: return 8;
    case TypeKind::Int16:
    case TypeKind::UInt16: return 16;
    case TypeKind::Int32:
    case TypeKind::UInt32: return 32;
    default: return 64;
  }
}

bool is_ordered(const Type& type) {
  switch (type.kind) {
    case TypeKind::String:
    case TypeKind::Bytes:
    case TypeKind::Uuid:
    case TypeKind::Instant:
    case TypeKind::Date:
    case TypeKind::Duration:
    case TypeKind::Id: return true;
    default: return is_numeric(type);
  }
}

bool is_key(const Type& type) { return type.kind == TypeKind::Enum || (is_ordered(type) && !is_float(type)); }

bool needs_intake_check(const Type& type) { return IntakeChecks().in(type); }

namespace {

enum class Names : std::uint8_t { Plain, Pinned, WithContexts };

std::string named(const Declaration& declaration, const Context* context, Names names) {
  return names == Names::WithContexts && context != nullptr ? context->name + "." + declaration.name : declaration.name;
}

std::string text_of(const Type& type, Names names) {
  const auto current = [&](std::uint32_t version) { return names == Names::Pinned ? 0 : version; };
  switch (type.kind) {
    case TypeKind::Decimal:
      return "decimal(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ")";
    case TypeKind::List: return "list<" + text_of(*type.element, names) + ">";
    case TypeKind::Set: return "set<" + text_of(*type.element, names) + ">";
    case TypeKind::Map: return "map<" + text_of(*type.key, names) + ", " + text_of(*type.element, names) + ">";
    case TypeKind::Optional: return text_of(*type.element, names) + "?";
    case TypeKind::Id: return named(*type.id, type.id->context, names);
    case TypeKind::Enum: return named(*type.enumeration, type.enumeration->context, names);
    case TypeKind::Value: {
      const Value& value = *type.value->value;
      return versioned(named(*type.value, value.context, names), type.value->version, current(value.current().version));
    }
    case TypeKind::Union: {
      const Union& owner = *type.union_version->owner;
      return versioned(named(*type.union_version, owner.context, names), type.union_version->version,
                       current(owner.current().version));
    }
    default: return scalar_text(type.kind);
  }
}

}  // namespace

std::string to_text(const Type& type) { return text_of(type, Names::Plain); }

std::string pinned_text(const Type& type) { return text_of(type, Names::Pinned); }

std::string text_with_contexts(const Type& type) { return text_of(type, Names::WithContexts); }

}  // namespace cqrsc::model
