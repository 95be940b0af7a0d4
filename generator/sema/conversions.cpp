// Conversions that lose nothing, always explicit in the Model.
#include <algorithm>

#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::ConversionKind;
using model::Int128;
using model::TypeKind;

const model::ConstantNode* constant_of(const model::Expression& expression) {
  return std::get_if<model::ConstantNode>(&expression.node);
}

bool widens(const model::Type& from, const model::Type& to) {
  if (!model::is_integer(from) || !model::is_integer(to)) return false;
  const int from_bits = model::integer_bits(from);
  const int to_bits = model::integer_bits(to);
  if (model::is_signed_integer(from) == model::is_signed_integer(to)) return from_bits < to_bits;
  return model::is_signed_integer(to) && from_bits < to_bits;
}

/// The conversion from one type to another that loses nothing but to overflow; none where there is none.
std::optional<ConversionKind> conversion_between(const model::Type& from, const model::Type& to) {
  if (widens(from, to)) return ConversionKind::WidenInteger;
  if (model::is_integer(from) && to.kind == TypeKind::Decimal) return ConversionKind::IntegerToDecimal;
  if (from.kind == TypeKind::Decimal && to.kind == TypeKind::Decimal && from.scale <= to.scale)
    return ConversionKind::Rescale;
  if (from.kind == TypeKind::Float32 && to.kind == TypeKind::Float64) return ConversionKind::WidenFloat;
  return std::nullopt;
}

/// The converted constant; none where it has to be left to run time, or does not fit.
std::optional<model::Constant> convert_constant(const model::ConstantNode& node, const model::Type& from,
                                                const model::Type& to, ConversionKind kind) {
  if (kind == ConversionKind::WidenFloat || kind == ConversionKind::WidenInteger) return node.value;
  const auto* number = std::get_if<Int128>(&node.value);
  if (number == nullptr) return std::nullopt;
  const auto scaled = scale_up(*number, to.scale - from.scale);
  if (!scaled || digit_count(*scaled) > to.precision) return std::nullopt;
  return *scaled;
}

/// sum += amount, where one field of `amount` is a number like `sum`.
void help_with_part(Diagnostic& report, const model::Type& from, const model::Type& target, Span span) {
  const model::Field* part = nullptr;
  for (const model::Field& field : from.value->fields) {
    if (field.type != &target) continue;
    if (part != nullptr) return;
    part = &field;
  }
  if (part != nullptr) report.help("one field of it has this type", span.after(), "." + part->name);
}

/// `checked`: the target is an id with a condition. `comes_in`: the field that the value is, if it is no more.
void help_with_conversion(Diagnostic& report, const model::Expression& value, const model::Type& target, Span span,
                          const std::string& written, bool checked, const model::Field* comes_in) {
  const model::Type& from = *value.type;
  if (target.kind == TypeKind::Id) {
    // One id is never made of another by advice: ids are there to be told apart.
    if (&from == target.id->base && checked && comes_in != nullptr)
      report.note(quoted(target.id->name) + " has a condition, which is checked where a command is taken in")
          .help("let it come in as one: " + quoted(comes_in->name + ": " + target.id->name));
    else if (&from == target.id->base && checked)
      report.note(quoted(target.id->name) + " has a condition, which is checked where a command is taken in")
          .help("declare what comes in as " + quoted(target.id->name) + " already");
    else if (&from == target.id->base)
      report.help("say that it is one", span, target.id->name + "(" + written + ")");
    if (written == "id")
      report.note("`id` is the id of this aggregate")
          .help("which " + quoted(target.id->name) + " it is about has to be a field of the command");
    if (written == "meta.stream")
      report.note("`meta.stream` is the id of the stream that the event is of")
          .help("which " + quoted(target.id->name) + " it is about has to be a field of the event");
  }
  const bool is_short = from.kind != TypeKind::Optional && from.kind != TypeKind::List && from.kind != TypeKind::Set &&
                        from.kind != TypeKind::Map;
  if (target.kind == TypeKind::String && is_short) report.help("make text of it", span, "f\"{" + written + "}\"");
  if ((target.kind == TypeKind::List || target.kind == TypeKind::Set) && target.element == &from)
    report.help("a list of one is written in brackets", span, "[" + written + "]");
  if (from.kind == TypeKind::Value && target.kind == TypeKind::Value && from.value->value == target.value->value) {
    const std::string newest = quoted(from.value->name) + " alone is the newest version";
    report.note(newest + ", v" + std::to_string(from.value->value->current().version));
    if (written.rfind(from.value->name, 0) == 0) report.help("write " + quoted(model::to_text(target) + " { … }"));
  }
  if (model::is_integer(from) && model::is_integer(target))
    report.note("integers widen by themselves, and never narrow")
        .help("declare what is read as " + quoted(model::to_text(target)) + ", or what takes it as " +
              quoted(model::to_text(from)));
  if (from.kind == TypeKind::Duration && model::is_numeric(target) &&
      written.find_first_not_of("0123456789") == written.size() - 1)
    report.note("a number with a letter is a duration: " + quoted("30s") + ", " + quoted("5m"))
        .help("write the number alone", span, written.substr(0, written.size() - 1));
  if (from.kind == TypeKind::Decimal && model::is_integer(target))
    report.note("a decimal never becomes an integer by itself")
        .help("declare what takes it as " + quoted(model::to_text(from)));
  if (from.kind == TypeKind::Value && target.kind != TypeKind::Value) help_with_part(report, from, target, span);
  if (from.kind == TypeKind::Instant && target.kind == TypeKind::Date)
    report.help("the day that an instant is in, in UTC, is", span, "date(" + written + ")");
  if (model::is_float(from) != model::is_float(target) && model::is_numeric(from) && model::is_numeric(target))
    report.note("floats are inexact, so they mix with nothing else");
}

}  // namespace

