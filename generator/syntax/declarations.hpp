// Declarations: what stands at the top of a file, and what aggregates, projections and processes hold.
//
// Members are kept by kind, in the order written; to have them in the order of the file, sort by span.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "syntax/expressions.hpp"
#include "syntax/names.hpp"
#include "syntax/statements.hpp"

namespace cqrsc::syntax {

// -------------------------------------------------------------------------------------------------- plain declarations

// id AccountId, id Iban = string where matches "…"
struct IdDeclaration {
  Doc doc;
  Name name;
  std::optional<Type> base;  // a uuid if there is none
  ExpressionPtr where;       // null if there is none
  std::vector<Annotation> annotations;
  Span span;
};

struct EnumMember {
  Doc doc;
  Name name;
  Number number;
  std::vector<Annotation> annotations;
  Span span;
};
struct EnumDeclaration {
  Doc doc;
  Name name;
  std::vector<EnumMember> members;
  Span span;
  bool incomplete = false;
};

// invariant "never overdrawn": balance.amount >= 0
struct Invariant {
  Doc doc;
  String name;
  ExpressionPtr condition;
  Span span;
};

// External => Bank { iban = old.iban }, in the mapping of a union.
struct UnionArm {
  Name from;
  ConstructExpression made;
  Span span;
};
// from v1 { owner = name }
struct FromBlock {
  Version version;
  std::vector<Statement> statements;
  std::vector<UnionArm> arms;
  Span span;
  bool incomplete = false;
};

// value Money { … }, value Percent = int32 where it in 0..100
struct ValueDeclaration {
  Doc doc;
  Name name;
  std::optional<Version> version;
  std::optional<Type> base;  // of a value that is another type with a condition; the rest is empty then
  ExpressionPtr where;       // null if there is none
  std::vector<Field> fields;
  std::vector<Invariant> invariants;
  std::vector<FromBlock> from;
  Span span;
  bool incomplete = false;
};

struct Alternative {
  Doc doc;
  Name name;
  Number number;
  std::vector<Field> fields;
  Span span;
  bool incomplete = false;
};
struct UnionDeclaration {
  Doc doc;
  Name name;
  std::optional<Version> version;
  std::vector<Alternative> alternatives;
  std::vector<FromBlock> from;
  Span span;
  bool incomplete = false;
};

// error AccountNotOpen { status: AccountStatus } "the account is {status}"
struct ErrorDeclaration {
  Doc doc;
  Name name;
  std::vector<Field> fields;
  std::optional<Span> braces;
  std::optional<String> message;  // with its {holes}, which name fields of the error
  Span span;
  bool incomplete = false;
};

// extern function riskScore(owner: string) -> int32 revision 1
struct ExternFunction {
  Doc doc;
  Name name;
  std::vector<Parameter> parameters;
  Type result;
  std::optional<Number> revision;
  Span span;
};

// -------------------------------------------------------------------------------------------------------------- events

// What becomes of a retired event: nothing, events, or a choice between them.
struct Outcome;
struct OutcomeChoice {
  ExpressionPtr condition;
  std::unique_ptr<Outcome> then_outcome;
  std::unique_ptr<Outcome> else_outcome;  // null if there is none
};
struct Outcome {
  Span span;
  std::variant<std::monostate, std::vector<Made>, OutcomeChoice> node;  // monostate: nothing
};

// One version of an event. `retired event … becomes …` is one with `retired` set.
struct EventDeclaration {
  Doc doc;
  Name name;
  Version version;
  bool is_public = false;
  bool retired = false;
  std::vector<Annotation> annotations;
  std::vector<Field> fields;
  std::vector<FromBlock> from;
  std::optional<Outcome> becomes;
  Span span;
  bool incomplete = false;
};

// ---------------------------------------------------------------------------------------------------------- aggregates

struct StateBlock {
  Doc doc;
  std::vector<Field> fields;
  std::vector<Invariant> invariants;
  Span span;
  bool incomplete = false;
};

enum class ExistenceKind : uint8_t { creates, existing, may_create };
struct Existence {
  ExistenceKind kind{};
  std::optional<Path> otherwise;  // else E
  Span span;
};

struct EmittedEvent {
  std::optional<Path> event;  // `nothing` if there is none
  bool any_number = false;    // A*
  Span span;
};
struct EmitsClause {
  std::vector<EmittedEvent> events;
  Span span;
};
struct RejectsClause {
  std::vector<Path> errors;
  Span span;
};

struct CommandDeclaration {
  Doc doc;
  Name name;
  std::optional<Existence> existence;  // none: the stream must exist
  std::optional<Span> is_extern;       // the word `extern`
  std::vector<Annotation> annotations;
  std::vector<Field> fields;
  std::vector<Statement> statements;
  std::vector<EmitsClause> emits;
  std::vector<RejectsClause> rejects;
  Span span;
  bool incomplete = false;
};

struct EventHandler {
  Doc doc;
  Path event;
  Block body;
  Span span;
};
struct IgnoreClause {
  Doc doc;
  std::vector<Path> events;
  Span span;
};
struct SnapshotPolicy {
  Doc doc;
  Number every;
  Span span;
};

struct AggregateDeclaration {
  Doc doc;
  Name name;
  Path id_type;
  std::vector<StateBlock> states;  // more than one is sema's to report
  std::vector<EventDeclaration> events;
  std::vector<CommandDeclaration> commands;
  std::vector<EventHandler> handlers;
  std::vector<IgnoreClause> ignores;
  std::vector<SnapshotPolicy> snapshots;
  Span span;
  bool incomplete = false;
};

// ----------------------------------------------------------------------------------------------- projections, queries

// on Account.AccountOpened for line in lines at line.sku existing { … }, on Account.AccountClosed delete
struct RowHandler {
  Doc doc;
  Path event;
  std::optional<ForLoop> loop;
  std::vector<ExpressionPtr> at;
  bool existing = false;
  bool deletes = false;  // `delete` in the place of a block
  Block body;
  Span span;
};
struct ProjectionDeclaration {
  Doc doc;
  Name name;
  bool is_inline = false;
  std::vector<Parameter> keys;
  std::vector<Field> fields;
  std::vector<RowHandler> handlers;
  std::vector<IgnoreClause> ignores;
  std::vector<Span> unknown_ignored;  // on unknown ignore
  Span span;
  bool incomplete = false;
};

struct OrderBy {
  ExpressionPtr value;
  bool descending = false;
  bool direction_written = false;
  Span span;
};
// Each clause as often as it was written; more than one is sema's to report.
struct QueryDeclaration {
  Doc doc;
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Initializer> select;
  Path source;
  std::vector<ExpressionPtr> where;
  std::vector<std::vector<OrderBy>> order;
  std::vector<std::vector<ExpressionPtr>> group;
  std::vector<ExpressionPtr> limit;
  Span span;
};

// ----------------------------------------------------------------------------------------------------------- processes

enum class ProcessTrigger : uint8_t { start, event, accepted, rejected, timeout, late };
struct ProcessHandler {
  Doc doc;
  ProcessTrigger trigger{};
  Path event;                 // of start, event and late
  std::optional<Name> label;  // of accepted, rejected and timeout
  ExpressionPtr correlated;   // by …; null if there is none
  Block body;
  Span span;
};
struct EndClause {
  Doc doc;
  std::vector<Path> events;
  Span span;
};
struct ProcessDeclaration {
  Doc doc;
  Name name;
  Type id_type;
  std::vector<StateBlock> states;
  std::vector<ProcessHandler> handlers;
  std::vector<EndClause> ends;
  std::vector<IgnoreClause> ignores;
  Span span;
  bool incomplete = false;
};

}  // namespace cqrsc::syntax
