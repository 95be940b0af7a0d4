// Literals take the type around them.
#include <algorithm>

#include "sema/functions.hpp"
#include "sema/habits.hpp"
#include "sema/near_names.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::Constant;
using model::Int128;
using model::TypeKind;

struct IntegerRange {
  Int128 least = 0;
  Int128 most = 0;
};

IntegerRange range_of(const model::Type& type) {
  const int bits = model::integer_bits(type);
  const bool is_signed = model::is_signed_integer(type);
  const Int128 span = Int128{1} << (is_signed ? bits - 1 : bits);
  return is_signed ? IntegerRange{-span, span - 1} : IntegerRange{0, span - 1};
}

std::string range_text(const model::Type& type) {
  const IntegerRange range = range_of(type);
  return model::to_text(range.least) + " to " + model::to_text(range.most);
}

/// What text in the place of such a type has to look like.
const char* text_form(TypeKind kind) {
  switch (kind) {
    case TypeKind::Uuid: return "a uuid";
    case TypeKind::Instant: return "an instant";
    case TypeKind::Date: return "a date";
    default: return "bytes in base64";
  }
}
const char* text_example(TypeKind kind) {
  switch (kind) {
    case TypeKind::Uuid: return "\"6f1c0000-0000-7000-8000-000000000001\"";
    case TypeKind::Instant: return "\"2026-01-31T09:00:00Z\"";
    case TypeKind::Date: return "\"2026-01-31\"";
    default: return "\"aGVsbG8=\"";
  }
}

std::optional<Constant> text_constant(const std::string& text, TypeKind kind) {
  switch (kind) {
    case TypeKind::String: return Constant(text);
    case TypeKind::Uuid:
      if (const auto uuid = parse_uuid(text)) return Constant(*uuid);
      return std::nullopt;
    case TypeKind::Instant:
      if (const auto instant = parse_instant(text)) return Constant(Int128{*instant});
      return std::nullopt;
    case TypeKind::Date:
      if (const auto date = parse_date(text)) return Constant(Int128{*date});
      return std::nullopt;
    case TypeKind::Bytes:
      if (auto bytes = parse_base64(text)) return Constant(model::BytesConstant{std::move(*bytes)});
      return std::nullopt;
    default: return std::nullopt;
  }
}

/// Some order of constants, to find equal ones.
bool is_before(const Constant& a, const Constant& b) {
  if (a.index() != b.index()) return a.index() < b.index();
  if (const auto* number = std::get_if<Int128>(&a)) return *number < std::get<Int128>(b);
  if (const auto* text = std::get_if<std::string>(&a)) return *text < std::get<std::string>(b);
  if (const auto* bytes = std::get_if<model::BytesConstant>(&a))
    return bytes->bytes < std::get<model::BytesConstant>(b).bytes;
  if (const auto* uuid = std::get_if<model::UuidConstant>(&a))
    return uuid->bytes < std::get<model::UuidConstant>(b).bytes;
  if (const auto* member = std::get_if<model::EnumConstant>(&a))
    return member->member->number < std::get<model::EnumConstant>(b).member->number;
  return false;
}

double to_double(WrittenDecimal number) { return std::stod(model::decimal_text(number.unscaled, number.scale)); }

}  // namespace

const model::Expression* Typer::make(const model::Type* type, Span span, model::ExpressionNode node) {
  return analysis_.model.add(model::Expression{type, analysis_.locate(span), std::move(node)});
}

const model::Expression* Typer::mismatch(Span span, const model::Type& wanted, const std::string& found) {
  Diagnostic& report = analysis_.reporter.report(kTypeMismatch, span, model::to_text(wanted), found);
  note_choices(report, wanted);
  const bool time = wanted.kind == TypeKind::Instant || wanted.kind == TypeKind::Date;
  if (time && found == "a number" && scope_.block == "a default")
    report.help("what is not known at first is optional: " + quoted(model::to_text(wanted) + "?"));
  return nullptr;
}

