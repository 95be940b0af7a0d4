// Personal values may be copied and compared with `none`, and nothing else: what they are is not known any more once
// their key is gone, so nothing that lasts may depend on it. Over the Model, when all of it is there.
#include <algorithm>

#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::BinaryOperator;
using model::BuiltinFunction;
using model::Expression;
using model::Field;
using model::FieldSource;
using model::TypeKind;

/// Whether a value has personal parts inside, whatever the field that holds it says.
bool holds_personal(const model::Type& type);

bool any_personal(const std::deque<Field>& fields) {
  return std::any_of(fields.begin(), fields.end(),
                     [](const Field& field) { return field.is_personal || holds_personal(*field.type); });
}

bool holds_personal(const model::Type& type) {
  switch (type.kind) {
    case TypeKind::Value: return any_personal(type.value->fields);
    case TypeKind::Union:
      return std::any_of(type.union_version->alternatives.begin(), type.union_version->alternatives.end(),
                         [](const model::Alternative& alternative) { return any_personal(alternative.fields); });
    case TypeKind::List:
    case TypeKind::Set:
    case TypeKind::Map:
    case TypeKind::Optional: return holds_personal(*type.element);
    default: return false;
  }
}

bool is_none(const Expression& expression) {
  const auto* constant = std::get_if<model::ConstantNode>(&expression.node);
  return constant != nullptr && std::holds_alternative<model::NoneConstant>(constant->value);
}

bool is_stored(FieldSource source) {
  return source == FieldSource::Event || source == FieldSource::Old || source == FieldSource::State ||
         source == FieldSource::Row;
}

/// What keeps elements or entries, so that `+=` copies into it.
bool collects(const model::Type& type) {
  return type.kind == TypeKind::List || type.kind == TypeKind::Set || type.kind == TypeKind::Map;
}

class PersonalChecker {
 public:
  explicit PersonalChecker(Analysis& analysis) : analysis_(analysis) {}

  void check(const model::Context& context) {
    for (const model::Aggregate& aggregate : context.aggregates) check(aggregate);
    for (const model::Value& value : context.values)
      for (const model::ValueVersion& version : value.versions)
        if (version.upcast) check(*version.upcast);
    for (const model::Union& one : context.unions) check(one);
    for (const model::Projection& projection : context.projections) check(projection);
    for (const model::Query& query : context.queries) check(query);
  }

 private:
  // ------------------------------------------------------------------------------------------------- what is computed

  void check(const model::Aggregate& aggregate) {
    for (const model::Invariant& invariant : aggregate.state.invariants) read(*invariant.condition, kCondition);
    for (const model::Event& event : aggregate.events) {
      for (const model::EventVersion& version : event.versions)
        if (version.upcast) check(*version.upcast);
      if (event.becomes) check(*event.becomes);
    }
    in_mapping_ = false;
    for (const model::Command& command : aggregate.commands) {
      for (const Expression* allow : command.allows) read(*allow, kCondition);
      check(command.body);
    }
    in_mapping_ = true;
    for (const model::Handler& handler : aggregate.handlers) check(handler.body);
  }
  void check(const model::Upcast& upcast) {
    copy(upcast.fields);
    check(upcast.body);
  }
  void check(const model::Union& one) {
    for (const model::UnionVersion& version : one.versions) {
      if (!version.upcast) continue;
      for (const model::AlternativeUpcast& upcast : version.upcast->alternatives) copy(upcast.fields);
    }
  }
  void check(const model::Outcome& outcome) {
    if (const auto* events = std::get_if<model::OutcomeEvents>(&outcome.node)) {
      for (const model::EmitStatement& event : events->events) copy(event.fields);
      return;
    }
    const auto& choice = std::get<model::OutcomeChoice>(outcome.node);
    read(*choice.condition, kCondition);
    for (const model::Outcome& branch : choice.then) check(branch);
    for (const model::Outcome& branch : choice.otherwise) check(branch);
  }
  void check(const model::Projection& projection) {
    for (const model::RowHandler& handler : projection.handlers) {
      if (handler.loop) bind(handler.loop->element, handler.loop->value, *handler.loop->range);
      for (const Expression* key : handler.keys) read(*key, "the key of a row");
      check(handler.body);
    }
  }
  void check(const model::Query& query) {
    if (query.where != nullptr) read(*query.where, kCondition);
    for (const Expression* group : query.groups) read(*group, "what rows are grouped by");
    for (const model::QueryOrder& order : query.order) read(*order.value, "what rows are ordered by");
    for (const Expression* selected : query.selected) copy(*selected, nullptr);
  }

  void check(const model::Block& block) {
    for (const model::Statement* statement : block) std::visit(StatementChecker{*this}, statement->node);
  }
  struct StatementChecker {
    PersonalChecker& self;

