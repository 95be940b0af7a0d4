#include "driver/beginnings.hpp"

#include <algorithm>
#include <cctype>

#include "model/column_name.hpp"

namespace cqrsc::driver {
namespace {

std::string lower_first(std::string name) {
  name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

/// `sales_order` as people write it: `sales order`.
std::string in_words(const std::string& name) {
  std::string words = model::snake_case(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

/// Where a line below the one that a part ends in goes: after a comment at its end, before what else may stand there.
Span below(const SourceFile& source, Span part) {
  const std::string_view text = source.text();
  const std::size_t end = std::min(text.find('\n', part.end), text.size());
  const std::string_view rest = text.substr(part.end, end - part.end);
  const std::size_t word = rest.find_first_not_of(" \t\r");
  const bool free = word == std::string_view::npos || rest.substr(word).starts_with("//");
  return free ? Span{part.file, static_cast<uint32_t>(end), static_cast<uint32_t>(end)} : part.after();
}

/// Before the closing brace that a part ends with, below all that stands in it.
Span at_the_end_of(Span part) { return Span{part.file, part.end - 1, part.end - 1}; }

template <typename Nodes>
const Span* last_of(const Nodes& nodes) {
  const auto found = std::ranges::max_element(nodes, {}, [](const auto& node) { return node.span.end; });
  return found == nodes.end() ? nullptr : &found->span;
}

const syntax::AggregateDeclaration* find_aggregate(const std::string& name,
                                                   const std::vector<const syntax::File*>& files) {
  for (const syntax::File* file : files)
    for (const syntax::Declaration& declaration : file->declarations)
      if (const auto* aggregate = std::get_if<syntax::AggregateDeclaration>(&declaration))
        if (aggregate->name.text == name) return aggregate;
  return nullptr;
}

const syntax::ProjectionDeclaration* find_projection(const std::string& name,
                                                     const std::vector<const syntax::File*>& files) {
  for (const syntax::File* file : files)
    for (const syntax::Declaration& declaration : file->declarations)
      if (const auto* projection = std::get_if<syntax::ProjectionDeclaration>(&declaration))
        if (projection->name.text == name) return projection;
  return nullptr;
}

bool follows(const model::Projection& projection, const model::Aggregate& aggregate) {
  return std::ranges::find(projection.aggregates, &aggregate) != projection.aggregates.end();
}

}  // namespace

std::string context_text(const std::string& name) {
  return "/// Say in a sentence what this is about.\ncontext " + name + "\n";
}

std::string aggregate_text(const std::string& name, const model::Context& context) {
  const std::string id = name + "Id";
  const bool has_id = std::ranges::any_of(context.ids, [&](const model::Id& one) { return one.name == id; });
  const std::string event = name + "Created";
  return (has_id ? "" : "id " + id + "\n\n") + "/// Say in a sentence what one " + in_words(name) + " is.\naggregate " +
         name + " by " + id + " {\n  state { }\n\n  event " + event + " v1 { }\n\n  command Create" + name +
         " creates {\n    emit " + event + "\n  }\n\n  on " + event + " { }\n}\n";
}

std::string projection_text(const std::string& name, const model::Aggregate& aggregate) {
  std::string text = "/// Say in a sentence who reads this, and what for.\nprojection " + name + " by " +
                     lower_first(aggregate.name) + "Id: " + aggregate.id->name + " {\n  events: int64 = 0\n\n";
  for (const model::Event& event : aggregate.events)
    if (!event.is_retired) text += "  on " + aggregate.name + "." + event.name + " { events += 1 }\n";
  return text + "}\n";
}

std::vector<Insertion> event_insertions(const std::string& name, const model::Aggregate& aggregate,
                                        const model::Context& context, const SourceMap& sources,
                                        const std::vector<const syntax::File*>& files) {
  const syntax::AggregateDeclaration& written = *find_aggregate(aggregate.name, files);
  const SourceFile& source = sources.file(written.span);
  const auto line_below = [&](const Span* part, const std::string& text) {
    return part == nullptr ? Insertion{at_the_end_of(written.span), "\n  " + text + "\n"}
                           : Insertion{below(source, *part), "\n  " + text};
  };
  std::vector<Insertion> insertions;
  insertions.push_back(line_below(last_of(written.events), "event " + name + " v1 { }"));
  insertions.push_back(line_below(last_of(written.handlers), "on " + name + " { }"));
  for (const model::Projection& projection : context.projections) {
    if (!follows(projection, aggregate)) continue;
    const syntax::ProjectionDeclaration& reader = *find_projection(projection.name, files);
    const std::string event = aggregate.name + "." + name;
    if (const Span* ignored = last_of(reader.ignores))
      insertions.push_back({ignored->after(), ", " + event});
    else
      insertions.push_back({at_the_end_of(reader.span), "  ignore " + event + "\n"});
  }
  return insertions;
}

}  // namespace cqrsc::driver
