#include "graph/graph.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/history.hpp"

namespace cqrsc::graph {
namespace {

class Builder {
 public:
  explicit Builder(const model::Model& model) : model_(model) { note_what_is_touched(); }

  Graph build() {
    for (const model::Context& context : model_.contexts) graph_.contexts.push_back(group_of(context));
    for (const model::Context& context : model_.contexts)
      for (const model::Context* import : context.imports)
        add_edge(id_of("context", &context, {context.name}), id_of("context", import, {import->name}),
                 EdgeKind::Imports);
    return std::move(graph_);
  }

 private:
  /// Of imported contexts there is more in the Model than this one makes anything of.
  void note_what_is_touched() {
    for (const model::Projection& projection : model_.context().projections)
      for (const model::RowHandler& handler : projection.handlers) touched_.insert(handler.event->event);
  }

  [[nodiscard]] bool is_own(const model::Context& context) const { return &context == &model_.context(); }

  /// Told apart by a number where the parts of two names run together the same way.
  std::string id_of(const std::string& kind, const void* what, const std::vector<std::string>& parts) {
    const auto known = ids_.find(what);
    if (known != ids_.end()) return known->second;
    std::string id = kind;
    for (const std::string& part : parts) id += "-" + part;
    std::replace(id.begin(), id.end(), '.', '-');
    const std::string plain = id;
    for (int number = 2; !taken_.insert(id).second; ++number) id = plain + "-" + std::to_string(number);
    return ids_.emplace(what, id).first->second;
  }

  std::string id_of(const model::Event& event) {
    if (event.aggregate == nullptr) return id_of("event", &event, {event.context->name, event.name});
    return id_of("event", &event, {event.aggregate->context->name, event.aggregate->name, event.name});
  }

  Group group_of(const model::Context& context) {
    Group group{id_of("context", &context, {context.name}), context.name, {}, {}};
    for (const model::Aggregate& aggregate : context.aggregates) {
      Group inner = group_of(context, aggregate);
      if (!inner.nodes.empty()) group.groups.push_back(std::move(inner));
    }
    for (const model::Event& event : context.events)
      if (is_own(context) || touched_.count(&event) != 0)
        group.nodes.push_back({id_of(event), event.name, NodeKind::Event});
    for (const model::Projection& projection : context.projections) add(context, projection, group);
    for (const model::Query& query : context.queries) {
      const std::string id = id_of("query", &query, {context.name, query.name});
      group.nodes.push_back({id, query.name, NodeKind::Query});
      add_edge(id_of("projection", query.from, {context.name, query.from->name}), id, EdgeKind::Answers);
    }
    return group;
  }

  Group group_of(const model::Context& context, const model::Aggregate& aggregate) {
    Group group{id_of("aggregate", &aggregate, {context.name, aggregate.name}), aggregate.name, {}, {}};
    for (const model::Command& command : aggregate.commands) {
      const std::string id = id_of("command", &command, {context.name, aggregate.name, command.name});
      group.nodes.push_back({id, command.name, NodeKind::Command});
      for (const model::EmitsItem& item : command.emits) add_edge(id, id_of(*item.event), EdgeKind::Emits);
    }
    for (const model::Event& event : aggregate.events) {
      if (!is_own(context) && touched_.count(&event) == 0) continue;
      group.nodes.push_back({id_of(event), event.name, NodeKind::Event});
      if (!event.is_retired) continue;
      for (const model::EventVersion* next : model::next_of(event.versions.back()))
        add_edge(id_of(event), id_of(*next->event), EdgeKind::Becomes);
    }
    return group;
  }

  void add(const model::Context& context, const model::Projection& projection, Group& group) {
    const std::string id = id_of("projection", &projection, {context.name, projection.name});
    group.nodes.push_back({id, projection.name, NodeKind::Projection});
    for (const model::RowHandler& handler : projection.handlers)
      add_edge(id_of(*handler.event->event), id, EdgeKind::Feeds);
  }

  /// Several handlers of one event, several versions of an outcome: one line is enough.
  void add_edge(const std::string& from, const std::string& to, EdgeKind kind) {
    if (drawn_.insert({from, to}).second) graph_.edges.push_back({from, to, kind});
  }

  const model::Model& model_;
  Graph graph_;
  std::set<const model::Event*> touched_;
  std::map<const void*, std::string> ids_;
  std::set<std::string> taken_;
  std::set<std::pair<std::string, std::string>> drawn_;
};

}  // namespace

Graph graph_of(const model::Model& model) { return Builder(model).build(); }

}  // namespace cqrsc::graph