    void operator()(const model::AssignStatement& node) const { self.assign(node); }
    void operator()(const model::LetStatement& node) const {
      self.copy(*node.value, nullptr);
      if (self.carries(*node.value)) self.locals_.insert(node.local);
    }
    void operator()(const model::RequireStatement& node) const {
      self.read(*node.condition, kCondition);
      for (const model::FieldInit& init : node.rejection.fields) self.copy(*init.value, nullptr);
    }
    void operator()(const model::EmitStatement& node) const { self.copy(node.fields); }
    void operator()(const model::IfStatement& node) const {
      self.read(*node.condition, kCondition);
      self.check(node.then);
      self.check(node.otherwise);
    }
    void operator()(const model::ForStatement& node) const {
      self.bind(node.element, node.value, *node.range);
      self.check(node.body);
    }
    void operator()(const model::MatchStatement& node) const {
      self.read(*node.subject, "matched");
      for (const model::MatchStatementArm& arm : node.arms) self.check(arm.body);
    }
    void operator()(const model::DeleteStatement&) const {}
  };

  void assign(const model::AssignStatement& node) {
    const Field* target = nullptr;
    const model::Type* type = nullptr;
    for (const model::PathStep& step : node.path) {
      const auto* field = std::get_if<model::PathField>(&step);
      if (const auto* key = std::get_if<model::PathKey>(&step)) read(*key->key, "the key of a map");
      type = field != nullptr ? field->field->type : type->element;
      // Below what is personal everything is.
      if (field != nullptr && (target == nullptr || !target->is_personal)) target = field->field;
    }
    const bool copies =
        node.op == model::AssignOperator::Set || (node.op == model::AssignOperator::Add && collects(*type));
    if (copies)
      copy(*node.value, target);
    else
      read(*node.value, collects(*type) ? "compared" : "computed with");
  }

  void bind(const model::Local* element, const model::Local* value, const Expression& range) {
    copy(range, nullptr);
    if (!carries(range)) return;
    locals_.insert(element);
    if (value != nullptr) locals_.insert(value);
  }

  // ---------------------------------------------------------------------------------------------------- what is copied

  void copy(const std::vector<model::FieldInit>& fields) {
    for (const model::FieldInit& init : fields) copy(*init.value, init.field);
  }

  /// `target`: the field that keeps it; null: nothing does.
  void copy(const Expression& expression, const Field* target) {
    std::visit(Copier{*this, expression, target}, expression.node);
  }

  struct Copier {
    PersonalChecker& self;
    const Expression& expression;
    const Field* target;

    void operator()(const model::FieldNode&) const { leaf(); }
    void operator()(const model::MemberNode&) const { leaf(); }
    void operator()(const model::LocalNode&) const { leaf(); }
    void operator()(const model::ConversionNode& node) const { self.copy(*node.operand, target); }
    void operator()(const model::ConditionalNode& node) const {
      self.read(*node.condition, kCondition);
      self.copy(*node.then, target);
      self.copy(*node.otherwise, target);
    }
    void operator()(const model::CoalesceNode& node) const {
      self.copy(*node.optional, target);
      self.copy(*node.fallback, target);
    }
    void operator()(const model::MatchNode& node) const {
      self.read(*node.subject, "matched");
      for (const model::MatchExpressionArm& arm : node.arms) self.copy(*arm.result, target);
    }
    void operator()(const model::ConstructValueNode& node) const { parts(node.fields); }
    void operator()(const model::ConstructUnionNode& node) const { parts(node.fields); }
    void operator()(const model::ListNode& node) const {
      for (const Expression* element : node.elements) self.copy(*element, target);
    }
    void operator()(const model::MapNode& node) const {
      for (const model::MapEntry& entry : node.entries) {
        self.read(*entry.key, "the key of a map");
        self.copy(*entry.value, target);
      }
    }
    void operator()(const model::IndexNode& node) const {
      self.read(*node.key, "the key of a map");
      self.copy(*node.base, target);
    }
    template <typename Other>
    void operator()(const Other&) const {
      self.read(expression, kCondition);
    }

   private:
    void leaf() const {
      const std::string name = self.personal_name(expression);
      if (name.empty() || target == nullptr || target->is_personal) return;
      self.report(expression, name, "put into `" + target->name + "`, which is not")
          .label(self.analysis_.name_span(*target), "kept here as it is, for ever")
          .help("mark that as well: `" + target->name + ": " + model::to_text(*target->type) + " @personal`");
    }
    /// Into a whole that is personal, everything may go.
    void parts(const std::vector<model::FieldInit>& fields) const {
      const bool into_personal = target == nullptr || target->is_personal;
      for (const model::FieldInit& init : fields) self.copy(*init.value, into_personal ? target : init.field);
    }
  };

