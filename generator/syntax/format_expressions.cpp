#include <utility>

#include "syntax/dump.hpp"
#include "syntax/formatter.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {
namespace {

// Operators that may stand in one chain; 0 for those that stand alone.
int level(BinaryOperator operation) {
  switch (operation) {
    case BinaryOperator::logical_or: return 1;
    case BinaryOperator::logical_and: return 2;
    case BinaryOperator::coalesce: return 3;
    case BinaryOperator::add:
    case BinaryOperator::subtract: return 4;
    case BinaryOperator::multiply:
    case BinaryOperator::divide:
    case BinaryOperator::remainder: return 5;
    default: return 0;
  }
}

std::vector<Piece> one(Piece piece) {
  std::vector<Piece> result;
  result.push_back(std::move(piece));
  return result;
}

}  // namespace

std::string Formatter::text(const Path& path) const {
  std::string result;
  for (const Name& part : path.parts) result += (result.empty() ? "" : ".") + text(part);
  return result;
}

std::string Formatter::text(const std::optional<Version>& version) const {
  return version ? " v" + std::to_string(version->number) : "";
}

std::string Formatter::text(const Type& type) const {
  std::string result =
      std::visit(overloaded{
                     [&](const NamedType& t) { return text(t.name) + text(t.version); },
                     [](const DecimalType& t) { return "decimal(" + t.precision.digits + ", " + t.scale.digits + ")"; },
                     [&](const ListType& t) { return "list<" + text(*t.element) + ">"; },
                     [&](const SetType& t) { return "set<" + text(*t.element) + ">"; },
                     [&](const MapType& t) { return "map<" + text(*t.key) + ", " + text(*t.value) + ">"; },
                     [&](const ErrorType&) { return raw(type.span); },
                 },
                 type.node);
  return result + (type.optional ? "?" : "");
}

std::string Formatter::text(const std::vector<Annotation>& annotations) const {
  std::string result;
  for (const Annotation& a : annotations) {
    result += " @" + text(a.name);
    if (std::holds_alternative<std::monostate>(a.argument)) continue;
    result += "(" + (a.parameter ? text(*a.parameter) + " = " : "");
    const auto* words = std::get_if<String>(&a.argument);
    result += (words != nullptr ? raw(words->span) : text(std::get<Name>(a.argument))) + ")";
  }
  return result;
}

Piece Formatter::parameters(const std::vector<Parameter>& parameters) {
  Chain chain;
  for (const Parameter& p : parameters) {
    const bool last = &p == &parameters.back();
    chain.links.push_back({"", one(words(text(p.name) + ": " + text(p.type))), last ? "" : ","});
  }
  return {std::move(chain)};
}

Piece Formatter::expression(const Expression& expression) {
  if (!expression.parenthesized) return bare(expression);
  return sequence(words("("), bare(expression), words(")"));
}

Piece Formatter::bare(const Expression& expression) {
  const auto of = [&](const ExpressionPtr& part) { return this->expression(*part); };
  return std::visit(
      overloaded{
          [&](const IntegerLiteral& e) { return words(e.value.digits); },
          [&](const DecimalLiteral& e) { return words(e.text); },
          [&](const DurationLiteral& e) { return words(e.amount.digits + e.unit); },
          [&](const StringLiteral& e) { return words(raw(e.value.span)); },
          [&](const BoolLiteral& e) { return words(e.value ? "true" : "false"); },
          [&](const NoneLiteral&) { return words("none"); },
          [&](const InterpolatedString& e) { return words(raw(e.span)); },
          [&](const CollectionLiteral& e) { return collection(e); },
          [&](const NameExpression& e) { return words(text(e.name)); },
          [&](const MemberExpression& e) { return sequence(of(e.object), words("." + text(e.member))); },
          [&](const IndexExpression& e) { return sequence(of(e.object), words("["), of(e.index), words("]")); },
          [&](const CallExpression& e) { return list(text(e.callee) + "(", e.arguments, ")"); },
          [&](const LambdaExpression& e) { return sequence(words(text(e.parameter) + " => "), of(e.body)); },
          [&](const ConstructExpression& e) {
            return sequence(words(text(e.type) + text(e.version) + " "), braces(e.initializers, e.braces));
          },
          [&](const UnaryExpression& e) {
            return sequence(words(e.operation == UnaryOperator::negate ? "-" : "not "), of(e.operand));
          },
          [&](const BinaryExpression& e) { return binary(e); },
          [&](const RangeTest& e) {
            return sequence(of(e.value), words(" in "), of(e.first), words(".."), of(e.last));
          },
          [&](const MatchesTest& e) {
            if (!e.value) return words("matches " + raw(e.pattern.span));
            return sequence(of(e.value), words(" matches " + raw(e.pattern.span)));
          },
          [&](const RoleTest& e) { return words("role " + raw(e.role.span)); },
          [&](const ConditionalExpression& e) {
            Chain chain;
            chain.links.push_back({"if ", one(of(e.condition)), ""});
            chain.links.push_back({"then ", one(of(e.then_value)), ""});
            chain.links.push_back({"else ", one(of(e.else_value)), ""});
            return Piece{std::move(chain)};
          },
          [&](const MatchExpression& e) { return match(e, expression.span); },
          [&](const ErrorExpression&) { return words(raw(expression.span)); },
      },
      expression.node);
}

