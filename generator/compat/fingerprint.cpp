#include "compat/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "compat/canonical.hpp"
#include "compat/row_text.hpp"
#include "model/expression_text.hpp"
#include "model/projection.hpp"

#define XXH_INLINE_ALL  // no library to link
#include <xxhash.h>

namespace cqrsc::compat {
namespace {

using model::TypeKind;

constexpr auto kStyle = model::TextStyle::Canonical;

/// Which versions lead to a handler.
class Handled {
 public:
  explicit Handled(const model::Aggregate& aggregate) {
    for (const model::Handler& handler : aggregate.handlers) known_[handler.event] = true;
  }
  explicit Handled(const model::Projection& projection) {
    for (const model::RowHandler& handler : projection.handlers) known_[handler.event] = true;
  }
  bool operator()(const model::EventVersion& version) {
    // Until the answer is known it is no, which ends a circle.
    const auto [known, is_new] = known_.try_emplace(&version, false);
    if (!is_new) return known->second;
    const bool answer = ask(version);
    known_[&version] = answer;
    return answer;
  }

 private:
  bool ask(const model::EventVersion& version) {
    const model::Event& event = *version.event;
    if (&version != &event.current()) {
      const auto next = std::find_if(event.versions.begin(), event.versions.end(),
                                     [&](const model::EventVersion& v) { return v.version == version.version + 1; });
      return next != event.versions.end() && (*this)(*next);
    }
    return event.becomes && ask(*event.becomes);
  }
  bool ask(const model::Outcome& outcome) {
    const auto any = [&](const std::vector<model::Outcome>& outcomes) {
      return std::any_of(outcomes.begin(), outcomes.end(), [&](const model::Outcome& o) { return ask(o); });
    };
    if (const auto* events = std::get_if<model::OutcomeEvents>(&outcome.node))
      return std::any_of(events->events.begin(), events->events.end(),
                         [&](const model::EmitStatement& made) { return (*this)(*made.event); });
    const auto& choice = std::get<model::OutcomeChoice>(outcome.node);
    return any(choice.then) || any(choice.otherwise);
  }

  std::map<const model::EventVersion*, bool> known_;
};

/// Blocks of text, put together in an order that is not that of the sources.
class Writer {
 public:
  void add_state(const model::State& state) {
    std::string text = "state\n" + fields_text(state.fields);
    for (const model::Field& field : state.fields) {
      if (field.initial == nullptr) continue;
      text += "  " + field.name + " = " + model::to_text(*field.initial, kStyle) + "\n";
      reached_.add(*field.initial);
    }
    add(std::move(text), state.fields);
  }
  /// `name`: what the event is called among the others.
  void add_event(const model::EventVersion& version, const std::string& name) {
    std::string text = "event " + name + " v" + std::to_string(version.version) + "\n";
    text += fields_text(version.fields);
    if (version.upcast) {
      text += block("from", mapping_lines(*version.upcast));
      reached_.add(*version.upcast);
    }
    if (version.event->becomes && &version == &version.event->current()) {
      text += block("becomes", outcome_lines(*version.event->becomes));
      reached_.add(*version.event->becomes);
    }
    add(std::move(text), version.fields);
  }
  void add_handler(const model::Handler& handler) {
    texts_.insert(block("on " + handler.event->event->name, model::to_lines(handler.body, kStyle)));
    reached_.add(handler.body);
  }
  void add_table(const model::Projection& projection) {
    add(table_text(projection), projection.keys);
    reached_.add(projection.fields);
  }
  void add_defaults(const model::Projection& projection) {
    std::string text = "defaults\n";
    for (const model::Field& field : projection.fields) {
      if (field.initial == nullptr) continue;
      text += "  " + field.name + " = " + model::to_text(*field.initial, kStyle) + "\n";
      reached_.add(*field.initial);
    }
    texts_.insert(std::move(text));
  }
  /// Handlers of one event stay in their order, those of different events never meet.
  void add_handlers(const model::Projection& projection) {
    std::map<std::string, std::string> texts;
    for (const model::RowHandler& handler : projection.handlers) {
      texts[full_name(*handler.event->event)] += handler_text(handler);
      reached_.add(handler.body);
      for (const model::Expression* key : handler.keys) reached_.add(*key);
      if (handler.loop) reached_.add(*handler.loop->range);
    }
    for (auto& [name, text] : texts) texts_.insert("on " + name + "\n" + text);
  }
  /// Everything that was added, with all that it leads to.
  std::string text() {
    reached_.add_mappings();
    return layouts_text();
  }
  /// The same without the ways from older layouts to it.
  std::string layouts_text() {
    for (const model::Type* type : reached_.types) add_type(*type);
    for (const model::ExternFunction* function : reached_.functions) add_function(*function);
    std::string result;
    for (const std::string& one : texts_) result += one;
    return result;
  }

