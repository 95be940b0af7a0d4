#include "sema/scope.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "sema/habits.hpp"

namespace cqrsc::sema {
namespace {

using syntax::BinaryOperator;

std::set<std::string> both(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> result;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(result, result.end()));
  return result;
}

std::set<std::string> either(std::set<std::string> a, const std::set<std::string>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

/// `none`, or what other languages write for it, which is reported where it stands and is meant all the same.
bool is_none(const Scope& scope, const syntax::Expression& expression) {
  if (std::holds_alternative<syntax::NoneLiteral>(expression.node)) return true;
  const auto* name = std::get_if<syntax::NameExpression>(&expression.node);
  return name != nullptr && own_literal(name->name.text) == "none" && scope.find_local(name->name.text) == nullptr &&
         scope.find_incoming(name->name.text) == nullptr;
}

std::optional<std::string> root_key(const Scope& scope, const syntax::Name& name) {
  if (scope.find_local(name.text) != nullptr) return "local:" + name.text;
  if (scope.find_incoming(name.text) != nullptr) return "in:" + name.text;
  return std::nullopt;
}

}  // namespace

const model::Field* find_field(const std::deque<model::Field>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

const model::Local* Scope::find_local(const std::string& name) const {
  const auto found =
      std::find_if(locals.rbegin(), locals.rend(), [&](const auto* local) { return local->name == name; });
  return found == locals.rend() ? nullptr : *found;
}

const model::Field* Scope::find_state(const std::string& name) const {
  if (state == nullptr) return nullptr;
  const model::Field* field = find_field(*state, name);
  return field != nullptr || state_keys == nullptr ? field : find_field(*state_keys, name);
}

const model::Field* Scope::find_incoming(const std::string& name) const {
  return incoming == nullptr ? nullptr : find_field(*incoming, name);
}

namespace {

/// A key for what stands in `m[…]`: a path, a literal, or a name that is no path, which is the member of an enum.
std::optional<std::string> index_key(const Scope& scope, const syntax::Expression& expression) {
  if (auto path = path_key(scope, expression)) return path;
  if (const auto* text = std::get_if<syntax::StringLiteral>(&expression.node)) return "\"" + text->value.value + "\"";
  if (const auto* number = std::get_if<syntax::IntegerLiteral>(&expression.node)) return number->value.digits;
  if (const auto* name = std::get_if<syntax::NameExpression>(&expression.node)) return "member:" + name->name.text;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> element_key(const Scope& scope, const std::string& map, const syntax::Expression& key) {
  const auto index = index_key(scope, key);
  return index ? std::optional(map + "[" + *index + "]") : std::nullopt;
}

std::optional<std::string> path_key(const Scope& scope, const syntax::Expression& expression) {
  if (const auto* index = std::get_if<syntax::IndexExpression>(&expression.node)) {
    const auto map = path_key(scope, *index->object);
    return map ? element_key(scope, *map, *index->index) : std::nullopt;
  }
  if (const auto* name = std::get_if<syntax::NameExpression>(&expression.node)) return root_key(scope, name->name);
  const auto* member = std::get_if<syntax::MemberExpression>(&expression.node);
  if (member == nullptr) return std::nullopt;
  if (const auto* object = std::get_if<syntax::NameExpression>(&member->object->node);
      object != nullptr && !object->name.quoted && !root_key(scope, object->name)) {
    if (object->name.text == scope.state_word && scope.state != nullptr) return state_key(member->member.text);
    if (object->name.text == scope.incoming_word) return "in:" + member->member.text;
    return std::nullopt;
  }
  const auto base = path_key(scope, *member->object);
  return base ? std::optional(*base + "." + member->member.text) : std::nullopt;
}

std::string state_key(const std::string& path) { return "state:" + path; }

std::set<std::string> present_if(const Scope& scope, const syntax::Expression& condition, bool truth) {
  if (const auto* unary = std::get_if<syntax::UnaryExpression>(&condition.node)) {
    const bool negation = unary->operation == syntax::UnaryOperator::logical_not;
    return negation ? present_if(scope, *unary->operand, !truth) : std::set<std::string>{};
  }
  if (const auto* call = std::get_if<syntax::CallExpression>(&condition.node)) {
    // `contains(map, key)`: `map[key]` is there. What is said of lists and text that way, nobody asks for.
    if (!truth || call->callee.text != "contains" || call->arguments.size() != 2) return {};
    const auto map = path_key(scope, *call->arguments[0]);
    const auto element = map ? element_key(scope, *map, *call->arguments[1]) : std::nullopt;
    return element ? std::set<std::string>{*element} : std::set<std::string>{};
  }
  const auto* binary = std::get_if<syntax::BinaryExpression>(&condition.node);
  if (binary == nullptr) return {};
  const BinaryOperator op = binary->operation;
  if (op == BinaryOperator::logical_and || op == BinaryOperator::logical_or) {
    const auto left = present_if(scope, *binary->left, truth);
    const auto right = present_if(scope, *binary->right, truth);
    const bool all_hold = (op == BinaryOperator::logical_and) == truth;
    return all_hold ? either(left, right) : both(left, right);
  }
  const bool shows = (op == BinaryOperator::not_equal && truth) || (op == BinaryOperator::equal && !truth);
  if (!shows || is_none(scope, *binary->left) == is_none(scope, *binary->right)) return {};
  const auto key = path_key(scope, is_none(scope, *binary->left) ? *binary->right : *binary->left);
  return key ? std::set<std::string>{*key} : std::set<std::string>{};
}

void forget(std::set<std::string>& present, const std::string& key) {
  for (auto it = present.begin(); it != present.end();) {
    const auto ends = [&](std::size_t at) { return at == it->size() || std::strchr(".[]", (*it)[at]) != nullptr; };
    const bool below = it->compare(0, key.size(), key) == 0 && ends(key.size());
    // `m[state.k]`, of another k.
    const std::size_t inside = it->find("[" + key);
    const bool by = inside != std::string::npos && ends(inside + 1 + key.size());
    it = below || by ? present.erase(it) : std::next(it);
  }
}

std::optional<std::string> part_of(const std::deque<model::Field>& fields, const std::string& name) {
  std::optional<std::string> found;
  for (const model::Field& field : fields) {
    const model::Type* type = field.type;
    if (type != nullptr && type->kind == model::TypeKind::Optional) type = type->element;
    const bool has_part =
        type != nullptr && type->kind == model::TypeKind::Value && find_field(type->value->fields, name) != nullptr;
    if (!has_part) continue;
    if (found) return std::nullopt;
    found = field.name + "." + name;
  }
  return found;
}

}  // namespace cqrsc::sema
