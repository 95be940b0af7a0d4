#include "plan/stored_code.hpp"

#include <algorithm>

#include "plan/fold.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

bool are_flat(const std::deque<Field>& fields, bool in_list);

/// Whether a value holds neither lists of lists, nor sets, maps and unions, nor records that stand in the tail.
bool is_flat(const Type& type, bool in_list) {
  switch (type.kind) {
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Union: return false;
    case TypeKind::List: return !in_list && is_flat(*type.element, true);
    case TypeKind::Value: return are_flat(type.value->fields, in_list);
    case TypeKind::Optional: {
      const Type& inner = *type.element;
      if (inner.kind == TypeKind::Value && layout_of(inner.value->fields).shape.ends > 0) return false;
      return is_flat(inner, in_list);
    }
    default: return true;
  }
}

bool are_flat(const std::deque<Field>& fields, bool in_list) {
  return std::all_of(fields.begin(), fields.end(), [&](const Field& field) { return is_flat(*field.type, in_list); });
}

// Whether what of it stands behind the fixed part is nothing but text.
bool is_text(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bytes:
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Union: return false;
    case TypeKind::Optional: return is_text(*type.element);
    case TypeKind::Value: {
      const auto& fields = type.value->fields;
      return std::all_of(fields.begin(), fields.end(), [](const Field& field) { return is_text(*field.type); });
    }
    default: return true;
  }
}

/// Whether all bytes are values, as far as the ends around them are right.
bool is_any_bytes(const Type& type) {
  switch (type.kind) {
    case TypeKind::Int8:
    case TypeKind::Int16:
    case TypeKind::Int32:
    case TypeKind::Int64:
    case TypeKind::UInt8:
    case TypeKind::UInt16:
    case TypeKind::UInt32:
    case TypeKind::UInt64:
    case TypeKind::Uuid:
    case TypeKind::Instant:
    case TypeKind::Duration:
    case TypeKind::Enum:
    case TypeKind::Bytes: return true;
    case TypeKind::Id: return is_any_bytes(*type.id->base);
    default: return false;
  }
}

}  // namespace

std::string place_in_record(const Type& type, const FieldLayout& field) {
  std::string text;
  const auto add = [&](const char* name, std::uint32_t value) {
    text += (text.empty() ? "." : ", .") + std::string(name) + " = " + std::to_string(value);
  };
  if (field.shape.fixed > 0 || field.shape.ends == 0) add("offset", field.offset);
  if (field.shape.ends > 0) add("end", field.end);
  if (type.kind == TypeKind::Optional) add("bit", field.bit);
  return "{" + text + "}";
}

std::string encode_function(const Symbols& symbols, const std::deque<Field>& fields, const std::string& name,
                            const std::string& view) {
  const RecordLayout layout = layout_of(fields);
  std::string tail;
  std::string writes;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string field = "event." + symbols.name(fields[i]);
    if (layout.fields[i].shape.ends > 0) {
      const std::string begin = tail.empty() ? "  std::size_t tail = " : "  tail += ";
      tail += begin + "cqrs::layout::tail_size(" + field + ");\n";
    }
    writes += "  write(" + place_in_record(*fields[i].type, layout.fields[i]) + ", " + field + ");\n";
  }
  const std::string event = fields.empty() ? "" : " event";
  const std::string arguments =
      "(out, " + view + "::kShape, " + std::to_string(layout.optionals) + ", " + (tail.empty() ? "0" : "tail") + ");\n";
  return "void encode(cqrs::Buffer& out, const " + name + "&" + event + ") {\n" + tail +
         "  cqrs::layout::RecordWriter" + (fields.empty() ? "" : " write") + arguments + writes + "}";
}

std::string valid_function(const Symbols& symbols, const std::deque<Field>& fields, const std::string& view) {
  if (!are_flat(fields, false)) return {};
  const RecordLayout layout = layout_of(fields);
  const bool only_text =
      std::all_of(fields.begin(), fields.end(), [](const Field& field) { return is_text(*field.type); });
  std::string condition = "  return check.root()";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Type& type = *fields[i].type;
    if (is_any_bytes(type)) continue;
    condition += " && check.field<" + symbols.type(type) + ">(" + place_in_record(type, layout.fields[i]) + ")";
  }
  return "bool " + view +
         "::valid(cqrs::Bytes bytes) noexcept {\n  const cqrs::layout::RecordChecker check(bytes, kShape, " +
         std::to_string(layout.optionals) + (only_text ? "" : ", cqrs::layout::Tail::mixed") + ");\n" +
         fold_long_lines(condition + ";") + "\n}";
}

}  // namespace cqrsc::plan
