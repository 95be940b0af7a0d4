#include "parse/parse.hpp"

#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "parse/balance.hpp"
#include "parse/builder.hpp"
#include "parse/check_text.hpp"
#include "parse/check_tokens.hpp"
#include "parse/correct_words.hpp"
#include "parse/missing_operands.hpp"
#include "parse/parse_tree.hpp"

namespace cqrsc {
namespace {

syntax::File empty_file(const SourceFile& source) {
  syntax::File result;
  result.span = source.whole();
  result.incomplete = true;
  return result;
}

// Most files have no mistake: these are read at once.
std::optional<syntax::File> read_faultless(const SourceFile& source, const std::vector<parsing::Token>& tokens,
                                           Reporter& reporter) {
  using namespace parsing;
  const Reading reading(source, tokens);
  ParserRun run(reading, reporter);
  auto* const tree = run.try_parse(&CqrsParser::file);
  if (tree == nullptr) return std::nullopt;
  return Builder(source, reporter, reading.all, reading.visible).file(tree);
}

syntax::File read_faulty(const SourceFile& source, std::vector<parsing::Token> tokens, Reporter& reporter) {
  using namespace parsing;
  correct_words(source, tokens, reporter);
  const Reading reading(source, std::move(tokens));
  ParserRun run(reading, reporter);
  return Builder(source, reporter, reading.all, reading.visible).file(run.parse(&CqrsParser::file));
}

syntax::File read_file(const SourceFile& source, Reporter& reporter) {
  using namespace parsing;
  const size_t errors_before = reporter.error_count();
  const auto part = check_text(source, reporter);
  if (!part) return empty_file(source);
  auto tokens = read_tokens(source, *part);
  check_tokens(source, tokens, reporter);
  if (!balance_braces(source, tokens, reporter)) return empty_file(source);
  mark_missing_operands(source, tokens, reporter);
  auto faultless = read_faultless(source, tokens, reporter);
  auto result = faultless ? std::move(*faultless) : read_faulty(source, std::move(tokens), reporter);
  if (reporter.error_count() != errors_before) result.incomplete = true;
  return result;
}

}  // namespace

syntax::File parse(const SourceFile& source, Reporter& reporter) {
  try {
    return read_file(source, reporter);
  } catch (const std::exception& error) {
    reporter.report(kReaderFailed, Span{source.id(), 0, 0}, error.what())
        .note("this is a defect of the compiler, not of the file: please report it with the file");
    return empty_file(source);
  }
}

}  // namespace cqrsc
