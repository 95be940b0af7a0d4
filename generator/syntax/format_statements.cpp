#include <utility>

#include "syntax/dump.hpp"
#include "syntax/formatter.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {

Formatter::Part Formatter::part(const Statement& statement) {
  const bool require = std::holds_alternative<RequireStatement>(statement.node);
  return {statement.span, nullptr, require ? "require" : "", [&] { return piece(statement); }};
}

Formatter::Parts Formatter::parts(const std::vector<Statement>& statements) {
  Parts result;
  add(result, statements);
  return result;
}

Piece Formatter::piece(const IfStatement& s) {
  Piece result = sequence(words("if "), expression(*s.condition), words(" "), block(s.then_block));
  if (s.else_if) {
    append(result, words(" else "));
    append(result, piece(std::get<IfStatement>(s.else_if->node)));
  } else if (s.else_block) {
    append(result, words(" else "));
    append(result, block(*s.else_block));
  }
  return result;
}

Piece Formatter::piece(const ForLoop& loop) {
  const std::string names = text(loop.first) + (loop.second ? ", " + text(*loop.second) : "");
  return sequence(words("for " + names + " in "), expression(*loop.source));
}

Piece Formatter::piece(const MatchStatement& s, Span span) {
  Piece subject = expression(*s.subject);
  Parts arms;
  for (const MatchArm& arm : s.arms) {
    arms.push_back({arm.span, nullptr, "arm", [&] {
                      Piece body = arm.braces ? block(arm.body) : piece(arm.body.statements.front());
                      return sequence(words(pattern(arm.pattern)), point(), words("=> "), std::move(body));
                    }});
  }
  const Span place = braces_from(s.subject->span.end, span);
  return sequence(words("match "), std::move(subject), words(" "), block(std::move(arms), place, true));
}

Piece Formatter::piece(const SendStatement& s) {
  Piece result = sequence(words("send " + text(s.command) + " to "), expression(*s.target), words(" "),
                          braces(s.initializers, s.braces));
  if (s.label) append(result, words(" as " + text(*s.label)));
  return result;
}

Piece Formatter::piece(const Statement& statement) {
  return std::visit(
      overloaded{
          [&](const LetStatement& s) { return sequence(words("let " + text(s.name) + " = "), expression(*s.value)); },
          [&](const AllowStatement& s) { return sequence(words("allow "), expression(*s.condition)); },
          [&](const RequireStatement& s) {
            return sequence(words("require "), expression(*s.condition), point(), words("else "), made(s.otherwise));
          },
          [&](const EmitStatement& s) { return sequence(words("emit "), made(s.event)); },
          [&](const IfStatement& s) { return piece(s); },
          [&](const ForStatement& s) {
            Piece result = piece(s.loop);
            if (!s.at.empty()) {
              append(result, words(" at "));
              append(result, keys(s.at));
            }
            append(result, words(" "));
            append(result, block(s.body));
            return result;
          },
          [&](const MatchStatement& s) { return piece(s, statement.span); },
          [&](const SendStatement& s) { return piece(s); },
          [&](const TimeoutStatement& s) {
            return sequence(words("timeout " + text(s.name) + " after "), expression(*s.after));
          },
          [&](const CancelStatement& s) { return words("cancel " + text(s.name)); },
          [&](const PublishStatement& s) { return sequence(words("publish "), made(s.event)); },
          [&](const DeleteStatement&) { return words("delete"); },
          [&](const StopStatement& s) { return words("stop " + raw(s.reason.span)); },
          [&](const EndStatement&) { return words("end"); },
          [&](const AssignStatement& s) {
            const std::string sign = std::string(" ") + spelling(s.operation) + " ";
            return sequence(expression(*s.target), words(sign), expression(*s.value));
          },
      },
      statement.node);
}

}  // namespace cqrsc::syntax
