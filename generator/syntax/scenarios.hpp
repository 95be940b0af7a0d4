// Scenarios: examples that run.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "syntax/expressions.hpp"
#include "syntax/names.hpp"
#include "syntax/statements.hpp"

namespace cqrsc::syntax {

// assuming riskScore("Ada") = 1
struct Assumption {
  Name function;
  std::vector<ExpressionPtr> arguments;
  ExpressionPtr result;
  Span span;
};

// at "2026-01-01T09:00:00Z", by "ada", as role "teller"
enum class StampKind : uint8_t { at, by, role };
struct Stamp {
  StampKind kind{};
  String value;
  Span span;
};

// An event (of any version) or a command with the values of its fields.
struct Happening {
  Path type;
  std::optional<Version> version;
  std::vector<Initializer> initializers;
  Span braces;
  std::vector<Stamp> stamps;
  Span span;
};
// Account("6f1c…") { AccountOpened { … } }
struct StreamHistory {
  Path aggregate;
  ExpressionPtr id;
  std::vector<Happening> events;
  Span span;
  bool incomplete = false;
};

struct WhenRejected {
  Name label;
  ExpressionPtr target;  // null if there is none
  Made error;
};
struct WhenAccepted {
  Name label;
  ExpressionPtr target;  // null if there is none
};
struct WhenTimeout {
  Name name;
};
struct When {
  Span span;
  std::variant<Happening, StreamHistory, WhenRejected, WhenAccepted, WhenTimeout> node;
};

struct ExpectNothing {};
struct ExpectEvent {
  Happening event;  // without stamps
};
struct ExpectRejected {
  Made error;
};
struct ExpectState {
  std::vector<Initializer> initializers;
};
struct ExpectRow {
  std::vector<ExpressionPtr> key;  // empty for a row of a query
  std::vector<Initializer> initializers;
};
struct ExpectNoRow {
  std::vector<ExpressionPtr> key;
};
struct ExpectSend {
  SendStatement send;
};
struct ExpectTimeout {
  TimeoutStatement timeout;
};
struct ExpectCancel {
  Name name;
};
struct ExpectPublish {
  Made event;
};
struct ExpectEnd {};
struct ExpectStop {
  std::optional<String> reason;
};
struct Expectation {
  using Node = std::variant<ExpectNothing, ExpectEvent, ExpectRejected, ExpectState, ExpectRow, ExpectNoRow, ExpectSend,
                            ExpectTimeout, ExpectCancel, ExpectPublish, ExpectEnd, ExpectStop>;
  Span span;
  Node node;
  bool after_and = false;  // the first after the word `and`
};

struct ScenarioDeclaration {
  Doc doc;
  String name;
  Path subject;  // an aggregate, projection, query or process
  std::vector<Assumption> assumptions;
  std::vector<std::variant<StreamHistory, Happening>> given;
  std::optional<Span> given_span;
  std::optional<When> when;
  std::vector<Expectation> then;
  std::optional<Span> then_span;
  Span span;
  bool incomplete = false;
};

}  // namespace cqrsc::syntax
