#pragma once

#include <functional>
#include <string>

#include "plan/expressions.hpp"

namespace cqrsc::plan {

/// Writes the statements of a block as C++, a line or more each, indented from the left margin by the depth of their
/// blocks.
class Statements {
 public:
  explicit Statements(Expressions& expressions) : expressions_(expressions) {}

  std::string block(const model::Block& block);

  /// `AccountNotOpen{.status = state.status}`
  std::string rejection(const model::Rejection& rejection);

 private:
  std::string write(const model::AssignStatement& statement);
  std::string write(const model::LetStatement& statement);
  std::string write(const model::RequireStatement& statement);
  std::string write(const model::EmitStatement& statement);
  std::string write(const model::IfStatement& statement);
  std::string write(const model::ForStatement& statement);
  std::string write(const model::MatchStatement& statement);
  std::string write(const model::DeleteStatement& statement);

  std::string match_union(const model::MatchStatement& statement);
  std::string alternative_test(const MatchSubject& subject, const model::PatternAlternative& pattern, bool read);

  std::string target(const std::vector<model::PathStep>& path);
  std::string add(const std::string& target, const model::Type& type, const model::Expression& value);
  std::string remove(const std::string& target, const model::Type& type, const model::Expression& value);
  std::string guarded(const std::string& condition, const std::string& statement);

  Expressions& expressions_;
};

/// Whether a statement of the block writes to what `read`, a path, is a part of. A handler that goes on reading it
/// needs a copy.
bool overwrites(const model::Block& block, const model::Expression& read);

/// Every line that is not empty, two blanks to the right.
std::string indented(const std::string& text);

}  // namespace cqrsc::plan
