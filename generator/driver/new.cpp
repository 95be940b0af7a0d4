// Begins a context, or adds a declaration to one; what it writes can be checked and built.
#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>
#include <system_error>

#include "driver/beginnings.hpp"
#include "driver/commands.hpp"
#include "driver/findings.hpp"
#include "driver/sources.hpp"
#include "emit/files.hpp"
#include "model/column_name.hpp"
#include "parse/parse.hpp"
#include "sema/analyze.hpp"
#include "syntax/format.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;

/// A file of the context, as it is and as it is going to be.
struct Draft {
  fs::path path;
  std::string before;  // empty: there is no such file yet
  std::string now;
};

std::string laid_out(const std::string& text) {
  SourceMap map;
  Reporter reporter;
  const SourceFile& source = map.add("draft", text);
  const syntax::File tree = parse(source, reporter);
  return reporter.has_errors() ? text : syntax::format(tree, source);
}

/// In the one layout, unless the file is kept in another.
std::string finished(const Draft& draft) {
  return draft.before.empty() || laid_out(draft.before) == draft.before ? laid_out(draft.now) : draft.now;
}

class Beginning {
 public:
  Beginning(const NewCommand& command, Console console) : command_(command), console_(console) {
    const auto dot = command.name.rfind('.');
    const bool of_aggregate = dot != std::string::npos && command.kind != "context";
    aggregate_ = of_aggregate ? command.name.substr(0, dot) : "";
    name_ = of_aggregate ? command.name.substr(dot + 1) : command.name;
  }

  ExitCode run() {
    if (command_.kind == "process") return refuse("processes cannot be compiled yet, so none is begun");
    if (!is_name()) return refuse("not a name: " + command_.name);
    return command_.kind == "context" ? begin_context() : add_to_context();
  }

 private:
  ExitCode refuse(const std::string& why) {
    console_.err << "cqrsc new: " << why << "\n";
    return ExitCode::usage;
  }

