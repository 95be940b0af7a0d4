// Commands that are accepted, and nothing comes of it.
#include <algorithm>
#include <set>
#include <vector>

#include "lint/rules.hpp"
#include "model/walk.hpp"

namespace cqrsc::lint {
namespace {

/// How surely something emits an event.
enum class Emits : std::uint8_t {
  Never,
  Sometimes,  ///< as the state has it, or as C++ decides: done twice, it has nothing more to do
  Silent,     ///< not for some of what may be asked, whatever the state is
  Always,
};

class Command {
 public:
  explicit Command(const model::Command& command) : outcome_(of(command.body)) {}

  [[nodiscard]] bool is_silent() const { return outcome_ == Emits::Silent; }
  [[nodiscard]] const model::Location& place() const { return place_; }

 private:
  Emits of(const model::Block& block) {
    std::size_t emitting = 0;
    Emits result = Emits::Never;
    for (const model::Statement* statement : block) {
      const Emits one = std::visit([&](const auto& node) { return of(node, statement->location); }, statement->node);
      if (one == Emits::Never) continue;
      ++emitting;
      result = std::max(result, one);
    }
    // Of two, the one may emit where the other does not.
    return result == Emits::Silent && emitting > 1 ? Emits::Sometimes : result;
  }

  Emits of(const model::EmitStatement&, const model::Location&) { return Emits::Always; }
  Emits of(const model::IfStatement& node, const model::Location& place) {
    return one_of({of(node.then), of(node.otherwise)}, *node.condition, place);
  }
  Emits of(const model::MatchStatement& node, const model::Location& place) {
    if (depends_on_state(*node.subject))
      for (const model::MatchStatementArm& arm : node.arms)
        for (const model::Pattern& pattern : arm.patterns)
          if (const auto* alternative = std::get_if<model::PatternAlternative>(&pattern))
            of_state_.insert(alternative->binding);
    std::vector<Emits> arms;
    for (const model::MatchStatementArm& arm : node.arms) arms.push_back(of(arm.body));
    return one_of(arms, *node.subject, place);
  }
  /// A list may be empty; that it should not be is said elsewhere.
  Emits of(const model::ForStatement& node, const model::Location&) {
    if (depends_on_state(*node.range)) of_state_.insert({node.element, node.value});
    return of(node.body) == Emits::Never ? Emits::Never : Emits::Sometimes;
  }
  Emits of(const model::LetStatement& node, const model::Location&) {
    if (depends_on_state(*node.value)) of_state_.insert(node.local);
    return Emits::Never;
  }
  template <typename Other>
  Emits of(const Other&, const model::Location&) {
    return Emits::Never;
  }

  Emits one_of(const std::vector<Emits>& ways, const model::Expression& by, const model::Location& place) {
    const auto [least, most] = std::ranges::minmax(ways);
    if (most == Emits::Never) return Emits::Never;
    if (least == Emits::Always) return Emits::Always;
    if (std::ranges::find(ways, Emits::Silent) != ways.end()) return Emits::Silent;
    if (least != Emits::Never || depends_on_state(by)) return Emits::Sometimes;
    place_ = place;
    return Emits::Silent;
  }

  [[nodiscard]] bool depends_on_state(const model::Expression& expression) const {
    bool depends = false;
    model::for_each_expression(expression, [&](const model::Expression& inner) {
      const auto* field = std::get_if<model::FieldNode>(&inner.node);
      const auto* local = std::get_if<model::LocalNode>(&inner.node);
      depends = depends || std::holds_alternative<model::ExternCallNode>(inner.node) ||
                (field != nullptr && field->source == model::FieldSource::State) ||
                (local != nullptr && of_state_.count(local->local) != 0);
    });
    return depends;
  }

  std::set<const model::Local*> of_state_;
  model::Location place_;
  Emits outcome_;
};

}  // namespace

void silent_command(const Subject& subject, Findings& findings) {
  for (const model::Aggregate& aggregate : subject.model.context().aggregates) {
    for (const model::Command& command : aggregate.commands) {
      const Command looked_at(command);
      if (!looked_at.is_silent()) continue;
      findings.report(kSilentCommand, looked_at.place(), command.name)
          .note("whoever asks is told that it is done, and nothing is stored; no state makes a difference")
          .help("refuse it, with `require … else …` or a `where`; to do nothing is for what is done already");
    }
  }
}

}  // namespace cqrsc::lint
