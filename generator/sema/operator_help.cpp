// What is said where an operator does not work on what stands beside it.
#include <algorithm>
#include <string>
#include <string_view>

#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;
using syntax::BinaryOperator;

const char* operator_text(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::multiply: return "*";
    case BinaryOperator::divide: return "/";
    case BinaryOperator::remainder: return "%";
    case BinaryOperator::add: return "+";
    case BinaryOperator::subtract: return "-";
    case BinaryOperator::coalesce: return "??";
    case BinaryOperator::equal: return "==";
    case BinaryOperator::not_equal: return "!=";
    case BinaryOperator::less: return "<";
    case BinaryOperator::less_equal: return "<=";
    case BinaryOperator::greater: return ">";
    case BinaryOperator::greater_equal: return ">=";
    case BinaryOperator::in: return "in";
    case BinaryOperator::logical_and: return "and";
    case BinaryOperator::logical_or: return "or";
  }
  return "";
}

bool is_instant(const model::Type& type) { return type.kind == TypeKind::Instant; }
bool is_duration(const model::Type& type) { return type.kind == TypeKind::Duration; }

/// status >= shipped, plan > state.plan
void help_with_order(Diagnostic& report, const model::Enum& ordered, const std::string& left,
                     const std::string& right) {
  report.note("the members of an enum have no order");
  const auto& members = ordered.members;
  const bool member = std::any_of(members.begin(), members.end(), [&](const auto& one) { return one.name == right; });
  if (member)
    report.help("name those that are meant: " + quoted(left + " in [" + right + ", …]"));
  else if (!members.empty())
    report.help("give each a rank, and compare those: " +
                quoted("match " + left + " { " + members.front().name + " => 1  …  else => 0 }"));
}

}  // namespace

/// `"Task " + title`: f"Task {title}", where both sides are plain.
void Typer::help_with_holes(Diagnostic& report, const syntax::BinaryExpression& binary) {
  std::string text;
  for (const syntax::Expression* side : {binary.left.get(), binary.right.get()}) {
    const std::string written(analysis_.sources.file(side->span).text(side->span));
    const auto* literal = std::get_if<syntax::StringLiteral>(&side->node);
    const std::string& shown = literal != nullptr ? literal->value.value : written;
    if (shown.find_first_of("\"\\{}\n") != std::string::npos) {
      report.help("put text together with f\"{…}{…}\"");
      return;
    }
    text += literal != nullptr ? shown : "{" + shown + "}";
  }
  report.help("put text together with holes", binary.left->span.to(binary.right->span), "f\"" + text + "\"");
}

/// price >= 0m
void Typer::help_with_letter(Diagnostic& report, const syntax::Expression& duration) {
  report.note("a duration has a unit, `30s 5m 1h 3d`; only whole numbers multiply and divide it");
  if (!std::holds_alternative<syntax::DurationLiteral>(duration.node)) return;
  const std::string_view written = analysis_.sources.file(duration.span).text(duration.span);
  const std::size_t unit = written.find_first_not_of("0123456789.");
  if (unit != 0 && unit != std::string_view::npos)
    report.help("for a plain number, leave the letter out", duration.span, std::string(written.substr(0, unit)));
}

/// rating >= 1, where `rating` may be `none`
void Typer::help_with_none(Diagnostic& report, const syntax::BinaryExpression& binary, const model::Type& left,
                           const model::Type& right) {
  const model::Type& one = left.kind == TypeKind::Optional ? *left.element : left;
  const model::Type& other = right.kind == TypeKind::Optional ? *right.element : right;
  const bool time = is_instant(one) || is_duration(one);
  if (!time && &one != &other && common_type(one, other) == nullptr) {
    report.note("beside that one may be `none`, " + quoted(model::to_text(one)) + " and " +
                quoted(model::to_text(other)) + " do not fit");
    const model::Type* id = one.kind == TypeKind::Id ? &one : other.kind == TypeKind::Id ? &other : nullptr;
    const bool may_be_none = id != nullptr && (id == &one ? left : right).kind == TypeKind::Optional;
    // Of an id that is not there no text is made.
    if (id != nullptr && !may_be_none)
      report.help("an id as text is written as a hole in a text: " + quoted("f\"{x}\""));
    else if (id != nullptr && (id == &one ? other : one).kind != TypeKind::Id)
      report.help("declare what comes in as " + quoted(id->id->name) + " already");
    return;
  }
  const syntax::Expression& side = left.kind == TypeKind::Optional ? *binary.left : *binary.right;
  const std::string written(analysis_.sources.file(side.span).text(side.span));
  if (!path_key(scope_, side)) {
    report.help("what may be `none` is tested first, or gets another value with `??`");
    return;
  }
  const bool in_where = scope_.block == "`where`";
  const Span whole = binary.left->span.to(binary.right->span);
  const std::string test(analysis_.sources.file(whole).text(whole));
  if (scope_.block == "a query" && !written.starts_with(scope_.state_word + "."))
    report.help("let all pass where it is missing", whole, "(" + written + " == none or " + test + ")");
  else if (scope_.block == "a query")
    report.help("leave out rows where it is missing", whole, "(" + written + " != none and " + test + ")");
  else if (in_where)
    report.help("let it pass where it is missing", whole, "(" + written + " == none or " + test + ")");
  else if (scope_.incoming_word == "command")
    report.help("test it first: " + quoted("if " + written + " != none { … }") + ", or " +
                quoted("require " + written + " != none else …"));
  else
    report.help("test it first: " + quoted("if " + written + " != none { … }"));
  report.help("or give another value: " + quoted("(" + written + " ?? …)"));
}

