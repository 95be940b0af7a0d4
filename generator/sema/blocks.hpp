#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>

#include "sema/typer.hpp"

namespace cqrsc::sema {

enum class BlockKind : std::uint8_t { Command, Handler, Upcast, Row };

/// What the statements of a block may do, and to what.
struct BlockRules {
  BlockKind kind = BlockKind::Command;
  const std::deque<model::Field>* target = nullptr;  ///< what assignments write; null: nothing can be assigned
  std::string target_owner{};                        ///< for messages: "the state of `Account`"
  const AggregateWork* aggregate = nullptr;          ///< whose events `emit` means
  const std::deque<model::Field>* keys = nullptr;    ///< of a row: what identifies it and is never written

  /// Whether what is written is there before the block begins.
  [[nodiscard]] bool changes() const { return kind == BlockKind::Handler || kind == BlockKind::Row; }
};

/// Analyzes the statements of one block, in order; what tests show holds for the statements after them.
class BlockAnalyzer {
 public:
  BlockAnalyzer(Typer& typer, BlockRules rules) : typer_(typer), rules_(std::move(rules)) {}

  /// Statements with an error are left out, and good() is false then.
  model::Block analyze(std::span<const syntax::Statement> statements);
  [[nodiscard]] bool good() const { return good_; }

 private:
  friend struct StatementVisitor;

  model::Block nested(std::span<const syntax::Statement> statements);
  const model::Statement* make(Span span, model::StatementNode node);
  const model::Statement* misplaced(const char* what, Span span, const char* help);

  const model::Statement* let(const syntax::LetStatement& node, Span span);
  const model::Statement* require(const syntax::RequireStatement& node, Span span);
  const model::Statement* emit(const syntax::EmitStatement& node, Span span);
  const model::Statement* if_else(const syntax::IfStatement& node, Span span);
  const model::Statement* for_each(const syntax::ForStatement& node, Span span);
  const model::Statement* match(const syntax::MatchStatement& node, Span span);
  const model::Statement* assign(const syntax::AssignStatement& node, Span span);
  Diagnostic* unknown_target_ = nullptr;  ///< of an assignment to a field that there is not, where nothing is near
  bool forgotten_let(const syntax::AssignStatement& node);
  bool field_with_sign(const syntax::AssignStatement& node, const syntax::Name& name);
  bool sum_of_itself(const syntax::AssignStatement& node);

  struct Target {
    std::vector<model::PathStep> path;
    const model::Type* type = nullptr;
    std::string key;              ///< dotted, with what stands in brackets as element_key() has it
    bool may_be_missing = false;  ///< an entry of a map that no test has shown to be there; `=` puts it there
  };
  std::optional<Target> target(const syntax::Expression& expression);
  std::optional<Target> root_target(const syntax::Name& name);
  std::optional<Target> entry_target(const syntax::IndexExpression& index, const syntax::Expression& expression);
  void report_maybe_none(Span span, const std::string& path);
  bool adds_list(const model::Type& type, const syntax::AssignStatement& node);
  bool adds_literal(const model::Type& type, const syntax::AssignStatement& node);
  void report_counter(const Target& target, const syntax::AssignStatement& node);
  std::string written(Span span);
  const model::Expression* added_value(const Target& target, const syntax::AssignStatement& node);
  void note_assignment(const Target& target, const syntax::AssignStatement& node, const model::Expression& value);

  Typer& typer_;
  BlockRules rules_;
  bool good_ = true;
};

/// What `for x in xs`, `for k, v in m` binds; `range` is null where there was an error.
struct BoundLoop {
  const model::Local* element = nullptr;
  const model::Local* value = nullptr;
  const model::Expression* range = nullptr;
};
/// Declares the names of a loop; the caller takes them out of the scope behind it.
BoundLoop bind_loop(Typer& typer, const syntax::ForLoop& loop);

/// Whether nothing behind the block is reached: every way through it comes to a `delete`.
bool always_deletes(const model::Block& block);

/// Whether one of the arms is always taken. An enum is open: a number without a member meets no arm but `else`.
bool always_takes_an_arm(const model::MatchStatement& match);

/// The error that is made in `require … else E { … }`.
std::optional<model::Rejection> make_rejection(Typer& typer, const syntax::Made& made);
/// The event of this aggregate that a name means; reports where there is none. Null: none, or reported.
/// `covers`: it stands where each event is named once, in `on` or `ignore`; `inside`: in the aggregate itself.
model::Event* find_event(Analysis& analysis, const AggregateWork& aggregate, const syntax::Path& path,
                         bool covers = false, bool inside = true);
/// Reports an event that has left, where only what still happens can stand; `how` is what it cannot be: "emitted".
bool refuse_retired(Analysis& analysis, const model::Event& event, Span span, const char* how);
const model::Error* find_error(Analysis& analysis, const ContextWork& context, const syntax::Path& path);

}  // namespace cqrsc::sema
