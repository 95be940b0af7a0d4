#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/model.hpp"
#include "plan/cpp_names.hpp"
#include "plan/symbols.hpp"

namespace cqrsc::plan {

/// How tightly a piece of C++ holds together, tightest first.
enum class Precedence {
  primary,
  unary,
  multiplicative,
  additive,
  relational,
  equality,
  logical_and,
  logical_or,
  conditional
};

/// A C++ expression.
struct Code {
  std::string text;
  Precedence precedence = Precedence::primary;
  /// It reads stored bytes in place: text is a std::string_view, a record its view, a list a ListView.
  bool view = false;
};

/// A function, or the inside of one.
struct FunctionText {
  std::string text;
  bool uses_literals = false;
};

/// A union that is matched.
struct MatchSubject {
  std::string optional;  ///< the optional that holds it; empty where it is always there
  std::string access;    ///< `command.payee.`, `state.payee->`: what stands before `get_if`
  const model::UnionVersion* type = nullptr;
  bool view = false;
};

/// Whether an arm reads what its pattern binds.
bool is_read(const model::Local& local, const model::Block& block);
bool is_read(const model::Local& local, const model::Expression& expression);

/// How the function around an expression spells what the expression reads.
struct Surroundings {
  std::string command = "command";
  std::string event = "event";  // a view
  std::string old = "old";      // a view
  std::string state = "state";
  std::string record;  // a value or error: its fields by their bare names
  std::string context = "context";
  std::string externs = "externs";
  std::string meta = "meta";
  std::string it = "it";
  std::string own_id = "id";
  std::string row = "row";
  std::string rows = "rows";
  std::string query = "query";
  const model::Projection* projection = nullptr;  // whose rows row(…) reads
  /// Inside of a header no literal operators are at hand.
  bool in_header = false;
};

/// Writes expressions of the Model as C++. One object a function: it gives out the names of its locals and remembers
/// what was used.
class Expressions {
 public:
  Expressions(const Symbols& symbols, Surroundings surroundings);

  /// As it reads best: a constant may be of a type that converts to the expression's.
  Code loose(const model::Expression& expression);
  /// Of exactly the C++ type that Symbols::type() names, or a view of it.
  Code exact(const model::Expression& expression);
  /// A value of its own: never a view. What `field = ` and `{.field = ` take.
  std::string owned(const model::Expression& expression);
  /// For `if (…)`.
  std::string condition(const model::Expression& expression);
  /// For `if (…)` where the expression does not hold.
  std::string negated(const model::Expression& expression);
  /// `Money{.amount = 0, .currency = command.currency}`, on several lines where one would be too long.
  std::string construct(const std::string& type, const std::vector<model::FieldInit>& fields);
  /// The same, of members already written: `.amount = 0`.
  static std::string braced(const std::string& type, const std::vector<std::string>& members);
  /// A value of its own, of a type.
  Code to_owned(Code code, const model::Type& type);
  /// Text that is a view where it is one or may be one for nothing; none where it is made anew.
  std::optional<Code> text_in_place(const model::Expression& expression);
  /// A constant on its own.
  Code constant(const model::Constant& constant, const model::Type& type);

  /// The subject of a match over a union, or over an optional one, as `match` asks it.
  MatchSubject match_subject(const model::Expression& subject);

  /// From now on what reads the field or local, or is this expression, reads this instead: a variable, or a member of a
  /// struct `of` that name.
  void hold(const void* field_or_local, Code code, const std::string& of = {});
  /// Or this expression, which is written again wherever it is read.
  void hold(const void* field_or_local, const model::Expression& instead);
  /// The code that is held in the place of a field; null: it is read where it stands.
  [[nodiscard]] const Code* held(const model::Field& field) const;
  /// What the expression comes to where it only reads what another one is held for.
  [[nodiscard]] const model::Expression& resolved(const model::Expression& expression) const;
  /// A name for a variable of the function, until it is given back.
  std::string claim(std::string_view wanted) { return names_.claim(wanted); }
  void release(std::string_view name) { names_.release(name); }

  /// Names a local; views stay views. `pointer`: what it names is behind `*` and `->`.
  const std::string& declare(const model::Local& local, bool view, bool pointer = false);
  /// Ends the life of a local: its name may be used again.
  void forget(const model::Local& local);
  [[nodiscard]] const Surroundings& surroundings() const { return in_; }
  [[nodiscard]] const Symbols& symbols() const { return symbols_; }

