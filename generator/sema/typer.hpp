#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sema/analysis.hpp"
#include "sema/literals.hpp"
#include "sema/scope.hpp"

namespace cqrsc::sema {

/// How a construction treats the fields that are not written in it.
struct InitRules {
  enum class Missing : std::uint8_t {
    Report,          ///< optionals become `none`, the rest is an error
    ReportOptional,  ///< as Report, and optionals have to be stated too (`emit`)
    Initial,         ///< `none` or the initial value of the type; what has none is an error (`given`)
    Leave,           ///< only what is written is wanted (`then`)
  };
  std::string owner{};  ///< "value `Money`", "event `Opened`"
  Missing missing = Missing::Report;
  const std::deque<model::Field>* carry_over = nullptr;  ///< fields of the same name and type are taken from here
  model::FieldSource carry_over_source = model::FieldSource::Command;
  std::string carry_over_owner{};
  const model::EventVersion* version = nullptr;  ///< an older version of an event, named by its number
};

/// Types expressions of one scope. Every method that gives null has reported why, or the cause was reported before.
class Typer {
 public:
  Typer(Analysis& analysis, const ContextWork& context, Scope& scope)
      : analysis_(analysis), context_(context), scope_(scope) {}

  /// The expression as a value of `expected`; null is allowed for it (its error was reported): then only looks inside.
  const model::Expression* check(const syntax::Expression& expression, const model::Type* expected);
  /// The expression with the type it has by itself.
  const model::Expression* infer(const syntax::Expression& expression);
  const model::Expression* condition(const syntax::Expression& expression);
  /// As check(), but where the expression may be `none`, a value of the optional of `type`.
  const model::Expression* check_or_none(const syntax::Expression& expression, const model::Type* type);
  /// Converts without losing anything; reports where that cannot be.
  const model::Expression* convert(const model::Expression* value, const model::Type* target, Span span);
  /// A field of `from` as a value of `target`, which it is where both are of one type, or, where history is read, of
  /// one but for versions. Null, without a report, where it is not.
  const model::Expression* carry_over(const model::Field& field, model::FieldSource from, const model::Type* target,
                                      Span span);

  /// A value for every field in declared order (or for those written, see InitRules); none where one is missing.
  std::optional<std::vector<model::FieldInit>> initialize(const std::deque<model::Field>& fields,
                                                          const std::vector<syntax::Initializer>& initializers, Span at,
                                                          std::optional<Span> braces, const InitRules& rules);

  /// A pattern of a match over `type`; locals that it binds are in scope afterwards.
  std::optional<model::Pattern> pattern(const syntax::Pattern& pattern, const model::Type& type);
  /// Reports patterns that repeat others and what none covers.
  void check_patterns(const std::vector<const syntax::Pattern*>& written, const std::vector<model::Pattern>& patterns,
                      const model::Type& type, Span span, bool open_enums);

  /// The alternative of that name; reports where there is none.
  const model::Alternative* alternative_of(const model::UnionVersion& version, const syntax::Name& name);

  /// Declares a name, unless it would hide another. Of a pattern's binding, `alternative` is what the union is.
  const model::Local* declare(const syntax::Name& name, const model::Type* type,
                              const model::Alternative* alternative = nullptr);

  const model::Expression* make(const model::Type* type, Span span, model::ExpressionNode node);

  Analysis& analysis() { return analysis_; }
  const ContextWork& context() { return context_; }
  Scope& scope() { return scope_; }

 private:
  /// What a construction says, before what it leaves out is made explicit.
  struct Written {
    bool good = true;
    std::map<const model::Field*, model::FieldInit> given{};
    std::set<std::string> misspelled{};  ///< fields that are there under a wrong name: one message is enough
    bool other_version = false;          ///< the fields are those of another version, which is reported
  };
  Written read_initializers(const std::deque<model::Field>& fields,
                            const std::vector<syntax::Initializer>& initializers, const InitRules& rules);
  void report_unknown(const std::deque<model::Field>& fields, const syntax::Initializer& initializer,
                      const std::vector<std::string>& left, const InitRules& rules, Written& written);
  using Result = const model::Expression*;

