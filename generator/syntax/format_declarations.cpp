#include <algorithm>
#include <utility>

#include "syntax/formatter.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {

// --------------------------------------------------------------------------------------------------------------- parts

Formatter::Part Formatter::part(const Declaration& declaration) {
  return std::visit(
      overloaded{
          [&](const EventDeclaration& d) { return part(d); },
          [&](const ErrorDeclaration& d) { return Part{d.span, &d.doc, "error", [&] { return piece(d); }}; },
          [&](const auto& d) { return Part{d.span, &d.doc, "", [&] { return piece(d); }}; },
      },
      declaration);
}

Formatter::Part Formatter::part(const Field& field) {
  return {field.span, &field.doc, "field", [&] { return piece(field); }};
}

Formatter::Part Formatter::part(const Invariant& i) {
  return {i.span, &i.doc, "",
          [&] { return sequence(words("invariant " + raw(i.name.span) + ": "), expression(*i.condition)); }};
}

Formatter::Part Formatter::part(const FromBlock& from) {
  return {from.span, nullptr, "", [&] {
            Parts inner = parts(from.statements);
            for (const UnionArm& arm : from.arms) {
              inner.push_back({arm.span, nullptr, "arm", [&] {
                                 return sequence(words(text(arm.from)), point(),
                                                 words("=> " + text(arm.made.type) + text(arm.made.version) + " "),
                                                 braces(arm.made.initializers, arm.made.braces));
                               }});
            }
            return sequence(words("from v" + std::to_string(from.version.number) + " "),
                            block(std::move(inner), braces_from(from.version.span.end, from.span), true));
          }};
}

Formatter::Part Formatter::part(const EventDeclaration& event) {
  const char* const prefix = event.is_public ? "public event" : event.retired ? "retired event" : "event";
  return {event.span, &event.doc, prefix, [&] { return piece(event); }};
}

Formatter::Part Formatter::part(const CommandDeclaration& command) {
  return {command.span, &command.doc, "", [&] { return piece(command); }};
}

Formatter::Part Formatter::part(const StateBlock& state) {
  return {state.span, &state.doc, "", [&] {
            Parts inner;
            add(inner, state.fields);
            add(inner, state.invariants);
            return sequence(words("state "), block(std::move(inner), braces_from(state.span.begin, state.span), true));
          }};
}

Formatter::Part Formatter::part(const IgnoreClause& clause) {
  return {clause.span, &clause.doc, "", [&] {
            Chain chain;
            for (const Path& event : clause.events) {
              chain.links.push_back({"", {words(text(event))}, &event == &clause.events.back() ? "" : ","});
            }
            return sequence(words("ignore "), Piece{std::move(chain)});
          }};
}

// -------------------------------------------------------------------------------------------------- plain declarations

Piece Formatter::piece(const Field& field) {
  Piece result = sequence(words(text(field.name) + ":"), point(), words(text(field.type)));
  if (field.initial) {
    append(result, words(" = "));
    append(result, expression(*field.initial));
  }
  append(result, words(text(field.annotations) + (field.index ? " index" : "")));
  if (field.where) {
    append(result, words(" where "));
    append(result, expression(*field.where));
  }
  return result;
}

Piece Formatter::piece(const IdDeclaration& d) {
  Piece result = sequence(words("id " + text(d.name) + (d.base ? " = " + text(*d.base) : "")));
  if (d.where) {
    append(result, words(" where "));
    append(result, expression(*d.where));
  }
  append(result, words(text(d.annotations)));
  return result;
}

Piece Formatter::piece(const EnumDeclaration& d) {
  Parts members;
  for (const EnumMember& m : d.members) {
    members.push_back(
        {m.span, &m.doc, "member",
         [&] { return sequence(words(text(m.name)), point(), words("= " + m.number.digits + text(m.annotations))); }});
  }
  return sequence(words("enum " + text(d.name) + " "),
                  block(std::move(members), braces_from(d.name.span.end, d.span), true));
}

Piece Formatter::piece(const ValueDeclaration& d) {
  const std::string head = "value " + text(d.name) + text(d.version);
  if (d.base) {
    Piece result = sequence(words(head + " = " + text(*d.base)));
    if (d.where) {
      append(result, words(" where "));
      append(result, expression(*d.where));
    }
    return result;
  }
  Parts inner;
  add(inner, d.fields);
  add(inner, d.invariants);
  add(inner, d.from);
  return sequence(words(head + " "), block(std::move(inner), braces_from(d.name.span.end, d.span), true));
}

Piece Formatter::piece(const UnionDeclaration& d) {
  Parts inner;
  for (const Alternative& a : d.alternatives) {
    inner.push_back({a.span, &a.doc, "alternative", [&] {
                       Parts fields;
                       add(fields, a.fields);
                       return sequence(words(text(a.name)), point(), words("= " + a.number.digits + " "),
                                       block(std::move(fields), braces_from(a.number.span.end, a.span), true));
                     }});
  }
  add(inner, d.from);
  return sequence(words("union " + text(d.name) + text(d.version) + " "),
                  block(std::move(inner), braces_from(d.name.span.end, d.span), true));
}

