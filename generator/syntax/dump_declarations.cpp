#include "syntax/dump_lines.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {
namespace {

std::string versioned(const Name& name, const std::optional<Version>& version) {
  return name.text + (version ? " v" + std::to_string(version->number) : "");
}

std::string where(const ExpressionPtr& condition) { return condition ? " where " + dump(*condition) : ""; }

}  // namespace

void Lines::invariants(const std::vector<Invariant>& invariants) {
  for (const Invariant& i : invariants) {
    doc(i.doc);
    add("invariant " + quoted(i.name.value) + ": " + dump(*i.condition));
  }
}

void Lines::from_blocks(const std::vector<FromBlock>& blocks) {
  for (const FromBlock& from : blocks) {
    add("from v" + std::to_string(from.version.number));
    const Indent indent(*this);
    statements(from.statements);
    for (const UnionArm& arm : from.arms) {
      add(arm.from.text + " => " + arm.made.type.text() + " " + dump(arm.made.initializers));
    }
    incomplete(from.incomplete);
  }
}

void Lines::declaration(const IdDeclaration& d) {
  doc(d.doc);
  add("id " + d.name.text + (d.base ? " = " + dump(*d.base) : "") + where(d.where) + dump(d.annotations));
}

void Lines::declaration(const EnumDeclaration& d) {
  doc(d.doc);
  add("enum " + d.name.text);
  const Indent indent(*this);
  for (const EnumMember& m : d.members) {
    doc(m.doc);
    add(m.name.text + " = " + m.number.digits + dump(m.annotations));
  }
  incomplete(d.incomplete);
}

void Lines::declaration(const ValueDeclaration& d) {
  doc(d.doc);
  add("value " + versioned(d.name, d.version) + (d.base ? " = " + dump(*d.base) : "") + where(d.where));
  const Indent indent(*this);
  fields(d.fields);
  invariants(d.invariants);
  from_blocks(d.from);
  incomplete(d.incomplete);
}

void Lines::declaration(const UnionDeclaration& d) {
  doc(d.doc);
  add("union " + versioned(d.name, d.version));
  const Indent indent(*this);
  for (const Alternative& a : d.alternatives) {
    doc(a.doc);
    add(a.name.text + " = " + a.number.digits);
    const Indent inner(*this);
    fields(a.fields);
    incomplete(a.incomplete);
  }
  from_blocks(d.from);
  incomplete(d.incomplete);
}

void Lines::declaration(const ErrorDeclaration& d) {
  doc(d.doc);
  add("error " + d.name.text + (d.message ? " " + quoted(d.message->value) : ""));
  const Indent indent(*this);
  fields(d.fields);
  incomplete(d.incomplete);
}

void Lines::declaration(const ExternFunction& d) {
  doc(d.doc);
  add("extern function " + d.name.text + dump(d.parameters) + " -> " + dump(d.result) +
      (d.revision ? " revision " + d.revision->digits : ""));
}

void Lines::outcome(const Outcome& outcome) {
  std::visit(overloaded{
                 [&](std::monostate) { add("nothing"); },
                 [&](const std::vector<Made>& events) {
                   for (const Made& event : events) add(dump(event));
                 },
                 [&](const OutcomeChoice& choice) {
                   add("if " + dump(*choice.condition));
                   {
                     const Indent indent(*this);
                     this->outcome(*choice.then_outcome);
                   }
                   if (!choice.else_outcome) return;
                   add("else");
                   const Indent indent(*this);
                   this->outcome(*choice.else_outcome);
                 },
             },
             outcome.node);
}

void Lines::declaration(const EventDeclaration& d) {
  doc(d.doc);
  add(std::string(d.is_public ? "public " : "") + (d.retired ? "retired " : "") + "event " +
      versioned(d.name, d.version) + dump(d.annotations));
  const Indent indent(*this);
  fields(d.fields);
  from_blocks(d.from);
  if (d.becomes) {
    add("becomes");
    const Indent inner(*this);
    outcome(*d.becomes);
  }
  incomplete(d.incomplete);
}

// ---------------------------------------------------------------------------------------------------------- aggregates

void Lines::state(const StateBlock& state) {
  doc(state.doc);
  add("state");
  const Indent indent(*this);
  fields(state.fields);
  invariants(state.invariants);
  incomplete(state.incomplete);
}

