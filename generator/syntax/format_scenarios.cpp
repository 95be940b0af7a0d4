#include <utility>

#include "syntax/formatter.hpp"
#include "syntax/overloaded.hpp"

namespace cqrsc::syntax {

Piece Formatter::piece(const Happening& happening) {
  Piece result = sequence(words(text(happening.type) + text(happening.version) + " "),
                          braces(happening.initializers, happening.braces));
  for (const Stamp& stamp : happening.stamps) {
    constexpr const char* kWords[] = {" at ", " by ", " as role "};
    append(result, words(kWords[static_cast<size_t>(stamp.kind)] + raw(stamp.value.span)));
  }
  return result;
}

Piece Formatter::piece(const StreamHistory& stream) {
  Parts events;
  for (const Happening& event : stream.events) {
    events.push_back({event.span, nullptr, "", [&] { return piece(event); }});
  }
  return sequence(words(text(stream.aggregate) + "("), expression(*stream.id), words(") "),
                  block(std::move(events), braces_from(stream.id->span.end, stream.span), true));
}

Piece Formatter::piece(const When& when) {
  const auto to = [&](Piece& piece, const ExpressionPtr& target) {
    if (!target) return;
    append(piece, words(" to "));
    append(piece, expression(*target));
  };
  return std::visit(overloaded{
                        [&](const Happening& w) { return piece(w); },
                        [&](const StreamHistory& w) { return piece(w); },
                        [&](const WhenRejected& w) {
                          Piece result = sequence(words("rejected " + text(w.label)));
                          to(result, w.target);
                          append(result, words(" "));
                          append(result, made(w.error));
                          return result;
                        },
                        [&](const WhenAccepted& w) {
                          Piece result = sequence(words("accepted " + text(w.label)));
                          to(result, w.target);
                          return result;
                        },
                        [&](const WhenTimeout& w) { return words("timeout " + text(w.name)); },
                    },
                    when.node);
}

Piece Formatter::piece(const Expectation& expectation) {
  // The braces of `state { … }` and `row … { … }`: from the first brace after what stands before them.
  const auto fields = [&](uint32_t after, const std::vector<Initializer>& initializers) {
    return braces(initializers, braces_from(after, expectation.span));
  };
  return std::visit(
      overloaded{
          [](const ExpectNothing&) { return words("nothing"); },
          [&](const ExpectEvent& e) { return piece(e.event); },
          [&](const ExpectRejected& e) { return sequence(words("rejected "), made(e.error)); },
          [&](const ExpectState& e) {
            return sequence(words("state "), fields(expectation.span.begin, e.initializers));
          },
          [&](const ExpectRow& e) {
            if (e.key.empty()) return sequence(words("row "), fields(expectation.span.begin, e.initializers));
            return sequence(words("row "), keys(e.key), words(" "), fields(e.key.back()->span.end, e.initializers));
          },
          [&](const ExpectNoRow& e) { return sequence(words("no row "), keys(e.key)); },
          [&](const ExpectSend& e) { return piece(e.send); },
          [&](const ExpectTimeout& e) {
            return sequence(words("timeout " + text(e.timeout.name) + " after "), expression(*e.timeout.after));
          },
          [&](const ExpectCancel& e) { return words("cancel " + text(e.name)); },
          [&](const ExpectPublish& e) { return sequence(words("publish "), made(e.event)); },
          [](const ExpectEnd&) { return words("end"); },
          [&](const ExpectStop& e) { return words("stop" + (e.reason ? " " + raw(e.reason->span) : "")); },
      },
      expectation.node);
}

// given A / B / C, each of the further lines below the first.
Formatter::Part Formatter::hanging(const std::string& word, Span span, Parts parts) {
  constexpr size_t kWidth = 6;  // of "given "
  return {span, nullptr, "", [this, word, span, inner = std::move(parts)] {
            Hanging result;
            result.prefix = word + std::string(kWidth - word.size(), ' ');
            result.indent = kWidth;
            result.items = items(inner, span.begin, span.end);
            return Piece{std::move(result)};
          }};
}

Piece Formatter::piece(const ScenarioDeclaration& d) {
  Parts steps;
  for (const Assumption& a : d.assumptions) {
    steps.push_back({a.span, nullptr, "", [&] {
                       return sequence(list("assuming " + text(a.function) + "(", a.arguments, ") = "),
                                       expression(*a.result));
                     }});
  }
  Parts given;
  for (const auto& one : d.given) {
    std::visit([&](const auto& node) { given.push_back({node.span, nullptr, "", [&] { return piece(node); }}); }, one);
  }
  if (d.given_span) steps.push_back(hanging("given", *d.given_span, std::move(given)));
  if (d.when) {
    steps.push_back({d.when->span, nullptr, "", [&] { return sequence(words("when  "), piece(*d.when)); }});
  }
  for (size_t i = 0; i < d.then.size();) {
    const Expectation& first = d.then[i];
    Parts group;
    Span span = first.span;
    do {
      span = span.to(d.then[i].span);
      group.push_back({d.then[i].span, nullptr, "", [&node = d.then[i], this] { return piece(node); }});
      ++i;
    } while (i < d.then.size() && !d.then[i].after_and);
    steps.push_back(hanging(first.after_and ? "and" : "then", span, std::move(group)));
  }
  Piece body = block(std::move(steps), braces_from(d.subject.span.end, d.span), true);
  auto& braces = std::get<Braces>(body.node);
  braces.must_break = !braces.items.empty();
  return sequence(words("scenario " + raw(d.name.span) + " for " + text(d.subject) + " "), std::move(body));
}

}  // namespace cqrsc::syntax
