// One finding of the compiler, ready to be shown by any of the renderers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/span.hpp"

namespace cqrsc {

enum class Severity : uint8_t { error, warning, note };

// An entry of the table of diagnostics (codes.hpp). The number is permanent: shown as CQ0123, documented in
// docs/errors/CQ0123.md, and never given to another finding, even when this one is no longer reported.
struct DiagnosticInfo {
  uint16_t number = 0;
  std::string_view name;  // kUnknownType: for readers of the compiler, never shown
  Severity severity = Severity::error;
  std::string_view headline;  // the format that the arguments are put into
  // Of a rule of `cqrsc lint`, which has no number: its permanent name, documented in docs/lint.md.
  std::string_view id = {};

  [[nodiscard]] std::string code() const;  // "CQ0123", "past-tense-event"
};

// A place with a few words about it: "first declared here".
struct Label {
  Span span;
  std::string text;
};

// A change to the source that would settle the finding (or be a first step): the text to stand in place of `span`.
struct Replacement {
  Span span;
  std::string text;
};

// What to do about it, in words that stand alone, and where it can be known exactly, as a change to the source.
struct Help {
  std::string text;
  std::optional<Replacement> replacement;
};

// The label at each further place of which the same is said; in text, some of them are shown and the others counted.
inline constexpr std::string_view kAndHere = "and here";

struct Diagnostic {
  const DiagnosticInfo* info = nullptr;
  Severity severity = Severity::error;
  std::string headline;       // stands alone: says what is wrong with what, without the source line
  Span primary;               // where; an empty span is shown as a caret between two characters
  std::string primary_label;  // the few words at the primary place; may be empty
  bool has_place = true;      // false: about no place in a source (a file that cannot be read)
  std::string path;           // without a place: the file it is about; may be empty
  std::vector<Label> labels;  // other places
  std::vector<std::string> notes;
  std::vector<Help> helps;

  // For writing a report in one statement: reporter.report(kTwice, name.span, name.text).label(first, "first here");
  Diagnostic& at_primary(std::string text) {
    primary_label = std::move(text);
    return *this;
  }
  Diagnostic& label(Span span, std::string text) {
    labels.push_back({span, std::move(text)});
    return *this;
  }
  // The same is to be said of another place.
  Diagnostic& also_at(Span place) {
    const auto is_there = [&](const Label& label) { return label.span == place; };
    if (place == primary || std::any_of(labels.begin(), labels.end(), is_there)) return *this;
    return label(place, std::string(kAndHere));
  }
  Diagnostic& note(std::string text) {
    notes.push_back(std::move(text));
    return *this;
  }
  Diagnostic& help(std::string text) {
    helps.push_back({std::move(text), std::nullopt});
    return *this;
  }
  Diagnostic& help(std::string text, Span replaced, std::string replacement) {
    helps.push_back({std::move(text), Replacement{replaced, std::move(replacement)}});
    return *this;
  }
};

}  // namespace cqrsc
