// What is declared, and nothing is made of.
#include <algorithm>
#include <set>

#include "lint/rules.hpp"
#include "model/walk.hpp"

namespace cqrsc::lint {
namespace {

/// Which of the fields of a command or query are read.
class Inputs {
 public:
  explicit Inputs(const std::deque<model::Field>& fields) : fields_(fields) {
    for (const model::Field& field : fields) {
      if (field.where == nullptr) continue;
      // That it is checked makes nothing of it; that another is checked against it does.
      checked_ = &field;
      read(field.where);
      checked_ = nullptr;
    }
  }

  [[nodiscard]] model::ExpressionVisitor visitor() {
    return [this](const model::Expression& expression) {
      const auto* node = std::get_if<model::FieldNode>(&expression.node);
      if (node != nullptr && node->field != checked_) read_.insert(node->field);
    };
  }
  void read(const model::Expression* expression) {
    if (expression != nullptr) model::for_each_expression(*expression, visitor());
  }
  [[nodiscard]] std::vector<const model::Field*> unread() const {
    std::vector<const model::Field*> result;
    for (const model::Field& field : fields_)
      if (read_.count(&field) == 0) result.push_back(&field);
    return result;
  }

 private:
  const std::deque<model::Field>& fields_;
  const model::Field* checked_ = nullptr;
  std::set<const model::Field*> read_;
};

/// Whether `name` stands in the text as a word.
bool has_word(std::string_view text, std::string_view name) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

/// The text with the comments and the `import` lines taken out of it.
std::string code_of(const SourceFile& source, const syntax::File& file) {
  std::string text(source.text());
  const auto blank = [&](Span span) { std::fill(text.begin() + span.begin, text.begin() + span.end, ' '); };
  for (const syntax::Comment& comment : file.comments) blank(comment.span);
  for (const syntax::ImportDeclaration& import : file.imports) blank(import.span);
  return text;
}

std::set<std::string> names_of(const model::Context& context) {
  std::set<std::string> names;
  const auto add = [&](const auto& declarations) {
    for (const auto& declaration : declarations) names.insert(declaration.name);
  };
  add(context.ids);
  add(context.enums);
  add(context.values);
  add(context.errors);
  add(context.events);
  add(context.aggregates);
  for (const model::Union& one : context.unions) {
    names.insert(one.name);
    for (const model::UnionVersion& version : one.versions) add(version.alternatives);
  }
  for (const model::Aggregate& aggregate : context.aggregates) add(aggregate.events);
  return names;
}

}  // namespace

void unheard_event(const Subject& subject, Findings& findings) {
  const model::Context& context = subject.model.context();
  std::set<const model::Event*> heard;
  for (const model::Aggregate& aggregate : context.aggregates)
    for (const model::Handler& handler : aggregate.handlers) heard.insert(handler.event->event);
  for (const model::Projection& projection : context.projections)
    for (const model::RowHandler& handler : projection.handlers) heard.insert(handler.event->event);
  for (const model::Aggregate& aggregate : context.aggregates) {
    for (const model::Event& event : aggregate.events) {
      // Other contexts hear a public event; a retired one goes on as something else.
      if (event.is_public || event.is_retired || heard.count(&event) != 0) continue;
      findings.report(kUnheardEvent, event.location, aggregate.name + "." + event.name)
          .note("`" + aggregate.name + "` ignores it, and so does every projection")
          .help("project it, or apply it to the state; if it is kept only for the record, say so in a suppression");
    }
  }
}

void unraised_error(const Subject& subject, Findings& findings) {
  const model::Context& context = subject.model.context();
  if (context.aggregates.empty()) return;  // a context of words for others
  std::set<const model::Error*> raised;
  for (const model::Aggregate& aggregate : context.aggregates) {
    for (const model::Command& command : aggregate.commands) {
      raised.insert(command.existence_error);
      for (const model::CanReject& reject : command.rejects)
        if (const auto* error = std::get_if<const model::Error*>(&reject)) raised.insert(*error);
    }
  }
  for (const model::Error& error : context.errors)
    if (raised.count(&error) == 0)
      findings.report(kUnraisedError, error.location, error.name)
          .help("remove it; errors, unlike events, are not stored");
}

void unread_input(const Subject& subject, Findings& findings) {
  const model::Context& context = subject.model.context();
  for (const model::Aggregate& aggregate : context.aggregates) {
    for (const model::Command& command : aggregate.commands) {
      if (command.is_extern) continue;  // what C++ reads, nobody here can see
      Inputs inputs(command.fields);
      for (const model::Expression* allow : command.allows) inputs.read(allow);
      model::for_each_expression(command.body, inputs.visitor());
      for (const model::Field* field : inputs.unread())
        findings.report(kUnreadInput, field->location, command.name + "." + field->name)
            .note("nobody will ever know what it was: no event has it, and nothing depends on it")
            .help("let an event carry it, or remove it");
    }
  }
  for (const model::Query& query : context.queries) {
    Inputs inputs(query.parameters);
    inputs.read(query.where);
    inputs.read(query.limit);
    for (const model::Expression* selected : query.selected) inputs.read(selected);
    for (const model::Field* field : inputs.unread())
      findings.report(kUnreadInput, field->location, query.name + "." + field->name)
          .note("the answer is the same whatever it is")
          .help("use it in `where` or `limit`, or remove it");
  }
}

void unused_import(const Subject& subject, Findings& findings) {
  std::string code;
  for (const syntax::File* file : subject.files) code += code_of(subject.sources.file(file->span), *file) + "\n";
  for (const syntax::File* file : subject.files) {
    for (const syntax::ImportDeclaration& import : file->imports) {
      const std::string name = import.context.text();
      const auto& contexts = subject.model.contexts;
      const auto found = std::find_if(contexts.begin(), contexts.end(),
                                      [&](const model::Context& context) { return context.name == name; });
      if (found == contexts.end()) continue;
      const std::set<std::string> names = names_of(*found);
      // By the text: whatever looks like a use is one. Better to say nothing than to say something wrong.
      const bool used = std::any_of(names.begin(), names.end(), [&](const auto& one) { return has_word(code, one); });
      if (!used)
        findings.report(kUnusedImport, import.span, name)
            .note("every change of `" + name + "` builds this context anew")
            .help("remove the line", import.span, "");
    }
  }
}

}  // namespace cqrsc::lint