  // Literals (literal_typing.cpp)
  Result check_literal(const syntax::Expression& expression, const model::Type& type);
  Result check_number(WrittenDecimal number, const std::string& text, Span span, const model::Type& type);
  Result convert_content(Result value, const model::Type* target, Span span);
  Result too_long(const std::string& text, Span span, const std::string& type);
  Result check_text(const syntax::String& text, Span span, const model::Type& type);
  Result check_collection(const syntax::CollectionLiteral& literal, Span span, const model::Type& type);
  Result infer_number(WrittenDecimal number, bool is_decimal, Span span);
  Result check_map(const syntax::CollectionLiteral& literal, Span span, const model::Type& type);
  bool repeats(const std::vector<Result>& keys, const syntax::CollectionLiteral& literal);
  Result infer_duration(const syntax::DurationLiteral& literal, Span span);
  Result infer_collection(const syntax::CollectionLiteral& literal, Span span);
  Result mismatch(Span span, const model::Type& wanted, const std::string& found);
  void note_choices(Diagnostic& report, const model::Type& wanted);

  // Names (names.cpp)
  [[nodiscard]] bool needs_context(const syntax::Expression& expression) const;
  static void help_with_default(Diagnostic& report, const syntax::Name& name, const model::Type* expected);
  std::string word_for(const syntax::Name& name, const model::Type* expected) const;
  bool joins_text(const syntax::BinaryExpression& binary);
  bool compares_with_itself(const syntax::BinaryExpression& binary);
  [[nodiscard]] bool is_known_name(const syntax::Name& name) const;
  Result infer_name(const syntax::Name& name, Span span, const model::Type* expected);
  Result ambient(const syntax::Name& name, Span span);
  Result field_of_word(const syntax::Name& name, const model::Field& field, Span span);
  Result it(Span span);
  [[nodiscard]] std::optional<std::string> misspelled_bool(const syntax::Name& name, const model::Type* expected) const;
  Result unknown_name(const syntax::Name& name, const model::Type* expected);
  Result unknown_beside_state(const syntax::Name& name, const model::Type* expected);
  Diagnostic& report_unknown_name(const syntax::Name& name);
  void report_carry_over(const model::Field& source, const model::Field& field, Span at, const InitRules& rules);
  void help_with_field(Diagnostic& report, const syntax::Name& name, const model::Type* expected) const;
  void note_bare_names(Diagnostic& report, const model::Enum* enumeration, bool told);
  bool help_with_alternative(Diagnostic& report, const syntax::Name& name);
  bool older_is_meant(const syntax::ConstructExpression& construct, const model::Value& value,
                      const model::Type* expected);
  const model::Type* plain_type(const syntax::Expression& expression) const;
  bool arguments_swapped(const model::ExternFunction& function, const syntax::CallExpression& call);
  std::string alternative_called(const syntax::CallExpression& call) const;
  void help_with_property(Diagnostic& report, const model::Type& type, const syntax::MemberExpression& member) const;
  void help_with_followed(Diagnostic& report, const syntax::Name& name) const;
  void note_other_state(Diagnostic& report, const syntax::Name& name) const;
  void help_with_fields(const model::UnionVersion& version, const syntax::ConstructExpression& construct);
  void report_mismatch(const model::Expression& value, const model::Type& wanted, Span span);
  std::optional<std::string> help_with_part_of_incoming(Diagnostic& report, const syntax::Name& name) const;
  std::optional<std::string> help_with_assigned(Diagnostic& report, const syntax::Name& name,
                                                const model::Type* expected) const;
  bool unknown_today(const syntax::Name& name);
  void report_member_of_optional(const syntax::MemberExpression& member);
  Result unknown_function(const syntax::CallExpression& call, const SymbolEntry* entry, Span span);
  bool help_with_event_name(Diagnostic& report, const syntax::Name& name) const;
  std::optional<std::string> part_of_incoming(const std::string& name) const;
  bool help_with_union(Diagnostic& report, const syntax::Name& name) const;
  bool help_with_arm(Diagnostic& report, const syntax::Name& name) const;
  void help_with_braces(Diagnostic& report, const syntax::Name& name, const model::Alternative& alternative);
  void help_with_match(Diagnostic& report, const model::UnionVersion& version, const syntax::Expression& object,
                       const syntax::Name& field);
  Result enum_member(const model::Enum& enumeration, const syntax::Name& name, Span span);
  Result infer_member(const syntax::MemberExpression& member, Span span);
  std::optional<Result> qualified_member(const syntax::MemberExpression& member, Span span);
  /// `row(key).field`; nothing where the expression is something else.
  std::optional<Result> other_row(const syntax::MemberExpression& member, Span span);
  Result meta_member(const syntax::Name& member, Span span);
  Result actor_member(const syntax::Name& member, Span span);
  Result record_field(const std::deque<model::Field>& fields, model::FieldSource source, const std::string& owner,
                      const syntax::Name& name, Span span);
  void report_unknown_field(const std::deque<model::Field>& fields, const std::string& owner, const syntax::Name& name);
  Result unwrapped(Result value, const syntax::Expression& expression, Span span);
  Result not_available(const std::string& what, Span span);
  /// A path that is compared with `none` is looked at as it is, whatever is known of it.
  Result infer_possibly_none(const syntax::Expression& expression);

