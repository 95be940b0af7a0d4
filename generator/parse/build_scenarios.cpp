#include <utility>

#include "parse/builder.hpp"

namespace cqrsc::parsing {

// A scenario in which anything could not be read is left out whole: what is left of it would fail for no reason.
std::optional<syntax::ScenarioDeclaration> Builder::scenario(CqrsParser::ScenarioDeclarationContext* ctx) {
  auto* header = ctx->scenarioHeader();
  if (damaged(ctx) || broken(header)) return std::nullopt;
  syntax::ScenarioDeclaration result;
  result.doc = doc(ctx);
  result.name = string(header->STRING());
  result.subject = reference(header->reference());
  result.span = span(ctx);
  lost_ = 0;
  for (auto* item : ctx->scenarioItem()) {
    if (broken(item) || broken(chosen(item))) {
      ++lost_;
    } else {
      add_scenario_item(item, result);
    }
  }
  if (lost_ != 0) return std::nullopt;
  return result;
}

void Builder::add_scenario_item(CqrsParser::ScenarioItemContext* ctx, syntax::ScenarioDeclaration& to) {
  const auto misplaced = [&](const Rule* clause, std::string word, std::string later) {
    reporter_.report(kScenarioOrder, span(clause->start), word, later)
        .help("write `assuming`, `given`, `when`, `then` in this order, each but `then … and …` once at most");
  };
  if (auto* assuming = ctx->assumption()) {
    if (to.given_span || to.when || to.then_span) misplaced(assuming, "assuming", "given");
    to.assumptions.push_back(assumption(assuming));
  } else if (auto* given = ctx->givenClause()) {
    if (to.given_span || to.when || to.then_span) misplaced(given, "given", "when");
    to.given_span = span(given);
    if (damaged(given)) ++lost_;
    for (auto* item : given->givenItem()) {
      if (broken(item) || broken(chosen(item))) {
        ++lost_;
      } else if (item->streamHistory() != nullptr) {
        to.given.emplace_back(stream_history(item->streamHistory()));
      } else {
        to.given.emplace_back(happening(item->happening()));
      }
    }
  } else if (auto* one = ctx->whenClause()) {
    if (to.when && !to.then_span)
      when_twice(*to.when, span(one->start));
    else if (to.when || to.then_span)
      misplaced(one, "when", "then");
    to.when = when(one);
  } else if (auto* then = ctx->thenClause()) {
    const bool continues = then->AND() != nullptr;
    const bool too_early = continues && !to.then_span && !and_without_then(then);
    if (!continues && to.then_span)
      reporter_.report(kThenTwice, span(then->THEN()))
          .label(*to.then_span, "first `then` here")
          .help("go on with `and`", span(then->THEN()), "and");
    if (!too_early) to.then_span = to.then_span ? to.then_span->to(span(then)) : span(then);
    if (damaged(then)) ++lost_;
    bool first = continues;
    for (auto* item : then->expectation()) {
      if (broken(item)) {
        ++lost_;
        continue;
      }
      to.then.push_back(expectation(item));
      to.then.back().after_and = std::exchange(first, false);
    }
  }
}

void Builder::when_twice(const syntax::When& first, Span second) {
  const auto* happening = std::get_if<syntax::Happening>(&first.node);
  const std::string event = happening == nullptr ? "" : emitted_by(happening->type.text());
  reporter_.report(kUnexpected, second, "a second `when`")
      .label(first.span, "the first is here")
      .note("a scenario has one `when`: what came before belongs to `given`, as events")
      .help(event.empty() ? "put what the first leads to under `given`, or into a scenario of its own"
                          : "put the first as what it emits under `given`: `" + event + "`");
}

// "LotClosed { }" for a command that emits just this; empty where it cannot be told.
std::string Builder::emitted_by(std::string_view command) const {
  const auto type = [&](size_t i) { return i < visible_.size() ? all_[visible_[i]].type : antlr4::Token::EOF; };
  const auto word = [&](size_t i) {
    const Token& token = all_[visible_[i]];
    return source_.text(Span{source_.id(), token.begin, token.end});
  };
  size_t at = 0;
  while (at + 1 < visible_.size() && !(type(at) == CqrsParser::COMMAND && word(at + 1) == command)) ++at;
  std::string event;
  for (int depth = 0; at + 1 < visible_.size(); ++at) {
    if (type(at) == CqrsParser::LBRACE) ++depth;
    if (type(at) == CqrsParser::RBRACE && --depth == 0) break;
    if (type(at) != CqrsParser::EMIT) continue;
    if (!event.empty() && event != word(at + 1)) return "";
    event = word(at + 1);
  }
  if (event.empty()) return "";
  for (size_t i = 0; i + 4 < visible_.size(); ++i) {
    const bool declared = type(i) == CqrsParser::EVENT && word(i + 1) == event && type(i + 2) == CqrsParser::VERSION;
    if (declared && type(i + 4) == CqrsParser::RBRACE) return event + " { }";
  }
  return event + " { … }";
}

// False if the `then` comes later, whose place this does not take.
bool Builder::and_without_then(CqrsParser::ThenClauseContext* clause) {
  auto& report = reporter_.report(kAndWithoutThen, span(clause->AND()));
  auto* const item = dynamic_cast<CqrsParser::ScenarioItemContext*>(clause->parent);
  auto* const scenario =
      dynamic_cast<CqrsParser::ScenarioDeclarationContext*>(item == nullptr ? nullptr : item->parent);
  bool behind = false;
  CqrsParser::ScenarioItemContext* before = nullptr;
  if (scenario != nullptr)
    for (auto* other : scenario->scenarioItem()) {
      if (other == item && before != nullptr && before->givenClause() != nullptr) {
        report.help("what has happened stands behind `given` without `and`, one event after the other",
                    span(clause->AND()), "");
        return false;
      }
      before = other;
      auto* const then = other->thenClause();
      if (behind && then != nullptr && then->THEN() != nullptr) {
        report.label(span(then->THEN()), "it comes only here").help("move this line behind that one");
        return false;
      }
      behind = behind || other == item;
    }
  report.help("write `then`", span(clause->AND()), "then");
  return true;
}

syntax::Assumption Builder::assumption(CqrsParser::AssumptionContext* ctx) {
  return {name(ctx->name()), arguments(ctx->arguments()), expression(ctx->expression()), span(ctx)};
}

syntax::StreamHistory Builder::stream_history(CqrsParser::StreamHistoryContext* ctx) {
  syntax::StreamHistory result;
  result.aggregate = reference(ctx->reference());
  result.id = expression(ctx->expression());
  result.span = span(ctx);
  if (damaged(ctx)) ++lost_;
  for (auto* item : ctx->historyItem()) {
    if (broken(item)) {
      ++lost_;
    } else {
      result.events.push_back(happening(item->happening()));
    }
  }
  return result;
}

syntax::Happening Builder::happening(CqrsParser::HappeningContext* ctx) {
  syntax::Happening result;
  result.type = reference(ctx->reference());
  result.version = optional_version(ctx->VERSION());
  result.initializers = initializers(ctx->initializers());
  result.braces = span(ctx->initializers());
  for (auto* one : ctx->stamp()) result.stamps.push_back(stamp(one));
  result.span = span(ctx);
  return result;
}

syntax::Stamp Builder::stamp(CqrsParser::StampContext* ctx) {
  auto kind = syntax::StampKind::role;
  if (ctx->AT() != nullptr) kind = syntax::StampKind::at;
  if (ctx->BY() != nullptr) kind = syntax::StampKind::by;
  return {kind, string(ctx->STRING()), span(ctx)};
}

syntax::When Builder::when(CqrsParser::WhenClauseContext* ctx) {
  const Span place = span(ctx);
  if (auto* stream = dynamic_cast<CqrsParser::WhenStreamContext*>(ctx)) {
    return {place, stream_history(stream->streamHistory())};
  }
  if (auto* rejected = dynamic_cast<CqrsParser::WhenRejectedContext*>(ctx)) {
    syntax::WhenRejected node{name(rejected->name()), nullptr, made(rejected->made())};
    if (rejected->headPostfix() != nullptr) node.target = expression(rejected->headPostfix());
    return {place, std::move(node)};
  }
  if (auto* accepted = dynamic_cast<CqrsParser::WhenAcceptedContext*>(ctx)) {
    syntax::WhenAccepted node{name(accepted->name()), nullptr};
    if (accepted->headPostfix() != nullptr) node.target = expression(accepted->headPostfix());
    return {place, std::move(node)};
  }
  if (auto* timeout = dynamic_cast<CqrsParser::WhenTimeoutContext*>(ctx)) {
    return {place, syntax::WhenTimeout{name(timeout->name())}};
  }
  return {place, happening(static_cast<CqrsParser::WhenHappeningContext*>(ctx)->happening())};
}

syntax::Expectation Builder::expectation(CqrsParser::ExpectationContext* ctx) {
  syntax::Expectation result{span(ctx), syntax::ExpectNothing{}, false};
  if (auto* event = dynamic_cast<CqrsParser::ExpectEventContext*>(ctx)) {
    auto* braces = event->initializers();
    result.node = syntax::ExpectEvent{{reference(event->reference()),
                                       optional_version(event->VERSION()),
                                       initializers(braces),
                                       span(braces),
                                       {},
                                       span(event)}};
  } else if (auto* rejected = dynamic_cast<CqrsParser::ExpectRejectedContext*>(ctx)) {
    result.node = syntax::ExpectRejected{made(rejected->made())};
  } else if (auto* state = dynamic_cast<CqrsParser::ExpectStateContext*>(ctx)) {
    result.node = syntax::ExpectState{initializers(state->initializers())};
  } else if (auto* row = dynamic_cast<CqrsParser::ExpectRowContext*>(ctx)) {
    result.node = syntax::ExpectRow{key_values(row->keyValues()), initializers(row->initializers())};
  } else if (auto* no_row = dynamic_cast<CqrsParser::ExpectNoRowContext*>(ctx)) {
    result.node = syntax::ExpectNoRow{key_values(no_row->keyValues())};
  } else if (auto* send = dynamic_cast<CqrsParser::ExpectSendContext*>(ctx)) {
    result.node = syntax::ExpectSend{send_statement(send->sendStatement())};
  } else if (auto* timeout = dynamic_cast<CqrsParser::ExpectTimeoutContext*>(ctx)) {
    result.node = syntax::ExpectTimeout{timeout_statement(timeout->timeoutStatement())};
  } else if (auto* cancel = dynamic_cast<CqrsParser::ExpectCancelContext*>(ctx)) {
    result.node = syntax::ExpectCancel{name(cancel->cancelStatement()->name())};
  } else if (auto* publish = dynamic_cast<CqrsParser::ExpectPublishContext*>(ctx)) {
    auto* braces = publish->initializers();
    const Span words = span(publish->reference()).to(span(braces));
    result.node = syntax::ExpectPublish{{reference(publish->reference()), initializers(braces), span(braces), words}};
  } else if (dynamic_cast<CqrsParser::ExpectEndContext*>(ctx) != nullptr) {
    result.node = syntax::ExpectEnd{};
  } else if (auto* stop = dynamic_cast<CqrsParser::ExpectStopContext*>(ctx)) {
    syntax::ExpectStop node;
    if (stop->STRING() != nullptr) node.reason = string(stop->STRING());
    result.node = std::move(node);
  }
  return result;
}

std::vector<syntax::ExpressionPtr> Builder::key_values(CqrsParser::KeyValuesContext* ctx) {
  std::vector<syntax::ExpressionPtr> result;
  if (ctx == nullptr) return result;
  for (auto* key : ctx->headPostfix()) result.push_back(expression(key));
  return result;
}

}  // namespace cqrsc::parsing
