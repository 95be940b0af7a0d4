// What events and commands are called.
#include <algorithm>
#include <array>
#include <set>

#include "lint/rules.hpp"

namespace cqrsc::lint {
namespace {

bool is_in(const auto& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Words in `ed` that say nothing about the past.
constexpr auto kNoParticiple = std::to_array<std::string_view>(
    {"bed",  "bleed",   "breed",  "creed", "deed",    "embed", "exceed", "feed",   "greed",
     "heed", "hundred", "indeed", "need",  "proceed", "red",   "reed",   "sacred", "seed",
     "shed", "sled",    "speed",  "steed", "succeed", "weed",  "wed",    "kindred"});

/// Past participles (and forms of the past) that do not end in `ed`.
constexpr auto kIrregular = std::to_array<std::string_view>(
    {"arisen",     "awoken",     "become",  "been",       "begun",     "bent",        "bet",       "bid",
     "bitten",     "blown",      "born",    "bought",     "bound",     "broadcast",   "broken",    "brought",
     "built",      "burnt",      "burst",   "cast",       "caught",    "chosen",      "come",      "cost",
     "cut",        "dealt",      "done",    "drawn",      "driven",    "dug",         "eaten",     "fallen",
     "fed",        "felt",       "fled",    "flown",      "forbidden", "forecast",    "foreseen",  "forgiven",
     "forgotten",  "fought",     "found",   "frozen",     "given",     "gone",        "gotten",    "ground",
     "grown",      "heard",      "held",    "hidden",     "hit",       "hung",        "hurt",      "input",
     "kept",       "known",      "laid",    "learnt",     "led",       "left",        "lent",      "let",
     "lost",       "made",       "meant",   "met",        "misread",   "mistaken",    "output",    "outgrown",
     "outsold",    "overdrawn",  "overrun", "overridden", "overtaken", "overwritten", "paid",      "proven",
     "put",        "quit",       "read",    "rebuilt",    "redone",    "rerun",       "resent",    "reset",
     "resold",     "rewritten",  "ridden",  "risen",      "run",       "said",        "sat",       "seen",
     "sent",       "set",        "shaken",  "shown",      "shut",      "slept",       "sold",      "sought",
     "spent",      "split",      "spoken",  "spread",     "stolen",    "stood",       "stuck",     "sworn",
     "swept",      "taken",      "taught",  "thought",    "thrown",    "told",        "torn",      "undergone",
     "understood", "undertaken", "undone",  "unfrozen",   "upheld",    "upset",       "withdrawn", "withheld",
     "won",        "worn",       "woven",   "written"});

bool is_participle(const std::string& word) {
  if (is_in(kIrregular, word)) return true;
  return word.size() > 3 && word.ends_with("ed") && !is_in(kNoParticiple, word);
}

/// Participles that are not also what one says to ask for it: `Sent`, not `Set`.
bool is_only_participle(const std::string& word) {
  constexpr auto kBoth = std::to_array<std::string_view>(
      {"become", "bet",    "bid",   "bound", "broadcast", "burst", "cast",    "come",   "cost",    "cut",  "forecast",
       "found",  "ground", "hit",   "hurt",  "input",     "let",   "misread", "output", "overrun", "put",  "quit",
       "read",   "rerun",  "reset", "run",   "set",       "shut",  "split",   "spread", "upset",   "wound"});
  return is_participle(word) && !is_in(kBoth, word);
}

/// Nouns by their endings, but for those that are verbs as well.
bool is_noun(const std::string& word) {
  constexpr auto kVerbs = std::to_array<std::string_view>(
      {"action",     "apportion",  "auction",    "audition",    "augment",   "bring",     "caution",    "cement",
       "comment",    "commission", "complement", "compliment",  "condition", "decrement", "document",   "envision",
       "experiment", "ferment",    "fragment",   "function",    "implement", "increment", "instrument", "judgment",
       "lament",     "mention",    "motion",     "partition",   "petition",  "pension",   "portion",    "position",
       "provision",  "question",   "ration",     "requisition", "sanction",  "section",   "segment",    "station",
       "supplement", "torment",    "transition", "vision"});
  constexpr auto kEndings = std::to_array<std::string_view>({"tion", "sion", "ment"});
  const bool ends = std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
    return word.size() > ending.size() + 1 && word.ends_with(ending);
  });
  return ends && !is_in(kVerbs, word);
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    // `IDCardIssued`: a word begins at a capital after a small letter, or before one.
    const bool after_small = i > 0 && !is_upper(name[i - 1]);
    const bool before_small = i + 1 < name.size() && !is_upper(name[i + 1]) && name[i + 1] != '_';
    const bool begins = name[i] == '_' || (is_upper(name[i]) && (after_small || before_small));
    if (begins && !words.back().empty()) words.emplace_back();
    if (name[i] != '_') words.back() += static_cast<char>(is_upper(name[i]) ? name[i] - 'A' + 'a' : name[i]);
  }
  return words;
}

void past_tense_event(const Subject& subject, Findings& findings) {
  const auto check = [&](const model::Event& event) {
    if (event.is_retired) return;  // its name is for ever
    const std::vector<std::string> words = words_of(event.name);
    if (std::none_of(words.begin(), words.end(), is_participle))
      findings.report(kPastTenseEvent, event.location, event.name)
          .note("an event is a fact: nobody can refuse it any more, and its name is stored for ever")
          .help("call it by what has happened, in the past: `MoneyDeposited`, not `DepositMoney` or `Deposit`");
  };
  for (const model::Aggregate& aggregate : subject.model.context().aggregates)
    for (const model::Event& event : aggregate.events) check(event);
  for (const model::Event& event : subject.model.context().events) check(event);
}

void imperative_command(const Subject& subject, Findings& findings) {
  for (const model::Aggregate& aggregate : subject.model.context().aggregates) {
    for (const model::Command& command : aggregate.commands) {
      const std::string first = words_of(command.name).front();
      if (!is_only_participle(first) && !is_noun(first)) continue;
      findings.report(kImperativeCommand, command.location, command.name)
          .note("a command asks for something, and may be refused")
          .help("call it by what is asked for: `Cancel`, not `Cancellation` or `Cancelled`");
    }
  }
}

}  // namespace cqrsc::lint