void Lines::handler(const EventHandler& handler) {
  doc(handler.doc);
  add("on " + handler.event.text());
  block(handler.body);
}

void Lines::ignore(const IgnoreClause& clause) {
  doc(clause.doc);
  add("ignore " + joined(clause.events, ", "));
}

void Lines::command(const CommandDeclaration& command) {
  doc(command.doc);
  std::string line = "command " + command.name.text;
  if (command.existence) {
    constexpr const char* kWords[] = {" creates", " existing", " may create"};
    line += kWords[static_cast<size_t>(command.existence->kind)];
    if (command.existence->otherwise) line += " else " + command.existence->otherwise->text();
  }
  add(line + (command.is_extern ? " extern" : "") + dump(command.annotations));
  const Indent indent(*this);
  fields(command.fields);
  statements(command.statements);
  for (const EmitsClause& clause : command.emits) {
    std::string words = "emits";
    for (const EmittedEvent& e : clause.events) {
      words += " " + (e.event ? e.event->text() : std::string("nothing")) + (e.any_number ? "*" : "");
    }
    add(words);
  }
  for (const RejectsClause& clause : command.rejects) add("rejects " + joined(clause.errors, " "));
  incomplete(command.incomplete);
}

void Lines::declaration(const AggregateDeclaration& d) {
  doc(d.doc);
  add("aggregate " + d.name.text + " by " + d.id_type.text());
  const Indent indent(*this);
  for (const StateBlock& s : d.states) state(s);
  for (const EventDeclaration& e : d.events) declaration(e);
  for (const CommandDeclaration& c : d.commands) command(c);
  for (const EventHandler& h : d.handlers) handler(h);
  for (const IgnoreClause& i : d.ignores) ignore(i);
  for (const SnapshotPolicy& s : d.snapshots) {
    doc(s.doc);
    add("snapshot every " + s.every.digits + " events");
  }
  incomplete(d.incomplete);
}

// ----------------------------------------------------------------------------------------------- projections, queries

void Lines::handler(const RowHandler& handler) {
  doc(handler.doc);
  std::string line = "on " + handler.event.text();
  if (handler.loop) line += " " + dump(*handler.loop);
  if (!handler.at.empty()) line += " at " + dump_list(handler.at);
  add(line + (handler.existing ? " existing" : "") + (handler.deletes ? " delete" : ""));
  if (!handler.deletes) block(handler.body);
}

void Lines::declaration(const ProjectionDeclaration& d) {
  doc(d.doc);
  add("projection " + d.name.text + (d.is_inline ? " inline" : "") + " by " + dump(d.keys));
  const Indent indent(*this);
  fields(d.fields);
  for (const RowHandler& h : d.handlers) handler(h);
  for (const IgnoreClause& i : d.ignores) ignore(i);
  for (size_t i = 0; i < d.unknown_ignored.size(); ++i) add("on unknown ignore");
  incomplete(d.incomplete);
}

void Lines::declaration(const QueryDeclaration& d) {
  doc(d.doc);
  add("query " + d.name.text + dump(d.parameters) + " from " + d.source.text());
  const Indent indent(*this);
  if (!d.select.empty()) add("select " + dump(d.select));
  for (const ExpressionPtr& condition : d.where) add("where " + dump(*condition));
  for (const auto& clause : d.order) {
    for (const OrderBy& o : clause) {
      const char* const direction = o.descending ? " desc" : " asc";
      add("order by " + dump(*o.value) + (o.direction_written ? direction : ""));
    }
  }
  for (const auto& clause : d.group) add("group by " + dump_list(clause));
  for (const ExpressionPtr& limit : d.limit) add("limit " + dump(*limit));
}

// ----------------------------------------------------------------------------------------------------------- processes

void Lines::handler(const ProcessHandler& handler) {
  doc(handler.doc);
  constexpr const char* kWords[] = {"start on ", "on ", "on accepted ", "on rejected ", "on timeout ", "on late "};
  std::string line = kWords[static_cast<size_t>(handler.trigger)];
  line += handler.label ? handler.label->text : handler.event.text();
  if (handler.correlated) line += " by " + dump(*handler.correlated);
  add(line);
  block(handler.body);
}

