// Where every phase says what it found.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "diag/codes.hpp"
#include "diag/diagnostic.hpp"

namespace cqrsc {

// Collects the findings of a run. Phases go on after an error wherever they can, so that one run shows all independent
// errors; whether to go on to the next phase is asked of has_errors(). Not thread-safe.
class Reporter {
 public:
  // Reports an entry of the table (codes.hpp) at a place. The result can be added to (labels, notes, help) and stays
  // where it is until the reporter is destroyed.
  template <typename... Args>
  Diagnostic& report(const DiagnosticDef<Args...>& def, Span primary, const std::type_identity_t<Args>&... args) {
    return add(def, primary, fmt::format(fmt::runtime(def.headline), args...));
  }

  // The same with another severity than the table's, where the user may choose it.
  template <typename... Args>
  Diagnostic& report_as(Severity severity, const DiagnosticDef<Args...>& def, Span primary,
                        const std::type_identity_t<Args>&... args) {
    return add(def, primary, fmt::format(fmt::runtime(def.headline), args...), severity);
  }

  // The same of something that is not there, in words that are the same wherever that shows: "event `Opened`.title".
  // Whoever leaves a field out has made one mistake, whether a name means nothing then, an event is emitted without it,
  // or a scenario gives it: what is said first stands, and what comes of it elsewhere is a label of it.
  template <typename... Args>
  Diagnostic& report_lack(std::string lack, const DiagnosticDef<Args...>& def, Span primary,
                          const std::type_identity_t<Args>&... args) {
    return add_lack(std::move(lack), def, primary, fmt::format(fmt::runtime(def.headline), args...));
  }

  // What was said settles the lack of something else too.
  void settle(std::string lack, Diagnostic& said);

  // The same about no place in a source: a file that cannot be read, an output that cannot be written.
  template <typename... Args>
  Diagnostic& report_without_place(const DiagnosticDef<Args...>& def, std::string path,
                                   const std::type_identity_t<Args>&... args) {
    Diagnostic& added = add_to(diagnostics_, def, {}, fmt::format(fmt::runtime(def.headline), args...), def.severity);
    added.has_place = false;
    added.path = std::move(path);
    return added;
  }

  // Takes over a finding of another reporter.
  void add(const Diagnostic& finding) {
    if (finding.severity == Severity::error) ++error_count_;
    diagnostics_.push_back(finding);
  }

  // What was said of exactly this place by an entry of the table; null if nothing was.
  Diagnostic* said(const DiagnosticInfo& info, Span place);

  // What is reported of a doubtful place from now on is dropped: something there is reported, which was read as well as
  // could be, and the rest may be its echo.
  void doubt(Span span) { doubtful_.push_back(span); }

  // Words of what could not be read: that one of them is not there is not reported, as it may have been.
  void lose(std::set<std::string, std::less<>> words) { lost_.merge(words); }

  [[nodiscard]] bool is_lost(std::string_view word) const { return lost_.contains(word); }

  [[nodiscard]] bool has_errors() const { return error_count_ != 0; }
  [[nodiscard]] size_t error_count() const { return error_count_; }
  // In the order in which they were reported; sorted() is the order for people.
  [[nodiscard]] const std::deque<Diagnostic>& diagnostics() const { return diagnostics_; }
  // By file and place, then code; those that say the same of the same place once.
  [[nodiscard]] std::vector<const Diagnostic*> sorted() const;

 private:
  Diagnostic& add(const DiagnosticInfo& info, Span primary, std::string headline) {
    return add(info, primary, std::move(headline), info.severity);
  }
  Diagnostic& add(const DiagnosticInfo& info, Span primary, std::string headline, Severity severity);
  Diagnostic& add_to(std::deque<Diagnostic>& list, const DiagnosticInfo& info, Span primary, std::string headline,
                     Severity severity);

  Diagnostic& add_lack(std::string lack, const DiagnosticInfo& info, Span primary, std::string headline);

  [[nodiscard]] bool is_doubtful(Span place) const;
  [[nodiscard]] bool names_lost(std::string_view headline) const;
  // Whether the same is said of another place, to which this one is added.
  bool add_place(const DiagnosticInfo& info, const std::string& headline, Span place);

  std::deque<Diagnostic> diagnostics_;
  std::deque<Diagnostic> dropped_;
  std::map<std::string, Diagnostic*, std::less<>> lacks_;  // what was said first of each
  std::vector<Span> doubtful_;
  std::set<std::string, std::less<>> lost_;
  size_t error_count_ = 0;
};

}  // namespace cqrsc