/// Where one of several is needed, says which there are.
void Typer::note_choices(Diagnostic& report, const model::Type& wanted) {
  const model::Type& type = wanted.kind == TypeKind::Optional ? *wanted.element : wanted;
  std::vector<std::string> names;
  if (type.kind == TypeKind::Enum) {
    for (const model::EnumMember& member : type.enumeration->members) names.push_back(member.name);
    if (!names.empty()) report.note("its members are " + listed(names));
  } else if (type.kind == TypeKind::List || type.kind == TypeKind::Set) {
    report.note("what it holds stands in brackets: `[a, b]`");
  } else if (type.kind == TypeKind::Value) {
    for (const model::Field& field : type.value->fields) names.push_back(field.name + " = …");
    std::string fields;
    for (const std::string& one : names) fields += one + (&one == &names.back() ? " " : "  ");
    report.note("it is made with its fields: " + quoted(type.value->name + " { " + fields + "}"));
  } else if (type.kind == TypeKind::Map) {
    report.note("a map is written with its keys: `[key: value]`");
  } else if (type.kind == TypeKind::Union) {
    for (const model::Alternative& one : type.union_version->alternatives) names.push_back(one.name);
    if (!names.empty())
      report.note("its alternatives are " + listed(names) + ", made with braces: " + quoted(names.front() + " { … }"));
  }
}

const model::Expression* Typer::check_number(WrittenDecimal number, const std::string& text, Span span,
                                             const model::Type& type) {
  const WrittenDecimal whole = without_trailing_zeros(number, 0);
  if (model::is_integer(type)) {
    const IntegerRange range = range_of(type);
    if (number.scale > 0) return mismatch(span, type, "a number with a fraction");
    if (whole.unscaled < range.least || whole.unscaled > range.most) {
      analysis_.reporter.report(kLiteralRange, span, text, model::to_text(type))
          .note(quoted(model::to_text(type)) + " holds " + range_text(type));
      return nullptr;
    }
    return make(&type, span, model::ConstantNode{whole.unscaled});
  }
  if (model::is_float(type)) return make(&type, span, model::ConstantNode{to_double(number)});
  if (type.kind == TypeKind::Decimal) {
    const WrittenDecimal trimmed = without_trailing_zeros(number, type.scale);
    if (trimmed.scale > type.scale) {
      analysis_.reporter.report(kLiteralScale, span, text, model::to_text(type))
          .help("write it with at most " + std::to_string(type.scale) + " digits after the point");
      return nullptr;
    }
    const auto scaled = scale_up(trimmed.unscaled, type.scale - trimmed.scale);
    if (!scaled || digit_count(*scaled) > type.precision) {
      analysis_.reporter.report(kLiteralRange, span, text, model::to_text(type))
          .note(quoted(model::to_text(type)) + " has " + std::to_string(type.precision - type.scale) +
                " digits before the point");
      return nullptr;
    }
    return make(&type, span, model::ConstantNode{*scaled});
  }
  if (type.kind == TypeKind::Id && model::is_integer(*type.id->base)) {
    const Result base = check_number(number, text, span, *type.id->base);
    return base == nullptr ? nullptr : make(&type, span, base->node);
  }
  Diagnostic& report = analysis_.reporter.report(kTypeMismatch, span, model::to_text(type), "a number");
  if (type.kind == TypeKind::Duration)
    report.note("a duration has a unit: `30s 5m 1h 3d`").help("if these are seconds", span, text + "s");
  if (type.kind == TypeKind::String) report.help("a text stands in quotes", span, "\"" + text + "\"");
  if (type.kind == TypeKind::Bool) report.help("write `true` or `false`", span, text == "0" ? "false" : "true");
  note_choices(report, type);
  return nullptr;
}

