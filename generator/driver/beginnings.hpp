// The text of what `cqrsc new` begins, and where in a file it goes. Inside driver/ only.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::driver {

/// `context billing`, with a line to say what it is about.
std::string context_text(const std::string& name);

/// An aggregate with one command and one event, all declarations that it needs included.
std::string aggregate_text(const std::string& name, const model::Context& context);

/// Rows that count the events of each of an aggregate's streams.
std::string projection_text(const std::string& name, const model::Aggregate& aggregate);

struct Insertion {
  Span place;  ///< empty: before what stands there
  std::string text;
};
/// An event without fields, and the handler that says what it changes: nothing yet. `files` are the context's; a
/// projection that follows the aggregate ignores the event from now on, since it may leave none out by silence.
std::vector<Insertion> event_insertions(const std::string& name, const model::Aggregate& aggregate,
                                        const model::Context& context, const SourceMap& sources,
                                        const std::vector<const syntax::File*>& files);

}  // namespace cqrsc::driver