Piece Formatter::piece(const ErrorDeclaration& d) {
  Piece result = sequence(words("error " + text(d.name)));
  if (d.braces) {
    Parts fields;
    add(fields, d.fields);
    append(result, words(" "));
    append(result, block(std::move(fields), *d.braces, true));
  }
  if (d.message) {
    append(result, point());
    append(result, words(raw(d.message->span)));
  }
  return result;
}

Piece Formatter::piece(const ExternFunction& d) {
  return sequence(words("extern function " + text(d.name) + "("), parameters(d.parameters),
                  words(") -> " + text(d.result) + (d.revision ? " revision " + d.revision->digits : "")));
}

Piece Formatter::piece(const Outcome& outcome) {
  return std::visit(overloaded{
                        [](std::monostate) { return words("nothing"); },
                        [&](const std::vector<Made>& events) {
                          Chain chain;
                          for (const Made& event : events) {
                            chain.links.push_back({"", {made(event)}, &event == &events.back() ? "" : ","});
                          }
                          return Piece{std::move(chain)};
                        },
                        [&](const OutcomeChoice& choice) {
                          Piece result = sequence(words("if "), expression(*choice.condition), words(" { "),
                                                  piece(*choice.then_outcome), words(" }"));
                          if (!choice.else_outcome) return result;
                          const bool more = std::holds_alternative<OutcomeChoice>(choice.else_outcome->node);
                          append(result, words(more ? " else " : " else { "));
                          append(result, piece(*choice.else_outcome));
                          if (!more) append(result, words(" }"));
                          return result;
                        },
                    },
                    outcome.node);
}

Piece Formatter::piece(const EventDeclaration& d) {
  Parts inner;
  add(inner, d.fields);
  add(inner, d.from);
  const char* const prefix = d.is_public ? "public event " : d.retired ? "retired event " : "event ";
  Span place = braces_from(d.version.span.end, d.span);
  if (d.becomes) place.end = d.becomes->span.begin;
  Piece result = sequence(words(prefix + text(d.name)), point(),
                          words("v" + std::to_string(d.version.number) + text(d.annotations) + " "),
                          block(std::move(inner), place, true));
  if (d.becomes) {
    append(result, words(" becomes "));
    append(result, piece(*d.becomes));
  }
  return result;
}

// ---------------------------------------------------------------------------------------------------------- aggregates

Piece Formatter::piece(const AggregateDeclaration& d) {
  Parts inner;
  add(inner, d.states);
  add(inner, d.events);
  add(inner, d.commands);
  for (const EventHandler& h : d.handlers) {
    inner.push_back(
        {h.span, &h.doc, "on", [&] { return sequence(words("on " + text(h.event)), point(), block(h.body)); }});
  }
  add(inner, d.ignores);
  for (const SnapshotPolicy& s : d.snapshots) {
    inner.push_back({s.span, &s.doc, "", [&] { return words("snapshot every " + s.every.digits + " events"); }});
  }
  return sequence(words("aggregate " + text(d.name) + " by " + text(d.id_type) + " "),
                  block(std::move(inner), braces_from(d.id_type.span.end, d.span), true));
}

Piece Formatter::piece(const CommandDeclaration& d) {
  std::string head = "command " + text(d.name);
  uint32_t after = d.name.span.end;
  if (const auto& e = d.existence) {
    constexpr const char* kWords[] = {" creates", " existing", " may create"};
    head += kWords[static_cast<size_t>(e->kind)];
    if (e->otherwise) head += " else " + text(*e->otherwise);
    after = e->span.end;
  }
  if (d.is_extern) head += " extern";
  head += text(d.annotations);
  if (!d.annotations.empty()) after = d.annotations.back().span.end;
  Parts inner = parts(d.statements);
  add(inner, d.fields);
  for (const EmitsClause& clause : d.emits) {
    inner.push_back({clause.span, nullptr, "", [&] {
                       std::string result = "emits ";
                       for (const EmittedEvent& e : clause.events) {
                         if (&e != &clause.events.front()) result += " | ";
                         result += (e.event ? text(*e.event) : "nothing") + (e.any_number ? "*" : "");
                       }
                       return words(result);
                     }});
  }
  for (const RejectsClause& clause : d.rejects) {
    inner.push_back({clause.span, nullptr, "", [&] {
                       std::string result = "rejects ";
                       for (const Path& e : clause.errors)
                         result += (&e == &clause.errors.front() ? "" : " | ") + text(e);
                       return words(result);
                     }});
  }
  return sequence(words(head + " "), block(std::move(inner), braces_from(after, d.span), true));
}

// ----------------------------------------------------------------------------------------------- projections, queries

