// What stands beside the fields of a record: defaults, conditions, invariants, messages.
#include <algorithm>

#include "sema/near_names.hpp"
#include "sema/typer.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

/// What keeps an expression from being a fixed value, in words; null where nothing does.
const char* variable_part(const model::Expression& expression);

struct VariablePart {
  const char* operator()(const model::ConstantNode&) const { return nullptr; }
  const char* operator()(const model::ConversionNode& node) const { return variable_part(*node.operand); }
  const char* operator()(const model::ConstructValueNode& node) const {
    for (const model::FieldInit& init : node.fields)
      if (const char* part = variable_part(*init.value)) return part;
    return nullptr;
  }
  const char* operator()(const model::ConstructUnionNode& node) const {
    for (const model::FieldInit& init : node.fields)
      if (const char* part = variable_part(*init.value)) return part;
    return nullptr;
  }
  const char* operator()(const model::ListNode& node) const {
    for (const model::Expression* element : node.elements)
      if (const char* part = variable_part(*element)) return part;
    return nullptr;
  }
  const char* operator()(const model::MapNode& node) const {
    for (const model::MapEntry& entry : node.entries)
      for (const model::Expression* part_of : {entry.key, entry.value})
        if (const char* part = variable_part(*part_of)) return part;
    return nullptr;
  }
  template <typename Other>
  const char* operator()(const Other&) const {
    return "a computation: write its result";
  }
};

const char* variable_part(const model::Expression& expression) { return std::visit(VariablePart{}, expression.node); }

Scope record_scope(const RecordWork& record, const std::string& block) {
  Scope scope;
  scope.block = block;
  scope.incoming = record.fields;
  scope.incoming_owner = record.owner;
  const bool command = record.kind == RecordKind::Command;
  scope.incoming_source = command ? model::FieldSource::Command : model::FieldSource::Record;
  if (command) scope.incoming_word = "command";
  return scope;
}

void analyze_where(Analysis& analysis, RecordWork& record) {
  const bool checked =
      record.kind == RecordKind::Command || record.kind == RecordKind::Value || record.kind == RecordKind::Alternative;
  for (const auto& [syntax, field] : record.pairs) {
    if (!checked) continue;
    Scope scope = record_scope(record, "`where`");
    Typer typer(analysis, *record.context, scope);
    if (field->type == nullptr) {
      if (syntax->where) typer.condition(*syntax->where);
      continue;
    }
    const Span span = syntax->type.span;
    const model::Expression* value = typer.make(field->type, span, model::FieldNode{scope.incoming_source, field});
    field->where = refined_conditions(analysis, *record.context, syntax->type, value);
    if (!syntax->where) continue;
    const model::Expression* own = typer.condition(*syntax->where);
    if (field->where == nullptr || own == nullptr)
      field->where = own;
    else
      field->where = typer.make(own->type, span, model::BinaryNode{model::BinaryOperator::And, field->where, own});
  }
}

void analyze_ids(Analysis& analysis) {
  for (const auto& id : analysis.ids) {
    if (!id.syntax->where) continue;
    Scope scope;
    scope.block = "the condition of an id";
    scope.it = id.target->base;
    id.target->where = Typer(analysis, *id.context, scope).condition(*id.syntax->where);
  }
}

void analyze_value_invariants(Analysis& analysis, const Pairing<syntax::ValueDeclaration, model::ValueVersion>& value) {
  for (const syntax::Invariant& syntax : value.syntax->invariants) {
    Scope scope;
    scope.block = "an invariant";
    scope.incoming = &value.target->fields;
    scope.incoming_source = model::FieldSource::Record;
    scope.incoming_owner = "value " + quoted(value.target->name);
    const model::Expression* condition = Typer(analysis, *value.context, scope).condition(*syntax.condition);
    value.target->invariants.push_back({syntax.name.value, condition, analysis.locate(syntax.span)});
  }
}

/// Whether what stands in a hole can be the name of a field: `fee`, not `0` or `fee:F2`.
bool is_path(std::string_view hole) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.";
  return !hole.empty() && kDigits.find(hole.front()) == std::string_view::npos &&
         hole.find_first_not_of(kLetters) == std::string_view::npos;
}

/// Splits a message into text and the fields it names.
class MessageReader {
 public:
  MessageReader(Analysis& analysis, const syntax::String& message, model::Error& error)
      : analysis_(analysis), message_(message), error_(error) {}

  void read() {
    const std::string& text = message_.value;
    for (std::size_t i = 0; i < text.size();) {
      const bool doubled = i + 1 < text.size() && text[i] == text[i + 1];
      if (text[i] != '{' && text[i] != '}') {
        text_.push_back(text[i++]);
      } else if (doubled) {
        text_.push_back(text[i]);
        i += 2;
      } else if (text[i] == '{' && text.find('}', i) != std::string::npos) {
        const std::size_t end = text.find('}', i);
        hole(text.substr(i + 1, end - i - 1), i + 1);
        i = end + 1;
      } else {
        analysis_.reporter.report(kMessageBrace, place(i, 1))
            .help("a brace that is meant as text is doubled: " + quoted(std::string(2, text[i])));
        return;
      }
    }
    flush();
  }

 private:
  void flush() {
    if (!text_.empty()) error_.message.push_back({std::move(text_), nullptr});
    text_.clear();
  }

