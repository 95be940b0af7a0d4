#include "sema/forgetting.hpp"

#include "sema/scope.hpp"

namespace cqrsc::sema {

void forget_parts_of_entries(std::set<std::string>& present, const std::string& map) {
  std::erase_if(present, [&](const std::string& path) {
    return path.rfind(map + "[", 0) == 0 &&
           (path.find("].") != std::string::npos || path.find("][") != std::string::npos);
  });
}

namespace {

void forget_target(std::set<std::string>& present, const syntax::Expression& target) {
  bool entry = false;
  const syntax::Expression* at = &target;
  while (true) {
    if (const auto* member = std::get_if<syntax::MemberExpression>(&at->node)) {
      at = member->object.get();
    } else if (const auto* index = std::get_if<syntax::IndexExpression>(&at->node)) {
      at = index->object.get();
      entry = true;
    } else {
      break;
    }
  }
  const auto* name = std::get_if<syntax::NameExpression>(&at->node);
  if (name == nullptr) return;
  if (entry)
    forget_parts_of_entries(present, state_key(name->name.text));
  else
    forget(present, state_key(name->name.text));
}

struct Forgetting {
  std::set<std::string>& present;

  void operator()(const syntax::AssignStatement& node) const { forget_target(present, *node.target); }
  void operator()(const syntax::IfStatement& node) const {
    forget_written(present, node.then_block);
    if (node.else_if) std::visit(*this, node.else_if->node);
    if (node.else_block) forget_written(present, *node.else_block);
  }
  void operator()(const syntax::ForStatement& node) const { forget_written(present, node.body); }
  void operator()(const syntax::MatchStatement& node) const {
    for (const syntax::MatchArm& arm : node.arms) forget_written(present, arm.body);
  }
  template <class Other>
  void operator()(const Other&) const {}
};

}  // namespace

void forget_written(std::set<std::string>& present, const syntax::Block& block) {
  for (const syntax::Statement& statement : block.statements) std::visit(Forgetting{present}, statement.node);
}

}  // namespace cqrsc::sema
