#include <array>

#include "graph/graph.hpp"

namespace cqrsc::graph {
namespace {

/// A label in quotes, where nothing but a quote and what stands for characters (`#quot;`) means anything.
std::string label(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"')
      result += "#quot;";
    else if (c == '#')
      result += "#35;";
    else
      result += c;
  }
  return result + "\"";
}

struct Shape {
  const char* open;
  const char* close;
  const char* name;
};
const Shape& shape_of(NodeKind kind) {
  static constexpr std::array<Shape, 4> kShapes{
      {{"[", "]", "command"}, {">", "]", "event"}, {"[(", ")]", "projection"}, {"([", "])", "query"}}};
  return kShapes[static_cast<std::size_t>(kind)];
}

void write(const Group& group, const std::string& indent, std::string& text) {
  text += indent + "subgraph " + group.id + " [" + label(group.label) + "]\n";
  for (const Group& inner : group.groups) write(inner, indent + "  ", text);
  for (const Node& node : group.nodes) {
    const Shape& shape = shape_of(node.kind);
    text += indent + "  " + node.id + shape.open + label(node.label) + shape.close + ":::" + shape.name + "\n";
  }
  text += indent + "end\n";
}

const char* arrow_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Becomes: return " -. becomes .-> ";
    case EdgeKind::Imports: return " -. imports .-> ";
    case EdgeKind::Emits:
    case EdgeKind::Feeds:
    case EdgeKind::Answers: break;
  }
  return " --> ";
}

}  // namespace

std::string mermaid_text(const Graph& graph) {
  std::string text = "flowchart LR\n";
  for (const Group& context : graph.contexts) write(context, "  ", text);
  for (const Edge& edge : graph.edges) text += "  " + edge.from + arrow_of(edge.kind) + edge.to + "\n";
  return text +
         "  classDef command fill:#bfdbfe,stroke:#1d4ed8,color:#111827\n"
         "  classDef event fill:#fed7aa,stroke:#c2410c,color:#111827\n"
         "  classDef projection fill:#bbf7d0,stroke:#15803d,color:#111827\n"
         "  classDef query fill:#f3f4f6,stroke:#4b5563,color:#111827\n";
}

}  // namespace cqrsc::graph