bool is_older(const model::Type& from, const model::Type& to) {
  if (&from == &to || from.kind != to.kind || from.key != to.key) return false;
  switch (from.kind) {
    case TypeKind::Value: return from.value->value == to.value->value && from.value->version < to.value->version;
    case TypeKind::Union:
      return from.union_version->owner == to.union_version->owner &&
             from.union_version->version < to.union_version->version;
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Optional: return is_older(*from.element, *to.element);
    default: return false;
  }
}

const model::Expression* Typer::carry_over(const model::Field& field, model::FieldSource from,
                                           const model::Type* target, Span span) {
  if (field.type == nullptr) return nullptr;
  const bool upcasts = field.type != target && scope_.reads_history && is_older(*field.type, *target);
  if (field.type != target && !upcasts) return nullptr;
  const Result value = make(field.type, span, model::FieldNode{from, &field});
  return upcasts ? make(target, span, model::ConversionNode{ConversionKind::Upcast, value}) : value;
}

/// Of an optional, where its content converts: what is there is converted, and `none` stays.
const model::Expression* Typer::convert_content(const model::Expression* value, const model::Type* target, Span span) {
  const Result none = make(value->type, span, model::ConstantNode{model::NoneConstant{}});
  const Result absent =
      make(analysis_.scalar(TypeKind::Bool), span, model::BinaryNode{model::BinaryOperator::Equal, value, none});
  const Result content = make(value->type->element, span, model::ConversionNode{ConversionKind::UnwrapOptional, value});
  const Result converted = convert(content, target, span);
  if (converted == nullptr) return nullptr;
  const Result nothing = make(target, span, model::ConstantNode{model::NoneConstant{}});
  return make(target, span, model::ConditionalNode{absent, nothing, converted});
}

/// Says that one type does not become the other, and what may have been meant.
void Typer::report_mismatch(const model::Expression& value, const model::Type& wanted, Span span) {
  const model::Type* from = value.type;
  const model::Type* target = &wanted;
  const std::string written(analysis_.sources.file(span).text(span));
  const bool alike = model::to_text(*target) == model::to_text(*from);
  const auto shown = [&](const model::Type& type) {
    return alike ? model::text_with_contexts(type) : model::to_text(type);
  };
  const bool checked = target->kind == TypeKind::Id && analysis_.has_condition(*target->id);
  const model::Field* comes_in = scope_.find_incoming(written);
  const model::Field* takes = from->kind == TypeKind::Decimal && model::is_integer(*target) ? scope_.takes : nullptr;
  // One declaration is to be changed for all that say the same of it.
  const std::string lack = takes != nullptr ? analysis_.lack_of_type(*takes, *from)
                           : checked && comes_in != nullptr && from == target->id->base
                               ? analysis_.lack_of_type(*comes_in, *target)
                               : "";
  Diagnostic& report =
      lack.empty() ? analysis_.reporter.report(kTypeMismatch, span, shown(*target), quoted(shown(*from)))
                   : analysis_.reporter.report_lack(lack, kTypeMismatch, span, shown(*target), quoted(shown(*from)));
  if (takes != nullptr) report.label(analysis_.name_span(*takes), "takes it");
  if (!lack.empty() && takes == nullptr) report.label(analysis_.name_span(*comes_in), "comes in here");
  help_with_conversion(report, value, *target, span, written, checked, comes_in);
  // lessons -= lesson.day, where the whole lesson fits
  if (const std::size_t point = written.rfind('.'); point != std::string::npos) {
    const model::Field* whole = scope_.find_incoming(written.substr(0, point));
    if (whole != nullptr && whole->type == target) {
      report.help("the whole of it fits", span, written.substr(0, point));
      return;
    }
  }
  if (target->kind == TypeKind::Enum || target->kind == TypeKind::Union ||
      (target->kind == TypeKind::Value && from->kind != TypeKind::Value) || target->kind == TypeKind::Optional)
    note_choices(report, *target);
}

