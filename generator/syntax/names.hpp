// The small parts that everything in a source is made of: names, versions, doc comments, annotations and types.
//
// The syntax tree is what the modeler wrote and nothing more: plain structs, a std::variant where there is a choice, a
// Span on every node and every name. Each folder that reads it may rely on: a pointer is null only where its comment
// says so (a piece that could not be read is an ErrorExpression), and a block with `incomplete` set has lost a member
// to a reported syntax error.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "source/span.hpp"

namespace cqrsc::syntax {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Name {
  std::string text;     // without backticks
  Span span;            // with them
  bool quoted = false;  // written in backticks: never a word of the language
};

// Account.MoneyDeposited, other.context
struct Path {
  std::vector<Name> parts;  // at least one
  Span span;

  [[nodiscard]] const Name& last() const { return parts.back(); }
  [[nodiscard]] std::string text() const;  // joined with dots
};

// v3. 0 if what was written is not a usable version (reported already).
struct Version {
  uint32_t number = 0;
  Span span;
};

// The lines of a `///` comment without slashes and one leading space, joined with '\n'. Empty if there is none.
struct Doc {
  std::string text;
  Span span;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

// A text in quotes, its escapes resolved; UTF-8.
struct String {
  std::string value;
  Span span;  // with the quotes
};

// A whole number as it was written: digits only. As text, since its type decides how large it may be.
struct Number {
  std::string digits;
  Span span;
};

// @personal, @personal(subject = customer), @deprecated("use Rename")
struct Annotation {
  Name name;  // without the @
  Span span;
  std::optional<Name> parameter;                        // subject
  std::variant<std::monostate, String, Name> argument;  // "use Rename" or customer
};

// ------------------------------------------------------------------------------------------------------------ types

struct Type;
using TypePtr = std::unique_ptr<Type>;

// string, Money, Money v1, billing.InvoiceId: built-in types are names like others here.
struct NamedType {
  Path name;
  std::optional<Version> version;
};
struct DecimalType {
  Number precision;
  Number scale;
};
struct ListType {
  TypePtr element;
};
struct SetType {
  TypePtr element;
};
struct MapType {
  TypePtr key;
  TypePtr value;
};
// A type that could not be read; reported already.
struct ErrorType {};

struct Type {
  Span span;
  std::variant<NamedType, DecimalType, ListType, SetType, MapType, ErrorType> node;
  bool optional = false;  // with a ?
};

// amount: decimal(18, 2), as a parameter of a query or function, or a key of a projection.
struct Parameter {
  Name name;
  Type type;
  Span span;
};

// amount: Money = … @personal index where amount.amount > 0
struct Field {
  Doc doc;
  Name name;
  Type type;
  Span span;
  ExpressionPtr initial;  // the default; null if there is none
  std::vector<Annotation> annotations;
  std::optional<Span> index;  // the word `index`
  ExpressionPtr where;        // null if there is none
};

}  // namespace cqrsc::syntax
