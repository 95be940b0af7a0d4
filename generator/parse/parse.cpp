#include "parse/parse.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CqrsLexer.h"
#include "parse/balance.hpp"
#include "parse/blocks_in_words.hpp"
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

// Where a finding in one place may be the echo of another.
struct Places {
  const SourceFile& source;
  std::vector<parsing::Token> tokens;
  std::vector<Span> declarations;
  std::vector<Span> members;
  std::vector<Span> scenarios;

  Places(const SourceFile& file, const std::vector<parsing::Token>& read)
      : source(file), tokens(read), members(parsing::members(file, read)) {
    for (const parsing::Part& part : parsing::declarations(source, tokens)) {
      if (part.begin == part.end) continue;
      declarations.push_back({source.id(), tokens[part.begin].begin, tokens[part.end - 1].end});
      if (parsing::is_scenario(tokens[part.begin])) scenarios.push_back(declarations.back());
    }
  }
};

using Findings = std::vector<const Diagnostic*>;

bool is_in(const Diagnostic* finding, Span place) {
  return finding->severity == Severity::error && finding->primary.begin >= place.begin &&
         finding->primary.begin <= place.end;
}

bool is_about_brackets(const Diagnostic* finding) {
  return finding->info == &kBracketNotClosed || finding->info == &kBracketNotOpened;
}

bool is_about_braces(const Diagnostic* finding) {
  return is_about_brackets(finding) && finding->headline.find_first_of("{}") != std::string::npos;
}

// Brackets that do not belong together make nonsense of what follows. What comes after one that is not closed is not
// said, but for other brackets; of what leads to one that closes nothing, only the beginning is.
bool drop_after_brackets(Span place, Findings& findings, bool (*is_bracket)(const Diagnostic*)) {
  const auto within = [&](const Diagnostic* d) { return is_in(d, place); };
  const auto bracket = [&](const Diagnostic* d) { return within(d) && is_bracket(d); };
  const auto first_bracket = std::ranges::find_if(findings, bracket);
  if (first_bracket == findings.end()) return false;
  const bool closes = (*first_bracket)->info == &kBracketNotOpened;
  const Diagnostic* const kept = closes ? *std::ranges::find_if(findings, within) : *first_bracket;
  const auto dropped = std::erase_if(findings, [&](const Diagnostic* d) {
    const bool after = d->primary.begin > kept->primary.begin;
    return within(d) && after && !(is_bracket(d) && is_bracket(kept));
  });
  return dropped != 0;
}

// One step of a scenario that cannot be read takes its place in the order from those after it.
void drop_further_steps(Span scenario, Findings& findings) {
  const auto is_step = [](const Diagnostic* d) {
    return d->headline.starts_with("expected a step") || d->headline.starts_with("expected `then`") ||
           d->info == &kNoFunctions;
  };
  bool first = true;
  std::erase_if(findings,
                [&](const Diagnostic* d) { return is_in(d, scenario) && !std::exchange(first, false) && is_step(d); });
}

// Where the parser knows no more than what it expected, it has lost its way, and on that line nothing it says
// afterwards counts; nor does such a thing count where something on the line was reported before. `(` and `)` that do
// not find each other are one mistake.
void drop_behind_on_line(const SourceFile& source, const std::set<uint32_t>& reported, Findings& findings) {
  const auto is_vague = [](const Diagnostic* d) {
    return (d->info == &kExpected || d->info == &kUnexpected) && d->helps.empty();
  };
  const Diagnostic* before = nullptr;
  uint32_t line = 0;
  bool lost = false;
  std::erase_if(findings, [&](const Diagnostic* finding) {
    const uint32_t own = source.location(finding->primary.begin).line;
    if (own != line) {
      line = own;
      before = nullptr;
      lost = false;
    }
    const bool behind = before != nullptr || reported.contains(own);
    const bool pair =
        before != nullptr && is_about_brackets(before) && is_about_brackets(finding) && before->info != finding->info;
    const bool echo = finding->severity == Severity::error && (lost || pair || (behind && is_vague(finding)));
    lost = lost || is_vague(finding);
    if (!echo) before = finding;
    return echo;
  });
}

// A line that stands before its block is missing in it: what is said of that block, which is returned, does not count.
std::vector<Span> drop_in_block_of_line(const Places& places, Findings& findings) {
  const auto is_above = [](const Diagnostic* d) {
    return d->info == &kOutsideBlock && d->labels.back().span.begin > d->primary.begin;
  };
  std::vector<Span> blocks;
  for (const Diagnostic* finding : findings)
    if (is_above(finding))
      for (const Span& member : places.members)
        if (member.begin <= finding->labels.back().span.begin && finding->labels.back().span.begin < member.end)
          blocks.push_back(member);
  std::erase_if(findings, [&](const Diagnostic* d) {
    return std::ranges::any_of(blocks, [&](const Span& block) { return is_in(d, block) && !is_above(d); });
  });
  return blocks;
}

// The lines of findings, in order, as places in the text; each is looked for once, however long it is.
std::vector<Span> lines_of(const SourceFile& source, const Findings& findings) {
  const std::string_view text = source.text();
  std::vector<Span> lines;
  for (const Diagnostic* finding : findings) {
    const uint32_t at = finding->primary.begin;
    if (!lines.empty() && at < lines.back().end) continue;
    const size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const size_t after = std::min(text.find('\n', at), text.size() - 1);
    lines.push_back({source.id(), before == std::string_view::npos ? 0 : static_cast<uint32_t>(before + 1),
                     static_cast<uint32_t>(after + 1)});
  }
  return lines;
}

