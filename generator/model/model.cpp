#include "model/model.hpp"

#include <utility>

namespace cqrsc::model {
namespace {

const void* subject_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Optional:
    case TypeKind::Map: return type.element;
    case TypeKind::Id: return type.id;
    case TypeKind::Value: return type.value;
    case TypeKind::Enum: return type.enumeration;
    case TypeKind::Union: return type.union_version;
    default: return nullptr;
  }
}

}  // namespace

const Type* Model::intern(const Type& type) {
  const TypeKey key{type.kind, type.precision, type.scale, subject_of(type), type.key};
  return &types_.try_emplace(key, type).first->second;
}

const Expression* Model::add(Expression expression) { return &expressions_.emplace_back(std::move(expression)); }

const Statement* Model::add(Statement statement) { return &statements_.emplace_back(std::move(statement)); }

const Local* Model::add(Local local) { return &locals_.emplace_back(std::move(local)); }

const char* to_text(BuiltinError error) {
  switch (error) {
    case BuiltinError::AlreadyExists: return "AlreadyExists";
    case BuiltinError::DoesNotExist: return "DoesNotExist";
    case BuiltinError::Invalid: return "Invalid";
    case BuiltinError::NotAllowed: return "NotAllowed";
    case BuiltinError::Overflow: return "Overflow";
    case BuiltinError::InvariantBroken: return "InvariantBroken";
  }
  return "";
}

}  // namespace cqrsc::model