/// amount <= limit, where `limit` is a value one field of which has the type of `amount`.
bool Typer::help_with_part(Diagnostic& report, const syntax::Expression& whole, const model::Type& type,
                           const model::Type& other) {
  if (type.kind != TypeKind::Value || &type == &other) return false;
  const model::Field* part = nullptr;
  for (const model::Field& field : type.value->fields) {
    if (field.type != &other) continue;
    if (part != nullptr) return false;
    part = &field;
  }
  if (part == nullptr) return false;
  report.help("one field of it has this type", whole.span.after(), "." + part->name);
  return true;
}

const model::Expression* Typer::operator_error(const syntax::BinaryExpression& binary, const model::Type& left,
                                               const model::Type& right) {
  const auto text_of = [&](const syntax::Expression& side) {
    return std::string(analysis_.sources.file(side.span).text(side.span));
  };
  const bool alike = &left != &right && model::to_text(left) == model::to_text(right);
  const auto shown = [&](const model::Type& type) {
    return alike ? model::text_with_contexts(type) : model::to_text(type);
  };
  const std::string written(analysis_.sources.file(binary.operator_span).text(binary.operator_span));
  Diagnostic& report =
      analysis_.reporter.report(kOperands, binary.operator_span,
                                written == "||" ? written : operator_text(binary.operation), shown(left), shown(right));
  report.label(binary.left->span, quoted(shown(left)));
  report.label(binary.right->span, quoted(shown(right)));
  // What may be `none` is told here; where the test has passed it would only be told again.
  for (const syntax::Expression* side : {binary.left.get(), binary.right.get()})
    if (const auto key = path_key(scope_, *side)) scope_.present.insert(*key);
  if (help_with_part(report, *binary.left, left, right) || help_with_part(report, *binary.right, right, left))
    return nullptr;
  const model::Type& compared = left.kind == TypeKind::Optional ? *left.element : left;
  const bool ordered = binary.operation == BinaryOperator::less || binary.operation == BinaryOperator::less_equal ||
                       binary.operation == BinaryOperator::greater || binary.operation == BinaryOperator::greater_equal;
  if (compared.kind == TypeKind::Enum && ordered)
    help_with_order(report, *compared.enumeration, text_of(*binary.left), text_of(*binary.right));
  else if ((left.kind == TypeKind::Id && left.id->base == &right) ||
           (right.kind == TypeKind::Id && right.id->base == &left))
    report.help("declare what comes in as " + quoted(left.kind == TypeKind::Id ? left.id->name : right.id->name) +
                " already");
  else if (left.kind == TypeKind::Optional || right.kind == TypeKind::Optional)
    help_with_none(report, binary, left, right);
  else if ((left.kind == TypeKind::String || right.kind == TypeKind::String) && binary.operation == BinaryOperator::add)
    help_with_holes(report, binary);
  else if (model::is_float(left) != model::is_float(right))
    report.note("floats are inexact, so they mix with nothing else");
  else if ((left.kind == TypeKind::Date && is_instant(right)) || (is_instant(left) && right.kind == TypeKind::Date))
    report.help("the day that an instant is in, in UTC, is `date(…)`");
  else if (left.kind == TypeKind::Date || right.kind == TypeKind::Date)
    help_with_day(report, binary);
  else if ((left.kind == TypeKind::Duration && model::is_numeric(right)) ||
           (right.kind == TypeKind::Duration && model::is_numeric(left)))
    help_with_letter(report, left.kind == TypeKind::Duration ? *binary.left : *binary.right);
  else if (model::is_integer(left) && model::is_integer(right))
    report.note("no integer type holds both " + quoted("uint64") + " and a signed type");
  return nullptr;
}

/// date(now) + 14d
void Typer::help_with_day(Diagnostic& report, const syntax::BinaryExpression& binary) {
  report.note("dates are compared, and not computed with: what is computed with are instants and durations");
  if (binary.operation == BinaryOperator::subtract &&
      !std::holds_alternative<syntax::DurationLiteral>(binary.right->node))
    report.help(
        "for the time between two, keep instants: the difference of two instants is a duration, `at - from > 14d`");
  if (!std::holds_alternative<syntax::DurationLiteral>(binary.right->node)) return;
  const auto* call = std::get_if<syntax::CallExpression>(&binary.left->node);
  if (call == nullptr || call->callee.text != "date" || call->arguments.size() != 1) return;
  const auto text = [&](Span span) { return std::string(analysis_.sources.file(span).text(span)); };
  const Span rest{binary.operator_span.file, binary.operator_span.begin, binary.right->span.end};
  report.help("compute with the instant, and take its day then", binary.left->span.to(binary.right->span),
              "date(" + text(call->arguments.front()->span) + " " + text(rest) + ")");
}

/// How many digits behind the point `a / b` needs to lose none, if `b` is a power of ten; else those that both have.
int Typer::digits_of_quotient(const model::Type& left, const model::Type& common, Span divisor) {
  const std::string_view written = analysis_.sources.file(divisor).text(divisor);
  const bool power = written.starts_with('1') && written.find_first_not_of('0', 1) == std::string_view::npos;
  const int scale = left.kind == TypeKind::Decimal ? left.scale : 0;
  return power ? scale + static_cast<int>(written.size()) - 1 : common.scale;
}

}  // namespace cqrsc::sema
