#include <algorithm>
#include <map>

#include "compat/lock.hpp"

namespace cqrsc::compat {
namespace {

/// Blocks of one context, by kind and name: what merges well is in the order of what it is called, not of when it came.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void write(const Context& context) {
    out_ += "\ncontext " + context.name + "\n";
    for (const Aggregate& aggregate : context.aggregates) write(aggregate);
    for (const Callable& command : context.commands) write("command", command);
    for (const Enum& enumeration : context.enums)
      if (enumeration.is_held || !enumeration.matched.empty()) write(enumeration);
    for (const Callable& error : context.errors) write("error", error);
    for (const Versioned& versioned : context.layouts)
      if (versioned.kind == LayoutKind::Event) write(versioned);
    for (const Extern& one : context.externs)
      if (one.revision != 0) write(one);
    for (const Id& id : context.ids)
      if (id.is_held) write(id);
    for (const Process& process : context.processes) write(process);
    for (const Projection& projection : context.projections) write(projection);
    for (const Callable& query : context.queries) write("query", query);
    for (const Versioned& versioned : context.layouts)
      if (versioned.kind != LayoutKind::Event) write(versioned);
  }

 private:
  void head(const std::string& text) { out_ += "\n" + text + "\n"; }
  void line(const std::string& text, int depth = 1) {
    out_.append(static_cast<std::size_t>(2 * depth), ' ');
    out_ += text + "\n";
  }

  void write(const Field& field, int depth = 1) {
    std::string text = field.name + ": " + field.type;
    if (field.personal) text += field.personal->empty() ? " @personal" : " @personal(" + *field.personal + ")";
    if (field.is_tag) text += " @tag";
    line(text, depth);
    if (!field.initial.empty()) line("default " + field.initial, depth + 1);
    if (!field.where.empty()) line("where " + field.where, depth + 1);
  }
  void write(const std::vector<Field>& fields, int depth = 1) {
    for (const Field& field : fields) write(field, depth);
  }
  void write(const std::string& word, const std::vector<Print>& prints) {
    for (const Print& print : prints) line(word + " " + print.name + " = " + print.print);
  }

  void write(const Aggregate& aggregate) {
    head("aggregate " + aggregate.name);
    line("stream " + aggregate.stream);
    line("by " + aggregate.key);
    line("state " + aggregate.state);
    write("invariant", aggregate.invariants);
    write("on", aggregate.handlers);
  }
  void write(const std::string& kind, const Callable& callable) {
    head(kind + " " + callable.name);
    if (!callable.print.empty()) line("body " + callable.print);
    write(callable.fields);
    if (!callable.selects) return;
    for (const Field& result : callable.results) line("gives " + result.name + ": " + result.type);
  }
  void write(const Enum& enumeration) {
    head("enum " + enumeration.name);
    for (const Member& member : enumeration.members)
      line(std::string(member.is_gone ? "gone " : "") + member.name + " = " + std::to_string(member.number));
    for (const std::string& name : enumeration.matched) line("matched " + name);
  }
  void write(const Extern& one) {
    head("extern " + one.name + " revision " + std::to_string(one.revision));
    write(one.parameters);
    line("gives " + one.result);
  }
  void write(const Id& id) {
    head("id " + id.name);
    line("base " + id.base);
    if (!id.where.empty()) line("where " + id.where);
  }
  void write(const Projection& projection) {
    head("projection " + projection.name);
    for (const Field& key : projection.keys) line("by " + key.name + ": " + key.type);
    write(projection.fields);
    write("on", projection.handlers);
  }
  void write(const Process& process) {
    head("process " + process.name);
    line("by " + process.key);
    line("state " + process.state);
    write("step", process.steps);
    for (const Timer& timer : process.timers) line("timeout " + timer.name + " after " + timer.after);
  }

  void write(const Versioned& versioned) {
    for (const Layout& layout : versioned.versions) {
      if (!layout.is_held) continue;
      const bool last = &layout == &versioned.versions.back();
      std::string text = versioned.is_retired ? "retired " : versioned.is_public ? "public " : "";
      head(text + to_text(versioned.kind) + " " + versioned.name + " v" + std::to_string(layout.version));
      write(layout.fields);
      for (const Member& alternative : layout.alternatives) {
        line(alternative.name + " = " + std::to_string(alternative.number));
        write(alternative.fields, 2);
      }
      if (layout.from) write_lines("from v" + std::to_string(layout.version - 1), *layout.from);
      if (last && versioned.becomes) write_lines("becomes", *versioned.becomes);
    }
  }
  void write_lines(const std::string& word, const std::vector<std::string>& lines) {
    line(word);
    for (const std::string& one : lines) line(one, 2);
  }

  std::string& out_;
};

void keep_gone(Enum& enumeration, const Enum& old) {
  for (const Member& member : old.members) {
    const bool is_there = std::any_of(enumeration.members.begin(), enumeration.members.end(),
                                      [&](const Member& other) { return other.number == member.number; });
    if (is_there) continue;
    enumeration.members.push_back(member);
    enumeration.members.back().is_gone = true;
  }
}

}  // namespace

std::string write_lock(const Schema& schema) {
  std::string out =
      "# What has been released, for ever: written by `cqrsc lock`, committed with the sources.\n"
      "lock " +
      std::to_string(kLockFormat) + "\n";
  Writer writer(out);
  for (const Context& context : schema.contexts) writer.write(context);
  // Without a last line, a file that was cut off would forget in silence.
  return out + "\nend\n";
}

Schema sealed(const Schema& lock, const Context& now) {
  Schema result;
  Context section = now;
  if (const Context* old = lock.find(now.name)) {
    for (Enum& enumeration : section.enums)
      if (const Enum* before = find(old->enums, enumeration.name)) keep_gone(enumeration, *before);
    sort(section);
  }
  for (const Context& context : lock.contexts)
    if (context.name != now.name) result.contexts.push_back(context);
  result.contexts.push_back(std::move(section));
  std::sort(result.contexts.begin(), result.contexts.end(),
            [](const Context& a, const Context& b) { return a.name < b.name; });
  return result;
}

}  // namespace cqrsc::compat