const model::Expression* Typer::check_text(const syntax::String& text, Span span, const model::Type& type) {
  const model::Type& base = type.kind == TypeKind::Id ? *type.id->base : type;
  const auto constant = text_constant(text.value, base.kind);
  if (constant) return make(&type, span, model::ConstantNode{*constant});
  const bool takes_text = base.kind == TypeKind::Uuid || base.kind == TypeKind::Instant ||
                          base.kind == TypeKind::Date || base.kind == TypeKind::Bytes;
  if (takes_text) {
    Diagnostic& report = analysis_.reporter.report(kLiteralText, span, text_form(base.kind));
    report.note(base.kind == TypeKind::Date && is_date_shaped(text.value)
                    ? "it is written like a date, but there is no such day"
                    : quoted(model::to_text(type)) + " is written like " + text_example(base.kind));
    const auto meant = base.kind == TypeKind::Date      ? as_date(text.value)
                       : base.kind == TypeKind::Instant ? as_instant(text.value)
                                                        : std::nullopt;
    if (meant) report.help("write it so", span, "\"" + *meant + "\"");
    if (type.kind == TypeKind::Id && base.kind == TypeKind::Uuid)
      report.help("an id that is any text is declared so: " + quoted("id " + type.id->name + " = string"));
    return nullptr;
  }
  if (type.kind == TypeKind::Enum) {
    for (const model::EnumMember& member : type.enumeration->members) {
      if (member.name != text.value) continue;
      // 'open': of its quotes that was said already, with advice that would not do.
      Diagnostic* const said = analysis_.reporter.said(kOtherQuotes, span);
      if (said != nullptr) said->helps.clear();
      Diagnostic& report =
          said != nullptr ? *said : analysis_.reporter.report(kTypeMismatch, span, type.enumeration->name, "text");
      report.help("write the member without quotes", span, member.name);
      return nullptr;
    }
  }
  Diagnostic& report = analysis_.reporter.report(kTypeMismatch, span, model::to_text(type), "text");
  if ((type.kind == TypeKind::List || type.kind == TypeKind::Set) &&
      (type.element->kind == TypeKind::String || type.element->kind == TypeKind::Id)) {
    report.help("what it holds stands in brackets", span,
                "[" + std::string(analysis_.sources.file(span).text(span)) + "]");
    return nullptr;
  }
  if (const auto meant = without_quotes(text.value, type))
    report.help("write it without quotes", span, *meant);
  else if (type.kind == TypeKind::Duration)
    report.note("a duration is written without quotes: `30s 5m 1h 3d`");
  note_choices(report, type);
  return nullptr;
}

const model::Expression* Typer::check_collection(const syntax::CollectionLiteral& literal, Span span,
                                                 const model::Type& type) {
  if (type.kind == TypeKind::Map) return check_map(literal, span, type);
  if (type.kind != TypeKind::List && type.kind != TypeKind::Set) return mismatch(span, type, "a list");
  model::ListNode node;
  bool good = true;
  for (const syntax::CollectionItem& item : literal.items) {
    if (item.key) {
      mismatch(item.key->span, *type.element, "a key with a value");
      return nullptr;
    }
    const Result element = check(*item.value, type.element);
    good = good && element != nullptr;
    node.elements.push_back(element);
  }
  if (!good || (type.kind == TypeKind::Set && repeats(node.elements, literal))) return nullptr;
  return make(&type, span, std::move(node));
}

/// Whether a set or map says the same constant twice, which is reported.
bool Typer::repeats(const std::vector<const model::Expression*>& keys, const syntax::CollectionLiteral& literal) {
  std::map<model::Constant, std::size_t, bool (*)(const model::Constant&, const model::Constant&)> seen(is_before);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto* constant = std::get_if<model::ConstantNode>(&keys[i]->node);
    if (constant == nullptr) continue;
    const auto span_of = [&](std::size_t at) {
      const syntax::CollectionItem& item = literal.items[at];
      return item.key ? item.key->span : item.value->span;
    };
    const auto [first, is_new] = seen.emplace(constant->value, i);
    if (is_new) continue;
    analysis_.reporter.report(kFieldTwice, span_of(i), std::string(analysis_.sources.file(span_of(i)).text(span_of(i))))
        .label(span_of(first->second), "here first");
    return true;
  }
  return false;
}

const model::Expression* Typer::check_map(const syntax::CollectionLiteral& literal, Span span,
                                          const model::Type& type) {
  model::MapNode node;
  std::vector<Result> keys;
  bool good = true;
  for (const syntax::CollectionItem& item : literal.items) {
    if (!item.key) {
      analysis_.reporter.report(kTypeMismatch, item.value->span, model::to_text(type), "a value without its key")
          .help("write `key: value`");
      return nullptr;
    }
    const Result key = check(*item.key, type.key);
    const Result value = check(*item.value, type.element);
    good = good && key != nullptr && value != nullptr;
    keys.push_back(key);
    node.entries.push_back({key, value});
  }
  return good && !repeats(keys, literal) ? make(&type, span, std::move(node)) : nullptr;
}

const model::Expression* Typer::infer_number(WrittenDecimal number, bool is_decimal, Span span) {
  if (is_decimal) {
    const int precision = std::max(digit_count(number.unscaled), std::max(number.scale, 1));
    return make(analysis_.decimal(precision, number.scale), span, model::ConstantNode{number.unscaled});
  }
  const model::Type* type = analysis_.scalar(TypeKind::Int64);
  return check_number(number, model::to_text(number.unscaled), span, *type);
}

