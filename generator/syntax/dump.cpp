#include "syntax/dump.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "syntax/dump_lines.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {

// ----------------------------------------------------------------------------------------------------------------
// lines

std::string joined(const std::vector<Path>& paths, const char* separator) {
  std::string result;
  for (const Path& path : paths) {
    if (!result.empty()) result += separator;
    result += path.text();
  }
  return result;
}

std::string dump(const std::vector<Initializer>& initializers) {
  std::string result = "{";
  for (const Initializer& i : initializers) result += " " + i.name.text + "=" + dump(*i.value);
  return result + " }";
}

std::string dump(const Made& made) {
  const std::string version = made.version ? " v" + std::to_string(made.version->number) : "";
  return made.type.text() + version + (made.braces ? " " + dump(made.initializers) : "");
}

std::string dump(const std::vector<Parameter>& parameters) {
  std::string result;
  for (const Parameter& p : parameters) {
    if (!result.empty()) result += ", ";
    result += p.name.text + ": " + dump(p.type);
  }
  return "(" + result + ")";
}

std::string dump(const std::vector<Annotation>& annotations) {
  std::string result;
  for (const Annotation& a : annotations) {
    result += " @" + a.name.text;
    if (std::holds_alternative<std::monostate>(a.argument)) continue;
    result += "(" + (a.parameter ? a.parameter->text + " = " : "");
    const auto* words = std::get_if<String>(&a.argument);
    result += (words != nullptr ? quoted(words->value) : std::get<Name>(a.argument).text) + ")";
  }
  return result;
}

std::string dump_list(const std::vector<ExpressionPtr>& expressions) {
  std::string result;
  for (const ExpressionPtr& e : expressions) result += (result.empty() ? "" : ", ") + dump(*e);
  return result;
}

void Lines::doc(const Doc& doc) {
  if (!doc.empty()) add("doc " + quoted(doc.text));
}

void Lines::field(const Field& f) {
  doc(f.doc);
  std::string line = "field " + f.name.text + ": " + dump(f.type);
  if (f.initial) line += " = " + dump(*f.initial);
  line += dump(f.annotations);
  if (f.index) line += " index";
  if (f.where) line += " where " + dump(*f.where);
  add(line);
}

void Lines::fields(const std::vector<Field>& fields) {
  for (const Field& f : fields) field(f);
}

// -----------------------------------------------------------------------------------------------------------
// statements

void Lines::block(const Block& block) {
  const Indent indent(*this);
  statements(block.statements);
  if (block.incomplete) add("<incomplete>");
}

void Lines::statements(const std::vector<Statement>& statements) {
  for (const Statement& s : statements) statement(s);
}

void Lines::if_statement(const IfStatement& s, const std::string& before) {
  add(before + "if " + dump(*s.condition));
  block(s.then_block);
  if (s.else_if) {
    if_statement(std::get<IfStatement>(s.else_if->node), "else ");
  } else if (s.else_block) {
    add("else");
    block(*s.else_block);
  }
}

std::string dump(const ForLoop& loop) {
  return "for " + loop.first.text + (loop.second ? ", " + loop.second->text : "") + " in " + dump(*loop.source);
}

void Lines::match(const MatchStatement& s) {
  add("match " + dump(*s.subject));
  const Indent indent(*this);
  for (const MatchArm& arm : s.arms) {
    add(dump_pattern(arm.pattern) + " =>" + (arm.braces ? " {}" : ""));
    block(arm.body);
  }
  if (s.incomplete) add("<incomplete>");
}

std::string dump(const SendStatement& s) {
  return "send " + s.command.text() + " to " + dump(*s.target) + " " + dump(s.initializers) +
         (s.label ? " as " + s.label->text : "");
}

void Lines::statement(const Statement& statement) {
  std::visit(
      overloaded{
          [&](const LetStatement& s) { add("let " + s.name.text + " = " + dump(*s.value)); },
          [&](const AllowStatement& s) { add("allow " + dump(*s.condition)); },
          [&](const RequireStatement& s) { add("require " + dump(*s.condition) + " else " + dump(s.otherwise)); },
          [&](const EmitStatement& s) { add("emit " + dump(s.event)); },
          [&](const IfStatement& s) { if_statement(s, ""); },
          [&](const ForStatement& s) {
            add(dump(s.loop) + (s.at.empty() ? "" : " at " + dump_list(s.at)));
            block(s.body);
          },
          [&](const MatchStatement& s) { match(s); },
          [&](const SendStatement& s) { add(dump(s)); },
          [&](const TimeoutStatement& s) { add("timeout " + s.name.text + " after " + dump(*s.after)); },
          [&](const CancelStatement& s) { add("cancel " + s.name.text); },
          [&](const PublishStatement& s) { add("publish " + dump(s.event)); },
          [&](const DeleteStatement&) { add("delete"); },
          [&](const StopStatement& s) { add("stop " + quoted(s.reason.value)); },
          [&](const EndStatement&) { add("end"); },
          [&](const AssignStatement& s) { add(dump(*s.target) + " " + spelling(s.operation) + " " + dump(*s.value)); },
      },
      statement.node);
}

// --------------------------------------------------------------------------------------------------------------- files

std::string dump(const File& file) {
  Lines lines;
  if (file.context) {
    lines.doc(file.context->doc);
    lines.add("context " + file.context->name.text());
  }
  for (const ImportDeclaration& i : file.imports) {
    lines.doc(i.doc);
    lines.add("import " + i.context.text());
  }
  for (const Declaration& d : file.declarations) {
    std::visit([&](const auto& declaration) { lines.declaration(declaration); }, d);
  }
  if (file.incomplete) lines.add("<incomplete>");
  return lines.take();
}

}  // namespace cqrsc::syntax
