// Where reading goes on after a syntax error. Inside parse/ only.
#pragma once

#include <exception>
#include <string_view>

#include "antlr4-runtime.h"
#include "diag/reporter.hpp"
#include "parse/explain.hpp"
#include "parse/parse_tree.hpp"

namespace cqrsc::parsing {

// One mistake, one message: an error gives up the smallest item of a block that it stands in (a field, a statement, a
// member, a declaration), and reading goes on with the next item. Only a sign that is known to be written for another,
// or stands in the way of the right one, is passed over.
class RecoveryStrategy final : public antlr4::ANTLRErrorStrategy {
 public:
  RecoveryStrategy(const Reading& reading, Reporter& reporter) : reading_(reading), reporter_(reporter) {}

  void reset(antlr4::Parser* parser) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;  // NOLINT(readability-identifier-naming): ANTLR's name
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  void sync(antlr4::Parser* parser) override;
  bool inErrorRecoveryMode(antlr4::Parser* parser) override;  // NOLINT(readability-identifier-naming): ANTLR's name
  void reportMatch(antlr4::Parser* parser) override;          // NOLINT(readability-identifier-naming): ANTLR's name
  // NOLINTNEXTLINE(readability-identifier-naming): ANTLR's name
  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;

 private:
  // Consumes the rest of the item that began with the token `first`.
  void skip_item(antlr4::Parser* parser, size_t first);
  void skip_header(antlr4::Parser* parser);
  bool begins_item(size_t index, size_t first, size_t block) const;
  bool in_query(const antlr4::ParserRuleContext& rule, size_t index) const;
  bool repeats_slip(size_t index, size_t block) const;
  size_t behind_type(size_t colon) const;
  bool is_near(const antlr4::Token& found, std::string_view wanted) const;
  void say(const SyntaxError& error);
  bool is_echo(const antlr4::ParserRuleContext& rule, size_t index) const;
  void give_up_before(antlr4::ParserRuleContext* item);
  void give_up(antlr4::tree::ParseTree* item, size_t next);

  const Reading& reading_;
  Reporter& reporter_;
  bool recovering_ = false;  // from an error until the next token that fits
  size_t offending_ = 0;     // the token of the last error
  size_t said_at_ = 0;       // that of the last one that was reported
  size_t errors_ = 0;
  const DiagnosticInfo* last_ = nullptr;  // what was said of the last error; null: it was only an echo
  bool stopped_ = false;                  // after too many errors
};

}  // namespace cqrsc::parsing