const model::Expression* Typer::infer_duration(const syntax::DurationLiteral& literal, Span span) {
  const std::string& digits = literal.amount.digits;
  if (const auto nanoseconds = parse_duration(digits, literal.unit))
    return make(analysis_.scalar(TypeKind::Duration), span, model::ConstantNode{Int128{*nanoseconds}});
  analysis_.reporter.report(kLiteralRange, span, digits + literal.unit, "duration")
      .note("a duration counts nanoseconds in 64 bits: 292 years at most");
  return nullptr;
}

const model::Expression* Typer::infer_collection(const syntax::CollectionLiteral& literal, Span span) {
  if (literal.items.empty()) {
    analysis_.reporter.report(kLiteralAlone, span, "an empty list")
        .help("use it where a list of a known type is expected");
    return nullptr;
  }
  const syntax::CollectionItem& item = literal.items.front();
  const Result key = item.key ? infer(*item.key) : nullptr;
  const Result first = infer(*item.value);
  if (first == nullptr || (item.key && key == nullptr)) return nullptr;
  if (!item.key) return check_collection(literal, span, *analysis_.list_of(first->type));
  if (!model::is_key(*key->type)) {
    analysis_.reporter.report(kNotAKey, item.key->span, model::to_text(*key->type), "the key of a map");
    return nullptr;
  }
  return check_map(literal, span,
                   *analysis_.model.intern({.kind = TypeKind::Map, .element = first->type, .key = key->type}));
}

namespace {

/// A number as written, with the minus before it; none if the expression is something else.
struct WrittenNumber {
  WrittenDecimal value;
  std::string text;
  bool is_decimal = false;
  bool too_long = false;
};

std::optional<WrittenNumber> written_number(const syntax::Expression& expression) {
  if (const auto* integer = std::get_if<syntax::IntegerLiteral>(&expression.node)) {
    const auto value = parse_integer(integer->value.digits);
    return WrittenNumber{{value.value_or(0), 0}, integer->value.digits, false, !value};
  }
  if (const auto* decimal = std::get_if<syntax::DecimalLiteral>(&expression.node)) {
    const auto value = parse_decimal(decimal->text);
    return WrittenNumber{value.value_or(WrittenDecimal{}), decimal->text, true, !value};
  }
  const auto* unary = std::get_if<syntax::UnaryExpression>(&expression.node);
  if (unary == nullptr || unary->operation != syntax::UnaryOperator::negate) return std::nullopt;
  auto number = written_number(*unary->operand);
  if (!number || number->text.front() == '-') return std::nullopt;
  number->value.unscaled = -number->value.unscaled;
  number->text.insert(0, 1, '-');
  return number;
}

}  // namespace

/// A number with too many digits; of what is no number at all that was said where it was read.
const model::Expression* Typer::too_long(const std::string& text, Span span, const std::string& type) {
  if (text.find_first_not_of("-.0123456789") == std::string::npos)
    analysis_.reporter.report(kLiteralRange, span, text, type).note("a number has at most 38 digits");
  return nullptr;
}

const model::Expression* Typer::check_literal(const syntax::Expression& expression, const model::Type& type) {
  if (const auto number = written_number(expression)) {
    if (!number->too_long) return check_number(number->value, number->text, expression.span, type);
    return too_long(number->text, expression.span, model::to_text(type));
  }
  if (const auto* text = std::get_if<syntax::StringLiteral>(&expression.node))
    return check_text(text->value, expression.span, type);
  if (const auto* collection = std::get_if<syntax::CollectionLiteral>(&expression.node))
    return check_collection(*collection, expression.span, type);
  return nullptr;
}

