// What a value of a type may look like, for a help that shows what is to be written.
#include "sema/analysis.hpp"

namespace cqrsc::sema {

using model::TypeKind;

namespace {

std::string sample_text(const model::Type& type, int depth);

/// `{ amount = 0.00  currency = EUR }`: what has to be given.
std::string sample_fields(const std::deque<model::Field>& fields, int depth) {
  std::string text;
  for (const model::Field& field : fields) {
    const bool needed = field.type == nullptr || (field.type->kind != TypeKind::Optional && !field.has_written_default);
    if (needed) text += field.name + " = " + (field.type == nullptr ? "…" : sample_text(*field.type, depth + 1)) + "  ";
  }
  return text.empty() ? " { }" : " { " + text.substr(0, text.size() - 1) + "}";
}

/// Something of the type, for a help to show; "…" where nothing short is.
std::string sample_text(const model::Type& type, int depth) {
  constexpr int kDeepest = 2;
  switch (type.kind) {
    case TypeKind::Bool: return "false";
    case TypeKind::String: return "\"…\"";
    case TypeKind::Bytes: return "\"\"";
    case TypeKind::Uuid: return "\"6f1c0000-0000-7000-8000-000000000001\"";
    case TypeKind::Instant: return "\"2026-01-31T09:00:00Z\"";
    case TypeKind::Date: return "\"2026-01-31\"";
    case TypeKind::Duration: return "1h";
    case TypeKind::Decimal: return type.scale == 0 ? "0" : "0." + std::string(type.scale, '0');
    case TypeKind::Id: return sample_text(*type.id->base, depth);
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map: return "[]";
    case TypeKind::Optional: return "none";
    case TypeKind::Enum: return type.enumeration->members.empty() ? "…" : type.enumeration->members.front().name;
    case TypeKind::Value:
      return type.value->name + (depth < kDeepest ? sample_fields(type.value->fields, depth) : " { … }");
    case TypeKind::Union: {
      const auto& alternatives = type.union_version->alternatives;
      if (alternatives.empty()) return "…";
      return alternatives.front().name +
             (depth < kDeepest ? sample_fields(alternatives.front().fields, depth) : " { … }");
    }
    default: return model::is_numeric(type) ? "0" : "…";
  }
}

}  // namespace

std::string sample_text(const model::Type& type) { return sample_text(type, 0); }

}  // namespace cqrsc::sema
