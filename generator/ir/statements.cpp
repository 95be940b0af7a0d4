#include <array>

#include "ir/writer.hpp"

namespace cqrsc::ir {

using namespace model;

struct StatementWriter {
  Writer& writer;

  Json operator()(const AssignStatement& node) const {
    static constexpr std::array<const char*, 3> kOperators{"set", "add", "remove"};
    return {{"statement", "assign"},
            {"path", writer.path(node.path)},
            {"op", kOperators.at(static_cast<std::size_t>(node.op))},
            {"value", writer.expression(*node.value)}};
  }
  Json operator()(const LetStatement& node) const {
    return {{"statement", "let"}, {"name", node.local->name}, {"value", writer.expression(*node.value)}};
  }
  Json operator()(const RequireStatement& node) const {
    const Error& error = *node.rejection.error;
    return {{"statement", "require"},
            {"condition", writer.expression(*node.condition)},
            {"error", Writer::name_of(*error.context, error.name)},
            {"fields", writer.inits(node.rejection.fields)}};
  }
  Json operator()(const EmitStatement& node) const {
    Json json{{"statement", "emit"}};
    json.update(Writer::versioned(*node.event));
    json["fields"] = writer.inits(node.fields);
    return json;
  }
  Json operator()(const IfStatement& node) const {
    return {{"statement", "if"},
            {"condition", writer.expression(*node.condition)},
            {"then", writer.block(node.then)},
            {"else", writer.block(node.otherwise)}};
  }
  Json operator()(const ForStatement& node) const {
    Json json{{"statement", "for"}, {"element", node.element->name}};
    if (node.value != nullptr) json["value"] = node.value->name;
    json["in"] = writer.expression(*node.range);
    json["body"] = writer.block(node.body);
    return json;
  }
  Json operator()(const MatchStatement& node) const {
    return {{"statement", "match"},
            {"subject", writer.expression(*node.subject)},
            {"arms", list(node.arms, [&](const MatchStatementArm& arm) {
               return Json{{"patterns", writer.patterns(arm.patterns, *node.subject->type)},
                           {"body", writer.block(arm.body)}};
             })}};
  }
  Json operator()(const DeleteStatement&) const { return {{"statement", "delete"}}; }
};

Json Writer::path(const std::vector<PathStep>& path) {
  return list(path, [this](const PathStep& step) {
    if (const auto* field = std::get_if<PathField>(&step)) return Json{{"field", field->field->name}};
    if (const auto* key = std::get_if<PathKey>(&step)) return Json{{"key", tree(*key->key)}};
    return Json{{"unwrap", true}};
  });
}

Json Writer::statement(const Statement& statement) {
  Json json = std::visit(StatementWriter{*this}, statement.node);
  if (statement.location.line != 0) json["at"] = place(statement.location);
  return json;
}

Json Writer::block(const Block& block) {
  return list(block, [this](const Statement* one) { return statement(*one); });
}

}  // namespace cqrsc::ir