const model::Expression* Typer::convert(const model::Expression* value, const model::Type* target, Span span) {
  const model::Type* from = value->type;
  if (from == target) return value;
  if (scope_.reads_history && is_older(*from, *target))
    return make(target, span, model::ConversionNode{ConversionKind::Upcast, value});
  if (target->kind == TypeKind::Optional && from->kind != TypeKind::Optional) {
    const Result inner = convert(value, target->element, span);
    if (inner == nullptr) return nullptr;
    // A path shown to be there, put where it may be missing: the path itself.
    const auto* conversion = std::get_if<model::ConversionNode>(&inner->node);
    if (conversion != nullptr && conversion->kind == ConversionKind::UnwrapOptional &&
        conversion->operand->type == target)
      return conversion->operand;
    return make(target, span, model::ConversionNode{ConversionKind::WrapOptional, inner});
  }
  const std::string written(analysis_.sources.file(span).text(span));
  if (from->kind == TypeKind::Optional && target->kind != TypeKind::Optional) {
    if (const auto said = scope_.unknown.find("?" + written); said != scope_.unknown.end()) {
      said->second->also_at(span);
      return nullptr;
    }
    Diagnostic& report = analysis_.reporter.report(kMayBeNone, span, quoted(written));
    scope_.unknown.emplace("?" + written, &report);
    report.note("it is " + quoted(model::to_text(*from)) + ", and " + quoted(model::to_text(*target)) + " is needed");
    // Of a call nothing is known from one time to the next.
    const bool stays = written.find('(') == std::string::npos;
    report.help((stays ? "test it first, " + quoted("if " + written + " != none { … }")
                       : "give it a name and test that, " + quoted("let x = " + written) + ", then " +
                             quoted("if x != none { … }")) +
                ", or give another value: " + quoted("(" + written + " ?? …)"));
    return nullptr;
  }
  if (from->kind == TypeKind::Optional && conversion_between(*from->element, *target->element))
    return convert_content(value, target, span);
  const auto kind = conversion_between(*from, *target);
  if (kind) {
    if (const model::ConstantNode* constant = constant_of(*value)) {
      if (const auto converted = convert_constant(*constant, *from, *target, *kind))
        return make(target, span, model::ConstantNode{*converted});
    }
    return make(target, span, model::ConversionNode{*kind, value});
  }
  if (from->kind == TypeKind::Decimal && target->kind == TypeKind::Decimal) {
    std::string rounded = "round(" + written + ", " + std::to_string(target->scale) + ")";
    // What is rounded already is rounded once, to fewer digits.
    const std::size_t comma = written.rfind(", ");
    const bool again = written.starts_with("round(") && written.ends_with(')') && comma != std::string::npos &&
                       written.find_first_not_of("0123456789", comma + 2) == written.size() - 1;
    if (again) rounded = written.substr(0, comma + 2) + std::to_string(target->scale) + ")";
    analysis_.reporter.report(kScaleLost, span, model::to_text(*from), model::to_text(*target))
        .help("say that it may be rounded", span, rounded);
    return nullptr;
  }
  report_mismatch(*value, *target, span);
  return nullptr;
}

const model::Type* Typer::common_type(const model::Type& a, const model::Type& b) {
  if (&a == &b) return &a;
  if (a.kind == TypeKind::Optional || b.kind == TypeKind::Optional) {
    const model::Type& inner_a = a.kind == TypeKind::Optional ? *a.element : a;
    const model::Type& inner_b = b.kind == TypeKind::Optional ? *b.element : b;
    const model::Type* inner = common_type(inner_a, inner_b);
    return inner == nullptr ? nullptr : analysis_.optional_of(inner);
  }
  if (a.kind == TypeKind::Decimal && b.kind == TypeKind::Decimal) {
    const int scale = std::max(a.scale, b.scale);
    const int whole = std::max(a.precision - a.scale, b.precision - b.scale);
    return analysis_.decimal(std::min(38, whole + scale), scale);
  }
  const model::Type* decimal = a.kind == TypeKind::Decimal ? &a : b.kind == TypeKind::Decimal ? &b : nullptr;
  const model::Type& other = decimal == &a ? b : a;
  if (decimal != nullptr && model::is_integer(other)) return decimal;
  if (model::is_integer(a) && model::is_integer(b)) {
    if (widens(a, b)) return &b;
    if (widens(b, a)) return &a;
    // One signed, one not: the next signed type that holds both.
    const int bits = std::max(model::integer_bits(a), model::integer_bits(b));
    if (bits == 64) return nullptr;
    return analysis_.scalar(bits == 8 ? TypeKind::Int16 : bits == 16 ? TypeKind::Int32 : TypeKind::Int64);
  }
  if (model::is_float(a) && model::is_float(b)) return analysis_.scalar(TypeKind::Float64);
  return nullptr;
}

}  // namespace cqrsc::sema