  // Operators (operators.cpp)
  Result infer_index(const syntax::IndexExpression& index, const syntax::Expression& expression, Span span);
  Result infer_unary(const syntax::UnaryExpression& unary, Span span);
  Result infer_binary(const syntax::BinaryExpression& binary, Span span);
  Result infer_logic(const syntax::BinaryExpression& binary, Span span);
  Result infer_comparison(const syntax::BinaryExpression& binary, Span span);
  bool is_test_of_what_is_there(const syntax::BinaryExpression& binary);
  bool other_value_alone(const syntax::BinaryExpression& binary);
  void report_clock(const syntax::Name& object, const std::string& own, Span span);
  Result infer_none_test(const syntax::BinaryExpression& binary, Span span);
  Result infer_arithmetic(const syntax::BinaryExpression& binary, Span span);
  Result infer_time_arithmetic(const syntax::BinaryExpression& binary, Result left, Result right, Span span);
  Result multiply(const syntax::BinaryExpression& binary, Result left, Result right, Span span);
  Result infer_coalesce(const syntax::BinaryExpression& binary, Span span);
  Result infer_in(const syntax::BinaryExpression& binary, Span span);
  Result infer_range(const syntax::RangeTest& range, Span span);
  Result conditional(const syntax::ConditionalExpression& node, Span span, const model::Type* expected);
  Result match(const syntax::MatchExpression& node, Span span, const model::Type* expected);
  /// The result of an arm beside others of that type; null: it is the first.
  Result arm_value(const syntax::Expression& expression, const model::Type* others);
  struct Pair {
    Result left = nullptr;
    Result right = nullptr;
  };
  std::optional<Pair> operands(const syntax::Expression& left, const syntax::Expression& right);
  Result operand_beside(const syntax::Expression& expression, const model::Type& other);
  Result infer_beside(const syntax::Expression& expression, const model::Type& other);
  [[nodiscard]] bool is_literal_arithmetic(const syntax::Expression& expression) const;
  /// Numbers computed from nothing but numbers have the type that is needed.
  Result check_arithmetic(const syntax::Expression& expression, const model::Type& type);
  const model::Type* common_type(const model::Type& a, const model::Type& b);
  std::optional<Pair> unify(Pair pair, Span left, Span right);
  void help_with_holes(Diagnostic& report, const syntax::BinaryExpression& binary);
  void help_with_letter(Diagnostic& report, const syntax::Expression& duration);
  void help_with_none(Diagnostic& report, const syntax::BinaryExpression& binary, const model::Type& left,
                      const model::Type& right);
  bool help_with_part(Diagnostic& report, const syntax::Expression& whole, const model::Type& type,
                      const model::Type& other);
  void help_with_day(Diagnostic& report, const syntax::BinaryExpression& binary);
  int digits_of_quotient(const model::Type& left, const model::Type& common, Span divisor);
  Result operator_error(const syntax::BinaryExpression& binary, const model::Type& left, const model::Type& right);

