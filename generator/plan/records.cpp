#include "plan/records.hpp"

#include "model/history.hpp"
#include "model/walk.hpp"
#include "plan/cpp_text.hpp"
#include "plan/expressions.hpp"
#include "plan/fold.hpp"
#include "plan/layout.hpp"
#include "plan/signature.hpp"
#include "plan/stored_code.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

bool holds_elements(const Expression& initial) {
  bool found = false;
  for_each_expression(initial, [&](const Expression& part) {
    const auto* list = std::get_if<ListNode>(&part.node);
    const auto* map = std::get_if<MapNode>(&part.node);
    found = found || (list != nullptr && !list->elements.empty()) || (map != nullptr && !map->entries.empty());
  });
  return found;
}

/// `AccountStatus status = AccountStatus::open;`, `std::int32_t count{};`: no member is ever left without a value.
std::string member_text(const Symbols& symbols, const Field& field) {
  constexpr std::size_t kIndent = 2;
  constexpr std::size_t kColumns = 120;
  const std::string head = symbols.type(*field.type) + " " + symbols.name(field);
  if (!field.has_written_default || field.initial == nullptr) return fold_long_lines(head + "{};", kIndent);
  Surroundings header;
  header.in_header = true;
  const std::string text = Expressions(symbols, header).owned(*field.initial);
  if (!holds_elements(*field.initial)) return fold_long_lines(head + " = " + text + ";", kIndent);
  // g++ 12 breaks down where Boost.PFR counts the members of a struct with elements in an initializer.
  const std::string line = head + " = [] { return " + text + "; }();";
  if (kIndent + line.size() <= kColumns) return line;
  return fold_long_lines(head + " = [] {\n  return " + text + ";\n}();", kIndent);
}

std::string counted(std::uint32_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string size_text(const Shape& shape) {
  if (shape.fixed == 0 && shape.ends == 0) return "Nothing";
  std::string text = shape.fixed == 0 ? "" : counted(shape.fixed, "byte", "bytes");
  if (shape.ends == 0) return text;
  return text + (text.empty() ? "" : ", ") + counted(shape.ends, "end", "ends");
}

std::string union_codec(const std::string& name) {
  return one_line_function("void write_json(cqrs::JsonWriter& out, const " + name + "& value)",
                           "cqrs::json::write_union(out, value);") +
         "\n" +
         one_line_function("bool read_json(cqrs::JsonReader& in, " + name + "& value)",
                           "return cqrs::json::read_union(in, value);") +
         "\n" +
         one_line_function("void print(cqrs::Printer& out, const " + name + "& value)",
                           "cqrs::text::print_union(out, value);");
}

std::string accessor(const std::string& view_type, const std::string& name, const std::string& type,
                     const std::string& place) {
  return one_line_function("[[nodiscard]] " + view_type + " " + name + "() const",
                           "return get<" + type + ">(" + place + ");", 2);
}

/// A row of the table of a record; `place` is empty where it is never stored.
std::string row_text(const Symbols& symbols, const Field& field, const std::string& record, const std::string& place) {
  constexpr std::size_t kIndent = 4;
  constexpr std::size_t kColumns = 120;
  const std::string head = std::string("cqrs::record::") + (place.empty() ? "plain" : "stored") + "_field<" +
                           symbols.type(*field.type) + ">(";
  const std::string arguments = string_literal(field.name) + ", offsetof(" + record + ", " + symbols.name(field) + ")" +
                                (place.empty() ? "" : ", " + place) + "),";
  const bool fits = kIndent + head.size() + arguments.size() <= kColumns;
  return head + (fits ? "" : "\n    ") + arguments;
}

/// ` v1` behind the name of what is not current.
std::string version_text(std::uint32_t version, bool current) { return current ? "" : " v" + std::to_string(version); }

}  // namespace

std::string view_type(const Symbols& symbols, const Type& type) {
  switch (type.kind) {
    case TypeKind::String: return "std::string_view";
    case TypeKind::Bytes: return "cqrs::Bytes";
    case TypeKind::Value: return symbols.qualified_view(*type.value);
    case TypeKind::Union: return "cqrs::layout::UnionView<" + symbols.type(type) + ">";
    case TypeKind::List: return "cqrs::layout::ListView<" + symbols.type(*type.element) + ">";
    case TypeKind::Set: return "cqrs::layout::SetView<" + symbols.type(*type.element) + ">";
    case TypeKind::Map:
      return "cqrs::layout::MapView<" + symbols.type(*type.key) + ", " + symbols.type(*type.element) + ">";
    case TypeKind::Optional: return "std::optional<" + view_type(symbols, *type.element) + ">";
    case TypeKind::Id: return type.id->base->kind == TypeKind::String ? "std::string_view" : symbols.type(type);
    default: return symbols.type(type);
  }
}

std::string stored_name(const Aggregate& aggregate, const std::string& name) {
  return string_literal(aggregate.context->name + "." + aggregate.name + (name.empty() ? "" : "." + name));
}

std::string file_name(const Model& model, const Location& location) {
  if (location.file >= model.files.size()) return {};
  const std::string& path = model.files[location.file];
  return path.substr(path.find_last_of('/') + 1);
}

std::string place_text(const Model& model, const Location& location) {
  return comment_line(file_name(model, location)) + ":" + std::to_string(location.line);
}

