#include "model/history.hpp"

#include <algorithm>

namespace cqrsc::model {
namespace {

void add_once(std::vector<const EventVersion*>& versions, const EventVersion* version) {
  if (std::find(versions.begin(), versions.end(), version) == versions.end()) versions.push_back(version);
}

void collect_targets(const Outcome& outcome, std::vector<const EventVersion*>& targets) {
  if (const auto* events = std::get_if<OutcomeEvents>(&outcome.node)) {
    for (const EmitStatement& event : events->events) add_once(targets, event.event);
    return;
  }
  const auto& choice = std::get<OutcomeChoice>(outcome.node);
  for (const Outcome& branch : choice.then) collect_targets(branch, targets);
  for (const Outcome& branch : choice.otherwise) collect_targets(branch, targets);
}

const EventVersion* version_after(const EventVersion& version) {
  for (const EventVersion& other : version.event->versions)
    if (other.version == version.version + 1) return &other;
  return nullptr;
}

/// `version` and all that it leads to, each once, in the order met.
void collect_way(const EventVersion& version, std::vector<const EventVersion*>& way) {
  if (std::find(way.begin(), way.end(), &version) != way.end()) return;
  way.push_back(&version);
  for (const EventVersion* next : next_of(version)) collect_way(*next, way);
}

class TypeCollector {
 public:
  void add(const std::deque<Field>& fields) {
    for (const Field& field : fields) add(*field.type);
  }
  std::vector<const Type*> types;

 private:
  void add(const Type& type) {
    if (type.key != nullptr) add(*type.key);
    if (type.element != nullptr) return add(*type.element);
    if (type.kind != TypeKind::Value && type.kind != TypeKind::Union) return;
    if (std::find(types.begin(), types.end(), &type) != types.end()) return;
    types.push_back(&type);
    if (type.kind == TypeKind::Value) return add(type.value->fields);
    for (const Alternative& alternative : type.union_version->alternatives) add(alternative.fields);
  }
};

}  // namespace

std::vector<const EventVersion*> next_of(const EventVersion& version) {
  if (const EventVersion* next = version_after(version)) return {next};
  std::vector<const EventVersion*> targets;
  if (version.event->becomes) collect_targets(*version.event->becomes, targets);
  return targets;
}

bool is_current(const EventVersion& version) {
  return !version.event->is_retired && &version == &version.event->current();
}

std::vector<const EventVersion*> ends_of(const EventVersion& version) {
  std::vector<const EventVersion*> way;
  collect_way(version, way);
  std::vector<const EventVersion*> ends;
  for (const EventVersion* step : way)
    if (is_current(*step)) ends.push_back(step);
  return ends;
}

std::vector<const EventVersion*> sources_of(const Aggregate& aggregate, const EventVersion& current) {
  std::vector<const EventVersion*> sources;
  for (const Event& event : aggregate.events) {
    for (const EventVersion& version : event.versions) {
      const auto ends = ends_of(version);
      if (std::find(ends.begin(), ends.end(), &current) != ends.end()) sources.push_back(&version);
    }
  }
  return sources;
}

std::vector<const Type*> versioned_types_of(const std::deque<Field>& fields) {
  TypeCollector collector;
  collector.add(fields);
  return collector.types;
}

}  // namespace cqrsc::model