  /// Whether the value is personal as a whole.
  bool carries(const Expression& expression) const {
    if (!personal_name(expression).empty()) return true;
    if (const auto* node = std::get_if<model::ConversionNode>(&expression.node)) return carries(*node->operand);
    if (const auto* node = std::get_if<model::IndexNode>(&expression.node)) return carries(*node->base);
    if (const auto* node = std::get_if<model::CoalesceNode>(&expression.node))
      return carries(*node->optional) || carries(*node->fallback);
    if (const auto* node = std::get_if<model::ConditionalNode>(&expression.node))
      return carries(*node->then) || carries(*node->otherwise);
    if (const auto* node = std::get_if<model::ListNode>(&expression.node))
      return std::any_of(node->elements.begin(), node->elements.end(), [&](const auto* one) { return carries(*one); });
    if (const auto* node = std::get_if<model::MatchNode>(&expression.node))
      return std::any_of(node->arms.begin(), node->arms.end(), [&](const auto& arm) { return carries(*arm.result); });
    return false;
  }

  /// Of a path to what is marked, or below it: what it is called. Empty: it is something else.
  std::string personal_name(const Expression& expression) const {
    if (const auto* field = std::get_if<model::FieldNode>(&expression.node))
      return is_stored(field->source) && field->field->is_personal ? field->field->name : "";
    if (const auto* local = std::get_if<model::LocalNode>(&expression.node))
      return locals_.count(local->local) != 0 ? local->local->name : "";
    if (const auto* member = std::get_if<model::MemberNode>(&expression.node)) {
      if (!personal_name(*member->base).empty()) return member->field->name;
      return member->field->is_personal && comes_from_storage(*member->base) ? member->field->name : "";
    }
    if (const auto* other = std::get_if<model::OtherRowNode>(&expression.node))
      return other->field->is_personal ? other->field->name : "";
    return {};
  }

  /// Whether a path begins at what is stored: not at a command, which is not kept.
  static bool comes_from_storage(const Expression& path) {
    if (const auto* field = std::get_if<model::FieldNode>(&path.node)) return is_stored(field->source);
    if (const auto* member = std::get_if<model::MemberNode>(&path.node)) return comes_from_storage(*member->base);
    if (const auto* node = std::get_if<model::ConversionNode>(&path.node)) return comes_from_storage(*node->operand);
    if (const auto* node = std::get_if<model::IndexNode>(&path.node)) return comes_from_storage(*node->base);
    return true;
  }

  // ------------------------------------------------------------------------------------------------------ what is read

  static constexpr const char* kCondition = "a condition";

  /// `use`: what its value decides, where it is personal.
  void read(const Expression& expression, const std::string& use) {
    std::visit(Reader{*this, expression, use}, expression.node);
  }
  /// As read(), where all that is inside counts too.
  void read_whole(const Expression& expression, const std::string& use) {
    const bool path = std::holds_alternative<model::FieldNode>(expression.node) ||
                      std::holds_alternative<model::MemberNode>(expression.node) ||
                      std::holds_alternative<model::LocalNode>(expression.node);
    if (path && personal_name(expression).empty() && holds_personal(*expression.type) && comes_from_storage(expression))
      report(expression, model::to_text(*expression.type), use);
    read(expression, use);
  }

  struct Reader {
    PersonalChecker& self;
    const Expression& expression;
    const std::string& use;