// The names on the lines where something could not be read.
std::set<std::string, std::less<>> words_on_lines(const Places& places, const Findings& findings) {
  std::set<std::string, std::less<>> words;
  const std::vector<Span> lines = lines_of(places.source, findings);
  auto line = lines.begin();
  for (const parsing::Token& token : places.tokens) {
    while (line != lines.end() && line->end <= token.begin) ++line;
    if (line == lines.end()) break;
    if (token.begin >= line->begin && parsing::is_name(token))
      words.emplace(places.source.text({places.source.id(), token.begin, token.end}));
  }
  return words;
}

void take_over(const Places& places, const Reporter& found, const std::set<uint32_t>& reported, Reporter& reporter) {
  Findings left;
  for (const Diagnostic* finding : found.sorted()) left.push_back(finding);
  std::vector<Span> doubtful;
  if (std::ranges::any_of(left, is_about_brackets)) {
    for (const Span& declaration : places.declarations)
      if (drop_after_brackets(declaration, left, is_about_braces)) doubtful.push_back(declaration);
    for (const Span& member : places.members)
      if (drop_after_brackets(member, left, is_about_brackets)) doubtful.push_back(member);
  }
  if (!left.empty())
    for (const Span& scenario : places.scenarios) drop_further_steps(scenario, left);
  drop_behind_on_line(places.source, reported, left);
  for (const Span& block : drop_in_block_of_line(places, left)) doubtful.push_back(block);
  for (const Diagnostic* finding : left) {
    reporter.add(*finding);
    for (const Span& member : places.members)
      if (is_in(finding, member)) doubtful.push_back(member);
  }
  for (const Span& place : doubtful) reporter.doubt(place);
  reporter.lose(words_on_lines(places, left));
}

// The blocks of commands and handlers, as places in the text, in order.
std::vector<Span> computing_blocks(const Places& places) {
  using grammar::CqrsLexer;
  std::vector<Span> blocks;
  int depth = 0;
  bool computes = false;
  for (const parsing::Token& token : places.tokens) {
    if (!is_visible(token)) continue;
    if (depth == 1 && (token.type == CqrsLexer::COMMAND || token.type == CqrsLexer::ON)) computes = true;
    if (depth == 1 && (token.type == CqrsLexer::EVENT || token.type == CqrsLexer::STATE)) computes = false;
    if (token.type == CqrsLexer::LBRACE && ++depth == 2 && computes)
      blocks.push_back({places.source.id(), token.begin, token.begin});
    if (token.type == CqrsLexer::RBRACE && --depth == 1 && computes) {
      if (!blocks.empty()) blocks.back().end = token.begin;
      computes = false;
    }
  }
  return blocks;
}

// Whether a declaration may have been lost to what was found since: what cannot be read within the block of a command
// or a handler loses no name that is used elsewhere, but a brace may be where nobody meant it.
bool may_have_lost_declaration(const Places& places, const Reporter& reporter, size_t since) {
  const std::vector<Span> blocks = computing_blocks(places);
  for (size_t i = since; i < reporter.diagnostics().size(); ++i) {
    const Diagnostic* const finding = &reporter.diagnostics()[i];
    if (finding->severity != Severity::error) continue;
    const uint32_t place = finding->primary.begin;
    const auto block = std::ranges::upper_bound(blocks, place, {}, &Span::begin);
    const bool inside = block != blocks.begin() && place < std::prev(block)->end;
    const auto is_one_of = [&](std::initializer_list<const DiagnosticInfo*> infos) {
      return std::ranges::find(infos, finding->info) != infos.end();
    };
    // Where types stand, the next word may have been taken for one.
    const bool vague = is_one_of({&kExpected, &kUnexpected}) && finding->helps.empty();
    const bool unreadable = vague || is_one_of({&kUnknownCharacter, &kOutsideBlock, &kFieldWithoutType,
                                                &kFieldWithoutColon, &kTypeBeforeName, &kForeignType});
    if (!inside || unreadable || is_about_brackets(finding)) return true;
  }
  return false;
}

syntax::File read_file(const SourceFile& source, Reporter& reporter) {
  using namespace parsing;
  const size_t errors_before = reporter.error_count();
  const size_t since = reporter.diagnostics().size();
  const auto part = check_text(source, reporter);
  if (!part) return empty_file(source);
  auto tokens = read_tokens(source, *part);
  const size_t before = reporter.diagnostics().size();
  check_tokens(source, tokens, reporter);
  read_do_as_brace(source, tokens, reporter);
  if (!check_depth(source, tokens, reporter)) return empty_file(source);
  if (!are_balanced(tokens)) mend_single_braces(source, tokens, reporter);
  std::set<uint32_t> reported;
  for (size_t i = before; i < reporter.diagnostics().size(); ++i)
    reported.insert(source.location(reporter.diagnostics()[i].primary.begin).line);
  Reporter found;
  const bool readable = balance_braces(source, tokens, found);
  std::optional<syntax::File> result;
  if (readable) {
    mark_missing_operands(source, tokens, found);
    result = read_faultless(source, tokens, found);
  }
  std::optional<Places> places;
  if (!result || found.has_errors() || reporter.error_count() != errors_before) places.emplace(source, tokens);
  if (!result || found.has_errors()) {
    if (readable && !result) result = read_faulty(source, std::move(tokens), found);
    take_over(*places, found, reported, reporter);
  }
  if (!result) return empty_file(source);
  if (reporter.error_count() != errors_before && may_have_lost_declaration(*places, reporter, since))
    result->incomplete = true;
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