bool Typer::is_literal_arithmetic(const syntax::Expression& expression) const {
  const auto is_number = [&](const syntax::Expression& side) {
    return written_number(side).has_value() || is_literal_arithmetic(side);
  };
  if (const auto* call = std::get_if<syntax::CallExpression>(&expression.node)) {
    const auto& arguments = call->arguments;
    const bool one_of_two = (call->callee.text == "min" || call->callee.text == "max") && arguments.size() == 2;
    return (one_of_two || (call->callee.text == "abs" && arguments.size() == 1)) &&
           std::all_of(arguments.begin(), arguments.end(), [&](const auto& argument) { return is_number(*argument); });
  }
  if (const auto* unary = std::get_if<syntax::UnaryExpression>(&expression.node))
    return unary->operation == syntax::UnaryOperator::negate && is_literal_arithmetic(*unary->operand);
  const auto* binary = std::get_if<syntax::BinaryExpression>(&expression.node);
  if (binary == nullptr) return false;
  using syntax::BinaryOperator;
  const BinaryOperator op = binary->operation;
  const bool arithmetic = op == BinaryOperator::add || op == BinaryOperator::subtract ||
                          op == BinaryOperator::multiply || op == BinaryOperator::divide ||
                          op == BinaryOperator::remainder;
  return arithmetic && is_number(*binary->left) && is_number(*binary->right);
}

const model::Expression* Typer::check(const syntax::Expression& expression, const model::Type* expected) {
  if (expected == nullptr) {
    if (!needs_context(expression)) infer(expression);
    return nullptr;
  }
  if (std::holds_alternative<syntax::NoneLiteral>(expression.node)) {
    if (expected->kind == TypeKind::Optional)
      return make(expected, expression.span, model::ConstantNode{model::NoneConstant{}});
    analysis_.reporter.report(kNeverNone, expression.span, model::to_text(*expected))
        .note("only optional types, written with `?`, can be `none`");
    return nullptr;
  }
  if (const auto* node = std::get_if<syntax::ConditionalExpression>(&expression.node))
    return conditional(*node, expression.span, expected);
  if (const auto* node = std::get_if<syntax::MatchExpression>(&expression.node))
    return match(*node, expression.span, expected);
  const model::Type* inner = expected->kind == TypeKind::Optional ? expected->element : expected;
  const auto* name = std::get_if<syntax::NameExpression>(&expression.node);
  // rank = null, where `rank` is never missing: `none` would not mend it.
  if (name != nullptr && inner == expected && own_literal(name->name.text) == "none" && !is_known_name(name->name)) {
    analysis_.reporter.report(kNeverNone, expression.span, model::to_text(*expected))
        .note("only optional types, written with `?`, can be `none`, which is how " + quoted(name->name.text) +
              " is written")
        .help("where it may be missing, the type is " + quoted(model::to_text(*expected) + "?"));
    return nullptr;
  }
  Result value = nullptr;
  if (name != nullptr) {
    value = infer_name(name->name, expression.span, inner);
    if (value != nullptr) value = unwrapped(value, expression, expression.span);
  } else if (const auto* construct = std::get_if<syntax::ConstructExpression>(&expression.node)) {
    value = infer_construct(*construct, expression.span, inner);
  } else if (needs_context(expression)) {
    value = check_literal(expression, *inner);
  } else if (is_literal_arithmetic(expression) && (model::is_integer(*inner) || model::is_float(*inner))) {
    value = check_arithmetic(expression, *inner);
  } else if (const auto* call = std::get_if<syntax::CallExpression>(&expression.node);
             call != nullptr && is_about_literals(*call)) {
    value = call_list(*builtin_function(call->callee.text), *call, expression.span, inner);
  } else {
    if (inner->kind == TypeKind::Decimal) wanted_scale_ = inner->scale;
    value = infer(expression);
    wanted_scale_ = -1;
  }
  return value == nullptr ? nullptr : convert(value, expected, expression.span);
}

