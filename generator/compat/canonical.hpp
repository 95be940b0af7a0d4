// Parts of the Model as lines of canonical text. Inside compat/ only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace cqrsc::compat {

/// The type with all versions pinned; names of other contexts than `home` with theirs.
std::string type_text(const model::Type& type, const model::Context* home);

/// `name = value` for every field that is not set by a statement, then the statements.
std::vector<std::string> mapping_lines(const model::Upcast& upcast);
/// `External => Bank { iban = old.iban }`, a line each.
std::vector<std::string> mapping_lines(const model::UnionUpcast& upcast);
/// `nothing`, `Account.OwnerRenamed v1 { owner = old.to }`, `if …` and `else` with indented lines.
std::vector<std::string> outcome_lines(const model::Outcome& outcome);

/// Everything that expressions and types within lead to.
class Reached {
 public:
  void add(const model::Type& type);
  void add(const model::ExternFunction& function);
  void add(const std::deque<model::Field>& fields);
  void add(const model::Expression& expression);
  void add(const std::vector<model::FieldInit>& fields);
  void add(const model::Block& block);
  void add(const model::Upcast& upcast);
  void add(const model::UnionUpcast& upcast);
  void add(const model::Outcome& outcome);
  /// Adds what the ways of older values and unions to today's use: newer versions' fields and mappings.
  void add_mappings();

  std::vector<const model::Type*> types;  ///< ids, enums, values, unions, each once, in the order met
  std::vector<const model::ExternFunction*> functions;

 private:
  std::set<const void*> seen_;
};

}  // namespace cqrsc::compat