void Lines::declaration(const ProcessDeclaration& d) {
  doc(d.doc);
  add("process " + d.name.text + " by " + dump(d.id_type));
  const Indent indent(*this);
  for (const StateBlock& s : d.states) state(s);
  for (const ProcessHandler& h : d.handlers) handler(h);
  for (const EndClause& e : d.ends) {
    doc(e.doc);
    add("end on " + joined(e.events, ", "));
  }
  for (const IgnoreClause& i : d.ignores) ignore(i);
  incomplete(d.incomplete);
}

// ----------------------------------------------------------------------------------------------------------- scenarios

void Lines::happening(const std::string& before, const Happening& happening) {
  std::string line = before + happening.type.text();
  if (happening.version) line += " v" + std::to_string(happening.version->number);
  line += " " + dump(happening.initializers);
  for (const Stamp& stamp : happening.stamps) {
    constexpr const char* kWords[] = {" at ", " by ", " as role "};
    line += kWords[static_cast<size_t>(stamp.kind)] + quoted(stamp.value.value);
  }
  add(line);
}

void Lines::stream(const std::string& before, const StreamHistory& stream) {
  add(before + "stream " + stream.aggregate.text() + " " + dump(*stream.id));
  const Indent indent(*this);
  for (const Happening& event : stream.events) happening("", event);
  incomplete(stream.incomplete);
}

void Lines::when(const When& when) {
  const auto to = [](const ExpressionPtr& target) { return target ? " to " + dump(*target) : std::string(); };
  std::visit(
      overloaded{
          [&](const Happening& w) { happening("when ", w); },
          [&](const StreamHistory& w) { stream("when ", w); },
          [&](const WhenRejected& w) { add("when rejected " + w.label.text + to(w.target) + " " + dump(w.error)); },
          [&](const WhenAccepted& w) { add("when accepted " + w.label.text + to(w.target)); },
          [&](const WhenTimeout& w) { add("when timeout " + w.name.text); },
      },
      when.node);
}

void Lines::expectation(const Expectation& expectation) {
  const std::string then = expectation.after_and ? "and " : "then ";
  const auto row = [](const std::vector<ExpressionPtr>& key) { return key.empty() ? "row" : "row " + dump_list(key); };
  std::visit(overloaded{
                 [&](const ExpectNothing&) { add(then + "nothing"); },
                 [&](const ExpectEvent& e) { happening(then, e.event); },
                 [&](const ExpectRejected& e) { add(then + "rejected " + dump(e.error)); },
                 [&](const ExpectState& e) { add(then + "state " + dump(e.initializers)); },
                 [&](const ExpectRow& e) { add(then + row(e.key) + " " + dump(e.initializers)); },
                 [&](const ExpectNoRow& e) { add(then + "no " + row(e.key)); },
                 [&](const ExpectSend& e) { add(then + dump(e.send)); },
                 [&](const ExpectTimeout& e) {
                   add(then + "timeout " + e.timeout.name.text + " after " + dump(*e.timeout.after));
                 },
                 [&](const ExpectCancel& e) { add(then + "cancel " + e.name.text); },
                 [&](const ExpectPublish& e) { add(then + "publish " + dump(e.event)); },
                 [&](const ExpectEnd&) { add(then + "end"); },
                 [&](const ExpectStop& e) { add(then + "stop" + (e.reason ? " " + quoted(e.reason->value) : "")); },
             },
             expectation.node);
}

void Lines::declaration(const ScenarioDeclaration& d) {
  doc(d.doc);
  add("scenario " + quoted(d.name.value) + " for " + d.subject.text());
  const Indent indent(*this);
  for (const Assumption& a : d.assumptions) {
    add("assuming " + a.function.text + "(" + dump_list(a.arguments) + ") = " + dump(*a.result));
  }
  for (const auto& given : d.given) {
    if (const auto* event = std::get_if<Happening>(&given)) {
      happening("given ", *event);
    } else {
      stream("given ", std::get<StreamHistory>(given));
    }
  }
  if (d.when) when(*d.when);
  for (const Expectation& e : d.then) expectation(e);
  incomplete(d.incomplete);
}

}  // namespace cqrsc::syntax
