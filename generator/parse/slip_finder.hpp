// The tests for known slips, by where they are made. Inside parse/ only.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parse/explain.hpp"
#include "syntax/foreign_types.hpp"

namespace cqrsc::parsing {

class SlipFinder {
 public:
  SlipFinder(const SyntaxError& error, const Reading& reading, Reporter& reporter)
      : error_(error), reading_(reading), reporter_(reporter), at_(error.offending) {}

  // Each reports what it recognizes; false if it recognizes nothing.
  bool of_lines() const;         // slips_of_lines.cpp
  bool of_members() const;       // slips_of_members.cpp
  bool of_conditions() const;    // slips_of_conditions.cpp
  bool of_rejections() const;    // slips_of_rejections.cpp
  bool of_prose() const;         // slips_of_prose.cpp
  bool of_choices() const;       // slips_of_choices.cpp
  bool of_patterns() const;      // slips_of_patterns.cpp
  bool of_numbers() const;       // slips_of_numbers.cpp
  bool of_headers() const;       // slips_of_headers.cpp
  bool of_names() const;         // slips_of_names.cpp
  bool of_values() const;        // slips_of_values.cpp
  bool in_statements() const;    // slips_in_words.cpp
  bool in_blocks() const;        // slips_in_blocks.cpp
  bool in_headers() const;       // slips_in_blocks.cpp
  bool in_declarations() const;  // slips_in_declarations.cpp
  bool in_fields() const;        // slips_in_fields.cpp
  bool in_types() const;         // slips_in_types.cpp
  bool in_expressions() const;   // slips_in_expressions.cpp
  bool in_scenarios() const;     // slips_in_expressions.cpp
  bool in_queries() const;       // slips_in_read_models.cpp
  bool in_projections() const;   // slips_in_read_models.cpp
  bool in_words() const;         // slips_in_words.cpp
  bool from_elsewhere() const;   // slips_from_elsewhere.cpp

 private:
  using Parser = grammar::CqrsParser;

  // --- the tokens around the error: 0 is the one that does not fit, -1 the one before
  bool has(int offset) const {
    const auto index = static_cast<std::ptrdiff_t>(at_) + offset;
    return index >= 0 && index < static_cast<std::ptrdiff_t>(reading_.visible.size());
  }
  // Beyond either end stands nothing, at the beginning of a line.
  const Token& token(int offset) const {
    static const Token kNothing{.type = antlr4::Token::EOF, .first_on_line = true};
    if (!has(offset)) return kNothing;
    return reading_.seen(static_cast<size_t>(static_cast<std::ptrdiff_t>(at_) + offset));
  }
  size_t type(int offset) const { return has(offset) ? token(offset).type : antlr4::Token::EOF; }
  Span span(int offset) const { return reading_.span(token(offset)); }
  std::string text(int offset) const { return std::string(reading_.source.text(span(offset))); }
  bool is_name(int offset) const { return type(offset) == Parser::IDENTIFIER || type(offset) == Parser::VERSION; }
  // Any word: a name or one of the language.
  bool is_word(int offset) const;
  bool starts_line(int offset) const { return token(offset).first_on_line; }
  // Whether two tokens touch.
  bool touches(int offset) const { return has(offset - 1) && token(offset - 1).end == token(offset).begin; }
  bool expects(size_t token_type) const { return error_.expects(token_type); }
  bool expects_item() const;
  // Whether the error is in one of these rules, directly or further out.
  bool within(std::initializer_list<size_t> rules) const;
  size_t enclosing() const;
  // Whether a token stands where an item of a block or a line begins.
  bool begins(int offset) const;

  bool in_query() const;
  bool opened_by_in() const;

  bool is_capital(int offset) const;
  bool is_part_of_value(int offset) const;
  bool ends_line(int offset) const { return !has(offset + 1) || token(offset + 1).first_on_line; }
  // The offset of the bracket that the one at `offset` belongs to; 0 if there is none on the way.
  int matching(int offset) const;
  // The offset of the bracket around the error that is still open; 0 if there is none.
  int unclosed(size_t opening, size_t closing) const;
  // The text from one token to another, both included.
  std::string text(int first, int last) const { return std::string(reading_.source.text(span(first).to(span(last)))); }
  // Reports what was expected, and what stands there instead.
  Diagnostic& expected(const char* what) const {
    return reporter_.report(kExpected, span(0), what, "`" + text(0) + "`");
  }

  uint32_t column(int offset) const;
  uint32_t line() const;
  // The first and the last token of the line of this one.
  int line_begin(int offset) const;
  int line_end(int offset) const;
  bool is_whole(int first, int last) const;

