#include "plan/upcasts.hpp"

#include <algorithm>

#include "model/history.hpp"
#include "plan/cpp_names.hpp"
#include "plan/decisions.hpp"
#include "plan/fold.hpp"
#include "plan/mapping.hpp"
#include "plan/records.hpp"
#include "plan/signature.hpp"
#include "plan/statements.hpp"

namespace cqrsc::plan {

using namespace model;

namespace {

const char* const kToday = "today";

bool is_none(const Expression& expression) {
  const auto* constant = std::get_if<ConstantNode>(&expression.node);
  return constant != nullptr && std::holds_alternative<NoneConstant>(constant->value);
}

/// Writes the way from one stored version to today as the statements of one function.
class WayWriter {
 public:
  WayWriter(const Symbols& symbols, const OwnedMembers& owned) : expressions_(symbols, {}), owned_(owned) {
    expressions_.claim(kToday);
  }

  std::string follow(const EventVersion& version) {
    uses_.follow(version);
    return go_on(version);
  }

  std::string follow(const ValueVersion& from, const ValueVersion& to) {
    uses_.follow(from, to);
    std::string text;
    for (const ValueVersion* at = &from; at != &to;) {
      const ValueVersion& next = from.value->versions[at->version];
      text += step(mapping_of(*next.upcast));
      at = &next;
    }
    std::vector<std::string> members;
    for (const Field& field : to.fields) members.push_back(member(field, expressions_.owned(value_of(field))));
    return text + "return " + Expressions::braced(expressions_.symbols().qualified(to), members) + ";\n";
  }

  [[nodiscard]] Expressions& expressions() { return expressions_; }
  /// The members that this way computes.
  [[nodiscard]] const OwnedMembers& computed() const { return computed_; }

 private:
  std::string go_on(const EventVersion& version) {
    if (is_current(version)) return arrive(version);
    if (const EventVersion* next = version_after(version)) {
      std::string text = step(mapping_of(*next->upcast));
      return text + go_on(*next);
    }
    return outcome(*version.event->becomes);
  }

  std::string outcome(const Outcome& outcome) {
    if (const auto* choice = std::get_if<OutcomeChoice>(&outcome.node)) return this->choice(*choice);
    std::string text;
    for (const EmitStatement& event : std::get<OutcomeEvents>(outcome.node).events) {
      for (const FieldInit& init : event.fields) text += define({init.field, nullptr, init.value});
      text += go_on(*event.event);
    }
    return text;
  }

  std::string choice(const OutcomeChoice& choice) {
    const std::string then = branch(choice.then.front());
    const Outcome& other = choice.otherwise.front();
    const std::string otherwise = branch(other);
    if (then.empty() && !otherwise.empty())
      return "if (" + expressions_.negated(*choice.condition) + ") {\n" + indented(otherwise) + "}\n";
    const std::string condition = expressions_.condition(*choice.condition);
    if (then.empty()) return "static_cast<void>(" + condition + ");\n";
    std::string text = "if (" + condition + ") {\n" + indented(then) + "}";
    if (otherwise.empty()) return text + "\n";
    if (std::holds_alternative<OutcomeChoice>(other.node)) return text + " else " + otherwise;
    return text + " else {\n" + indented(otherwise) + "}\n";
  }

  /// Its variables end with it.
  std::string branch(const Outcome& outcome) {
    const std::size_t before = claimed_.size();
    std::string text = this->outcome(outcome);
    for (std::size_t i = before; i < claimed_.size(); ++i) expressions_.release(claimed_[i]);
    claimed_.resize(before);
    return text;
  }

