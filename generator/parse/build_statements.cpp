#include <utility>

#include "parse/builder.hpp"

namespace cqrsc::parsing {

using syntax::Statement;

syntax::Block Builder::block(CqrsParser::BlockContext* ctx) {
  syntax::Block result;
  result.span = span(ctx);
  result.incomplete = damaged(ctx);
  if (ctx == nullptr) return result;
  for (auto* statement : ctx->statement()) {
    if (!add_statement(statement, result.statements)) result.incomplete = true;
  }
  return result;
}

bool Builder::add_statement(CqrsParser::StatementContext* ctx, std::vector<Statement>& to) {
  Rule* rule = chosen(ctx);
  if (broken(ctx) || broken(rule)) return false;
  const size_t lost_before = std::exchange(lost_, 0);
  Statement built{span(rule), statement_node(rule)};
  const bool whole = lost_ == 0;
  lost_ = lost_before;
  if (whole) to.push_back(std::move(built));
  return whole;
}

Statement::Node Builder::statement_node(Rule* ctx) {
  switch (ctx->getRuleIndex()) {
    case CqrsParser::RuleLetStatement: {
      auto* let = static_cast<CqrsParser::LetStatementContext*>(ctx);
      return syntax::LetStatement{name(let->name()), expression(let->expression())};
    }
    case CqrsParser::RuleAllowStatement:
      return syntax::AllowStatement{expression(static_cast<CqrsParser::AllowStatementContext*>(ctx)->expression())};
    case CqrsParser::RuleRequireStatement: {
      auto* require = static_cast<CqrsParser::RequireStatementContext*>(ctx);
      return syntax::RequireStatement{expression(require->expression()), made(require->made())};
    }
    case CqrsParser::RuleEmitStatement:
      return syntax::EmitStatement{made(static_cast<CqrsParser::EmitStatementContext*>(ctx)->made())};
    case CqrsParser::RuleIfStatement: return if_statement(static_cast<CqrsParser::IfStatementContext*>(ctx));
    case CqrsParser::RuleForStatement: {
      auto* loop = static_cast<CqrsParser::ForStatementContext*>(ctx);
      syntax::ForStatement result{for_loop(loop->forLoop()), {}, {}};
      if (loop->atKeys() != nullptr) result.at = keys(loop->atKeys()->head());
      result.body = block(loop->block());
      return result;
    }
    case CqrsParser::RuleMatchStatement: return match_statement(static_cast<CqrsParser::MatchStatementContext*>(ctx));
    case CqrsParser::RuleSendStatement: return send_statement(static_cast<CqrsParser::SendStatementContext*>(ctx));
    case CqrsParser::RuleTimeoutStatement:
      return timeout_statement(static_cast<CqrsParser::TimeoutStatementContext*>(ctx));
    case CqrsParser::RuleCancelStatement:
      return syntax::CancelStatement{name(static_cast<CqrsParser::CancelStatementContext*>(ctx)->name())};
    case CqrsParser::RulePublishStatement:
      return syntax::PublishStatement{made(static_cast<CqrsParser::PublishStatementContext*>(ctx)->made())};
    case CqrsParser::RuleDeleteStatement: return syntax::DeleteStatement{};
    case CqrsParser::RuleStopStatement:
      return syntax::StopStatement{string(static_cast<CqrsParser::StopStatementContext*>(ctx)->STRING())};
    case CqrsParser::RuleEndStatement: return syntax::EndStatement{};
    default: return assign_statement(static_cast<CqrsParser::AssignStatementContext*>(ctx));
  }
}

syntax::IfStatement Builder::if_statement(CqrsParser::IfStatementContext* ctx) {
  syntax::IfStatement result;
  result.condition = expression(ctx->head());
  result.then_block = block(ctx->block(0));
  if (auto* next = ctx->ifStatement()) {
    result.else_if = std::make_unique<Statement>(Statement{span(next), if_statement(next)});
  } else if (ctx->ELSE() != nullptr) {
    result.else_block = block(ctx->block(1));
  }
  return result;
}

syntax::ForLoop Builder::for_loop(CqrsParser::ForLoopContext* ctx) {
  syntax::ForLoop result;
  result.first = name(ctx->name(0));
  if (ctx->name().size() > 1) result.second = name(ctx->name(1));
  result.source = expression(ctx->head());
  return result;
}

syntax::MatchStatement Builder::match_statement(CqrsParser::MatchStatementContext* ctx) {
  syntax::MatchStatement result;
  result.subject = expression(ctx->head());
  result.incomplete = damaged(ctx);
  for (auto* item : ctx->matchItem()) {
    if (broken(item)) {
      result.incomplete = true;
      continue;
    }
    syntax::MatchArm arm{pattern(item->pattern()), {}, item->block() != nullptr, span(item)};
    if (arm.braces) {
      arm.body = block(item->block());
    } else {
      arm.body.span = span(item->statement());
      arm.body.incomplete = !add_statement(item->statement(), arm.body.statements);
    }
    result.arms.push_back(std::move(arm));
  }
  return result;
}

syntax::SendStatement Builder::send_statement(CqrsParser::SendStatementContext* ctx) {
  syntax::SendStatement result;
  result.command = reference(ctx->reference());
  result.target = expression(ctx->headPostfix());
  result.initializers = initializers(ctx->initializers());
  result.braces = span(ctx->initializers());
  if (ctx->name() != nullptr) result.label = name(ctx->name());
  return result;
}

syntax::TimeoutStatement Builder::timeout_statement(CqrsParser::TimeoutStatementContext* ctx) {
  return {name(ctx->name()), expression(ctx->sum())};
}

syntax::AssignStatement Builder::assign_statement(CqrsParser::AssignStatementContext* ctx) {
  syntax::AssignStatement result;
  result.target = path(ctx->path());
  auto* sign = static_cast<antlr4::tree::TerminalNode*>(ctx->children[1]);
  result.operator_span = span(sign);
  switch (sign->getSymbol()->getType()) {
    case CqrsParser::PLUS_ASSIGN: result.operation = syntax::AssignOperator::add; break;
    case CqrsParser::MINUS_ASSIGN: result.operation = syntax::AssignOperator::remove; break;
    default: result.operation = syntax::AssignOperator::set;
  }
  result.value = expression(ctx->expression());
  return result;
}

}  // namespace cqrsc::parsing