  // --- what the file declares elsewhere (declared.cpp)
  // The offset of the name where `keyword name` declares it; none if it is not declared in this file.
  std::optional<int> declaration(std::initializer_list<size_t> keywords, std::string_view name) const;
  // The names of the fields of an error, event, value or alternative; none if it is not declared in this file.
  std::optional<std::vector<std::string>> fields_of(std::string_view name) const;
  // The declared type that all fields of a name have; empty if they have several, or none is declared.
  int last_assign_of_condition() const;
  std::string type_of_field(std::string_view name) const;
  // Whether a union has an alternative of the name.
  bool is_alternative(std::string_view name) const;
  // The type of the id of an aggregate; empty if it is not declared in this file.
  std::string id_of(std::string_view aggregate) const;
  // "Name { first = 1  second = 2 }" for `Name(1, 2)`; empty if that cannot be told.
  std::string made_by_place(int open) const;
  std::optional<std::vector<std::string>> parameters_of(std::string_view name) const;
  std::optional<std::vector<std::pair<int, int>>> arguments_in(int open, int close) const;
  int end_of(int open) const;

  // --- slips, each by itself
  struct Rejection {
    int word = 0;  // `reject`, `throw`
    int last = 0;  // of the error and its fields
    std::string error;
  };
  std::optional<Rejection> rejection(int word) const;
  std::string denied(int first, int last) const;
  bool rejection_in_if(const Rejection& found) const;
  bool rejection_before_if(const Rejection& found) const;
  bool return_in_if() const;
  bool emit_before_if() const;
  void emit_before_if_else(int first, int word, int otherwise, int last) const;
  bool return_behind_others() const;
  int rest_of_block(int close) const;
  int header_of(int offset) const;
  bool goes_on_behind(int close) const;
  bool change_in_words() const;
  bool entry_removed() const;
  int statement_end(int first) const;
  std::string noun(int first, int last) const;
  std::string first_of_aggregate(size_t keyword, const char* otherwise) const;
  bool given_in_words() const;
  bool choice_of_two() const;
  std::string numbered_choices(int first, bool fields, int& last) const;
  bool choice_in_bars() const;
  bool choice_of_type() const;
  bool size_behind_type() const;
  bool extern_word() const;
  bool inherits() const;
  bool prefixed_text() const;
  bool public_by_another_word() const;
  bool type_by_another_word() const;
  bool member_in_two_words() const;
  bool guarded_arm() const;
  bool presence_pattern() const;
  bool named_pattern() const;
  bool switch_in_value() const;
  bool percent() const;
  bool dotted_date() const;
  bool misspelled_context() const;
  bool context_in_words() const;
  bool import_of_names() const;
  bool deprecated_before() const;
  bool handler_with_set() const;
  bool condition_behind_statement() const;
  bool ends_value(int offset) const;
  int value_begin(int last) const;
  int value_end(int before) const;
  std::optional<int> else_behind(int word) const;
  int statement_before(int word) const;
  bool condition_without_left() const;
  bool like() const;
  bool article() const;
  bool roles_with_comma() const;
  bool role_without_quotes() const;
  bool comparison_with_not() const;
  bool type_with_digits() const;
  bool type_in_brackets() const;
  bool optional_in_parentheses() const;
  bool digits_in_words() const;
  bool value_for_type() const;
  bool parameter_with_default() const;
  bool selected_alone() const;
  bool rejection_of_elsewhere() const;
  bool field_expected() const;
  bool asked_by_place() const;
  bool nothing_in_words() const;
  bool end_of_block() const;
  bool no_event() const;
  bool appended() const;
  bool declare() const;
  bool half_open_range() const;
  std::string only_projection() const;
  std::string projected_aggregate() const;
  bool names_result(int word) const;
  std::string key_for(std::string_view aggregate) const;
  std::string declared_name(size_t word) const;
  bool handler_with_parameter() const;
  bool id_as_field() const;
  bool key_as_field() const;
  bool primary_key() const;
  bool query_in_braces() const;
  bool emit_with() const;
  bool emit_with_arrow() const;
  bool range_alone() const;
  bool unit_in_words() const;
  bool given_nothing() const;
  bool error_with_parentheses() const;
  bool comparison_without_left() const;
  bool comparison_without_where() const;
  bool require_with_text() const;
  bool exists_test() const;
  bool quantifier() const;
  bool comprehension() const;
  bool process_slip() const;
  int open_brace() const;
  bool handler_by_another_word() const;
  bool case_in_match() const;
  bool digits_grouped() const;
  bool nothing_as_statement() const;
  bool value_with_sign() const;
  bool order_of_several() const;
  bool alternative_of() const;
  bool destructured() const;
  bool bars_in_braces() const;
  bool selected_on_lines() const;
  bool unit_value() const;
  bool braces_behind_no_row() const;
  bool default_behind_index() const;
  bool condition_behind_key() const;
  bool else_return() const;
  bool turned_comparison() const;
  void doubt_rest_of_block() const;
  std::string values_by_place(int open, int close) const;
  bool invariant_without_sign() const;
  bool present_in_words() const;
  bool joined_lists() const;
  bool state_compared() const;
  bool fields_by_themselves() const;
  bool two_words_of_one() const;
  bool require_else_nothing() const;
  bool row_deleted() const;
  bool all_ignored() const;
  bool event_named() const;
  bool rejected_in_parentheses() const;
  bool select_behind() const;
  std::string joined_words(int first) const;
  bool arm_without_name() const;
  bool existence_in_body() const;
  std::string in_lines(int first, int last, const std::string& margin) const;
  bool line_outside() const;
  bool is_below_block() const;
  void help_below_block(Diagnostic& report) const;
  bool is_above_block() const;
  void help_above_block(Diagnostic& report, const char* help) const;
  bool member_within_block() const;
  bool for_slip() const;
  bool cast_slip() const;
  bool lambda_slip() const;
  bool is_slip() const;
  bool match_with() const;
  bool call_without_parentheses() const;
  bool made_of_number() const;
  bool initializer_slip() const;
  bool type_in_words() const;
  bool sql_behind_field() const;
  bool sql_in_query() const;
  bool sql_case() const;
  bool sql_delete() const;
  bool remark_slip() const;
  bool choice_slip() const;
  bool sign_before_block() const;
  bool fields_in_parentheses() const;
  bool block_missing() const;
  bool choice_behind_value() const;
  bool if_let() const;
  bool branch_without_braces() const;
  bool collection_in_braces() const;
  bool bracket_not_closed() const;
  bool annotation_before() const;
  bool name_in_parts() const;
  bool name_in_words() const;
  bool version_slip() const;
  bool mapping_slip() const;
  bool public_slip() const;
  bool function_slip() const;
  bool scenario_header() const;
  bool existence_slip() const;
  bool creator_named() const;
  bool modifier_slip() const;
  bool member_of_another_block() const;
  bool optional_slip() const;
  bool generic_type() const;
  bool sized_type() const;
  bool collection_type() const;
  bool sql_behind_type() const;
  bool arrow_slip() const;
  bool range_slip() const;
  bool condition_slip() const;
  bool rejection_slip() const;
  bool number_slip() const;
  bool let_slip() const;
  bool limit_slip() const;
  bool made_as_elsewhere() const;
  bool context_slip() const;
  bool misplaced_member() const;
  bool event_slip() const;
  bool newest_slip() const;
  bool header_slip() const;
  bool names_without_comma() const;
  bool enum_slip() const;
  bool follows_bare_member() const;
  bool number_behind_fields() const;
  void member_without_number() const;
  size_t free_number() const;
  bool value_missing() const;
  bool type_before_name() const;
  bool missing_type() const;
  bool foreign_type() const;
  bool after_condition() const;
  bool require_slip() const;
  bool foreign_operator() const;
  bool method_call() const;
  void unknown_method(int first, int close, const std::string& object, const std::string& arguments) const;
  bool clock_elsewhere(const std::string& object, const std::string& name, int first, int close) const;
  bool entry_or_other(Diagnostic& report, const std::string& object, int first, int close) const;
  bool change_by_function(Diagnostic& report, const std::string& object, int first, int close) const;
  bool change_by_method(Diagnostic& report, int first, int close) const;
  bool compares(int offset) const;
  void made_with_brackets(int open) const;
  void guess_fields(Diagnostic& report, int open) const;
  bool names_others(int open, int close) const;
  bool fields_in_row() const;
  bool bare_initializer() const;
  bool bare_construction() const;
  bool name_behind_value() const;
  bool sql_word() const;
  bool projection_header() const;
  bool row_handler() const;
  bool plural_word() const;
  bool word_as_name() const;
  bool foreign_word() const;
  std::string advice_here(std::string_view word, std::string_view advice) const;
  bool own_word(Diagnostic& report, int word) const;
  bool field_of_elsewhere(Diagnostic& report, int word, std::string_view advice) const;
  bool expects_field() const;
  bool misspelled_word() const;

  const SyntaxError& error_;
  const Reading& reading_;
  Reporter& reporter_;
  size_t at_;
};

using syntax::own_type;
// Where a word that begins a member or a declaration may stand, as in "`on` stands in an aggregate, …".
const char* place_of(size_t word);
// Whether a word is more likely a type than the name of a field.
bool looks_like_type(std::string_view word);

}  // namespace cqrsc::parsing
