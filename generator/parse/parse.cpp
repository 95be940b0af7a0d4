#include "parse/parse.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "parse/balance.hpp"
#include "parse/builder.hpp"
#include "parse/check_text.hpp"
#include "parse/check_tokens.hpp"
#include "parse/correct_words.hpp"
#include "parse/mend_brace.hpp"
#include "parse/missing_operands.hpp"
#include "parse/parse_tree.hpp"
#include "parse/parts.hpp"

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

bool is_about_brackets(const Diagnostic& finding) {
  return finding.info == &kBracketNotClosed || finding.info == &kBracketNotOpened;
}

// Brackets that do not belong together make nonsense of what follows: of a declaration with such, what comes first is
// said, and further brackets if that is one.
void take_over(const std::vector<Span>& declarations, const Reporter& found, Reporter& reporter) {
  std::vector<const Diagnostic*> left;
  std::vector<Span> doubtful;
  for (const Diagnostic* finding : found.sorted()) left.push_back(finding);
  const bool any = std::ranges::any_of(left, [](const Diagnostic* d) { return is_about_brackets(*d); });
  for (const Span& part : any ? declarations : std::vector<Span>()) {
    const auto in_part = [&](const Diagnostic* d) {
      return d->severity == Severity::error && d->primary.begin >= part.begin && d->primary.begin < part.end;
    };
    const auto first = std::ranges::find_if(left, in_part);
    const bool brackets =
        std::ranges::any_of(left, [&](const Diagnostic* d) { return in_part(d) && is_about_brackets(*d); });
    if (!brackets) continue;
    const bool all = is_about_brackets(**first);
    const Diagnostic* const kept = *first;
    const auto dropped = std::erase_if(
        left, [&](const Diagnostic* d) { return in_part(d) && d != kept && !(all && is_about_brackets(*d)); });
    if (dropped != 0) doubtful.push_back(part);
  }
  for (const Diagnostic* finding : left) reporter.add(*finding);
  for (const Span& part : doubtful) reporter.doubt(part);
}

syntax::File read_file(const SourceFile& source, Reporter& reporter) {
  using namespace parsing;
  const size_t errors_before = reporter.error_count();
  const auto part = check_text(source, reporter);
  if (!part) return empty_file(source);
  auto tokens = read_tokens(source, *part);
  check_tokens(source, tokens, reporter);
  std::vector<Span> parts;
  for (const Part& one : declarations(source, tokens))
    if (one.begin != one.end) parts.push_back({source.id(), tokens[one.begin].begin, tokens[one.end - 1].end});
  if (!check_depth(source, tokens, reporter)) return empty_file(source);
  if (!are_balanced(tokens)) mend_single_braces(source, tokens, reporter);
  Reporter found;
  const bool readable = balance_braces(source, tokens, found);
  std::optional<syntax::File> result;
  if (readable) {
    mark_missing_operands(source, tokens, found);
    result = read_faultless(source, tokens, found);
    if (!result) result = read_faulty(source, std::move(tokens), found);
  }
  take_over(parts, found, reporter);
  if (!result) return empty_file(source);
  if (reporter.error_count() != errors_before) result->incomplete = true;
  return std::move(*result);
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
