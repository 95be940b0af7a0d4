#include "compat/schema_of.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compat/canonical.hpp"
#include "compat/fingerprint.hpp"
#include "compat/row_text.hpp"
#include "model/expression_text.hpp"

namespace cqrsc::compat {
namespace {

using model::TypeKind;

constexpr auto kStyle = model::TextStyle::Canonical;

Span span_of(const model::Location& location) { return {FileId{location.file}, location.begin, location.end}; }

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// The enums that statements match without an `else`.
void add_closed(const model::Block& block, std::set<const model::Enum*>& enums) {
  for (const model::Statement* statement : block) {
    if (const auto* branch = std::get_if<model::IfStatement>(&statement->node)) {
      add_closed(branch->then, enums);
      add_closed(branch->otherwise, enums);
    } else if (const auto* loop = std::get_if<model::ForStatement>(&statement->node)) {
      add_closed(loop->body, enums);
    } else if (const auto* match = std::get_if<model::MatchStatement>(&statement->node)) {
      const model::Type& subject = *match->subject->type;
      const model::Type& type = subject.kind == TypeKind::Optional ? *subject.element : subject;
      const bool open = std::any_of(match->arms.begin(), match->arms.end(), [](const model::MatchStatementArm& arm) {
        return std::any_of(arm.patterns.begin(), arm.patterns.end(), [](const model::Pattern& pattern) {
          return std::holds_alternative<model::PatternElse>(pattern);
        });
      });
      if (type.kind == TypeKind::Enum && !open) enums.insert(type.enumeration);
      for (const model::MatchStatementArm& arm : match->arms) add_closed(arm.body, enums);
    }
  }
}

/// A title on one line: a lock file has nothing else.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return text;
}

class Maker {
 public:
  explicit Maker(const model::Model& model) : home_(model.context()) {}

  Context make() {
    result_.name = home_.name;
    result_.span = span_of(home_.location);
    for (const model::Aggregate& aggregate : home_.aggregates) add(aggregate);
    for (const model::Event& event : home_.events) add(event, "");
    for (const model::Error& error : home_.errors) add(error);
    for (const model::ExternFunction& function : home_.extern_functions) add(function);
    for (const model::Id& id : home_.ids) add(id);
    for (const model::Enum& enumeration : home_.enums) add(enumeration);
    for (const model::Value& value : home_.values) add(value);
    for (const model::Union& one : home_.unions) add(one);
    for (const model::Projection& projection : home_.projections) add(projection);
    for (const model::Query& query : home_.queries) add(query);
    add_imported();
    sort(result_);
    return std::move(result_);
  }

 private:
  Field field(const model::Field& from) const {
    Field result;
    result.name = from.name;
    result.type = from.type == nullptr ? "" : type_text(*from.type, &home_);
    if (from.is_personal) result.personal = from.personal_subject == nullptr ? "" : from.personal_subject->name;
    result.is_tag = from.is_tag;
    if (from.has_written_default && from.initial != nullptr) result.initial = model::to_text(*from.initial, kStyle);
    if (from.where != nullptr) result.where = model::to_text(*from.where, kStyle);
    result.span = span_of(from.location);
    return result;
  }
  std::vector<Field> fields(const std::deque<model::Field>& from) const {
    std::vector<Field> result;
    result.reserve(from.size());
    for (const model::Field& one : from) result.push_back(field(one));
    return result;
  }
  std::string name_of(const model::Context* context, const std::string& name) const {
    return context == &home_ || context == nullptr ? name : context->name + "." + name;
  }

