// Expressions as they are written.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "syntax/names.hpp"

namespace cqrsc::syntax {

// ---------------------------------------------------------------------------------------------------------- literals

struct IntegerLiteral {
  Number value;
};
struct DecimalLiteral {
  std::string text;  // "10.00": digits, a point, digits
};
struct DurationLiteral {
  Number amount;
  std::string unit;  // ns us ms s m h d
};
struct StringLiteral {
  String value;
};
struct BoolLiteral {
  bool value = false;
};
struct NoneLiteral {};

// f"paid {amount} to {payee}": texts (escapes and {{ }} resolved) and expressions in turn.
struct InterpolatedString {
  Span span;  // with f and the quotes
  std::vector<std::variant<String, ExpressionPtr>> parts;
};

// [a, b] or ["k": v]; sema asks that all or none have a key.
struct CollectionItem {
  ExpressionPtr key;  // null in a list or set
  ExpressionPtr value;
};
struct CollectionLiteral {
  std::vector<CollectionItem> items;
};

// -------------------------------------------------------------------------------------------------------- references

struct NameExpression {
  Name name;
};
struct MemberExpression {
  ExpressionPtr object;
  Name member;
};
struct IndexExpression {
  ExpressionPtr object;
  ExpressionPtr index;
};
// length(owner), riskScore(owner), BookingId(x), date(meta.time), row(key)
struct CallExpression {
  Name callee;
  std::vector<ExpressionPtr> arguments;
};
// x => x.amount; only as an argument of a call.
struct LambdaExpression {
  Name parameter;
  ExpressionPtr body;
};

// name = value in a construction.
struct Initializer {
  Name name;
  ExpressionPtr value;
  Span span;
};
// Money { amount = 0  currency = currency }, Money v1 { … }
struct ConstructExpression {
  Path type;
  std::optional<Version> version;
  std::vector<Initializer> initializers;
  Span braces;  // from { to }
};

// ---------------------------------------------------------------------------------------------------------- operators

enum class UnaryOperator : uint8_t { negate, logical_not };
enum class BinaryOperator : uint8_t {
  multiply,
  divide,
  remainder,
  add,
  subtract,
  coalesce,  // ??
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,  // in a collection; a..b is a RangeTest
  logical_and,
  logical_or,
};

struct UnaryExpression {
  UnaryOperator operation{};
  Span operator_span;
  ExpressionPtr operand;
};
struct BinaryExpression {
  BinaryOperator operation{};
  Span operator_span;
  ExpressionPtr left;
  ExpressionPtr right;
};
// x in 1..200; both ends belong to it.
struct RangeTest {
  ExpressionPtr value;
  ExpressionPtr first;
  ExpressionPtr last;
};
// sku matches "[A-Z]+"; without a value (`id Iban = string where matches "…"`) it tests `it`.
struct MatchesTest {
  ExpressionPtr value;  // null where it tests `it`
  String pattern;
};
// role "teller": does the actor have it.
struct RoleTest {
  String role;
};
// if c then a else b
struct ConditionalExpression {
  ExpressionPtr condition;
  ExpressionPtr then_value;
  ExpressionPtr else_value;
};

// -------------------------------------------------------------------------------------------------------------- match

// Internal, Internal as i, AccountStatus.open, InsufficientFunds as e
struct NamePattern {
  Path name;
  std::optional<Name> binding;
};
struct LiteralPattern {
  ExpressionPtr value;  // a text, a whole number (maybe negative), none, true or false
};
struct ElsePattern {};
struct Pattern {
  Span span;
  std::variant<NamePattern, LiteralPattern, ElsePattern> node;
};

struct MatchExpressionArm {
  Pattern pattern;
  ExpressionPtr value;
  Span span;
};
struct MatchExpression {
  ExpressionPtr subject;
  std::vector<MatchExpressionArm> arms;
};

// A piece that could not be read. Its error is reported: whoever meets it says nothing more.
struct ErrorExpression {};

struct Expression {
  using Node = std::variant<IntegerLiteral, DecimalLiteral, DurationLiteral, StringLiteral, BoolLiteral, NoneLiteral,
                            InterpolatedString, CollectionLiteral, NameExpression, MemberExpression, IndexExpression,
                            CallExpression, LambdaExpression, ConstructExpression, UnaryExpression, BinaryExpression,
                            RangeTest, MatchesTest, RoleTest, ConditionalExpression, MatchExpression, ErrorExpression>;
  Span span;  // with the parentheses, if there are any
  Node node;
  bool parenthesized = false;
};

}  // namespace cqrsc::syntax