  std::string step(const Mapping& mapping) {
    std::string text;
    for (const auto& [field, before] : mapping.variables) {
      const std::string name = claim(expressions_.symbols().name(*field));
      const std::string value = before == nullptr ? "{}" : " = " + expressions_.owned(*before);
      text += "[[maybe_unused]] " + expressions_.symbols().type(*field->type) + " " + name + value + ";\n";
      expressions_.hold(field, {name});
      variables_.insert(field);
    }
    for (const MappingStep& step : mapping.steps) {
      if (const auto* definition = std::get_if<Definition>(&step)) {
        text += define(*definition);
      } else {
        text += Statements(expressions_).block({std::get<const Statement*>(step)});
      }
    }
    return text;
  }

  std::string define(const Definition& definition) {
    if (uses_.unused(definition)) return {};
    if (uses_.in_place(definition)) {
      expressions_.hold(definition.what(), *definition.value);
      return {};
    }
    const std::string type = expressions_.symbols().type(*definition.value->type);
    const Code code = expressions_.loose(*definition.value);
    if (uses_.of(definition.what()) == 0) return "static_cast<void>(" + type + "(" + code.text + "));\n";
    const Symbols& symbols = expressions_.symbols();
    const std::string name =
        claim(definition.field != nullptr ? symbols.name(*definition.field) : member_name(definition.local->name));
    expressions_.hold(definition.what(), {name, Precedence::primary, code.view});
    // Sums and products of decimals keep all their digits until they are stored.
    const bool computed = definition.local != nullptr && std::holds_alternative<BinaryNode>(definition.value->node);
    return "const " + (code.view || computed ? std::string("auto") : type) + " " + name + " = " + code.text + ";\n";
  }

  /// What the field is, through all versions that only hand it on.
  const Expression& value_of(const Field& field) {
    reads_.push_back({field.type, {}, FieldNode{FieldSource::Old, &field}});
    return expressions_.resolved(reads_.back());
  }

  [[nodiscard]] std::string member(const Field& field, const std::string& value) const {
    return "." + expressions_.symbols().name(field) + " = " + value;
  }

  std::string arrive(const EventVersion& version) {
    std::vector<std::string> members;
    for (const Field& field : version.fields) members.push_back(member(field, shown(field)));
    expressions_.mark_used(kToday);
    return std::string(kToday) + "(" +
           Expressions::braced(expressions_.symbols().upcast_name(*version.event), members) + ");\n";
  }

  /// A member of an upcast struct: stored bytes as they stand where all ways allow it.
  std::string shown(const Field& field) {
    const Expression& value = value_of(field);
    if (!differs_from_view(*field.type)) return expressions_.owned(value);
    const auto* conversion = std::get_if<ConversionNode>(&value.node);
    const bool wraps = conversion != nullptr && conversion->kind == ConversionKind::WrapOptional;
    const Expression& inner = wraps ? expressions_.resolved(*conversion->operand) : value;
    const Code code = expressions_.loose(inner);
    if (!code.view && !is_none(inner) && !is_text_constant(inner)) computed_.insert(&field);
    if (!owned_.contains(&field)) return code.text;
    return is_read_last(value) ? "std::move(" + code.text + ")" : expressions_.owned(value);
  }

  /// A variable that nothing else looks at.
  [[nodiscard]] bool is_read_last(const Expression& value) const {
    const auto* field = std::get_if<FieldNode>(&value.node);
    return field != nullptr && variables_.contains(field->field) && uses_.of(field->field) == 1;
  }

  std::string claim(const std::string& wanted) {
    claimed_.push_back(expressions_.claim(wanted));
    return claimed_.back();
  }