    void operator()(const model::ConstantNode&) const {}
    void operator()(const model::AmbientNode&) const {}
    void operator()(const model::HasRoleNode&) const {}
    void operator()(const model::FieldNode&) const { leaf(); }
    void operator()(const model::LocalNode&) const { leaf(); }
    void operator()(const model::MemberNode& node) const {
      leaf();
      const bool path = std::holds_alternative<model::FieldNode>(node.base->node) ||
                        std::holds_alternative<model::MemberNode>(node.base->node) ||
                        std::holds_alternative<model::LocalNode>(node.base->node);
      if (!path) self.read(*node.base, use);
    }
    void operator()(const model::OtherRowNode& node) const {
      leaf();
      for (const Expression* key : node.keys) self.read(*key, "the key of a row");
    }
    void operator()(const model::IndexNode& node) const {
      self.read(*node.base, use);
      self.read(*node.key, "the key of a map");
    }
    void operator()(const model::ConversionNode& node) const { self.read(*node.operand, use); }
    void operator()(const model::UnaryNode& node) const { self.read(*node.operand, use); }
    void operator()(const model::BinaryNode& node) const { self.read_binary(node); }
    void operator()(const model::DivideRoundedNode& node) const { all({node.left, node.right}, "computed with"); }
    void operator()(const model::RangeNode& node) const { all({node.value, node.low, node.high}, "compared"); }
    void operator()(const model::OneOfNode& node) const {
      self.read_whole(*node.value, "compared");
      for (const Expression* candidate : node.candidates) self.read_whole(*candidate, "compared");
    }
    void operator()(const model::ConditionalNode& node) const {
      self.read(*node.condition, kCondition);
      all({node.then, node.otherwise}, use);
    }
    void operator()(const model::CoalesceNode& node) const { all({node.optional, node.fallback}, use); }
    void operator()(const model::MatchNode& node) const {
      self.read(*node.subject, "matched");
      for (const model::MatchExpressionArm& arm : node.arms) self.read(*arm.result, use);
    }
    void operator()(const model::ConstructValueNode& node) const { all(node.fields); }
    void operator()(const model::ConstructUnionNode& node) const { all(node.fields); }
    void operator()(const model::ListNode& node) const { all(node.elements, use); }
    void operator()(const model::MapNode& node) const {
      for (const model::MapEntry& entry : node.entries) all({entry.key, entry.value}, use);
    }
    void operator()(const model::LambdaNode& node) const { self.read(*node.body, use); }
    void operator()(const model::BuiltinNode& node) const { self.read_builtin(node); }
    void operator()(const model::ExternCallNode& node) const {
      if (!self.in_mapping_) return;
      for (const Expression* argument : node.arguments)
        self.read_whole(*argument, "an argument of `" + node.function->name + "` in a mapping");
    }
    void operator()(const model::InterpolationNode& node) const {
      for (const model::TextPart& part : node.parts)
        if (part.value != nullptr) self.read_whole(*part.value, "a part of a text");
    }
    void operator()(const model::AggregateNode& node) const {
      if (node.argument != nullptr) self.read(*node.argument, "computed with");
    }

   private:
    void leaf() const {
      const std::string name = self.personal_name(expression);
      if (!name.empty()) self.report(expression, name, use);
    }
    void all(const std::vector<const Expression*>& expressions, const std::string& as) const {
      for (const Expression* one : expressions) self.read(*one, as);
    }
    void all(const std::vector<model::FieldInit>& fields) const {
      for (const model::FieldInit& init : fields) self.read(*init.value, use);
    }
  };

  void read_binary(const model::BinaryNode& node) {
    const bool equality = node.op == BinaryOperator::Equal || node.op == BinaryOperator::NotEqual;
    if (equality && (is_none(*node.left) || is_none(*node.right))) {
      const Expression& other = is_none(*node.left) ? *node.right : *node.left;
      // Whether there is something is no secret.
      if (personal_name(other).empty()) read(other, "compared");
      return;
    }
    const bool logic = node.op == BinaryOperator::And || node.op == BinaryOperator::Or;
    const bool computes = node.op == BinaryOperator::Add || node.op == BinaryOperator::Subtract ||
                          node.op == BinaryOperator::Multiply || node.op == BinaryOperator::Divide ||
                          node.op == BinaryOperator::Remainder;
    const char* use = logic ? kCondition : computes ? "computed with" : "compared";
    for (const Expression* side : {node.left, node.right}) {
      if (logic || computes)
        read(*side, use);
      else
        read_whole(*side, use);
    }
  }

  void read_builtin(const model::BuiltinNode& node) {
    const bool compares = node.function == BuiltinFunction::Contains || node.function == BuiltinFunction::Distinct;
    for (const Expression* argument : node.arguments) {
      if (compares)
        read_whole(*argument, "an argument of a function");
      else
        read(*argument, "an argument of a function");
    }
  }

  Diagnostic& report(const Expression& expression, const std::string& name, const std::string& use) {
    const model::Location& at = expression.location;
    if (!reported_.emplace(at.file, at.begin).second) return ignored_;
    return analysis_.reporter.report(kPersonal, {static_cast<FileId>(at.file), at.begin, at.end}, name, use)
        .note("it may be copied, and compared with `none`: once its key is gone, nobody knows what it was");
  }

  Analysis& analysis_;
  bool in_mapping_ = true;  ///< not in a command: what is computed is computed again whenever history is read
  std::set<const model::Local*> locals_;  ///< that hold what is personal
  std::set<std::pair<std::uint32_t, std::uint32_t>> reported_;
  Diagnostic ignored_;
};

}  // namespace

void check_personal(Analysis& analysis) {
  // Before, expressions may be missing.
  if (!analysis.reporter.has_errors()) PersonalChecker(analysis).check(analysis.model.context());
}

}  // namespace cqrsc::sema
