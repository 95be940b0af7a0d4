#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/expression.hpp"

namespace cqrsc::model {

struct Statement;
struct Error;
struct EventVersion;

using Block = std::vector<const Statement*>;

/// One step of the left side of an assignment: a field, or the content of an optional shown to be there.
struct PathField {
  const Field* field = nullptr;
};
struct PathUnwrap {};
struct PathKey {
  const Expression* key = nullptr;
};
using PathStep = std::variant<PathField, PathUnwrap, PathKey>;

enum class AssignOperator : std::uint8_t {
  Set,
  Add,     ///< numbers: checked addition; lists: append; sets: insert
  Remove,  ///< numbers: checked subtraction; lists: every equal element; sets and maps: the key
};

/// What is written is always the block's own record: the state in `on`, the row in a projection, the new version in
/// `from`. The first step is always a PathField.
struct AssignStatement {
  std::vector<PathStep> path;
  AssignOperator op = AssignOperator::Set;
  const Expression* value = nullptr;
};
struct LetStatement {
  const Local* local = nullptr;
  const Expression* value = nullptr;
};
/// Errors that the runtime itself declares. Each may be replaced by one of the domain's, with `else`.
enum class BuiltinError : std::uint8_t { AlreadyExists, DoesNotExist, Invalid, NotAllowed, Overflow, InvariantBroken };

/// An error with a value for each of its fields, in declared order.
struct Rejection {
  const Error* error = nullptr;
  std::vector<FieldInit> fields;
};
struct RequireStatement {
  const Expression* condition = nullptr;
  Rejection rejection;
};
/// An event with a value for each of its fields, in declared order; the current version, but in an Outcome.
struct EmitStatement {
  const EventVersion* event = nullptr;
  std::vector<FieldInit> fields;
};
/// `else if` is an IfStatement as the only statement of `otherwise`.
struct IfStatement {
  const Expression* condition = nullptr;
  Block then;
  Block otherwise;
};
/// Over a list or set with one local, over a map with two.
struct ForStatement {
  const Local* element = nullptr;  ///< for a map: its keys
  const Local* value = nullptr;    ///< for a map only
  const Expression* range = nullptr;
  Block body;
};
struct MatchStatementArm {
  std::vector<Pattern> patterns;
  Block body;
};
struct MatchStatement {
  const Expression* subject = nullptr;
  std::vector<MatchStatementArm> arms;
};

/// Removes the row of a projection's handler, which ends there: nothing stands behind it on its way.
struct DeleteStatement {};

using StatementNode = std::variant<AssignStatement, LetStatement, RequireStatement, EmitStatement, IfStatement,
                                   ForStatement, MatchStatement, DeleteStatement>;

struct Statement {
  Location location;
  StatementNode node;
};

/// Whether executing it may overflow, see expression.hpp.
bool may_overflow(const Block& block);

}  // namespace cqrsc::model
