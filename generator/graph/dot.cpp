#include <array>

#include "graph/graph.hpp"

namespace cqrsc::graph {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

const char* look_of(NodeKind kind) {
  static constexpr std::array<const char*, 4> kLooks{
      "shape=box fillcolor=\"#bfdbfe\" color=\"#1d4ed8\"", "shape=cds fillcolor=\"#fed7aa\" color=\"#c2410c\"",
      "shape=cylinder fillcolor=\"#bbf7d0\" color=\"#15803d\"",
      "shape=box style=\"filled,rounded\" fillcolor=\"#f3f4f6\" color=\"#4b5563\""};
  return kLooks[static_cast<std::size_t>(kind)];
}

/// Lines between contexts have to begin and end at nodes: each has one that nobody sees.
std::string anchor_of(const std::string& context) { return quoted(context + "-anchor"); }

void write(const Group& group, const std::string& indent, bool anchored, std::string& text) {
  text += indent + "subgraph " + quoted("cluster-" + group.id) + " {\n";
  text += indent + "  label=" + quoted(group.label) + "\n";
  if (anchored) text += indent + "  " + anchor_of(group.id) + " [shape=point style=invis]\n";
  for (const Group& inner : group.groups) write(inner, indent + "  ", false, text);
  for (const Node& node : group.nodes)
    text += indent + "  " + quoted(node.id) + " [label=" + quoted(node.label) + " " + look_of(node.kind) + "]\n";
  text += indent + "}\n";
}

std::string line(const Edge& edge) {
  if (edge.kind == EdgeKind::Imports)
    return anchor_of(edge.from) + " -> " + anchor_of(edge.to) +
           " [style=dashed constraint=false label=\"imports\" ltail=" + quoted("cluster-" + edge.from) +
           " lhead=" + quoted("cluster-" + edge.to) + "]";
  return quoted(edge.from) + " -> " + quoted(edge.to) +
         (edge.kind == EdgeKind::Becomes ? " [style=dashed label=\"becomes\"]" : "");
}

}  // namespace

std::string dot_text(const Graph& graph) {
  std::string text =
      "digraph {\n  rankdir=LR\n  compound=true\n  graph [fontname=\"sans-serif\" style=rounded]\n"
      "  node [fontname=\"sans-serif\" style=filled]\n  edge [fontname=\"sans-serif\"]\n";
  for (const Group& context : graph.contexts) write(context, "  ", graph.contexts.size() > 1, text);
  for (const Edge& edge : graph.edges) text += "  " + line(edge) + "\n";
  return text + "}\n";
}

}  // namespace cqrsc::graph
