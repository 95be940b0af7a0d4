// The lines of a dump (dump.hpp). Inside syntax/ only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "syntax/ast.hpp"
#include "syntax/dump.hpp"

namespace cqrsc::syntax {

std::string joined(const std::vector<Path>& paths, const char* separator);
std::string dump(const std::vector<Initializer>& initializers);
std::string dump(const Made& made);
std::string dump(const std::vector<Parameter>& parameters);
std::string dump(const std::vector<Annotation>& annotations);
std::string dump(const ForLoop& loop);
std::string dump(const SendStatement& s);
std::string dump_list(const std::vector<ExpressionPtr>& expressions);
std::string dump_pattern(const Pattern& pattern);

class Lines {
 public:
  class Indent {
   public:
    explicit Indent(Lines& lines) : lines_(lines) { lines_.indent_ += 2; }
    ~Indent() { lines_.indent_ -= 2; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;

   private:
    Lines& lines_;
  };

  void add(const std::string& line) {
    text_.append(indent_, ' ');
    text_ += line;
    text_ += '\n';
  }
  std::string take() { return std::move(text_); }

  void doc(const Doc& doc);
  void field(const Field& field);
  void fields(const std::vector<Field>& fields);
  void block(const Block& block);
  void statements(const std::vector<Statement>& statements);
  void statement(const Statement& statement);
  void if_statement(const IfStatement& statement, const std::string& before);
  void match(const MatchStatement& statement);

  void declaration(const IdDeclaration& d);
  void declaration(const EnumDeclaration& d);
  void declaration(const ValueDeclaration& d);
  void declaration(const UnionDeclaration& d);
  void declaration(const ErrorDeclaration& d);
  void declaration(const ExternFunction& d);
  void declaration(const EventDeclaration& d);
  void declaration(const AggregateDeclaration& d);
  void declaration(const ProjectionDeclaration& d);
  void declaration(const QueryDeclaration& d);
  void declaration(const ProcessDeclaration& d);
  void declaration(const ScenarioDeclaration& d);

 private:
  void invariants(const std::vector<Invariant>& invariants);
  void from_blocks(const std::vector<FromBlock>& blocks);
  void outcome(const Outcome& outcome);
  void state(const StateBlock& state);
  void command(const CommandDeclaration& command);
  void handler(const EventHandler& handler);
  void handler(const RowHandler& handler);
  void handler(const ProcessHandler& handler);
  void ignore(const IgnoreClause& clause);
  void happening(const std::string& before, const Happening& happening);
  void stream(const std::string& before, const StreamHistory& stream);
  void when(const When& when);
  void expectation(const Expectation& expectation);
  void incomplete(bool is) {
    if (is) add("<incomplete>");
  }

  std::string text_;
  size_t indent_ = 0;
};

}  // namespace cqrsc::syntax
