// All that each command can reject: built-in errors first, in the order they are declared in, then the domain's.
#include <algorithm>

#include "sema/analysis.hpp"

namespace cqrsc::sema {
namespace {

using model::BuiltinError;
using model::CanReject;

void add(std::vector<CanReject>& rejects, const CanReject& item) {
  if (std::find(rejects.begin(), rejects.end(), item) == rejects.end()) rejects.push_back(item);
}

void collect(const model::Block& block, std::vector<CanReject>& rejects) {
  for (const model::Statement* statement : block) {
    if (const auto* require = std::get_if<model::RequireStatement>(&statement->node)) {
      add(rejects, require->rejection.error);
    } else if (const auto* branch = std::get_if<model::IfStatement>(&statement->node)) {
      collect(branch->then, rejects);
      collect(branch->otherwise, rejects);
    } else if (const auto* loop = std::get_if<model::ForStatement>(&statement->node)) {
      collect(loop->body, rejects);
    } else if (const auto* match = std::get_if<model::MatchStatement>(&statement->node)) {
      for (const model::MatchStatementArm& arm : match->arms) collect(arm.body, rejects);
    }
  }
}

bool is_checked_at_intake(const model::Command& command) {
  return std::any_of(command.fields.begin(), command.fields.end(), [](const model::Field& field) {
    return field.where != nullptr || model::needs_intake_check(*field.type);
  });
}

/// Also when its events are folded.
bool may_overflow(const model::Aggregate& aggregate, const model::Command& command) {
  if (model::may_overflow(command.body)) return true;
  for (const model::EmitsItem& item : command.emits)
    for (const model::Handler& handler : aggregate.handlers)
      if (handler.event->event == item.event && model::may_overflow(handler.body)) return true;
  return std::any_of(command.allows.begin(), command.allows.end(),
                     [](const model::Expression* allow) { return model::may_overflow(*allow); });
}

void compute(const model::Aggregate& aggregate, model::Command& command) {
  std::vector<CanReject> declared;
  if (command.existence_error != nullptr) declared.emplace_back(command.existence_error);
  for (const CanReject& item : command.rejects) add(declared, item);
  collect(command.body, declared);

  std::vector<CanReject> rejects;
  const bool has_own = command.existence_error != nullptr;
  if (command.existence == model::Existence::MustNotExist && !has_own)
    rejects.emplace_back(BuiltinError::AlreadyExists);
  if (command.existence == model::Existence::MustExist && !has_own) rejects.emplace_back(BuiltinError::DoesNotExist);
  if (is_checked_at_intake(command)) rejects.emplace_back(BuiltinError::Invalid);
  if (!command.allows.empty()) rejects.emplace_back(BuiltinError::NotAllowed);
  if (may_overflow(aggregate, command)) rejects.emplace_back(BuiltinError::Overflow);
  if (!aggregate.state.invariants.empty()) rejects.emplace_back(BuiltinError::InvariantBroken);
  rejects.insert(rejects.end(), declared.begin(), declared.end());
  command.rejects = std::move(rejects);
}

}  // namespace

void compute_rejections(Analysis& analysis) {
  for (AggregateWork& work : analysis.aggregates)
    for (model::Command& command : work.aggregate->commands) compute(*work.aggregate, command);
}

}  // namespace cqrsc::sema
