// Which contexts there are, and what each imports.
#include <algorithm>

#include "sema/analysis.hpp"
#include "sema/near_names.hpp"

namespace cqrsc::sema {
namespace {

std::string context_name(const syntax::File& file) { return file.context ? file.context->name.text() : std::string(); }

void add_context(Analysis& analysis, const std::string& name, const std::vector<const syntax::File*>& files) {
  model::Context& context = analysis.model.contexts.emplace_back();
  context.name = name;
  for (const syntax::File* file : files) {
    if (!file->context) continue;
    if (context.location.line == 0) context.location = analysis.locate(file->context->name.span);
    if (!file->context->doc.empty()) context.doc += (context.doc.empty() ? "" : "\n\n") + file->context->doc.text;
  }
  ContextWork& work = analysis.contexts.emplace_back();
  work.context = &context;
  work.files = files;
  work.is_main = analysis.contexts.size() == 1;
  work.incomplete = std::any_of(files.begin(), files.end(), [](const syntax::File* file) { return file->incomplete; });
}

using FilesByContext = std::map<std::string, std::vector<const syntax::File*>>;

/// Contexts that can be reached through imports, each with its files.
void add_reachable(Analysis& analysis, const FilesByContext& available) {
  for (std::size_t i = 0; i < analysis.contexts.size(); ++i) {
    const std::vector<const syntax::File*> files = analysis.contexts[i].files;
    for (const syntax::File* file : files) {
      for (const syntax::ImportDeclaration& import : file->imports) {
        const std::string name = import.context.text();
        const bool known = std::any_of(analysis.contexts.begin(), analysis.contexts.end(),
                                       [&](const ContextWork& work) { return work.context->name == name; });
        const auto found = available.find(name);
        if (!known && found != available.end()) add_context(analysis, name, found->second);
      }
    }
  }
}

void link_import(Analysis& analysis, ContextWork& work, const syntax::ImportDeclaration& import) {
  const std::string name = import.context.text();
  for (ContextWork& other : analysis.contexts) {
    if (other.context->name != name) continue;
    if (&other == &work) {
      analysis.reporter.report(kImportCycle, import.context.span, name, std::string())
          .help("a context sees its own declarations without an import: leave this line out", import.span, "");
      return;
    }
    if (std::find(work.imports.begin(), work.imports.end(), &other) != work.imports.end()) return;
    work.imports.push_back(&other);
    work.context->imports.push_back(other.context);
    return;
  }
  work.lost_import = true;
  std::vector<std::string> names;
  for (const ContextWork& other : analysis.contexts)
    if (&other != &work) names.push_back(other.context->name);
  Diagnostic& report = analysis.reporter.report(kUnknownImport, import.context.span, name);
  const std::string last = name.substr(name.rfind('.') + 1);
  const std::string before = name.substr(0, name.size() - std::min(name.size(), last.size() + 1));
  const std::string root = name.substr(0, name.find('.'));
  if (root == "java" || root == "javax" || root == "kotlin" || root == "std" || root == "System") {
    report.help("leave it out: what the language has needs no import", import.span, "");
    return;
  }
  if (!before.empty() && (last == "cqrs" || (last.front() >= 'A' && last.front() <= 'Z'))) {
    report.note("an import names a context, and brings all that others may see of it")
        .help("name the context alone", import.context.span, before);
    return;
  }
  if (const auto near = nearest_name(name, names)) report.help("there is " + quoted(*near), import.context.span, *near);
  report.help("give the folder or the files of context " + quoted(name) + " with --import");
}

/// Reports the first import that leads back to its own context; later steps may rely on there being no cycle.
class CycleFinder {
 public:
  explicit CycleFinder(Analysis& analysis) : analysis_(analysis) {}

  void visit(ContextWork& work) {
    if (done_.count(&work) != 0) return;
    path_.push_back(&work);
    std::vector<ContextWork*> kept;
    for (ContextWork* import : work.imports) {
      const auto open = std::find(path_.begin(), path_.end(), import);
      if (open != path_.end()) {
        report(work, std::vector<const ContextWork*>(open, path_.end()));
        continue;
      }
      kept.push_back(import);
      visit(*import);
    }
    work.imports = kept;
    path_.pop_back();
    done_.insert(&work);
  }

 private:
  void report(const ContextWork& work, const std::vector<const ContextWork*>& cycle) {
    const std::string& first = cycle.front()->context->name;
    std::string through;
    for (std::size_t i = 1; i < cycle.size(); ++i) through += (i == 1 ? "" : ", ") + quoted(cycle[i]->context->name);
    const syntax::ImportDeclaration* closing = nullptr;
    for (const syntax::File* file : work.files)
      for (const syntax::ImportDeclaration& import : file->imports)
        if (import.context.text() == first && closing == nullptr) closing = &import;
    analysis_.reporter.report(kImportCycle, closing->context.span, first, through.empty() ? "" : " through " + through)
        .help("put what both need into a context of its own that each of them imports");
  }

  Analysis& analysis_;
  std::vector<const ContextWork*> path_;
  std::set<const ContextWork*> done_;
};

}  // namespace

void collect(Analysis& analysis, const std::vector<const syntax::File*>& files,
             const std::vector<const syntax::File*>& imported) {
  std::string name;
  const syntax::File* first = nullptr;
  for (const syntax::File* file : files) {
    if (!file->context) {
      if (!file->incomplete)
        analysis.reporter.report(kContextMissing, file->span.before())
            .help("begin the file with the context's name", file->span.before(), "context example\n\n");
      continue;
    }
    if (first == nullptr) {
      first = file;
      name = context_name(*file);
    } else if (context_name(*file) != name) {
      analysis.reporter.report(kContextsMixed, file->context->name.span, context_name(*file), name)
          .label(first->context->name.span, "the first one")
          .help("compile each context on its own, and give the other one's files with --import");
    }
  }
  add_context(analysis, name, files);
  FilesByContext available;
  for (const syntax::File* file : imported)
    if (file->context && context_name(*file) != name) available[context_name(*file)].push_back(file);
  add_reachable(analysis, available);
}

void resolve_imports(Analysis& analysis) {
  for (ContextWork& work : analysis.contexts)
    for (const syntax::File* file : work.files)
      for (const syntax::ImportDeclaration& import : file->imports) link_import(analysis, work, import);
  CycleFinder finder(analysis);
  for (ContextWork& work : analysis.contexts) finder.visit(work);
}

}  // namespace cqrsc::sema
