// Parse tree to syntax tree. Inside parse/ only: knows the generated parser.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "CqrsParser.h"
#include "diag/reporter.hpp"
#include "parse/tokens.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::parsing {

using grammar::CqrsParser;

// Builds the syntax tree of one file. A rule that met a syntax error holds an exception: what it stands for is left
// out, and what held it is marked incomplete.
class Builder {
 public:
  // `all` are the tokens of the file, `visible` the indices of those that the parser read.
  Builder(const SourceFile& source, Reporter& reporter, const std::vector<Token>& all,
          const std::vector<size_t>& visible)
      : source_(source), reporter_(reporter), all_(all), visible_(visible), documented_(all.size(), false) {
    for (size_t i = 0; i < all.size(); ++i) {
      if (is_left_out(all[i])) left_out_.push_back(all[i].begin);
    }
  }

  syntax::File file(CqrsParser::FileContext* ctx);
  syntax::ExpressionPtr expression(antlr4::ParserRuleContext* ctx);

 private:
  using Rule = antlr4::ParserRuleContext;

  // --- places and words
  Span span(const antlr4::Token* token) const;
  Span span(antlr4::tree::TerminalNode* node) const { return span(node->getSymbol()); }
  Span span(const Rule* ctx) const;
  std::string text(antlr4::tree::TerminalNode* node) const { return std::string(source_.text(span(node))); }
  syntax::Doc doc(const Rule* ctx);
  std::vector<syntax::Comment> comments() const;

  // --- names and types (build_types.cpp)
  syntax::Name name(antlr4::tree::TerminalNode* node) const { return name_at(span(node)); }
  syntax::Name name(CqrsParser::NameContext* ctx) const { return name_at(span(ctx)); }
  syntax::Name name_at(Span place) const;
  syntax::Path reference(CqrsParser::ReferenceContext* ctx) const;
  syntax::Path qualified_name(CqrsParser::QualifiedNameContext* ctx) const;
  std::vector<syntax::Path> references(const std::vector<CqrsParser::ReferenceContext*>& contexts) const;
  syntax::Version version(antlr4::tree::TerminalNode* node);
  std::optional<syntax::Version> optional_version(antlr4::tree::TerminalNode* node);
  syntax::String string(antlr4::tree::TerminalNode* node) const;
  syntax::Number number(antlr4::tree::TerminalNode* node) const { return {text(node), span(node)}; }
  syntax::Type type(CqrsParser::TypeContext* ctx);
  syntax::Parameter parameter(CqrsParser::ParameterContext* ctx);
  std::vector<syntax::Parameter> parameters(CqrsParser::ParametersContext* ctx);
  syntax::Field field(CqrsParser::FieldContext* ctx);
  syntax::Annotation annotation(CqrsParser::AnnotationContext* ctx);
  std::vector<syntax::Annotation> annotations(const std::vector<CqrsParser::AnnotationContext*>& contexts);

  // --- expressions (build_expressions.cpp)
  syntax::ExpressionPtr make(const Rule* ctx, syntax::Expression::Node node) const;
  syntax::ExpressionPtr error_expression(Span place) const;
  syntax::ExpressionPtr conditional(Rule* ctx);
  syntax::ExpressionPtr binary(Rule* ctx);
  syntax::ExpressionPtr prefixed(Rule* ctx, syntax::UnaryOperator operation);
  syntax::ExpressionPtr comparison(Rule* ctx);
  syntax::ExpressionPtr postfix(Rule* ctx);
  syntax::ExpressionPtr path(CqrsParser::PathContext* ctx);
  syntax::ExpressionPtr with_suffix(syntax::ExpressionPtr object, CqrsParser::SuffixContext* ctx);
  syntax::ExpressionPtr primary(CqrsParser::PrimaryContext* ctx);
  syntax::ExpressionPtr literal(antlr4::tree::TerminalNode* node);
  syntax::ExpressionPtr interpolated(antlr4::tree::TerminalNode* node);
  syntax::ExpressionPtr hole(Span place);
  syntax::ExpressionPtr collection(CqrsParser::CollectionContext* ctx);
  syntax::ExpressionPtr call(CqrsParser::CallContext* ctx);
  std::vector<syntax::ExpressionPtr> arguments(CqrsParser::ArgumentsContext* ctx);
  syntax::ExpressionPtr construction(CqrsParser::ConstructionContext* ctx);
  syntax::ConstructExpression construct(CqrsParser::ConstructionContext* ctx);
  syntax::ExpressionPtr match_expression(CqrsParser::MatchExpressionContext* ctx);
  syntax::Initializer initializer(CqrsParser::InitializerContext* ctx);
  std::vector<syntax::Initializer> initializers(CqrsParser::InitializersContext* ctx);
  syntax::Pattern pattern(CqrsParser::PatternContext* ctx);
  syntax::Made made(CqrsParser::MadeContext* ctx);
  std::vector<syntax::ExpressionPtr> keys(const std::vector<CqrsParser::HeadContext*>& contexts);

  // --- statements (build_statements.cpp)
  syntax::Block block(CqrsParser::BlockContext* ctx);
  // Adds a statement; false (and nothing added) if it holds a syntax error.
  bool add_statement(CqrsParser::StatementContext* ctx, std::vector<syntax::Statement>& to);
  syntax::Statement::Node statement_node(Rule* ctx);
  syntax::IfStatement if_statement(CqrsParser::IfStatementContext* ctx);
  syntax::ForLoop for_loop(CqrsParser::ForLoopContext* ctx);
  syntax::MatchStatement match_statement(CqrsParser::MatchStatementContext* ctx);
  syntax::SendStatement send_statement(CqrsParser::SendStatementContext* ctx);
  syntax::TimeoutStatement timeout_statement(CqrsParser::TimeoutStatementContext* ctx);
  syntax::AssignStatement assign_statement(CqrsParser::AssignStatementContext* ctx);