  Expressions expressions_;
  Uses uses_;
  const OwnedMembers& owned_;
  OwnedMembers computed_;
  std::set<const Field*> variables_;
  std::vector<std::string> claimed_;
  std::deque<Expression> reads_;
};

std::vector<const EventVersion*> versions_before_today(const Aggregate& aggregate) {
  std::vector<const EventVersion*> versions;
  for (const Event& event : aggregate.events) {
    for (const EventVersion& version : event.versions) {
      if (!is_current(version)) versions.push_back(&version);
    }
  }
  return versions;
}

}  // namespace

OwnedMembers owned_members(const Symbols& symbols, const Aggregate& aggregate) {
  OwnedMembers all;
  for (const EventVersion* version : versions_before_today(aggregate)) {
    const OwnedMembers none;
    WayWriter writer(symbols, none);
    (void)writer.follow(*version);
    all.insert(writer.computed().begin(), writer.computed().end());
  }
  return all;
}

std::vector<const EventVersion*> upcast_targets(const Aggregate& aggregate) {
  std::set<const EventVersion*> reached;
  for (const EventVersion* version : versions_before_today(aggregate)) {
    for (const EventVersion* end : ends_of(*version)) reached.insert(end);
  }
  std::vector<const EventVersion*> targets;
  for (const Event& event : aggregate.events) {
    if (reached.contains(&event.current())) targets.push_back(&event.current());
  }
  return targets;
}

std::string upcast_struct(const Symbols& symbols, const EventVersion& event, const OwnedMembers& owned) {
  const std::string& name = symbols.upcast_name(*event.event);
  Expressions expressions(symbols, {});
  std::string members;
  std::vector<std::string> values;
  for (const Field& field : event.fields) {
    const bool view = differs_from_view(*field.type) && !owned.contains(&field);
    const std::string type = view ? view_type(symbols, *field.type) : symbols.type(*field.type);
    const std::string& field_name = symbols.name(field);
    members += "  " + type + " " + field_name + ";\n";
    const Code member{"event." + field_name, Precedence::primary, view};
    values.push_back("." + field_name + " = " + expressions.to_owned(member, *field.type).text);
  }
  const std::string& current = symbols.name(*event.event);
  const std::string head =
      "static " + current + " event_of(" + parameter("const " + name + "&", "event", !event.fields.empty()) + ")";
  const std::string body = "return " + Expressions::braced(current, values) + ";";
  const bool one_line = body.find('\n') == std::string::npos;
  const std::string function = one_line ? one_line_function(head, body) : head + " {\n" + indented(body + "\n") + "}";
  return "struct " + name + " {" + (members.empty() ? "" : "\n" + members) + "};\n\n" + fold_long_lines(function);
}

FunctionText upcast_function(const Symbols& symbols, const EventVersion& event, const OwnedMembers& owned) {
  WayWriter writer(symbols, owned);
  Expressions& expressions = writer.expressions();
  const Surroundings& in = expressions.surroundings();
  const std::string body = writer.follow(event);
  const std::string id = own_id(symbols, expressions, *event.event->aggregate, in.meta + ".stream");
  std::string text =
      "template <class Today>\n" +
      signature("static void upcast",
                {parameter("const " + symbols.qualified_view(event) + "&", in.old, expressions.uses(in.old)),
                 parameter("const cqrs::Meta&", in.meta, expressions.uses(in.meta)),
                 parameter("const " + symbols.externs_name() + "&", in.externs, expressions.uses(in.externs)),
                 parameter("Today&&", kToday, expressions.uses(kToday))},
                " {");
  const std::string inside = indented(id + body);
  text += inside.empty() ? "}" : "\n" + inside + "}";
  return {fold_long_lines(text), expressions.uses_literals()};
}

FunctionText upcast_function(const Symbols& symbols, const ValueVersion& from, const ValueVersion& to) {
  const OwnedMembers none;
  WayWriter writer(symbols, none);
  Expressions& expressions = writer.expressions();
  const Surroundings& in = expressions.surroundings();
  const std::string body = writer.follow(from, to);
  const std::string result = symbols.qualified(to);
  const std::string literals = expressions.uses_literals() ? "using namespace cqrs::literals;\n" : "";
  const std::string text =
      signature("inline " + result + " upcast",
                {"cqrs::Type<" + result + ">",
                 parameter("const " + symbols.qualified_view(from) + "&", in.old, expressions.uses(in.old))},
                " {") +
      "\n" + indented(literals + body) + "}";
  return {fold_long_lines(text), false};
}

}  // namespace cqrsc::plan
