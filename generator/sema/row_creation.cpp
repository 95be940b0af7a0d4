// Which handlers create the row that they are about: those that give all it needs. And what columns a row has.
#include <algorithm>

#include "model/column_name.hpp"
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

/// The table of projection `name` that `other` has as well; none: there is none.
std::optional<std::string> shared_table(const std::string& name, const std::string& other) {
  const auto lower = [](std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  };
  if (name.size() == other.size())
    return lower(name) == lower(other) && name < other ? std::optional(other) : std::nullopt;
  if (other.size() < name.size() + 2 || lower(other.substr(0, name.size())) != lower(name)) return std::nullopt;
  if (other[name.size()] != '_') return std::nullopt;
  const std::string rest = lower(other.substr(name.size() + 1));
  const bool is_number = rest.find_first_not_of("0123456789") == std::string::npos;
  return is_number || rest == "text" ? std::optional(other) : std::nullopt;
}

class ColumnCheck {
 public:
  ColumnCheck(Analysis& analysis, const model::Projection& projection) : analysis_(analysis), projection_(projection) {}

  void check() {
    for (const model::Field& key : projection_.keys) add(key, key, "", "");
    for (const model::Field& field : projection_.fields) add(field, field, "", "");
  }

 private:
  struct Column {
    const model::Field* field = nullptr;  ///< of the row
    std::string path;
  };

  void add(const model::Field& root, const model::Field& field, const std::string& path, const std::string& column) {
    if (field.type == nullptr) return;
    const std::string full = path + (path.empty() ? "" : ".") + field.name;
    const std::string name = column + (column.empty() ? "" : "_") + model::snake_case(field.name);
    if (field.type->kind == TypeKind::Value) {
      for (const model::Field& part : field.type->value->fields) add(root, part, full, name);
      return;
    }
    const auto [entry, added] = columns_.try_emplace(name, Column{&root, full});
    if (added || reported_) return;
    reported_ = true;
    analysis_.reporter.report(kColumnTwice, analysis_.name_span(root), entry->second.path, full, projection_.name, name)
        .label(analysis_.name_span(*entry->second.field), "has it first")
        .note("the fields of a value are columns of their own, in lower case")
        .help("give one of them another name");
  }

  Analysis& analysis_;
  const model::Projection& projection_;
  std::map<std::string, Column> columns_;
  bool reported_ = false;
};

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

void check_columns(Analysis& analysis, const ProjectionWork& work) { ColumnCheck(analysis, *work.projection).check(); }

void check_tables(Analysis& analysis) {
  for (const ProjectionWork& work : analysis.projections) {
    for (const ProjectionWork& other : analysis.projections) {
      if (other.projection == work.projection) continue;
      const auto shared = shared_table(other.projection->name, work.projection->name);
      if (!shared) continue;
      analysis.reporter
          .report(kTableTwice, work.syntax->name.span, other.projection->name, work.projection->name, *shared)
          .label(other.syntax->name.span, "the other one")
          .note("a projection `P` has the tables `P`, `P_text` and `P_1`, `P_2`, …; case makes no difference")
          .help("give one of them another name");
    }
  }
}

}  // namespace cqrsc::sema
