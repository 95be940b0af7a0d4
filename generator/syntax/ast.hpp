// The syntax tree of one file.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "syntax/declarations.hpp"
#include "syntax/expressions.hpp"
#include "syntax/names.hpp"
#include "syntax/scenarios.hpp"
#include "syntax/statements.hpp"

namespace cqrsc::syntax {

// context acme.billing
struct ContextDeclaration {
  Doc doc;
  Path name;
  Span span;
};
struct ImportDeclaration {
  Doc doc;
  Path context;
  Span span;
};

using Declaration = std::variant<IdDeclaration, EnumDeclaration, ValueDeclaration, UnionDeclaration, ErrorDeclaration,
                                 ExternFunction, EventDeclaration, AggregateDeclaration, ProjectionDeclaration,
                                 QueryDeclaration, ProcessDeclaration, ScenarioDeclaration>;

// A comment that documents nothing: `// …`, or a `/// …` that stands before nothing that can be documented.
struct Comment {
  std::string text;  // with its slashes, without spaces at its end
  Span span;
};

struct File {
  std::optional<ContextDeclaration> context;
  std::vector<ImportDeclaration> imports;
  std::vector<Declaration> declarations;  // in the order written
  std::vector<Comment> comments;          // in the order written
  Span span;
  // A syntax error took away a declaration or a part of one: what seems missing may only be unread.
  bool incomplete = false;
};

}  // namespace cqrsc::syntax