const model::Expression* Typer::infer(const syntax::Expression& expression) {
  const Span span = expression.span;
  if (const auto number = written_number(expression)) {
    if (!number->too_long) return infer_number(number->value, number->is_decimal, span);
    return too_long(number->text, span, "decimal(38, 0)");
  }
  struct Visitor {
    Typer& typer;
    const syntax::Expression& expression;
    Span span;

    Result operator()(const syntax::IntegerLiteral&) const { return nullptr; }  // written_number() took them
    Result operator()(const syntax::DecimalLiteral&) const { return nullptr; }
    Result operator()(const syntax::DurationLiteral& node) const { return typer.infer_duration(node, span); }
    Result operator()(const syntax::StringLiteral& node) const {
      return typer.check_text(node.value, span, *typer.analysis_.scalar(TypeKind::String));
    }
    Result operator()(const syntax::BoolLiteral& node) const {
      return typer.make(typer.analysis_.scalar(TypeKind::Bool), span, model::ConstantNode{node.value});
    }
    Result operator()(const syntax::NoneLiteral&) const {
      typer.analysis_.reporter.report(kLiteralAlone, span, "`none`")
          .help("use it where an optional is expected, or compare one with it");
      return nullptr;
    }
    Result operator()(const syntax::InterpolatedString& node) const { return typer.infer_interpolation(node, span); }
    Result operator()(const syntax::CollectionLiteral& node) const { return typer.infer_collection(node, span); }
    Result operator()(const syntax::NameExpression& node) const {
      const Result value = typer.infer_name(node.name, span, nullptr);
      return value == nullptr ? nullptr : typer.unwrapped(value, expression, span);
    }
    Result operator()(const syntax::MemberExpression& node) const {
      const Result value = typer.infer_member(node, span);
      return value == nullptr ? nullptr : typer.unwrapped(value, expression, span);
    }
    Result operator()(const syntax::IndexExpression& node) const { return typer.infer_index(node, expression, span); }
    Result operator()(const syntax::CallExpression& node) const { return typer.infer_call(node, span); }
    Result operator()(const syntax::LambdaExpression&) const {
      typer.analysis_.reporter.report(kLambda, span, "=>", "to be an argument of a function like `any` or `map`");
      return nullptr;
    }
    Result operator()(const syntax::ConstructExpression& node) const {
      return typer.infer_construct(node, span, nullptr);
    }
    Result operator()(const syntax::UnaryExpression& node) const { return typer.infer_unary(node, span); }
    Result operator()(const syntax::BinaryExpression& node) const { return typer.infer_binary(node, span); }
    Result operator()(const syntax::RangeTest& node) const { return typer.infer_range(node, span); }
    Result operator()(const syntax::MatchesTest& node) const {
      return typer.call_matches(node.value.get(), node.pattern, span);
    }
    Result operator()(const syntax::RoleTest& node) const {
      if (!typer.scope_.has_actor) return typer.not_available("role", span);
      return typer.make(typer.analysis_.scalar(TypeKind::Bool), span, model::HasRoleNode{node.role.value});
    }
    Result operator()(const syntax::ConditionalExpression& node) const {
      return typer.conditional(node, span, nullptr);
    }
    Result operator()(const syntax::MatchExpression& node) const { return typer.match(node, span, nullptr); }
    Result operator()(const syntax::ErrorExpression&) const { return nullptr; }
  };
  return std::visit(Visitor{*this, expression, span}, expression.node);
}

const model::Expression* Typer::check_or_none(const syntax::Expression& expression, const model::Type* type) {
  const bool is_told = needs_context(expression) || is_literal_arithmetic(expression) ||
                       std::holds_alternative<syntax::ConstructExpression>(expression.node);
  if (type == nullptr || is_told) return check(expression, type);
  const auto is_none = [](const syntax::Expression& one) {
    return std::holds_alternative<syntax::NoneLiteral>(one.node);
  };
  if (const auto* node = std::get_if<syntax::ConditionalExpression>(&expression.node);
      node != nullptr && (is_none(*node->then_value) || is_none(*node->else_value)))
    return check(expression, analysis_.optional_of(type));
  const Result value = infer(expression);
  if (value == nullptr) return nullptr;
  const bool may_be_none = value->type->kind == TypeKind::Optional;
  return convert(value, may_be_none ? analysis_.optional_of(type) : type, expression.span);
}

const model::Expression* Typer::condition(const syntax::Expression& expression) {
  const Result value = infer(expression);
  if (value == nullptr || value->type->kind == TypeKind::Bool) return value;
  Diagnostic& report = analysis_.reporter.report(kCondition, expression.span, model::to_text(*value->type));
  if (value->type->kind == TypeKind::Optional)
    report.help("say what is asked: `… != none`");
  else if (model::is_numeric(*value->type))
    report.help("say what is asked: `… != 0`");
  else if (value->type->kind == TypeKind::List || value->type->kind == TypeKind::Set ||
           value->type->kind == TypeKind::Map || value->type->kind == TypeKind::String)
    report.help("to ask whether there is anything in it", expression.span,
                "not isEmpty(" + std::string(analysis_.sources.file(expression.span).text(expression.span)) + ")");
  return nullptr;
}

}  // namespace cqrsc::sema
