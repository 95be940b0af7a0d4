#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "interpret/rows.hpp"
#include "interpret/value.hpp"
#include "model/aggregate.hpp"

namespace cqrsc::interpret {

/// What an extern function gives for these arguments. Called while something is evaluated; must be pure.
using ExternFunctions = std::function<Result<Value>(const model::ExternFunction&, const std::vector<Value>&)>;

/// What goes with every event.
struct Meta {
  Uuid id;
  Uuid correlation;
  Uuid causation;
  Value stream = {Uuid{}};  ///< the aggregate's own id
  std::int64_t version = 0;
  std::int64_t time = 0;  ///< nanoseconds since 1970 UTC
  std::optional<std::string> actor;
  std::optional<std::string> tenant;
};

/// A row that a handler or a query looks at. Null, where there is none.
struct RowInView {
  const model::Projection* projection = nullptr;
  const Record* key = nullptr;
  const Record* fields = nullptr;  ///< in a handler: the record being written
};
/// The rows that aggregates of a query go over.
using RowGroup = std::vector<const Rows::value_type*>;

/// What the names of an expression stand for. Null, where a block does not offer it. Everything outlives the
/// evaluation.
struct Surroundings {
  const Record* command = nullptr;
  const Record* event = nullptr;
  const Record* old = nullptr;
  const Record* state = nullptr;  ///< in `on`: the record being written
  const Record* record = nullptr;
  const Record* argument = nullptr;  ///< the parameters of a query
  RowInView row = {};
  const Rows* rows = nullptr;  ///< what `row(…)` reads
  /// Whether the row of a key lacks earlier events: `row(…)` has to fail for it. Empty: none does.
  std::function<bool(const Record& key)> hidden = {};
  const RowGroup* group = nullptr;
  const Value* own_id = nullptr;
  const Value* it = nullptr;
  const Meta* meta = nullptr;
  std::int64_t now = 0;
  std::optional<std::string> actor;
  std::set<std::string> roles;
  const ExternFunctions* externs = nullptr;
};

/// Ends an evaluation. Thrown and caught within this folder: its public functions give a Result.
struct Stop {
  Failure failure;
};
[[noreturn]] void stop_overflow(const std::string& what);
[[noreturn]] void stop_impossible(const std::string& what);
[[noreturn]] void stop_needs_cpp(const std::string& what);

/// The number, where an integer, instant or duration has room for it; else it stops.
Int128 checked_integer(const model::Type& type, Int128 number);

/// A decimal as far as it has been computed: sums and products keep all their digits until they are stored.
struct Decimal {
  Int128 units = 0;
  int scale = 0;
};

/// An event that statements emitted, with its fields.
struct Emitted {
  const model::EventVersion* event = nullptr;
  Record fields;
};
struct Rejected {
  const model::Error* error = nullptr;
  Record fields;
};

/// Evaluates expressions and executes statements of the Model. Every function may throw Stop. Not thread-safe.
class Evaluator {
 public:
  explicit Evaluator(Surroundings surroundings) : in_(std::move(surroundings)) {}

  Value evaluate(const model::Expression& expression);
  /// A condition.
  bool holds(const model::Expression& expression);
  /// Every field of `fields` is set from its own value; nothing else changes.
  void fill(const std::vector<model::FieldInit>& fields, Record& record);

  /// Assignments write to `target`, which Surroundings::state or ::row may point to.
  void execute(const model::Block& block, Record& target);
  void bind(const model::Local& local, Value value) { locals_[&local] = std::move(value); }

  [[nodiscard]] std::vector<Emitted>& emitted() { return emitted_; }
  /// Set by a `require` that did not hold; what follows it was not executed.
  [[nodiscard]] const std::optional<Rejected>& rejected() const { return rejected_; }
  /// Set by a `delete`; what follows it was not executed.
  [[nodiscard]] bool deleted() const { return deleted_; }

 private:
  struct Nodes;
  struct Statements;

  /// What the node says, a decimal's digits not yet checked against its type.
  Value node_value(const model::Expression& expression);
  Value field(const model::FieldNode& node) const;
  Value row_field(const model::Field& field) const;
  Value other_row(const model::OtherRowNode& node);
  Value ambient(model::Ambient what) const;
  Value convert(const model::Type& type, const model::ConversionNode& node);
  Value unary(const model::Type& type, const model::UnaryNode& node);
  Value binary(const model::Type& type, const model::BinaryNode& node);
  Value arithmetic(const model::Type& type, const model::BinaryNode& node);
  bool compared(const model::BinaryNode& node);
  Value matched(const model::MatchNode& node);
  Value builtin(const model::Type& type, const model::BuiltinNode& node);
  Value list_builtin(const model::Type& type, const model::BuiltinNode& node);
  Value text_builtin(const model::BuiltinNode& node);
  Value least_or_greatest(const model::Type& type, const model::BuiltinNode& node);
  Value sum(const model::Type& type, const model::BuiltinNode& node);
  Value aggregate(const model::Type& type, const model::AggregateNode& node);
  Value apply(const model::Expression& lambda, const Value& argument);
  std::string interpolated(const model::InterpolationNode& node);

  /// Of a decimal, or of an integer where a decimal is computed with: unchecked against the digits of its type.
  Decimal loose(const model::Expression& expression);
  /// In units of the type's scale; overflows where the type has too few digits.
  static Int128 stored(const model::Type& type, Decimal number);
  Int128 number(const model::Expression& expression);
  /// A sum or product of decimals that a `let` names: in units of its type's scale, with all its digits.
  Value computed(const model::Expression& expression);
  [[nodiscard]] bool has_ended() const { return rejected_ || deleted_; }
  static Value absolute(const model::Type& type, const Value& value);

  /// Whether one of the patterns stands for the value; binds what it names.
  bool matches(const std::vector<model::Pattern>& patterns, const Value& subject);
  /// `+=` and `-=` of numbers.
  void add(const model::Type& type, Value& target, const model::Expression& value, bool negative);
  void assign(const model::AssignStatement& statement, Record& target);
  Value* place(const std::vector<model::PathStep>& path, Record& target, const model::Type*& type);

  Surroundings in_;
  std::map<const model::Local*, Value> locals_;
  std::vector<Emitted> emitted_;
  std::optional<Rejected> rejected_;
  bool deleted_ = false;
};

/// The language's own equality: floats as IEEE has it.
bool equal(const Value& a, const Value& b);
/// A constant of that type.
Value to_value(const model::Type& type, const model::Constant& constant);
/// The text of a value in an interpolation or a message.
std::string message_text(const model::Type& type, const Value& value);
/// A value, or a record, as those who write scenarios want to see it: texts in quotes, alternatives by their names.
std::string shown_text(const model::Type& type, const Value& value);
std::string shown_text(const std::deque<model::Field>& fields, const Record& record);
/// What `value` of an older version is in a newer one: by the upcasts between them, through optionals and collections.
Value upcast(const model::Type& from, const model::Type& to, const Value& value, const ExternFunctions* externs);

}  // namespace cqrsc::interpret