  /// Whether the code written so far reads `command`, `state`, `context`, …
  [[nodiscard]] bool uses(const std::string& name) const { return used_.contains(name); }
  void mark_used(const std::string& name) { used_.insert(name); }
  /// Whether it needs `using namespace cqrs::literals`.
  [[nodiscard]] bool uses_literals() const { return uses("\"\"_dec"); }

 private:
  struct Binding {
    std::string name;
    bool view = false;
    bool pointer = false;
  };
  struct Held {
    Code code;
    std::string of;
    const model::Expression* instead = nullptr;
  };

  Code write(const model::Expression& expression, const model::ConstantNode& node);
  Code write(const model::Expression& expression, const model::FieldNode& node);
  Code write(const model::Expression& expression, const model::LocalNode& node);
  Code write(const model::Expression& expression, const model::AmbientNode& node);
  Code write(const model::Expression& expression, const model::MemberNode& node);
  Code write(const model::Expression& expression, const model::IndexNode& node);
  Code write(const model::Expression& expression, const model::ConversionNode& node);
  Code write(const model::Expression& expression, const model::UnaryNode& node);
  Code write(const model::Expression& expression, const model::BinaryNode& node);
  Code write(const model::Expression& expression, const model::DivideRoundedNode& node);
  Code write(const model::Expression& expression, const model::RangeNode& node);
  Code write(const model::Expression& expression, const model::OneOfNode& node);
  Code write(const model::Expression& expression, const model::ConditionalNode& node);
  Code write(const model::Expression& expression, const model::CoalesceNode& node);
  Code write(const model::Expression& expression, const model::MatchNode& node);
  Code write(const model::Expression& expression, const model::ConstructValueNode& node);
  Code write(const model::Expression& expression, const model::ConstructUnionNode& node);
  Code write(const model::Expression& expression, const model::ListNode& node);
  Code write(const model::Expression& expression, const model::MapNode& node);
  Code write(const model::Expression& expression, const model::LambdaNode& node);
  Code write(const model::Expression& expression, const model::BuiltinNode& node);
  Code write(const model::Expression& expression, const model::ExternCallNode& node);
  Code write(const model::Expression& expression, const model::HasRoleNode& node);
  Code write(const model::Expression& expression, const model::InterpolationNode& node);
  Code write(const model::Expression& expression, const model::OtherRowNode& node);
  Code write(const model::Expression& expression, const model::AggregateNode& node);

  Code match_union(const model::MatchNode& node, const model::Type& result);
  /// What is held in the place of a field or local, if anything is.
  std::optional<Code> read_held(const void* key);

  Code upcast(const model::Type& to, const model::Expression& from);
  Code comparison(const model::BinaryNode& node, bool negate);
  Code presence(const model::Expression& optional, bool present);
  std::string key(const model::Expression& expression);
  Code asked(const model::IndexNode& node, const char* function);
  Code arithmetic(const model::Expression& expression, const model::BinaryNode& node);
  Code checked(const char* function, const model::Type& type, const model::Expression& left,
               const model::Expression& right);
  Code infix(const model::Expression& left, std::string_view op, const model::Expression& right, Precedence precedence);
  Code logic(const model::BinaryNode& node);
  Code field(std::string_view record, const model::Declaration& field, bool view);
  Code argument(const model::Expression& expression);
  Code decimal(const model::Int128& unscaled, const model::Type& type) const;
  std::string text_value(const std::string& text) const;
  std::string operand(const model::Expression& expression, Precedence at_least);

  const Symbols& symbols_;
  Surroundings in_;
  NameScope names_;
  std::unordered_map<const model::Local*, Binding> locals_;
  std::unordered_map<const void*, Held> held_;
  std::set<std::string> used_;
};

/// Whether a view of the type is a type of its own, so that keeping a value means making another.
bool differs_from_view(const model::Type& type);

bool is_text_constant(const model::Expression& expression);

/// In parentheses where it holds less tightly than `at_least`.
std::string wrapped(const Code& code, Precedence at_least);

}  // namespace cqrsc::plan
