#include "graph/graph.hpp"

#include <ostream>

#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "sema/analyze.hpp"

namespace cqrsc::driver {

ExitCode run_graph(const GraphCommand& command, Console console) {
  Reporter reporter;
  Sources sources(reporter);
  sources.add_given(command.files);
  sources.add_imported(command.imports);
  const auto model = sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  if (model != nullptr && !reporter.has_errors()) {
    const graph::Graph graph = graph::graph_of(*model);
    console.out << (command.dot ? graph::dot_text(graph) : graph::mermaid_text(graph));
    return write_findings_aside(reporter, sources.map(), console);
  }
  return write_findings(reporter, sources.map(), console);
}

}  // namespace cqrsc::driver
