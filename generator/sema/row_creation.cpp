// Which handlers create the row that they are about: those that give all it needs.
#include <algorithm>

#include "model/walk.hpp"
#include "sema/read_models.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;
using Fields = std::set<const model::Field*>;

/// What a body does to the fields of a row that is not there yet.
class GivenFields {
 public:
  /// Adds to `given` what the block sets, whatever way it takes; true: it always comes to a `delete`.
  bool walk(const model::Block& block, Fields& given) {
    for (const model::Statement* statement : block)
      if (step(*statement, given)) return true;
    return false;
  }

  /// Fields that are read or changed before they are set.
  [[nodiscard]] const Fields& needed_before() const { return needed_; }

 private:
  struct Way {
    Fields given;
    bool ends = false;
  };

  void read(const model::Expression& expression, const Fields& given) {
    model::for_each_expression(expression, [&](const model::Expression& inner) {
      const auto* field = std::get_if<model::FieldNode>(&inner.node);
      if (field != nullptr && field->source == model::FieldSource::Row && given.count(field->field) == 0)
        needed_.insert(field->field);
    });
  }

  bool step(const model::Statement& statement, Fields& given) {
    if (const auto* assign = std::get_if<model::AssignStatement>(&statement.node)) {
      this->assign(*assign, given);
    } else if (const auto* let = std::get_if<model::LetStatement>(&statement.node)) {
      read(*let->value, given);
    } else if (const auto* branch = std::get_if<model::IfStatement>(&statement.node)) {
      read(*branch->condition, given);
      return choose({&branch->then, &branch->otherwise}, given);
    } else if (const auto* match = std::get_if<model::MatchStatement>(&statement.node)) {
      read(*match->subject, given);
      std::vector<const model::Block*> ways;
      for (const model::MatchStatementArm& arm : match->arms) ways.push_back(&arm.body);
      if (!always_takes_an_arm(*match)) ways.push_back(nullptr);
      return choose(ways, given);
    } else if (const auto* loop = std::get_if<model::ForStatement>(&statement.node)) {
      read(*loop->range, given);
      Fields once = given;
      walk(loop->body, once);
    }
    return std::holds_alternative<model::DeleteStatement>(statement.node);
  }

  void assign(const model::AssignStatement& node, Fields& given) {
    read(*node.value, given);
    for (const model::PathStep& step : node.path)
      if (const auto* key = std::get_if<model::PathKey>(&step)) read(*key->key, given);
    const model::Field* field = std::get<model::PathField>(node.path.front()).field;
    if (node.path.size() == 1 && node.op == model::AssignOperator::Set)
      given.insert(field);
    else if (given.count(field) == 0)
      needed_.insert(field);
  }

  /// One of the ways is taken; null: none of them may be. A way that deletes the row needs none of its fields.
  bool choose(const std::vector<const model::Block*>& ways, Fields& given) {
    std::optional<Fields> by_all;
    for (const model::Block* way : ways) {
      Fields one = given;
      if (way != nullptr && walk(*way, one)) continue;
      if (by_all)
        std::erase_if(*by_all, [&](const model::Field* field) { return one.count(field) == 0; });
      else
        by_all = std::move(one);
    }
    if (!by_all) return true;
    given = std::move(*by_all);
    return false;
  }

  Fields needed_;
};

/// Nothing but a handler gives it a value.
bool is_needed(const model::Field& field) {
  return !field.has_written_default && field.type != nullptr && field.type->kind != TypeKind::Optional;
}

/// What the handler leaves open of what a new row needs.
std::vector<const model::Field*> left_open(const model::Projection& projection, const model::RowHandler& handler) {
  GivenFields flow;
  Fields given;
  const bool deletes = flow.walk(handler.body, given);
  std::vector<const model::Field*> open;
  for (const model::Field& field : projection.fields)
    if (is_needed(field) && ((!deletes && given.count(&field) == 0) || flow.needed_before().count(&field) != 0))
      open.push_back(&field);
  return open;
}

/// What a field of the type mostly begins with.
const char* beginning(const model::Type& type) {
  if (model::is_numeric(type)) return "0";
  if (type.kind == TypeKind::List || type.kind == TypeKind::Set || type.kind == TypeKind::Map) return "[]";
  if (type.kind == TypeKind::String) return "\"\"";
  return type.kind == TypeKind::Bool ? "false" : "…";
}

void report_no_creation(Analysis& analysis, const ProjectionWork& work) {
  const model::Projection& projection = *work.projection;
  Diagnostic& report = analysis.reporter.report(kNothingCreates, work.syntax->name.span, projection.name);
  report.note(
      "a handler that gives every field without a default a value creates the row; on others it has to be there");
  const model::RowHandler* nearest = nullptr;
  std::vector<const model::Field*> fewest;
  for (const model::RowHandler& handler : projection.handlers) {
    if (handler.deletes || handler.missing == model::MissingRow::Skipped) continue;
    auto open = left_open(projection, handler);
    if (nearest != nullptr && open.size() >= fewest.size()) continue;
    nearest = &handler;
    fewest = std::move(open);
  }
  if (nearest == nullptr) {
    report.help("add a handler that begins a row, without `existing`");
    return;
  }
  GivenFields flow;
  Fields given;
  flow.walk(nearest->body, given);
  const auto is_read_first = [&](const model::Field* field) { return flow.needed_before().count(field) != 0; };
  if (std::all_of(fewest.begin(), fewest.end(), is_read_first)) {
    for (const model::Field* field : fewest) {
      report.label(analysis.name_span(*field), "read before it has a value, in a new row");
      report.help("give it a default: " +
                  quoted(field->name + ": " + model::to_text(*field->type) + " = " + beginning(*field->type)));
    }
    return;
  }
  std::string names;
  for (const model::Field* field : fewest) {
    report.label(analysis.name_span(*field), "no value for a new row");
    names += (names.empty() ? "" : ", ") + quoted(field->name);
  }
  report.help("set " + names + " in " + quoted("on " + full_name(*nearest->event->event)));
  const model::Field& first = *fewest.front();
  report.help("or give " + std::string(fewest.size() == 1 ? "it a default" : "each a default") + ": " +
              quoted(first.name + ": " + model::to_text(*first.type) + " = …"));
}

}  // namespace

void decide_creation(Analysis& analysis, ProjectionWork& work) {
  bool creates = false;
  for (model::RowHandler& handler : work.projection->handlers) {
    if (handler.deletes || handler.missing == model::MissingRow::Skipped) continue;
    if (!left_open(*work.projection, handler).empty()) continue;
    handler.missing = model::MissingRow::Created;
    creates = true;
  }
  if (creates || work.is_broken || work.syntax->incomplete || work.projection->handlers.empty()) return;
  report_no_creation(analysis, work);
}

}  // namespace cqrsc::sema