  // Calls (calls.cpp, list_calls.cpp)
  Result infer_call(const syntax::CallExpression& call, Span span);
  Result call_extern(const model::ExternFunction& function, const syntax::CallExpression& call, Span span);
  void report_imported_extern(const std::string& name, Span span);
  Result call_id(const model::Id& id, const syntax::CallExpression& call, Span span);
  Result call_text(model::BuiltinFunction function, const syntax::CallExpression& call, Span span);
  Result call_length(model::BuiltinFunction function, const syntax::CallExpression& call, Span span);
  Result call_entries(model::BuiltinFunction function, const syntax::CallExpression& call, Span span);
  Result call_contains(const syntax::CallExpression& call, Span span);
  Result turned_round(const syntax::CallExpression& call, const model::Expression& whole);
  Result call_matches(const syntax::Expression* value, const syntax::String& pattern, Span span);
  Result call_round(const syntax::CallExpression& call, Span span);
  /// `count()`, `sum(row.amount)` over the rows of a query; nothing where the call is about lists.
  std::optional<Result> call_aggregate(model::BuiltinFunction function, const syntax::CallExpression& call, Span span);
  Result make_aggregate(model::AggregateFunction function, Result argument, const syntax::CallExpression& call,
                        Span span);
  Result call_abs(const syntax::CallExpression& call, Span span);
  Result call_date(const syntax::CallExpression& call, Span span);
  /// A call about a list that is written out of literals alone has the type that is needed; null: none is.
  Result call_list(model::BuiltinFunction function, const syntax::CallExpression& call, Span span,
                   const model::Type* expected = nullptr);
  [[nodiscard]] bool is_about_literals(const syntax::CallExpression& call) const;
  Result call_smaller(model::BuiltinFunction function, const syntax::CallExpression& call, Span span);
  Result lambda(const syntax::Expression& expression, const model::Type* parameter, const model::Type* wanted,
                const std::string& function);
  Result list_result(model::BuiltinFunction function, Result list, Result mapped, const std::string& name, Span span);
  bool check_count(const syntax::CallExpression& call, std::size_t least, std::size_t most);
  [[nodiscard]] std::string written_argument(const syntax::CallExpression& call) const;
  Result argument_error(const syntax::CallExpression& call, const model::Type& type, const std::string& wanted);
  Result infer_interpolation(const syntax::InterpolatedString& text, Span span);

  // Constructions (constructions.cpp)
  Result infer_construct(const syntax::ConstructExpression& construct, Span span, const model::Type* expected);
  const model::ValueVersion* named_version(const model::Value& value, const syntax::Version& version);
  [[nodiscard]] std::string value_for(const model::Field& field, const std::deque<model::Field>& fields,
                                      const InitRules& rules) const;
  [[nodiscard]] std::string type_as_written(const model::Field& field) const;
  std::optional<model::FieldInit> value_of_missing(const model::Field& field, Span at, const InitRules& rules);
  void report_missing(const std::deque<model::Field>& fields, const std::vector<const model::Field*>& missing, Span at,
                      std::optional<Span> braces, const InitRules& rules);

  // Unions (unions.cpp)
  /// What a construction makes of a union; nothing where its name stands for something else.
  std::optional<Result> construct_alternative(const syntax::ConstructExpression& construct, Span span,
                                              const model::Type* expected);
  Result make_alternative(const model::UnionVersion& version, const model::Alternative& alternative,
                          const syntax::ConstructExpression& construct, Span span);
  std::optional<model::Pattern> alternative_pattern(const syntax::NamePattern& named, const model::Type& type,
                                                    const model::Type& inner, Span span);

  Analysis& analysis_;
  const ContextWork& context_;
  Scope& scope_;
  bool possibly_none_ = false;
  int wanted_scale_ = -1;  ///< of the quotient that is read next, where its result is needed as a decimal
};

/// Whether `from` is `to` but for older versions of values and unions inside, which their upcasts lead to `to`.
bool is_older(const model::Type& from, const model::Type& to);

/// The value a field has where none is given: its default, else the initial value of its type. Null where there is
/// none.
const model::Expression* initial_value(Analysis& analysis, const model::Field& field);
const model::Expression* initial_value(Analysis& analysis, const model::Type& type);
/// The written default of a field, analyzed now at the latest; null where there is none or it is wrong.
const model::Expression* written_default(Analysis& analysis, const model::Field& field);
/// Why a text is no pattern of `matches`, in words; none where it is one.
std::optional<std::string> pattern_error(const std::string& pattern);

}  // namespace cqrsc::sema
