// Patterns: what one stands for, whether all cases are covered, and none twice.
#include <algorithm>

#include "sema/habits.hpp"
#include "sema/near_names.hpp"
#include "sema/typer.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;

std::string constant_text(const model::Constant& constant) {
  struct Text {
    std::string operator()(const model::NoneConstant&) const { return "none"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(model::Int128 value) const { return model::to_text(value); }
    std::string operator()(double) const { return "a float"; }
    std::string operator()(const std::string& value) const { return "\"" + value + "\""; }
    std::string operator()(const model::BytesConstant&) const { return "bytes"; }
    std::string operator()(const model::UuidConstant& value) const { return model::uuid_text(value); }
    std::string operator()(const model::EnumConstant& value) const { return value.member->name; }
  };
  return std::visit(Text{}, constant);
}

const model::Constant* constant_of(const model::Pattern& pattern) { return std::get_if<model::Constant>(&pattern); }

bool covers(const std::vector<model::Pattern>& patterns, const model::Constant& constant) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const model::Pattern& pattern) {
    const model::Constant* value = constant_of(pattern);
    return value != nullptr && *value == constant;
  });
}

bool covers(const std::vector<model::Pattern>& patterns, const model::Alternative& alternative) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const model::Pattern& pattern) {
    const auto* one = std::get_if<model::PatternAlternative>(&pattern);
    return one != nullptr && one->alternative == &alternative;
  });
}

/// Whether a pattern stands for nothing that earlier ones do not.
bool is_repeated(const std::vector<model::Pattern>& earlier, const model::Pattern& pattern) {
  if (const model::Constant* constant = constant_of(pattern)) return covers(earlier, *constant);
  const auto* one = std::get_if<model::PatternAlternative>(&pattern);
  return one != nullptr && covers(earlier, *one->alternative);
}

std::string pattern_text(const model::Pattern& pattern) {
  if (const model::Constant* constant = constant_of(pattern)) return quoted(constant_text(*constant));
  const auto* one = std::get_if<model::PatternAlternative>(&pattern);
  return one == nullptr ? "`else`" : quoted(one->alternative->name);
}

/// The cases of a type that can be listed and that no pattern covers; none where the type cannot be listed.
std::optional<std::vector<std::string>> uncovered(const std::vector<model::Pattern>& patterns,
                                                  const model::Type& type) {
  std::vector<std::string> missing;
  if (type.kind == TypeKind::Optional) {
    auto inner = uncovered(patterns, *type.element);
    if (inner && !covers(patterns, model::NoneConstant{})) inner->emplace_back("`none`");
    return inner;
  }
  if (type.kind == TypeKind::Union) {
    for (const model::Alternative& alternative : type.union_version->alternatives)
      if (!covers(patterns, alternative)) missing.push_back(quoted(alternative.name));
    return missing;
  }
  if (type.kind == TypeKind::Bool) {
    for (const bool value : {true, false})
      if (!covers(patterns, value)) missing.emplace_back(value ? "`true`" : "`false`");
    return missing;
  }
  if (type.kind != TypeKind::Enum) return std::nullopt;
  for (const model::EnumMember& member : type.enumeration->members)
    if (!covers(patterns, model::EnumConstant{&member})) missing.push_back(quoted(member.name));
  return missing;
}

/// `_`, `default`: what takes all else in other languages, unless something here is called so.
bool is_foreign_else(const syntax::NamePattern& named, const model::Type& type) {
  if (named.name.parts.size() != 1 || !is_default_elsewhere(named.name.last().text)) return false;
  const auto is_called_so = [&](const auto& one) { return one.name == named.name.last().text; };
  if (type.kind == TypeKind::Union)
    return std::none_of(type.union_version->alternatives.begin(), type.union_version->alternatives.end(), is_called_so);
  if (type.kind != TypeKind::Enum) return true;
  return std::none_of(type.enumeration->members.begin(), type.enumeration->members.end(), is_called_so);
}

/// A number as written, or one of several.
bool is_number(const syntax::Expression& expression) {
  if (const auto* conditional = std::get_if<syntax::ConditionalExpression>(&expression.node))
    return is_number(*conditional->then_value) && is_number(*conditional->else_value);
  return std::holds_alternative<syntax::IntegerLiteral>(expression.node) ||
         std::holds_alternative<syntax::DecimalLiteral>(expression.node);
}

}  // namespace