std::string doc_lines(const Declaration& declaration) {
  std::string text = doc_comment(declaration.doc);
  if (declaration.deprecated) text += doc_comment("Deprecated: " + *declaration.deprecated);
  return text;
}

Record record_data(const Symbols& symbols, const std::deque<Field>& fields, const RecordParts& parts) {
  const RecordLayout layout = layout_of(fields);
  List planned;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    const std::string& name = symbols.name(field);
    const std::string place = place_in_record(*field.type, layout.fields[i]);
    planned.push_back(Record{
        {"doc", doc_lines(field)},
        {"name", name},
        {"record", parts.name},
        {"written", string_literal(field.name)},
        {"type", symbols.type(*field.type)},
        {"member", member_text(symbols, field)},
        {"row", row_text(symbols, field, parts.name, parts.view.empty() ? "" : place)},
        {"place", place},
        {"accessor", accessor(view_type(symbols, *field.type), name, symbols.type(*field.type), place)},
    });
  }
  std::string members = parts.members;
  if (!parts.view.empty()) members += (members.empty() ? "" : "\n") + ("using View = " + parts.view + ";");
  return Record{{"name", parts.name},
                {"view", parts.view},
                {"stored", !parts.view.empty()},
                {"doc", parts.doc},
                {"place", parts.place},
                {"fields", std::move(planned)},
                {"has_fields", !fields.empty()},
                {"members", std::move(members)},
                {"message", parts.message},
                {"size", size_text(layout.shape)},
                {"fixed", std::to_string(layout.shape.fixed)},
                {"ends", std::to_string(layout.shape.ends)},
                {"rows", "k" + parts.name + "Fields"},
                {"printed", string_literal(parts.printed)},
                {"has_table", parts.has_table},
                {"is_event", parts.is_event},
                {"encode", parts.is_event ? encode_function(symbols, fields, parts.name, parts.view) : ""},
                {"valid", parts.is_event ? valid_function(symbols, fields, parts.view) : ""}};
}

Record plain_record(const Symbols& symbols, const std::vector<const Field*>& fields, const RecordParts& parts) {
  List planned;
  for (const Field* field : fields) {
    planned.push_back(Record{{"doc", doc_lines(*field)},
                             {"name", symbols.name(*field)},
                             {"record", parts.name},
                             {"written", string_literal(field->name)},
                             {"type", symbols.type(*field->type)},
                             {"row", row_text(symbols, *field, parts.name, "")},
                             {"member", member_text(symbols, *field)}});
  }
  return Record{{"name", parts.name},
                {"stored", false},
                {"doc", parts.doc},
                {"place", parts.place},
                {"fields", std::move(planned)},
                {"has_fields", !fields.empty()},
                {"members", parts.members},
                {"message", ""},
                {"rows", "k" + parts.name + "Fields"},
                {"printed", string_literal(parts.printed)},
                {"has_table", parts.has_table},
                {"is_event", false}};
}

Record value_data(const Symbols& symbols, const ValueVersion& value) {
  RecordParts parts;
  parts.name = symbols.name(value);
  parts.view = symbols.view_name(value);
  parts.doc = doc_lines(value);
  parts.place = place_text(symbols.model(), value.location);
  parts.printed = value.name + version_text(value.version, &value == &value.value->current());
  return record_data(symbols, value.fields, parts);
}

Record event_data(const Symbols& symbols, const EventVersion& event) {
  RecordParts parts;
  parts.name = symbols.name(event);
  parts.view = symbols.view_name(event);
  parts.doc = doc_lines(event);
  parts.place = place_text(symbols.model(), event.location);
  parts.printed = event.name + version_text(event.version, is_current(event));
  parts.members = "static constexpr std::string_view kType = " + stored_name(*event.event->aggregate, event.name) +
                  ";\nstatic constexpr std::uint32_t kVersion = " + std::to_string(event.version) + ";";
  parts.is_event = true;
  return record_data(symbols, event.fields, parts);
}

Record union_data(const Symbols& symbols, const UnionVersion& one) {
  const std::string& name = symbols.name(one);
  List alternatives;
  std::vector<std::string> types;
  for (const Alternative& alternative : one.alternatives) {
    RecordParts parts;
    parts.name = symbols.struct_name(alternative);
    parts.view = symbols.view_name(alternative);
    parts.doc = doc_lines(alternative);
    parts.place = place_text(symbols.model(), alternative.location);
    parts.printed = alternative.name;
    parts.members = "static constexpr std::uint16_t kNumber = " + std::to_string(alternative.number) +
                    ";\nstatic constexpr std::string_view kName = " + string_literal(alternative.name) + ";";
    Record record = record_data(symbols, alternative.fields, parts);
    record.add("alias", symbols.name(alternative));
    alternatives.emplace_back(std::move(record));
    types.push_back(parts.name);
  }
  return Record{{"name", name},
                {"doc", doc_lines(one)},
                {"place", place_text(symbols.model(), one.location)},
                {"head", template_list("struct " + name + " : cqrs::Union", types, " {")},
                {"alternatives", std::move(alternatives)},
                {"codec", union_codec(name)}};
}

Record type_data(const Symbols& symbols, const StoredType& type) {
  if (const auto* value = std::get_if<const ValueVersion*>(&type))
    return Record{{"value", value_data(symbols, **value)}, {"union", false}};
  return Record{{"value", false}, {"union", union_data(symbols, *std::get<const UnionVersion*>(type))}};
}

}  // namespace cqrsc::plan
