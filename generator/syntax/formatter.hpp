// Syntax tree to layout (layout.hpp). Inside syntax/ only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "source/source_file.hpp"
#include "syntax/ast.hpp"
#include "syntax/layout.hpp"

namespace cqrsc::syntax {

class Formatter {
 public:
  Formatter(const File& file, const SourceFile& source)
      : file_(file), source_(source), taken_(file.comments.size(), false) {}
  std::string run();

 private:
  // Something that becomes an item: its place, its doc comment, and how its piece is made.
  struct Part {
    Span span;
    const Doc* doc = nullptr;
    std::string kind;
    std::function<Piece()> piece;
  };
  using Parts = std::vector<Part>;

  // --- items and comments (formatter.cpp)
  // Each takes the comments of a range of the source that no other has taken; blocks take those within their braces, so
  // that it does not matter in which order they are laid out.
  std::vector<Item> items(Parts parts, uint32_t begin, uint32_t end);
  void take_comments(Item& item, uint32_t from, uint32_t until, uint32_t& last_line);
  std::vector<std::string> last_comments(uint32_t from, uint32_t until, uint32_t last_line);
  std::optional<std::string> comment_on_line(uint32_t after, uint32_t until);
  const Comment* next_comment(uint32_t from, uint32_t until) const;
  const Comment* take_comment(uint32_t from, uint32_t until);
  // A block from its opening to its closing brace.
  Piece block(Parts parts, Span braces, bool statements);
  uint32_t line_of(uint32_t offset) const { return source_.location(offset).line; }
  // The place of the brace that opens within `span`, after `after`.
  Span braces_from(uint32_t after, Span span) const;
  std::string raw(Span span) const { return std::string(source_.text(span)); }

  // --- names, types, expressions (format_expressions.cpp)
  std::string text(const Name& name) const { return raw(name.span); }
  std::string text(const Path& path) const;
  std::string text(const Type& type) const;
  std::string text(const std::optional<Version>& version) const;
  std::string text(const std::vector<Annotation>& annotations) const;
  Piece parameters(const std::vector<Parameter>& parameters);
  Piece expression(const Expression& expression);
  Piece bare(const Expression& expression);
  Piece binary(const BinaryExpression& expression);
  Piece list(const std::string& open, const std::vector<ExpressionPtr>& items, const std::string& close);
  Piece collection(const CollectionLiteral& collection);
  Piece match(const MatchExpression& match, Span span);
  Piece braces(const std::vector<Initializer>& initializers, Span braces);
  Piece made(const Made& made);
  Piece keys(const std::vector<ExpressionPtr>& keys);
  std::string pattern(const Pattern& pattern) const;

  // --- statements (format_statements.cpp)
  Part part(const Statement& statement);
  Parts parts(const std::vector<Statement>& statements);
  Piece block(const Block& block) { return this->block(parts(block.statements), block.span, true); }
  Piece piece(const Statement& statement);
  Piece piece(const IfStatement& statement);
  Piece piece(const MatchStatement& statement, Span span);
  Piece piece(const SendStatement& statement);
  Piece piece(const ForLoop& loop);

  // --- declarations (format_declarations.cpp)
  Part part(const Declaration& declaration);
  Part part(const Field& field);
  Part part(const Invariant& invariant);
  Part part(const FromBlock& from);
  Part part(const EventDeclaration& event);
  Part part(const CommandDeclaration& command);
  Part part(const StateBlock& state);
  Part part(const IgnoreClause& clause);
  Piece piece(const IdDeclaration& d);
  Piece piece(const EnumDeclaration& d);
  Piece piece(const ValueDeclaration& d);
  Piece piece(const UnionDeclaration& d);
  Piece piece(const ErrorDeclaration& d);
  Piece piece(const ExternFunction& d);
  Piece piece(const EventDeclaration& d);
  Piece piece(const AggregateDeclaration& d);
  Piece piece(const ProjectionDeclaration& d);
  Piece piece(const QueryDeclaration& d);
  Piece piece(const ProcessDeclaration& d);
  Piece piece(const ScenarioDeclaration& d);  // format_scenarios.cpp
  Piece piece(const Field& field);
  Piece piece(const Outcome& outcome);
  Piece piece(const CommandDeclaration& command);
  Piece piece(const RowHandler& handler);
  Piece piece(const ProcessHandler& handler);
  template <typename Nodes>
  void add(Parts& parts, const Nodes& nodes) {
    for (const auto& node : nodes) parts.push_back(part(node));
  }

  // --- scenarios (format_scenarios.cpp)
  Piece piece(const Happening& happening);
  Piece piece(const StreamHistory& stream);
  Piece piece(const When& when);
  Piece piece(const Expectation& expectation);
  Part hanging(const std::string& word, Span span, Parts parts);

  const File& file_;
  const SourceFile& source_;
  std::vector<bool> taken_;  // which comments
};

// Short ways to make pieces.
inline Piece words(std::string text) { return {Words{std::move(text)}}; }
inline Piece point() { return {AlignmentPoint{}}; }
template <typename... Pieces>
Piece sequence(Pieces... pieces) {
  Sequence result;
  (result.pieces.push_back(std::move(pieces)), ...);
  return {std::move(result)};
}
inline void append(Piece& to, Piece piece) { std::get<Sequence>(to.node).pieces.push_back(std::move(piece)); }

}  // namespace cqrsc::syntax