std::optional<model::Pattern> Typer::pattern(const syntax::Pattern& pattern, const model::Type& type) {
  if (std::holds_alternative<syntax::ElsePattern>(pattern.node)) return model::Pattern(model::PatternElse{});
  const model::Type& inner = type.kind == TypeKind::Optional ? *type.element : type;
  Result value = nullptr;
  if (const auto* literal = std::get_if<syntax::LiteralPattern>(&pattern.node)) {
    const bool none = std::holds_alternative<syntax::NoneLiteral>(literal->value->node);
    value = check(*literal->value, none ? &type : &inner);
  } else {
    const auto& named = std::get<syntax::NamePattern>(pattern.node);
    if (is_foreign_else(named, inner)) {
      analysis_.reporter.report(kForeignWord, pattern.span, named.name.text())
          .help("the arm for all else is `else => …`", pattern.span, "else");
      // Used as a name in the arm, it is no other mistake.
      if (named.name.last().text != "_") declare(named.name.last(), nullptr);
      return std::nullopt;
    }
    if (inner.kind == TypeKind::Union) return alternative_pattern(named, type, inner, pattern.span);
    if (named.binding) {
      analysis_.reporter.report(kBindingOfNoAlternative, named.binding->span, named.binding->text,
                                quoted(named.name.text()));
      declare(*named.binding, nullptr);
    }
    if (inner.kind != TypeKind::Enum) {
      analysis_.reporter.report(kTypeMismatch, pattern.span, model::to_text(type), "a name");
      return std::nullopt;
    }
    const bool qualified = named.name.parts.size() > 1;
    if (qualified && named.name.parts[named.name.parts.size() - 2].text != inner.enumeration->name) {
      mismatch(pattern.span, type, quoted(named.name.text()));
      return std::nullopt;
    }
    value = enum_member(*inner.enumeration, named.name.last(), pattern.span);
  }
  if (value == nullptr) return std::nullopt;
  return model::Pattern(std::get<model::ConstantNode>(value->node).value);
}

void Typer::check_patterns(const std::vector<const syntax::Pattern*>& written,
                           const std::vector<model::Pattern>& patterns, const model::Type& type, Span span,
                           bool open_enums) {
  bool has_else = false;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::vector<model::Pattern> earlier(patterns.begin(), patterns.begin() + static_cast<std::ptrdiff_t>(i));
    if (has_else || is_repeated(earlier, patterns[i])) {
      analysis_.reporter.report(kMatchRepeated, written[i]->span, pattern_text(patterns[i]))
          .note("arms are tried in the order written, so this one is never reached");
    }
    has_else = has_else || std::holds_alternative<model::PatternElse>(patterns[i]);
  }
  if (has_else) return;
  const auto missing = uncovered(patterns, type);
  const model::Type& inner = type.kind == TypeKind::Optional ? *type.element : type;
  const bool open = inner.kind == TypeKind::Enum && open_enums;
  if (missing && missing->empty() && !open) return;
  std::string text = missing ? "" : "all of " + quoted(model::to_text(type));
  if (missing)
    for (const std::string& name : *missing) text += (text.empty() ? "" : ", ") + name;
  if (text.empty()) text = "numbers that " + quoted(inner.enumeration->name) + " has no member for yet";
  Diagnostic& report = analysis_.reporter.report(kMatchOpen, span, text);
  if (!missing || missing->empty() || open) {
    // Of text and numbers there are always more.
    report.help(missing ? "add the missing arms, or `else => …`" : "say what holds for all others: `else => …`");
    return;
  }
  std::string arms;
  for (const std::string& name : *missing)
    arms += (arms.empty() ? "" : "  ") + name.substr(1, name.size() - 2) + " => …";
  report.help((missing->size() == 1 ? "add the missing arm: " : "add the missing arms: ") + quoted(arms))
      .help("or say what holds for all others: `else => …`");
}

const model::Expression* Typer::arm_value(const syntax::Expression& expression, const model::Type* others) {
  const bool number = others != nullptr && model::is_numeric(*others) && is_number(expression);
  if (others == nullptr || number || !needs_context(expression)) {
    const Result value = infer(expression);
    // Where all arms have a type in common, they get it in the end.
    if (value == nullptr || others == nullptr || common_type(*others, *value->type) != nullptr) return value;
    return convert(value, others, expression.span);
  }
  return check(expression, others);
}

const model::Expression* Typer::match(const syntax::MatchExpression& node, Span span, const model::Type* expected) {
  const Result subject = infer_possibly_none(*node.subject);
  if (subject == nullptr) return nullptr;
  model::MatchNode result{subject, {}};
  std::vector<const syntax::Pattern*> written;
  std::vector<model::Pattern> patterns;
  const model::Type* type = expected;
  bool good = true;
  for (const syntax::MatchExpressionArm& arm : node.arms) {
    const std::size_t locals = scope_.locals.size();
    scope_.unnamed = nullptr;
    const auto made = pattern(arm.pattern, *subject->type);
    // Where the other arm could not be read, nothing tells of what `none` is the lack.
    const bool untold = !good && type == nullptr && std::holds_alternative<syntax::NoneLiteral>(arm.value->node);
    const Result value = untold                ? nullptr
                         : expected == nullptr ? arm_value(*arm.value, type)
                                               : check(*arm.value, expected);
    scope_.locals.resize(locals);
    good = good && made && value != nullptr;
    if (value != nullptr) type = type == nullptr ? value->type : common_type(*type, *value->type);
    if (!made || value == nullptr) continue;
    written.push_back(&arm.pattern);
    patterns.push_back(*made);
    result.arms.push_back({{*made}, value});
  }
  scope_.unnamed = nullptr;
  if (node.arms.empty() && !context_.incomplete) check_patterns({}, {}, *subject->type, span, true);
  if (!good || type == nullptr || node.arms.empty()) return nullptr;
  for (model::MatchExpressionArm& arm : result.arms) {
    arm.result = convert(arm.result, type, span);
    if (arm.result == nullptr) return nullptr;
  }
  check_patterns(written, patterns, *subject->type, span, true);
  return make(type, span, std::move(result));
}

}  // namespace cqrsc::sema