  void add(const model::Aggregate& aggregate) {
    Aggregate made{aggregate.name, home_.name + "." + aggregate.name, "", "", {}, {}, span_of(aggregate.location)};
    if (aggregate.id != nullptr) {
      made.key = name_of(aggregate.id->context, aggregate.id->name);
      stored_ids_.insert(aggregate.id);
    }
    made.state = print_of(state_text(aggregate.state));
    for (const model::Invariant& invariant : aggregate.state.invariants)
      made.invariants.push_back({one_line(invariant.title), print_of(model::to_text(*invariant.condition, kStyle)),
                                 span_of(invariant.location)});
    for (const model::Handler& handler : aggregate.handlers) {
      const std::string text = joined(model::to_lines(handler.body, kStyle));
      made.handlers.push_back({handler.event->event->name, print_of(text), span_of(handler.location)});
      note_closed(handler.body, aggregate.name + " on " + handler.event->event->name);
    }
    for (const model::Event& event : aggregate.events) add(event, aggregate.name + ".");
    for (const model::Command& command : aggregate.commands) {
      const std::string name = aggregate.name + "." + command.name;
      result_.commands.push_back({name, fields(command.fields), "", {}, span_of(command.location)});
      note_closed(command.body, name);
    }
    result_.aggregates.push_back(std::move(made));
  }

  std::string state_text(const model::State& state) const {
    std::string text;
    for (const model::Field& one : state.fields) {
      text += one.name + ": " + type_text(*one.type, &home_);
      if (one.initial != nullptr) text += " = " + model::to_text(*one.initial, kStyle);
      text += "\n";
    }
    return text;
  }

  template <typename Upcast>
  static void add_mapping(Layout& layout, const std::optional<Upcast>& upcast) {
    if (!upcast) return;
    layout.from = mapping_lines(*upcast);
    if (upcast->is_written) layout.from_span = span_of(upcast->location);
  }

  void add(const model::Event& event, const std::string& owner) {
    Versioned made{LayoutKind::Event, owner + event.name, event.is_public, event.is_retired, {}, {}, {}};
    made.span = span_of(event.current().location);
    for (const model::EventVersion& version : event.versions) {
      Layout layout{version.version, true, fields(version.fields), {}, {}, span_of(version.location)};
      add_mapping(layout, version.upcast);
      made.versions.push_back(std::move(layout));
      stored_.add(version.fields);
      if (version.upcast) stored_.add(*version.upcast);
    }
    if (event.becomes) {
      made.becomes = outcome_lines(*event.becomes);
      made.becomes_span = span_of(event.becomes->location);
      stored_.add(*event.becomes);
    }
    result_.layouts.push_back(std::move(made));
  }

  void add(const model::Error& error) {
    result_.errors.push_back({error.name, fields(error.fields), "", {}, span_of(error.location)});
  }

  void add(const model::ExternFunction& function) {
    Extern made{
        name_of(function.context, function.name), {}, "", function.revision.value_or(0), span_of(function.location)};
    for (const model::Parameter& parameter : function.parameters) {
      Field one;
      one.name = parameter.name;
      one.type = type_text(*parameter.type, &home_);
      one.span = span_of(parameter.location);
      made.parameters.push_back(std::move(one));
    }
    made.result = type_text(*function.result, &home_);
    result_.externs.push_back(std::move(made));
  }

  void add(const model::Id& id) {
    const std::string where = id.where == nullptr ? "" : model::to_text(*id.where, kStyle);
    result_.ids.push_back(
        {name_of(id.context, id.name), type_text(*id.base, &home_), where, is_stored(&id), span_of(id.location)});
  }

  void add(const model::Enum& enumeration) {
    Enum made{
        name_of(enumeration.context, enumeration.name), is_stored(&enumeration), {}, {}, span_of(enumeration.location)};
    for (const model::EnumMember& member : enumeration.members)
      made.members.push_back({member.name, member.number, false, {}, span_of(member.location)});
    if (const auto matched = matched_.find(&enumeration); matched != matched_.end())
      made.matched.assign(matched->second.begin(), matched->second.end());
    result_.enums.push_back(std::move(made));
  }

  void add(const model::Value& value) {
    Versioned made{
        LayoutKind::Value, name_of(value.context, value.name), false, false, {}, {}, span_of(value.current().location)};
    for (const model::ValueVersion& version : value.versions) {
      Layout layout{version.version, is_stored(&version), fields(version.fields), {}, {}, span_of(version.location)};
      add_mapping(layout, version.upcast);
      made.versions.push_back(std::move(layout));
    }
    result_.layouts.push_back(std::move(made));
  }

