#include "parse/parse.hpp"

#include <exception>
#include <utility>

#include "parse/balance.hpp"
#include "parse/builder.hpp"
#include "parse/check_text.hpp"
#include "parse/check_tokens.hpp"
#include "parse/parse_tree.hpp"

namespace cqrsc {
namespace {

syntax::File empty_file(const SourceFile& source) {
  syntax::File result;
  result.span = source.whole();
  result.incomplete = true;
  return result;
}

}  // namespace

syntax::File parse(const SourceFile& source, Reporter& reporter) {
  using namespace parsing;
  const auto part = check_text(source, reporter);
  if (!part) return empty_file(source);
  auto tokens = read_tokens(source, *part);
  check_tokens(source, tokens, reporter);
  if (!balance_braces(source, tokens, reporter)) return empty_file(source);
  const Reading reading(source, std::move(tokens));
  ParserRun run(reading, reporter);
  Builder builder(source, reporter, reading.all, reading.visible);
  return builder.file(run.parse(&CqrsParser::file));
}

}  // namespace cqrsc