  /// The place of a piece of the message; the whole message where escapes have moved it.
  [[nodiscard]] Span place(std::size_t offset, std::size_t size) const {
    if (message_.span.size() != message_.value.size() + 2) return message_.span;
    const auto begin = message_.span.begin + 1 + static_cast<std::uint32_t>(offset);
    return {message_.span.file, begin, begin + static_cast<std::uint32_t>(size)};
  }

  void hole(const std::string& path, std::size_t offset) {
    flush();
    const Span span = place(offset, path.size());
    const std::deque<model::Field>* fields = &error_.fields;
    const model::Expression* value = nullptr;
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find('.', begin), path.size());
      const model::Field* field = fields == nullptr ? nullptr : find_field(*fields, path.substr(begin, end - begin));
      if (field == nullptr && fields != nullptr && analysis_.incomplete.count(fields) != 0) return;
      if (field == nullptr && begin > 0)
        return report_part(path.substr(0, begin - 1), path.substr(begin), *value->type, span);
      if (field == nullptr) return report(path, span);
      if (field->type == nullptr) return;
      model::ExpressionNode node = model::FieldNode{model::FieldSource::Record, field};
      if (value != nullptr) node = model::MemberNode{value, field};
      value = analysis_.model.add(model::Expression{field->type, analysis_.locate(span), std::move(node)});
      fields = field->type->kind == TypeKind::Value ? &field->type->value->fields : nullptr;
      begin = end + 1;
    }
    error_.message.push_back({{}, value});
  }

  /// {by.value}, where `by` has parts of other names, or none.
  void report_part(const std::string& whole, const std::string& part, const model::Type& type, Span span) {
    Diagnostic& report = analysis_.reporter.report(kMessageHole, span, error_.name, whole + "." + part);
    report.label(analysis_.name_span(error_), "the error");
    if (type.kind != TypeKind::Value) {
      report.note(quoted(whole) + " is " + quoted(model::to_text(type)) + ", which has no parts")
          .help("leave " + quoted("." + part) + " out", span, whole);
      return;
    }
    std::vector<std::string> parts;
    for (const model::Field& field : type.value->fields) parts.push_back(field.name);
    report.note(quoted(type.value->name) + " has " + listed(parts));
    if (const auto near = related_name(part, parts))
      report.help("there is " + quoted(*near), span, whole + "." + *near);
    else
      report.help("name one of them: " + quoted("{" + whole + "." + (parts.empty() ? "…" : parts.front()) + "}"));
  }

  void report(const std::string& path, Span span) {
    if (analysis_.incomplete.count(&error_.fields) != 0) return;
    Diagnostic& report = analysis_.reporter.report(kMessageHole, span, error_.name, path);
    report.label(analysis_.name_span(error_), "the error");
    std::vector<std::string> fields;
    for (const model::Field& field : error_.fields) fields.push_back(field.name);
    auto near = nearest_name(path, fields);
    // What the message shows already is not meant again.
    std::erase_if(
        fields, [&](const std::string& field) { return message_.value.find("{" + field + "}") != std::string::npos; });
    if (!near && fields.size() == 1) near = fields.front();
    for (const std::string& field : fields)
      if (!near && field.size() > 2 && path.starts_with(field)) near = field;
    if (near)
      report.help("there is " + quoted(*near), span, *near);
    else
      report.note("a message shows the error's own fields, and parts of them: `{missing}`, `{missing.amount}`")
          .help(is_path(path)
                    ? "give the error this field, " + quoted("error " + error_.name + " { " + path + ": … }") +
                          ", and its value where a command is rejected"
                    : "name a field of the error, and nothing else: how it is shown follows from its type");
  }

  Analysis& analysis_;
  const syntax::String& message_;
  model::Error& error_;
  std::string text_;
};

}  // namespace

const model::Expression* written_default(Analysis& analysis, const model::Field& field) {
  const auto found = analysis.defaults.find(&field);
  if (found == analysis.defaults.end()) return field.initial;
  const DefaultWork work = found->second;
  analysis.defaults.erase(found);
  Scope scope;
  scope.block = "a default";
  scope.names_versions = true;  // a default of an older layout has its types
  const model::Expression* value = Typer(analysis, *work.context, scope).check(*work.syntax->initial, field.type);
  if (value == nullptr) return nullptr;
  if (const char* part = variable_part(*value)) {
    analysis.reporter.report(kNotConstant, work.syntax->initial->span, part);
    return nullptr;
  }
  work.field->initial = value;
  return value;
}

void analyze_records(Analysis& analysis) {
  for (RecordWork& record : analysis.records)
    for (const auto& [syntax, field] : record.pairs) written_default(analysis, *field);
  for (RecordWork& record : analysis.records) {
    if (record.kind != RecordKind::State && record.kind != RecordKind::Row) continue;
    for (const auto& [syntax, field] : record.pairs)
      if (!field->has_written_default) field->initial = initial_value(analysis, *field);
  }
  analyze_ids(analysis);
  check_refinements(analysis);
  for (RecordWork& record : analysis.records) analyze_where(analysis, record);
  for (const auto& value : analysis.values) analyze_value_invariants(analysis, value);
  for (const auto& error : analysis.errors)
    if (error.syntax->message) MessageReader(analysis, *error.syntax->message, *error.target).read();
}

}  // namespace cqrsc::sema
