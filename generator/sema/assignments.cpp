// Assignments: the left side is always what the block writes.
#include "sema/blocks.hpp"
#include "sema/forgetting.hpp"
#include "sema/near_names.hpp"
#include "sema/types.hpp"

namespace cqrsc::sema {
namespace {

using model::TypeKind;
using syntax::AssignOperator;

const char* operator_text(AssignOperator op) {
  return op == AssignOperator::set ? "=" : op == AssignOperator::add ? "+=" : "-=";
}

std::vector<std::string> names_of(const std::deque<model::Field>& fields) {
  std::vector<std::string> names;
  for (const model::Field& field : fields) names.push_back(field.name);
  return names;
}

}  // namespace

std::optional<BlockAnalyzer::Target> BlockAnalyzer::root_target(const syntax::Name& name) {
  Analysis& analysis = typer_.analysis();
  const model::Field* field = find_field(*rules_.target, name.text);
  if (field != nullptr) {
    if (field->type == nullptr) return std::nullopt;
    return Target{{model::PathField{field}}, field->type, field->name};
  }
  if (analysis.incomplete.count(rules_.target) != 0) return std::nullopt;
  if (const model::Field* key = rules_.keys == nullptr ? nullptr : find_field(*rules_.keys, name.text)) {
    if (typer_.scope().unknown.count("=" + name.text) != 0) return std::nullopt;
    analysis.reporter.report(kKeyAssigned, name.span, key->name)
        .label(analysis.name_span(*key), "the key")
        .note("a row is found by its key and keeps it; another key is another row")
        .help("leave it out: which row it is stands behind `at`, or is the stream of the event");
    return std::nullopt;
  }
  if (const model::Local* local = typer_.scope().find_local(name.text)) {
    analysis.reporter.report(kAssignTarget, name.span, quoted(name.text))
        .label({static_cast<FileId>(local->location.file), local->location.begin, local->location.end},
               "a name for a value, which stays what it is")
        .help("a list whose elements change is made anew: " +
              quoted("… = map(state.…, " + name.text + " => if … then … else " + name.text + ")"));
    return std::nullopt;
  }
  Diagnostic& report = analysis.reporter.report_lack(rules_.target_owner + "." + name.text, kUnknownField, name.span,
                                                     rules_.target_owner, name.text);
  report.note("the left side of an assignment is always a field of " + rules_.target_owner);
  if (name.text == "this" || name.text == "self") {
    report.help("leave " + quoted(name.text + ".") + " out");
    return std::nullopt;
  }
  suggest(report, name, names_of(*rules_.target), "it has no fields");
  unknown_target_ = report.helps.empty() ? &report : nullptr;
  return std::nullopt;
}

std::optional<BlockAnalyzer::Target> BlockAnalyzer::target(const syntax::Expression& expression) {
  Analysis& analysis = typer_.analysis();
  if (const auto* name = std::get_if<syntax::NameExpression>(&expression.node)) return root_target(name->name);
  if (const auto* index = std::get_if<syntax::IndexExpression>(&expression.node))
    return entry_target(*index, expression);
  const auto* member = std::get_if<syntax::MemberExpression>(&expression.node);
  if (member == nullptr) {
    if (!std::holds_alternative<syntax::ErrorExpression>(expression.node))
      analysis.reporter.report(kAssignTarget, expression.span, "this")
          .note("the left side names a field, or a part of one: `balance.amount`");
    return std::nullopt;
  }
  if (const auto* word = std::get_if<syntax::NameExpression>(&member->object->node);
      word != nullptr && word->name.text == typer_.scope().state_word && !word->name.quoted &&
      find_field(*rules_.target, word->name.text) == nullptr) {
    analysis.reporter.report(kAssignTarget, expression.span, quoted(word->name.text + "." + member->member.text))
        .note("the left side is always the " + word->name.text + ", so it is not said again")
        .help("leave " + quoted(word->name.text + ".") + " out", expression.span, member->member.text);
    return std::nullopt;
  }
  auto base = target(*member->object);
  if (!base) return std::nullopt;
  if (base->may_be_missing) {
    report_maybe_none(member->object->span, written(member->object->span));
    return std::nullopt;
  }
  if (base->type->kind == TypeKind::Optional) {
    const std::string key = rules_.changes() ? state_key(base->key) : "new:" + base->key;
    if (typer_.scope().present.count(key) == 0) {
      report_maybe_none(member->object->span, written(member->object->span));
      return std::nullopt;
    }
    base->path.emplace_back(model::PathUnwrap{});
    base->type = base->type->element;
  }
  if (base->type->kind != TypeKind::Value) {
    analysis.reporter.report(kNoFields, member->member.span, model::to_text(*base->type));
    return std::nullopt;
  }
  const model::ValueVersion& value = *base->type->value;
  const model::Field* field = find_field(value.fields, member->member.text);
  if (field == nullptr) {
    if (analysis.incomplete.count(&value.fields) != 0) return std::nullopt;
    const std::string owner = "value " + quoted(value.name);
    suggest(analysis.reporter.report_lack(owner + "." + member->member.text, kUnknownField, member->member.span, owner,
                                          member->member.text),
            member->member, names_of(value.fields), "it has no fields");
    return std::nullopt;
  }
  if (field->type == nullptr) return std::nullopt;
  base->path.emplace_back(model::PathField{field});
  base->type = field->type;
  base->key += "." + field->name;
  return base;
}

std::optional<BlockAnalyzer::Target> BlockAnalyzer::entry_target(const syntax::IndexExpression& index,
                                                                 const syntax::Expression& expression) {
  auto base = target(*index.object);
  if (!base) {
    typer_.check(*index.index, nullptr);
    return std::nullopt;
  }
  Analysis& analysis = typer_.analysis();
  if (base->type->kind != TypeKind::Map) {
    typer_.check(*index.index, nullptr);
    analysis.reporter.report(kOperand, expression.span, "[ ]", model::to_text(*base->type));
    return std::nullopt;
  }
  if (!rules_.changes()) {
    typer_.check(*index.index, nullptr);
    analysis.reporter.report(kAssignTarget, expression.span, "an entry of a map")
        .help("say what all of it is: " + quoted(written(index.object->span) + " = …"));
    return std::nullopt;
  }
  if (base->may_be_missing) {
    report_maybe_none(index.object->span, written(index.object->span));
    return std::nullopt;
  }
  const model::Expression* key = typer_.check(*index.index, base->type->key);
  if (key == nullptr) return std::nullopt;
  base->path.emplace_back(model::PathKey{key});
  base->type = base->type->element;
  // What stands for no one key is never shown to be there.
  base->key = element_key(typer_.scope(), base->key, *index.index).value_or(base->key + "[]");
  base->may_be_missing = typer_.scope().present.count(state_key(base->key)) == 0;
  return base;
}

std::string BlockAnalyzer::written(Span span) { return std::string(typer_.analysis().sources.file(span).text(span)); }

void BlockAnalyzer::report_maybe_none(Span span, const std::string& path) {
  Diagnostic& report = typer_.analysis().reporter.report(kMayBeNone, span, quoted(path));
  if (rules_.changes())
    report.help("test it first: " + quoted("if " + typer_.scope().state_word + "." + path + " != none { … }"));
  else
    report.help("say what all of it is: " + quoted(path + " = …"));
}

/// counts[key] += 1, where there may be no such entry yet.
void BlockAnalyzer::report_counter(const Target& target, const syntax::AssignStatement& node) {
  const std::string path = written(node.target->span);
  const bool collects =
      target.type->kind == TypeKind::List || target.type->kind == TypeKind::Set || target.type->kind == TypeKind::Map;
  if (!model::is_numeric(*target.type) && !collects && rules_.changes() && node.operation == AssignOperator::add) {
    typer_.analysis()
        .reporter.report(kMayBeNone, node.target->span, quoted(path))
        .help("an entry is written so", node.target->span.to(node.value->span),
              path + " = " + written(node.value->span));
    return;
  }
  if (!model::is_numeric(*target.type) || !rules_.changes()) return report_maybe_none(node.target->span, path);
  const std::string sign = node.operation == AssignOperator::add ? " + " : " - ";
  const std::string whole = path + " = (" + typer_.scope().state_word + "." + path + " ?? 0)" + sign;
  typer_.analysis()
      .reporter.report(kMayBeNone, node.target->span, quoted(path))
      .help("let it begin with a value", node.target->span.to(node.value->span), whole + written(node.value->span));
}

/// lines += more, where both are lists.
bool BlockAnalyzer::adds_list(const model::Type& type, const syntax::AssignStatement& node) {
  const auto* name = std::get_if<syntax::NameExpression>(&node.value->node);
  const model::Field* field = name == nullptr ? nullptr : typer_.scope().find_incoming(name->name.text);
  const bool list = field != nullptr && field->type != nullptr && field->type->element == type.element &&
                    (field->type->kind == TypeKind::List || field->type->kind == TypeKind::Set);
  if (!list || type.element == nullptr) return false;
  const std::string sign = node.operation == AssignOperator::add ? " += " : " -= ";
  typer_.analysis()
      .reporter
      .report(kTypeMismatch, node.value->span, model::to_text(*type.element), quoted(model::to_text(*field->type)))
      .help("take one after the other", node.target->span.to(node.value->span),
            "for x in " + name->name.text + " { " + written(node.target->span) + sign + "x }");
  return true;
}

/// lines += [line]
bool BlockAnalyzer::adds_literal(const model::Type& type, const syntax::AssignStatement& node) {
  const auto* list = std::get_if<syntax::CollectionLiteral>(&node.value->node);
  const bool collects = type.element->kind == TypeKind::List || type.element->kind == TypeKind::Set;
  if (list == nullptr || collects || list->items.empty() || list->items.front().key != nullptr) return false;
  Diagnostic& report =
      typer_.analysis().reporter.report(kTypeMismatch, node.value->span, model::to_text(*type.element), "a list");
  const std::string sign = node.operation == AssignOperator::add ? " += " : " -= ";
  if (list->items.size() == 1)
    report.help("one is added or taken away by itself", node.value->span, written(list->items.front().value->span));
  else
    report.help("take one after the other", node.target->span.to(node.value->span),
                "for x in " + written(node.value->span) + " { " + written(node.target->span) + sign + "x }");
  return true;
}

const model::Expression* BlockAnalyzer::added_value(const Target& target, const syntax::AssignStatement& node) {
  const model::Type& type = *target.type;
  if (model::is_numeric(type)) return typer_.check(*node.value, &type);
  if (type.kind == TypeKind::Instant || type.kind == TypeKind::Duration)
    return typer_.check(*node.value, typer_.analysis().scalar(TypeKind::Duration));
  if (type.kind == TypeKind::List || type.kind == TypeKind::Set) {
    if (adds_list(type, node) || adds_literal(type, node)) return nullptr;
    return typer_.check(*node.value, type.element);
  }
  // To a map, other entries are added; by its key, one is taken away.
  if (type.kind == TypeKind::Map)
    return typer_.check(*node.value, node.operation == AssignOperator::add ? &type : type.key);
  Analysis& analysis = typer_.analysis();
  const auto& span = node.operator_span;
  Diagnostic& report = analysis.reporter.report(kOperand, span, operator_text(node.operation), model::to_text(type));
  report.note("`+=` and `-=` add to and take from numbers, times, lists, sets and maps");
  if (type.kind == TypeKind::String) report.help("write the whole text: `… = f\"{state.…}{…}\"`");
  return nullptr;
}

void BlockAnalyzer::note_assignment(const Target& target, const syntax::AssignStatement& node,
                                    const model::Expression& value) {
  if (!rules_.changes()) return;
  std::set<std::string>& present = typer_.scope().present;
  const auto source = path_key(typer_.scope(), *node.value);
  const bool source_present = source && present.count(*source) != 0;
  const std::string key = state_key(target.key);
  forget(present, key);
  if (const std::size_t bracket = key.find('['); bracket != std::string::npos) {
    // Another key may be the same one: what was known of parts of entries is known no longer.
    forget_parts_of_entries(present, key.substr(0, bracket));
    if (node.operation == AssignOperator::set && target.may_be_missing) present.insert(key);
  }
  if (node.operation != AssignOperator::set || target.type->kind != TypeKind::Optional) return;
  const auto* conversion = std::get_if<model::ConversionNode>(&value.node);
  const bool wrapped = conversion != nullptr && conversion->kind == model::ConversionKind::WrapOptional;
  if (wrapped || source_present) present.insert(key);
}

// currency = Currency: a field of the command, with the wrong sign.
bool BlockAnalyzer::field_with_sign(const syntax::AssignStatement& node, const syntax::Name& name) {
  const auto* written = std::get_if<syntax::NameExpression>(&node.value->node);
  if (written == nullptr || !is_type_name(typer_.context(), written->name.text)) return false;
  Reporter& reporter = typer_.analysis().reporter;
  Diagnostic& report = reporter.report(kFieldWithoutColon, node.operator_span)
                           .help("write `:`", node.target->span.after().to(node.operator_span), ":");
  reporter.settle(typer_.scope().incoming_owner + "." + name.text, report);
  typer_.declare(name, nullptr);
  return true;
}

// total = price * count, where nothing is called `total`: what it names from here on.
bool BlockAnalyzer::forgotten_let(const syntax::AssignStatement& node) {
  const auto* name = std::get_if<syntax::NameExpression>(&node.target->node);
  if (name == nullptr || node.operation != syntax::AssignOperator::set) return false;
  Scope& scope = typer_.scope();
  const bool known = scope.find_state(name->name.text) != nullptr || scope.find_local(name->name.text) != nullptr ||
                     scope.find_incoming(name->name.text) != nullptr;
  if (known) return false;
  if (name->name.text == "let") {
    typer_.analysis()
        .reporter.report(kExpected, node.operator_span, "a name", "`=`")
        .help("name what is computed: `let rest = total - paid`");
    scope.lost_a_name = true;
    typer_.infer(*node.value);
    return true;
  }
  if (field_with_sign(node, name->name)) return true;
  typer_.analysis()
      .reporter.report(kMisplacedStatement, node.operator_span, "=", "a command")
      .note("a command changes nothing itself: it emits an event, and `on` says what follows")
      .help("to name a value, write `let`", node.target->span.before(), "let ");
  const model::Expression* value = typer_.infer(*node.value);
  typer_.declare(name->name, value == nullptr ? nullptr : value->type);
  return true;
}

// tags = tags + tag: what is there is changed by `+=`.
bool BlockAnalyzer::sum_of_itself(const syntax::AssignStatement& node) {
  const auto* name = std::get_if<syntax::NameExpression>(&node.target->node);
  const auto* sum = std::get_if<syntax::BinaryExpression>(&node.value->node);
  if (name == nullptr || sum == nullptr || node.operation != syntax::AssignOperator::set) return false;
  const bool adds = sum->operation == syntax::BinaryOperator::add;
  const auto* again = std::get_if<syntax::NameExpression>(&sum->left->node);
  if ((!adds && sum->operation != syntax::BinaryOperator::subtract) || again == nullptr) return false;
  const Scope& scope = typer_.scope();
  const std::string& text = name->name.text;
  if (again->name.text != text || scope.find_local(text) != nullptr || scope.find_incoming(text) != nullptr ||
      find_field(*rules_.target, text) == nullptr)
    return false;
  const std::string sign = adds ? " +=" : " -=";
  // tags = tags + [tag]
  const auto* list = std::get_if<syntax::CollectionLiteral>(&sum->right->node);
  const bool is_map = list != nullptr && !list->items.empty() && list->items.front().key != nullptr;
  const syntax::CollectionItem* one =
      list != nullptr && list->items.size() == 1 && !is_map ? &list->items.front() : nullptr;
  typer_.analysis()
      .reporter.report(kUnknownName, again->name.span, text)
      .note("bare names on the right are what comes in: the " + scope.incoming_what + " of " + scope.incoming_owner)
      .help("write " + quoted(text + sign),
            node.target->span.to(one == nullptr ? sum->operator_span : sum->right->span),
            text + sign + (one == nullptr ? "" : " " + written(one->value->span)));
  typer_.check(*sum->right, nullptr);
  return true;
}

const model::Statement* BlockAnalyzer::assign(const syntax::AssignStatement& node, Span span) {
  if (rules_.target == nullptr && forgotten_let(node)) return nullptr;
  if (const auto* name = std::get_if<syntax::NameExpression>(&node.target->node);
      rules_.target == nullptr && name != nullptr && typer_.scope().find_local(name->name.text) == nullptr &&
      typer_.scope().find_incoming(name->name.text) == nullptr)
    typer_.declare(name->name, nullptr);  // so that what follows is not reported as well
  if (rules_.target == nullptr)
    return misplaced(
        operator_text(node.operation), node.operator_span,
        "a command changes nothing itself: it emits an event, and `on` says what follows; `let x = …` names a value");
  if (sum_of_itself(node)) return nullptr;
  unknown_target_ = nullptr;
  auto left = target(*node.target);
  if (!left) {
    // The right side may have mistakes of its own.
    Diagnostic* const unknown = unknown_target_;
    const auto* source = std::get_if<syntax::NameExpression>(&node.value->node);
    const model::Field* field = source == nullptr ? nullptr : typer_.scope().find_incoming(source->name.text);
    const model::Field* same = source == nullptr ? nullptr : find_field(*rules_.target, source->name.text);
    const auto* name = std::get_if<syntax::NameExpression>(&node.target->node);
    if (unknown != nullptr && same != nullptr && same->type != nullptr && field != nullptr &&
        (same->type == field->type || (same->type->kind == TypeKind::Optional && same->type->element == field->type)))
      unknown->help("there is " + quoted(same->name), node.target->span, same->name);
    else if (const auto part =
                 unknown != nullptr && name != nullptr ? part_of(*rules_.target, name->name.text) : std::nullopt)
      unknown->help("there is " + quoted(*part), node.target->span, *part);
    else if (unknown != nullptr && field != nullptr && field->type != nullptr)
      unknown->help("declare it there: " + quoted(written(node.target->span) + ": " + model::to_text(*field->type)));
    typer_.check(*node.value, nullptr);
    return nullptr;
  }
  const bool sets = node.operation == AssignOperator::set;
  if (!sets && left->may_be_missing) {
    report_counter(*left, node);
    typer_.check(*node.value, nullptr);
    return nullptr;
  }
  if (!sets && left->type->kind == TypeKind::Optional) {
    const std::string key = state_key(left->key);
    if (typer_.scope().present.count(key) == 0) {
      report_maybe_none(node.target->span, written(node.target->span));
      return nullptr;
    }
    left->path.emplace_back(model::PathUnwrap{});
    left->type = left->type->element;
  }
  // title = title
  if (const auto* name = std::get_if<syntax::NameExpression>(&node.target->node);
      name != nullptr && std::holds_alternative<syntax::NameExpression>(node.value->node)) {
    typer_.scope().assigned = name->name.text;
    typer_.scope().takes = find_field(*rules_.target, name->name.text);
  }
  const model::Expression* value = sets ? typer_.check(*node.value, left->type) : added_value(*left, node);
  typer_.scope().assigned.clear();
  typer_.scope().takes = nullptr;
  if (value == nullptr) return nullptr;
  note_assignment(*left, node, *value);
  const auto op = sets                                    ? model::AssignOperator::Set
                  : node.operation == AssignOperator::add ? model::AssignOperator::Add
                                                          : model::AssignOperator::Remove;
  return make(span, model::AssignStatement{std::move(left->path), op, value});
}

}  // namespace cqrsc::sema
