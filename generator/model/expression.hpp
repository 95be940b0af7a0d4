#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/constant.hpp"
#include "model/location.hpp"
#include "model/type.hpp"

namespace cqrsc::model {

struct Expression;
struct Field;
struct Alternative;
struct ExternFunction;
struct EnumMember;

/// A name bound by `let`, `for`, a lambda's parameter or `match … as`. One object per binding.
struct Local {
  std::string name;  ///< as written; an inner binding may not repeat an outer one's
  const Type* type = nullptr;
  Location location;
  /// Bound by a pattern: the alternative that the union is known to be. Its fields are members of the local.
  const Alternative* alternative = nullptr;
};

/// Which record a bare or qualified field name reads from.
enum class FieldSource : std::uint8_t {
  Command,   ///< the command being decided, or checked by `where`
  Event,     ///< the event being applied
  Old,       ///< the older version being upcast
  State,     ///< the aggregate's state: before the command in a command, so far in `on`, after it in an invariant
  Record,    ///< the value or error whose own `where`, invariant or message this is
  Row,       ///< a projection's row
  Argument,  ///< a query's parameter
};

/// What the surroundings offer under a fixed name.
enum class Ambient : std::uint8_t {
  OwnId,  ///< `id`: the aggregate's own typed identifier
  It,     ///< `it`: the value that a refinement checks; has the base type of the id
  Now,    ///< `now`: the instant the command is decided at
  ActorId,
  ActorRoles,
  MetaId,
  MetaCorrelation,
  MetaCausation,
  MetaStream,
  MetaVersion,
  MetaTime,
  MetaActor,
  MetaTenant,
};

/// Conversions are always explicit in the Model; the source is the operand's type, the target the Conversion's.
enum class ConversionKind : std::uint8_t {
  WidenInteger,      ///< exact
  IntegerToDecimal,  ///< overflows where the target has too few digits
  Rescale,           ///< decimal to decimal: scale never shrinks; overflows where the target has too few digits
  WidenFloat,        ///< float32 to float64
  WrapOptional,      ///< T to T?
  UnwrapOptional,    ///< T? to T, where a test before it has shown that it is not `none`
  /// An older version of a value or union to a newer one of the same, by their upcasts; through optionals, lists, sets
  /// and the values of maps. Only where history is read: in `from` and `becomes`.
  Upcast,
  BaseToId,  ///< the base type of an id to the id: `BookingId(x)`; a refinement is checked where it is declared
  IdToId,    ///< an id to another over the same base
};

enum class UnaryOperator : std::uint8_t { Not, Negate };

/// Both operands have the same type, but for Multiply (decimals of any scale), times (instant ± duration, …) and logic.
enum class BinaryOperator : std::uint8_t {
  Add,
  Subtract,
  Multiply,
  Divide,     ///< integers, towards zero; floats; a decimal quotient is always a DivideRounded
  Remainder,  ///< integers; sign of the dividend
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  And,
  Or,
};

enum class BuiltinFunction : std::uint8_t {
  Length,    ///< string: code points; bytes, list, set, map: elements; int64
  IsEmpty,   ///< same types
  Contains,  ///< (string, string), (list, element), (set, element), (map, key)
  StartsWith,
  EndsWith,
  Lower,
  Upper,
  Trim,
  Matches,  ///< (string, pattern): the pattern is a string constant, already checked; anchored at both ends
  First,    ///< list to element?
  Last,
  Sum,       ///< (list of numbers), (list, lambda to a number)
  Min,       ///< (list): element?; (a, b): the smaller
  Max,       ///< as Min
  Count,     ///< (list), (list, lambda to bool): int64
  Any,       ///< (list, lambda to bool)
  All,       ///< (list, lambda to bool)
  Map,       ///< (list, lambda): list
  Filter,    ///< (list, lambda to bool): list
  Sort,      ///< (list of ordered): list; (list, lambda to ordered): list, stable
  Distinct,  ///< (list): list, first occurrences
  Keys,
  Values,
  Abs,    ///< of an integer it may overflow
  Round,  ///< (decimal, digits): half-even to the scale of the result's type
  Date,   ///< instant to date
};

struct ConstantNode {
  Constant value;
};
struct FieldNode {
  FieldSource source = FieldSource::Command;
  const Field* field = nullptr;
};
struct LocalNode {
  const Local* local = nullptr;
};
struct AmbientNode {
  Ambient what = Ambient::OwnId;
};
/// A field of a record: `base.field`; the base is never optional. Of a union's alternative where the base is a local
/// that a pattern bound.
struct MemberNode {
  const Expression* base = nullptr;
  const Field* field = nullptr;
};
/// `map[key]`: the result is optional.
struct IndexNode {
  const Expression* base = nullptr;
  const Expression* key = nullptr;
};
struct ConversionNode {
  ConversionKind kind = ConversionKind::WrapOptional;
  const Expression* operand = nullptr;
};
struct UnaryNode {
  UnaryOperator op = UnaryOperator::Not;
  const Expression* operand = nullptr;
};
struct BinaryNode {
  BinaryOperator op = BinaryOperator::Add;
  const Expression* left = nullptr;
  const Expression* right = nullptr;
};
/// `round(left / right, n)` over decimals: the exact quotient, half-even to the scale of the result's type.
struct DivideRoundedNode {
  const Expression* left = nullptr;
  const Expression* right = nullptr;
};
/// `value in low..high`, both included; all three have one type.
struct RangeNode {
  const Expression* value = nullptr;
  const Expression* low = nullptr;
  const Expression* high = nullptr;
};
/// `value in [a, b]`: each candidate has the value's type.
struct OneOfNode {
  const Expression* value = nullptr;
  std::vector<const Expression*> candidates;
};
struct ConditionalNode {
  const Expression* condition = nullptr;
  const Expression* then = nullptr;
  const Expression* otherwise = nullptr;
};
/// `optional ?? fallback`: the type is the fallback's.
struct CoalesceNode {
  const Expression* optional = nullptr;
  const Expression* fallback = nullptr;
};

/// What one arm of a `match` stands for.
struct PatternElse {};
struct PatternAlternative {
  const Alternative* alternative = nullptr;
  const Local* binding = nullptr;  ///< `as name`, or null
};
using Pattern = std::variant<PatternElse, Constant, PatternAlternative>;
struct MatchExpressionArm {
  std::vector<Pattern> patterns;
  const Expression* result = nullptr;
};
struct MatchNode {
  const Expression* subject = nullptr;
  std::vector<MatchExpressionArm> arms;  ///< exhaustive: every value of the subject meets one
};

/// How a field came to its value in a construction: what was not written is made explicit all the same.
enum class InitOrigin : std::uint8_t { Written, CarriedOver, Default, Absent /* an optional left out: none */ };
struct FieldInit {
  const Field* field = nullptr;
  const Expression* value = nullptr;
  InitOrigin origin = InitOrigin::Written;
  Location location;
};
/// A value of a `value` type, told by the expression's type: every field, in declared order.
struct ConstructValueNode {
  std::vector<FieldInit> fields;
};
struct ConstructUnionNode {
  const Alternative* alternative = nullptr;
  std::vector<FieldInit> fields;
};
/// `[a, b]` where the expression's type is a list or a set.
struct ListNode {
  std::vector<const Expression*> elements;
};
struct MapEntry {
  const Expression* key = nullptr;
  const Expression* value = nullptr;
};
struct MapNode {
  std::vector<MapEntry> entries;
};
struct LambdaNode {
  const Local* parameter = nullptr;
  const Expression* body = nullptr;  ///< the expression's type is the body's
};
/// Lambdas stand only as arguments here.
struct BuiltinNode {
  BuiltinFunction function = BuiltinFunction::Length;
  std::vector<const Expression*> arguments;
};
struct ExternCallNode {
  const ExternFunction* function = nullptr;
  std::vector<const Expression*> arguments;
};
/// `role "teller"`: whether the actor has the role.
struct HasRoleNode {
  std::string role;
};
/// A piece of interpolated text: either `text`, or a `value` whose JSON text stands there.
struct TextPart {
  std::string text;
  const Expression* value = nullptr;
};
struct InterpolationNode {
  std::vector<TextPart> parts;
};

/// `row(key).field` in a projection: of another row, as it is so far; optional, `none` where there is no such row.
struct OtherRowNode {
  std::vector<const Expression*> keys;
  const Field* field = nullptr;
};
/// What a query computes over the rows of a group.
enum class AggregateFunction : std::uint8_t {
  Count,  ///< int64; without argument: rows; with one, a bool: those where it is true
  Sum,    ///< of an integer: int64; of a decimal: decimal(38, s); 0 without rows; what does not fit is an error
  Min,    ///< of an ordered type T: T?, `none` without rows
  Max,
};
struct AggregateNode {
  AggregateFunction function = AggregateFunction::Count;
  const Expression* argument = nullptr;
};

using ExpressionNode =
    std::variant<ConstantNode, FieldNode, LocalNode, AmbientNode, MemberNode, IndexNode, ConversionNode, UnaryNode,
                 BinaryNode, DivideRoundedNode, RangeNode, OneOfNode, ConditionalNode, CoalesceNode, MatchNode,
                 ConstructValueNode, ConstructUnionNode, ListNode, MapNode, LambdaNode, BuiltinNode, ExternCallNode,
                 HasRoleNode, InterpolationNode, OtherRowNode, AggregateNode>;

/// A typed expression with every name resolved. Owned by the Model, shared where a default is used more than once.
struct Expression {
  const Type* type = nullptr;
  Location location;
  ExpressionNode node;
};

/// Whether evaluating it may overflow (integer or decimal arithmetic, a checked conversion, a division by zero).
bool may_overflow(const Expression& expression);

}  // namespace cqrsc::model
