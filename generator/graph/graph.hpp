#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace cqrsc::graph {

enum class NodeKind : std::uint8_t { Command, Event, Projection, Query };
enum class EdgeKind : std::uint8_t {
  Emits,    ///< a command, an event
  Becomes,  ///< a retired event, what stands in its place
  Feeds,    ///< an event, a projection
  Answers,  ///< a projection, a query
  Imports,  ///< a context, another
};

struct Node {
  std::string id;     ///< letters, digits, `_` and `-`; never a word of a drawing's language
  std::string label;  ///< as the sources call it
  NodeKind kind = NodeKind::Command;
};
/// A context, or an aggregate within one.
struct Group {
  std::string id;
  std::string label;
  std::vector<Node> nodes;
  std::vector<Group> groups;
};
/// Between nodes; of `Imports`, between groups.
struct Edge {
  std::string from;
  std::string to;
  EdgeKind kind = EdgeKind::Emits;
};
/// What leads to what in a context, and in as much of those it imports as it touches.
struct Graph {
  std::vector<Group> contexts;
  std::vector<Edge> edges;
};

Graph graph_of(const model::Model& model);

/// A flowchart for Mermaid, as Markdown viewers draw it. Ends with a line end.
std::string mermaid_text(const Graph& graph);
/// The same for Graphviz.
std::string dot_text(const Graph& graph);

}  // namespace cqrsc::graph