Piece Formatter::piece(const RowHandler& h) {
  Piece result = sequence(words("on " + text(h.event)), point());
  if (h.loop) {
    append(result, piece(*h.loop));
    append(result, words(" "));
  }
  if (!h.at.empty()) {
    append(result, words("at "));
    append(result, keys(h.at));
    append(result, words(" "));
  }
  if (h.existing) append(result, words("existing "));
  append(result, h.deletes ? words("delete") : block(h.body));
  return result;
}

Piece Formatter::piece(const ProjectionDeclaration& d) {
  Parts inner;
  add(inner, d.fields);
  for (const RowHandler& h : d.handlers) inner.push_back({h.span, &h.doc, "on", [&] { return piece(h); }});
  add(inner, d.ignores);
  for (const Span& s : d.unknown_ignored) {
    inner.push_back({s, nullptr, "", [] { return words("on unknown ignore"); }});
  }
  const uint32_t after = d.keys.empty() ? d.name.span.end : d.keys.back().span.end;
  return sequence(words("projection " + text(d.name) + (d.is_inline ? " inline by " : " by ")), parameters(d.keys),
                  words(" "), block(std::move(inner), braces_from(after, d.span), true));
}

Piece Formatter::piece(const QueryDeclaration& d) {
  std::vector<std::pair<uint32_t, Piece>> clauses;
  const auto listed = [](std::string word, std::vector<Piece> pieces) {
    Chain chain;
    for (size_t i = 0; i < pieces.size(); ++i) {
      chain.links.push_back({"", {std::move(pieces[i])}, i + 1 == pieces.size() ? "" : ","});
    }
    return sequence(words(std::move(word)), Piece{std::move(chain)});
  };
  for (const ExpressionPtr& e : d.where) clauses.emplace_back(e->span.begin, sequence(words("where "), expression(*e)));
  for (const ExpressionPtr& e : d.limit) clauses.emplace_back(e->span.begin, sequence(words("limit "), expression(*e)));
  for (const auto& orders : d.order) {
    std::vector<Piece> pieces;
    for (const OrderBy& o : orders) {
      const char* const direction = o.descending ? " desc" : " asc";
      pieces.push_back(sequence(expression(*o.value), words(o.direction_written ? direction : "")));
    }
    clauses.emplace_back(orders.front().span.begin, listed("order by ", std::move(pieces)));
  }
  for (const auto& keys : d.group) {
    std::vector<Piece> pieces;
    for (const ExpressionPtr& key : keys) pieces.push_back(expression(*key));
    clauses.emplace_back(keys.front()->span.begin, listed("group by ", std::move(pieces)));
  }
  std::ranges::sort(clauses, {}, [](const auto& clause) { return clause.first; });

  Chain chain;
  chain.indent = kIndent;
  Piece head = sequence(words("query " + text(d.name) + "("), parameters(d.parameters), words(")"));
  if (d.select.empty()) {
    append(head, words(" from " + text(d.source)));
    chain.links.push_back({"", {std::move(head)}, ""});
  } else {
    std::vector<Piece> columns;
    for (const Initializer& i : d.select) {
      columns.push_back(sequence(words(text(i.name) + " = "), expression(*i.value)));
    }
    chain.links.push_back({"", {std::move(head)}, ""});
    chain.links.push_back({"", {listed("select ", std::move(columns))}, ""});
    chain.links.push_back({"", {words("from " + text(d.source))}, ""});
  }
  for (auto& [at, piece] : clauses) chain.links.push_back({"", {std::move(piece)}, ""});
  chain.must_break = chain.links.size() > 1 && line_of(d.span.begin) != line_of(d.span.end);
  return {std::move(chain)};
}

// ----------------------------------------------------------------------------------------------------------- processes

Piece Formatter::piece(const ProcessHandler& h) {
  constexpr const char* kWords[] = {"start on ", "on ", "on accepted ", "on rejected ", "on timeout ", "on late "};
  const std::string what = h.label ? text(*h.label) : text(h.event);
  Piece result = sequence(words(kWords[static_cast<size_t>(h.trigger)] + what), point());
  if (h.correlated) {
    append(result, words("by "));
    append(result, expression(*h.correlated));
    append(result, words(" "));
  }
  append(result, block(h.body));
  return result;
}

Piece Formatter::piece(const ProcessDeclaration& d) {
  Parts inner;
  add(inner, d.states);
  for (const ProcessHandler& h : d.handlers) inner.push_back({h.span, &h.doc, "on", [&] { return piece(h); }});
  for (const EndClause& clause : d.ends) {
    inner.push_back({clause.span, &clause.doc, "", [&] {
                       std::string result = "end on ";
                       for (const Path& e : clause.events)
                         result += (&e == &clause.events.front() ? "" : ", ") + text(e);
                       return words(result);
                     }});
  }
  add(inner, d.ignores);
  return sequence(words("process " + text(d.name) + " by " + text(d.id_type) + " "),
                  block(std::move(inner), braces_from(d.id_type.span.end, d.span), true));
}

}  // namespace cqrsc::syntax
