// Statements: what the blocks of commands, handlers, mappings and processes are made of.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "syntax/expressions.hpp"
#include "syntax/names.hpp"

namespace cqrsc::syntax {

struct Statement;

struct Block {
  std::vector<Statement> statements;
  Span span;  // with the braces
  bool incomplete = false;
};

// An event, error or rejection that is made, its braces optional: AccountNotFound, MoneyDeposited { note = none }. What
// a retired event becomes may name a version: OwnerRenamed v1 { owner = to }.
struct Made {
  Path type;
  std::vector<Initializer> initializers;
  std::optional<Span> braces;
  Span span;
  std::optional<Version> version = std::nullopt;  // only after `becomes`
};

struct LetStatement {
  Name name;
  ExpressionPtr value;
};
struct AllowStatement {
  ExpressionPtr condition;
};
struct RequireStatement {
  ExpressionPtr condition;
  Made otherwise;
};
struct EmitStatement {
  Made event;
};
struct IfStatement {
  ExpressionPtr condition;
  Block then_block;
  std::unique_ptr<Statement> else_if;  // `else if`: an IfStatement; null if there is none
  std::optional<Block> else_block;
};
// for x in xs { }, for k, v in m { }, for line in lines at line.sku { }
struct ForLoop {
  Name first;
  std::optional<Name> second;
  ExpressionPtr source;
};
struct ForStatement {
  ForLoop loop;
  std::vector<ExpressionPtr> at;  // the key of the row that the block is about
  Block body;
};
struct MatchArm {
  Pattern pattern;
  Block body;  // one statement, if it stands without braces
  bool braces = false;
  Span span;
};
struct MatchStatement {
  ExpressionPtr subject;
  std::vector<MatchArm> arms;
  bool incomplete = false;
};
struct SendStatement {
  Path command;
  ExpressionPtr target;
  std::vector<Initializer> initializers;
  Span braces;
  std::optional<Name> label;
};
struct TimeoutStatement {
  Name name;
  ExpressionPtr after;
};
struct CancelStatement {
  Name name;
};
struct PublishStatement {
  Made event;
};
struct DeleteStatement {};
struct StopStatement {
  String reason;
};
struct EndStatement {};

enum class AssignOperator : uint8_t { set, add, remove };
// balance.amount += amount; the target is a name with members and indices.
struct AssignStatement {
  ExpressionPtr target;
  AssignOperator operation{};
  Span operator_span;
  ExpressionPtr value;
};

struct Statement {
  using Node = std::variant<LetStatement, AllowStatement, RequireStatement, EmitStatement, IfStatement, ForStatement,
                            MatchStatement, SendStatement, TimeoutStatement, CancelStatement, PublishStatement,
                            DeleteStatement, StopStatement, EndStatement, AssignStatement>;
  Span span;
  Node node;
};

}  // namespace cqrsc::syntax