  [[nodiscard]] bool is_name() const {
    const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    bool begins = true;
    for (const char c : command_.name) {
      if (begins ? !is_letter(c)
                 : !is_letter(c) && std::isdigit(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '.')
        return false;
      begins = c == '.';
    }
    return !begins;
  }

  [[nodiscard]] fs::path target() const {
    if (command_.in) return *command_.in;
    return model::snake_case(name_.substr(name_.rfind('.') + 1)) + ".cqrs";
  }

  ExitCode begin_context() {
    Draft draft{target(), "", context_text(name_)};
    if (fs::exists(draft.path)) return refuse(shown_path(draft.path) + " is there already");
    drafts_.push_back(std::move(draft));
    return check_and_write("");
  }

  ExitCode add_to_context() {
    if (!read_drafts()) return write_findings(reporter_, sources_.map(), console_);
    const fs::path path = target();
    if (!command_.in && command_.kind != "event" && fs::exists(path))
      return refuse(shown_path(path) + " is there already; say --in " + shown_path(path) + " to add to it");
    std::set<std::string> contexts;
    for (const Draft& draft : drafts_) {
      const std::string context = context_of(draft.before);
      if (command_.in && same_file(draft.path, path)) contexts = {context};
      if (command_.in && same_file(draft.path, path)) break;
      contexts.insert(context);
    }
    contexts.erase("");
    if (contexts.empty()) return refuse("there is no context here to add to; begin one: cqrsc new context NAME");
    if (contexts.size() > 1) return refuse("there are several contexts here; say with --in FILE which one it goes to");
    context_ = *contexts.begin();
    const auto model = analyze(&Draft::before, sources_, reporter_);
    if (model == nullptr || reporter_.has_errors()) return write_findings(reporter_, sources_.map(), console_);
    return add(*model);
  }

  [[nodiscard]] static bool same_file(const fs::path& a, const fs::path& b) {
    return fs::weakly_canonical(a) == fs::weakly_canonical(b);
  }

  /// All sources of the directory that it goes to.
  bool read_drafts() {
    const fs::path parent = target().parent_path();
    for (const fs::path& path : sources_in(parent.empty() ? fs::path(".") : parent)) {
      std::string reason;
      auto text = emit::read_file(path, reason);
      if (text)
        drafts_.push_back({path, *text, *text});
      else
        reporter_.report_without_place(kCannotReadFile, shown_path(path), shown_path(path), reason);
    }
    return !reporter_.has_errors();
  }

  std::unique_ptr<const model::Model> analyze(std::string Draft::* text, Sources& sources, Reporter& reporter) {
    std::vector<NamedText> texts;
    for (const Draft& draft : drafts_)
      if (!(draft.*text).empty()) texts.push_back({shown_path(draft.path), draft.*text});
    sources.add_texts(std::move(texts), context_);
    sources.add_imported(command_.imports);
    return sema::analyze(sources.map(), sources.given(), sources.imported(), reporter);
  }

  ExitCode add(const model::Model& model) {
    const model::Context& context = model.context();
    if (command_.kind == "aggregate") return append(aggregate_text(name_, context));
    std::string which;
    const model::Aggregate* aggregate = find_aggregate(context, which);
    if (aggregate == nullptr) return refuse(which);
    if (command_.kind == "projection") return append(projection_text(name_, *aggregate));
    return add_event(*aggregate, context);
  }

  const model::Aggregate* find_aggregate(const model::Context& context, std::string& why) const {
    const model::Aggregate* found = nullptr;
    std::string names;
    for (const model::Aggregate& aggregate : context.aggregates) {
      if (aggregate_ == aggregate.name || (aggregate_.empty() && context.aggregates.size() == 1)) found = &aggregate;
      names += (names.empty() ? "" : ", ") + aggregate.name;
    }
    if (names.empty())
      why = "context " + context.name + " has no aggregate yet; begin one: cqrsc new aggregate NAME";
    else if (!aggregate_.empty())
      why = "context " + context.name + " has no aggregate " + aggregate_ + "; it has " + names;
    else
      why = "say of which aggregate it is, as in Account." + name_ + "; context " + context.name + " has " + names;
    return found;
  }

  ExitCode append(const std::string& text) {
    const fs::path path = target();
    const auto found = std::ranges::find_if(drafts_, [&](const Draft& draft) { return same_file(draft.path, path); });
    if (found == drafts_.end()) {
      if (fs::exists(path)) return refuse(shown_path(path) + " is no .cqrs file");
      drafts_.push_back({path, "", "context " + context_ + "\n\n" + text});
    } else {
      if (!found->now.empty() && found->now.back() != '\n') found->now += '\n';
      found->now += "\n" + text;
    }
    return check_and_write("");
  }

  ExitCode add_event(const model::Aggregate& aggregate, const model::Context& context) {
    auto insertions = event_insertions(name_, aggregate, context, sources_.map(), sources_.given());
    const std::string home = sources_.map().file(insertions.front().place).path();
    if (command_.in && !same_file(home, *command_.in)) return refuse("aggregate " + aggregate.name + " is in " + home);
    // From the last to the first: what stands before a place stays where it is.
    std::ranges::stable_sort(insertions, std::ranges::greater{}, [](const Insertion& one) { return one.place.begin; });
    for (const Insertion& one : insertions) {
      const std::string& shown = sources_.map().file(one.place).path();
      for (Draft& draft : drafts_)
        if (shown_path(draft.path) == shown) draft.now.insert(one.place.begin, one.text);
    }
    std::string said = "; " + aggregate.name + " says `on " + name_ + " { }`";
    for (const model::Projection& projection : context.projections)
      if (std::ranges::find(projection.aggregates, &aggregate) != projection.aggregates.end())
        said += ", " + projection.name + " ignores it";
    return check_and_write(said);
  }

  /// What does not pass is not written: two of one name, a name that is a word of the language.
  ExitCode check_and_write(const std::string& said) {
    if (context_.empty()) context_ = name_;
    for (Draft& draft : drafts_)
      if (draft.now != draft.before) draft.now = finished(draft);
    Reporter reporter;
    Sources sources(reporter);
    const auto model = analyze(&Draft::now, sources, reporter);
    if (model == nullptr || reporter.has_errors()) {
      console_.err << "cqrsc new: nothing is written, because it could not be checked then\n";
      return write_findings(reporter, sources.map(), console_);
    }
    std::string written;
    for (const Draft& draft : drafts_) {
      if (draft.now == draft.before) continue;
      std::string reason;
      bool changed = false;
      if (emit::write_file(draft.path, draft.now, changed, reason))
        written += (written.empty() ? "" : ", ") + shown_path(draft.path);
      else
        reporter.report_without_place(kCannotWriteFile, shown_path(draft.path), shown_path(draft.path), reason);
    }
    if (!reporter.has_errors())
      console_.err << "cqrsc: " << written << ": " << command_.kind << " " << name_ << " begun" << said << "\n";
    return write_findings(reporter, sources.map(), console_);
  }

  const NewCommand& command_;
  Console console_;
  Reporter reporter_;
  Sources sources_{reporter_};
  std::vector<Draft> drafts_;
  std::string context_;
  std::string aggregate_;
  std::string name_;
};

}  // namespace

ExitCode run_new(const NewCommand& command, Console console) { return Beginning(command, console).run(); }

}  // namespace cqrsc::driver
