// Where reading goes on after a syntax error. Inside parse/ only.
#pragma once

#include <exception>

#include "antlr4-runtime.h"
#include "diag/reporter.hpp"
#include "parse/parse_tree.hpp"

namespace cqrsc::parsing {

// One mistake, one message: an error gives up the smallest item of a block that it stands in (a field, a statement, a
// member, a declaration), and reading goes on with the next item. Nothing is inserted or guessed.
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
  bool begins_item(size_t index, size_t first) const;

  const Reading& reading_;
  Reporter& reporter_;
  bool recovering_ = false;  // from an error until the next token that fits
  size_t offending_ = 0;     // the token of the last error
  size_t errors_ = 0;
  bool stopped_ = false;  // after too many errors
};

}  // namespace cqrsc::parsing