  // --- declarations (build_declarations.cpp)
  void declaration(CqrsParser::DeclarationContext* ctx, syntax::File& file);
  std::optional<syntax::Declaration> declaration_node(Rule* ctx);
  syntax::IdDeclaration id_declaration(CqrsParser::IdDeclarationContext* ctx);
  syntax::EnumDeclaration enum_declaration(CqrsParser::EnumDeclarationContext* ctx);
  syntax::ValueDeclaration value_declaration(CqrsParser::ValueDeclarationContext* ctx);
  syntax::UnionDeclaration union_declaration(CqrsParser::UnionDeclarationContext* ctx);
  syntax::Alternative alternative(CqrsParser::AlternativeContext* ctx);
  syntax::ErrorDeclaration error_declaration(CqrsParser::ErrorDeclarationContext* ctx);
  syntax::ExternFunction extern_function(CqrsParser::ExternFunctionContext* ctx);
  syntax::Invariant invariant(CqrsParser::InvariantContext* ctx);
  syntax::FromBlock from_block(CqrsParser::FromBlockContext* ctx);
  syntax::Made outcome_event(CqrsParser::OutcomeEventContext* ctx);
  syntax::Outcome outcome(CqrsParser::OutcomeContext* ctx);
  syntax::Outcome outcome_choice(CqrsParser::OutcomeChoiceContext* ctx);
  std::optional<syntax::EventDeclaration> event_declaration(CqrsParser::EventDeclarationContext* ctx);
  std::optional<syntax::AggregateDeclaration> aggregate(CqrsParser::AggregateDeclarationContext* ctx);
  bool add_aggregate_item(Rule* item, syntax::AggregateDeclaration& to);
  syntax::StateBlock state_block(CqrsParser::StateBlockContext* ctx);
  std::optional<syntax::CommandDeclaration> command(CqrsParser::CommandDeclarationContext* ctx);
  bool add_command_item(CqrsParser::CommandItemContext* ctx, syntax::CommandDeclaration& to);
  syntax::Existence existence(CqrsParser::ExistenceContext* ctx);
  syntax::EmitsClause emits_clause(CqrsParser::EmitsClauseContext* ctx);
  syntax::EventHandler event_handler(CqrsParser::EventHandlerContext* ctx);
  syntax::IgnoreClause ignore_clause(CqrsParser::IgnoreClauseContext* ctx);
  std::optional<syntax::ProjectionDeclaration> projection(CqrsParser::ProjectionDeclarationContext* ctx);
  syntax::RowHandler row_handler(CqrsParser::RowHandlerContext* ctx);
  syntax::QueryDeclaration query(CqrsParser::QueryDeclarationContext* ctx);
  void add_query_clause(CqrsParser::QueryClauseContext* ctx, syntax::QueryDeclaration& to);
  std::optional<syntax::ProcessDeclaration> process(CqrsParser::ProcessDeclarationContext* ctx);
  syntax::ProcessHandler process_handler(CqrsParser::ProcessHandlerContext* ctx);

  // --- scenarios (build_scenarios.cpp)
  std::optional<syntax::ScenarioDeclaration> scenario(CqrsParser::ScenarioDeclarationContext* ctx);
  void add_scenario_item(CqrsParser::ScenarioItemContext* ctx, syntax::ScenarioDeclaration& to);
  void when_twice(const syntax::When& first, Span second);
  std::string emitted_by(std::string_view command) const;
  bool and_without_then(CqrsParser::ThenClauseContext* clause);
  syntax::Assumption assumption(CqrsParser::AssumptionContext* ctx);
  syntax::StreamHistory stream_history(CqrsParser::StreamHistoryContext* ctx);
  syntax::Happening happening(CqrsParser::HappeningContext* ctx);
  syntax::Stamp stamp(CqrsParser::StampContext* ctx);
  syntax::When when(CqrsParser::WhenClauseContext* ctx);
  syntax::Expectation expectation(CqrsParser::ExpectationContext* ctx);
  std::vector<syntax::ExpressionPtr> key_values(CqrsParser::KeyValuesContext* ctx);

  // A rule that was not read to its end, or not at all.
  // Whether a word of a rule was read where it belongs, not passed over behind a mistake.
  static bool is_read(antlr4::tree::TerminalNode* node) {
    return node != nullptr && dynamic_cast<antlr4::tree::ErrorNode*>(node) == nullptr;
  }
  static bool broken(const Rule* ctx) { return ctx == nullptr || ctx->exception != nullptr; }
  // A block in which something could not be read: it, or what stands between its items.
  bool damaged(const Rule* ctx) const;
  // Whether a name, which begins no declaration, stands behind it on its line.
  bool goes_on(const Rule* ctx) const;
  // The one rule that a choice between rules stands for; null if nothing was read.
  static Rule* chosen(const Rule* ctx);

  const SourceFile& source_;
  Reporter& reporter_;
  const std::vector<Token>& all_;
  const std::vector<size_t>& visible_;
  mutable std::vector<bool> documented_;  // which of `all_` are part of a doc comment
  size_t lost_ = 0;                       // pieces left out of the statement or member being built
  std::vector<uint32_t> left_out_;        // where tokens are left out, ascending
};

}  // namespace cqrsc::parsing