  void add(const model::Union& one) {
    Versioned made{
        LayoutKind::Union, name_of(one.context, one.name), false, false, {}, {}, span_of(one.current().location)};
    for (const model::UnionVersion& version : one.versions) {
      Layout layout{version.version, is_stored(&version), {}, {}, {}, span_of(version.location)};
      for (const model::Alternative& alternative : version.alternatives)
        layout.alternatives.push_back(
            {alternative.name, alternative.number, false, fields(alternative.fields), span_of(alternative.location)});
      add_mapping(layout, version.upcast);
      made.versions.push_back(std::move(layout));
    }
    result_.layouts.push_back(std::move(made));
  }

  void add(const model::Projection& projection) {
    Projection made{
        projection.name, fields(projection.keys), fields(projection.fields), {}, span_of(projection.location)};
    std::map<std::string, std::pair<std::string, Span>> handlers;
    for (const model::RowHandler& handler : projection.handlers) {
      const model::Event& event = *handler.event->event;
      const bool is_owned = event.aggregate != nullptr;
      const std::string name = is_owned ? name_of(event.aggregate->context, event.aggregate->name + "." + event.name)
                                        : name_of(event.context, event.name);
      // Handlers of one event are one print: their order is part of what they do.
      const auto at = handlers.try_emplace(name, "", span_of(handler.location)).first;
      at->second.first += handler_text(handler);
      note_closed(handler.body, projection.name + " on " + name);
    }
    for (const auto& [name, handler] : handlers)
      made.handlers.push_back({name, print_of(handler.first), handler.second});
    result_.projections.push_back(std::move(made));
  }

  void add(const model::Query& query) {
    Callable made{query.name,
                  fields(query.parameters),
                  print_of(query_text(query)),
                  fields(query.columns),
                  span_of(query.location),
                  !query.columns.empty()};
    if (!made.selects) {
      made.results = fields(query.from->keys);
      for (const model::Field& one : query.from->fields) made.results.push_back(field(one));
    }
    result_.queries.push_back(std::move(made));
  }

  /// What stored data hold of other contexts, and the enums of theirs that are matched here.
  void add_imported() {
    std::set<const void*> done;
    const auto once = [&](const void* what, const model::Context* context) {
      return context != &home_ && done.insert(what).second;
    };
    for (const model::Type* type : stored_.types) {
      if (type->kind == TypeKind::Id && once(type->id, type->id->context)) add(*type->id);
      if (type->kind == TypeKind::Enum && once(type->enumeration, type->enumeration->context)) add(*type->enumeration);
      if (type->kind == TypeKind::Value && once(type->value->value, type->value->value->context))
        add(*type->value->value);
      if (type->kind == TypeKind::Union && once(type->union_version->owner, type->union_version->owner->context))
        add(*type->union_version->owner);
    }
    for (const model::Id* id : stored_ids_)
      if (once(id, id->context)) add(*id);
    for (const auto& [enumeration, names] : matched_)
      if (once(enumeration, enumeration->context)) add(*enumeration);
  }

  bool is_stored(const void* what) {
    if (stored_set_.empty()) {
      stored_set_.insert(nullptr);
      stored_.add_mappings();
      for (const model::Type* type : stored_.types)
        for (const void* held :
             {static_cast<const void*>(type->id), static_cast<const void*>(type->value),
              static_cast<const void*>(type->enumeration), static_cast<const void*>(type->union_version)})
          stored_set_.insert(held);
      for (const model::Id* id : stored_ids_) stored_set_.insert(id);
    }
    return stored_set_.count(what) != 0;
  }

  void note_closed(const model::Block& block, const std::string& where) {
    std::set<const model::Enum*> enums;
    add_closed(block, enums);
    for (const model::Enum* one : enums) matched_[one].insert(where);
  }

  const model::Context& home_;
  Context result_;
  Reached stored_;  ///< from the layouts of events and their mappings
  std::set<const model::Id*> stored_ids_;
  std::set<const void*> stored_set_;
  std::map<const model::Enum*, std::set<std::string>> matched_;
};

}  // namespace

Context schema_of(const model::Model& model) { return Maker(model).make(); }

}  // namespace cqrsc::compat