 private:
  static std::string block(const std::string& head, const std::vector<std::string>& lines) {
    std::string text = head + "\n";
    for (const std::string& line : lines) text += "  " + line + "\n";
    return text;
  }
  static std::string fields_text(const std::deque<model::Field>& fields) {
    std::string text;
    for (const model::Field& field : fields) text += "  " + field.name + ": " + type_text(*field.type, nullptr) + "\n";
    return text;
  }
  void add(std::string text, const std::deque<model::Field>& fields) {
    texts_.insert(std::move(text));
    reached_.add(fields);
  }
  void add_type(const model::Type& type) {
    const std::string head = type_text(type, nullptr);
    if (type.kind == TypeKind::Id) texts_.insert("id " + head + " = " + type_text(*type.id->base, nullptr) + "\n");
    if (type.kind == TypeKind::Value) {
      const model::ValueVersion& value = *type.value;
      texts_.insert("value " + head + "\n" + fields_text(value.fields) +
                    (value.upcast ? block("from", mapping_lines(*value.upcast)) : ""));
    }
    if (type.kind == TypeKind::Union) {
      const model::UnionVersion& version = *type.union_version;
      std::string text = "union " + head + "\n";
      for (const model::Alternative& alternative : version.alternatives)
        text += alternative.name + " = " + std::to_string(alternative.number) + "\n" + fields_text(alternative.fields);
      texts_.insert(text + (version.upcast ? block("from", mapping_lines(*version.upcast)) : ""));
    }
  }
  void add_function(const model::ExternFunction& function) {
    std::string text = "extern " + function.name + "(";
    for (const model::Parameter& parameter : function.parameters)
      text += (text.back() == '(' ? "" : ", ") + type_text(*parameter.type, nullptr);
    texts_.insert(text + ") -> " + type_text(*function.result, nullptr) + " revision " +
                  std::to_string(function.revision.value_or(0)) + "\n");
  }

  Reached reached_;
  std::set<std::string> texts_;
};

}  // namespace

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

std::string print_of(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::uint64_t hash = hash_of(text);
  std::string result;
  for (int shift = 60; shift >= 0; shift -= 4) result += kDigits[(hash >> static_cast<unsigned>(shift)) & 0xFU];
  return result;
}

std::string fingerprint_text(const model::Aggregate& aggregate) {
  Writer writer;
  Handled handled(aggregate);
  writer.add_state(aggregate.state);
  for (const model::Event& event : aggregate.events)
    for (const model::EventVersion& version : event.versions)
      if (handled(version)) writer.add_event(version, event.name);
  for (const model::Handler& handler : aggregate.handlers) writer.add_handler(handler);
  const std::string id = aggregate.id == nullptr ? "" : type_text(*aggregate.id->base, nullptr);
  return "fingerprint 1\naggregate " + aggregate.name + " by " + id + "\n" + writer.text();
}

std::uint64_t fingerprint_of(const model::Aggregate& aggregate) { return hash_of(fingerprint_text(aggregate)); }

std::string shape_text(const model::Projection& projection) {
  Writer writer;
  writer.add_table(projection);
  return "shape 1\nprojection " + projection.name + "\n" + writer.layouts_text();
}

std::uint64_t shape_of(const model::Projection& projection) { return hash_of(shape_text(projection)); }

std::string fingerprint_text(const model::Projection& projection) {
  Writer writer;
  Handled handled(projection);
  writer.add_table(projection);
  writer.add_defaults(projection);
  writer.add_handlers(projection);
  for (const model::Aggregate* aggregate : projection.aggregates)
    for (const model::Event& event : aggregate->events)
      for (const model::EventVersion& version : event.versions)
        if (handled(version)) writer.add_event(version, full_name(event));
  return "fingerprint 1\nprojection " + projection.name + "\n" + writer.text();
}

std::uint64_t fingerprint_of(const model::Projection& projection) { return hash_of(fingerprint_text(projection)); }

}  // namespace cqrsc::compat