Piece Formatter::binary(const BinaryExpression& expression) {
  const int shared = level(expression.operation);
  if (shared == 0) {
    const std::string sign = std::string(" ") + spelling(expression.operation) + " ";
    return sequence(this->expression(*expression.left), words(sign), this->expression(*expression.right));
  }
  // The operands of a chain hang on its left side: collect them from the last to the first.
  std::vector<const BinaryExpression*> chain{&expression};
  while (!chain.back()->left->parenthesized) {
    const auto* left = std::get_if<BinaryExpression>(&chain.back()->left->node);
    if (left == nullptr || level(left->operation) != shared) break;
    chain.push_back(left);
  }
  Chain result;
  result.links.push_back({"", one(this->expression(*chain.back()->left)), ""});
  for (size_t i = chain.size(); i-- > 0;) {
    result.links.push_back(
        {std::string(spelling(chain[i]->operation)) + " ", one(this->expression(*chain[i]->right)), ""});
  }
  return {std::move(result)};
}

Piece Formatter::list(const std::string& open, const std::vector<ExpressionPtr>& items, const std::string& close) {
  Chain chain;
  for (const ExpressionPtr& item : items) {
    chain.links.push_back({"", one(expression(*item)), &item == &items.back() ? "" : ","});
  }
  return sequence(words(open), Piece{std::move(chain)}, words(close));
}

Piece Formatter::collection(const CollectionLiteral& collection) {
  Chain chain;
  for (const CollectionItem& item : collection.items) {
    Piece value = expression(*item.value);
    if (item.key) value = sequence(expression(*item.key), words(": "), std::move(value));
    chain.links.push_back({"", one(std::move(value)), &item == &collection.items.back() ? "" : ","});
  }
  return sequence(words("["), Piece{std::move(chain)}, words("]"));
}

Piece Formatter::match(const MatchExpression& match, Span span) {
  Piece subject = expression(*match.subject);
  Parts arms;
  for (const MatchExpressionArm& arm : match.arms) {
    arms.push_back({arm.span, nullptr, "arm", [&] {
                      return sequence(words(pattern(arm.pattern)), point(), words("=> "), expression(*arm.value));
                    }});
  }
  const Span place = braces_from(match.subject->span.end, span);
  return sequence(words("match "), std::move(subject), words(" "), block(std::move(arms), place, false));
}

std::string Formatter::pattern(const Pattern& pattern) const {
  if (const auto* named = std::get_if<NamePattern>(&pattern.node)) {
    return text(named->name) + (named->binding ? " as " + text(*named->binding) : "");
  }
  if (std::holds_alternative<ElsePattern>(pattern.node)) return "else";
  return raw(pattern.span);
}

Piece Formatter::braces(const std::vector<Initializer>& initializers, Span braces) {
  Parts parts;
  for (const Initializer& i : initializers) {
    parts.push_back({i.span, nullptr, "", [&] { return sequence(words(text(i.name) + " = "), expression(*i.value)); }});
  }
  return block(std::move(parts), braces, false);
}

Piece Formatter::made(const Made& made) {
  const std::string head = text(made.type) + text(made.version);
  if (!made.braces) return words(head);
  return sequence(words(head + " "), braces(made.initializers, *made.braces));
}

Piece Formatter::keys(const std::vector<ExpressionPtr>& keys) { return list("", keys, ""); }

}  // namespace cqrsc::syntax
