#include "diag/reporter.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace cqrsc {
namespace {

// Of what is looked for and not there: who misspells a name, takes it away or gives it another has made one mistake,
// however often it is used.
bool is_about_missing(const DiagnosticInfo& info) {
  static constexpr auto kAbout = std::to_array<const DiagnosticInfo*>({
      &kUnknownDeclaration,
      &kUnknownField,
      &kUnknownMember,
      &kUnknownFunction,
      &kUnknownAlternative,
      &kUnknownEvent,
      &kUnknownCommand,
      &kFieldMissing,
  });
  return std::ranges::find(kAbout, &info) != kAbout.end();
}

// Of what follows from the lack of something with a name.
bool follows_from_lack(const DiagnosticInfo& info) {
  static constexpr auto kFollow = std::to_array<const DiagnosticInfo*>({
      &kUnknownName,
      &kEventUncovered,
      &kEmitFieldMissing,
      &kStateUnset,
      &kProjectedUncovered,
  });
  return is_about_missing(info) || std::ranges::find(kFollow, &info) != kFollow.end();
}

auto sort_key(const Diagnostic& d) {
  return std::tie(d.has_place, d.path, d.primary, d.info->number, d.info->id, d.headline);
}

}  // namespace

Diagnostic& Reporter::add(const DiagnosticInfo& info, Span primary, std::string headline, Severity severity) {
  const bool repeated = is_about_missing(info) && add_place(info, headline, primary);
  // A type that does not exist is one in whatever it stands.
  const bool echo =
      &info != &kUnknownDeclaration && (is_doubtful(primary) || (follows_from_lack(info) && names_lost(headline)));
  auto& list = repeated || echo ? dropped_ : diagnostics_;
  return add_to(list, info, primary, std::move(headline), severity);
}

Diagnostic& Reporter::add_lack(std::string lack, const DiagnosticInfo& info, Span primary, std::string headline) {
  constexpr size_t kMostOthers = 3;
  if (const auto known = lacks_.find(lack); known != lacks_.end()) {
    Diagnostic& first = *known->second;
    const bool said = (first.info == &info && first.headline == headline) ||
                      std::ranges::find(first.labels, headline, &Label::text) != first.labels.end();
    if (said || first.labels.size() >= kMostOthers)
      first.also_at(primary);
    else
      first.label(primary, headline);
    return add_to(dropped_, info, primary, std::move(headline), info.severity);
  }
  Diagnostic& report = add(info, primary, std::move(headline), info.severity);
  settle(std::move(lack), report);
  return report;
}

// What was dropped settles nothing.
void Reporter::settle(std::string lack, Diagnostic& said) {
  if (!diagnostics_.empty() && &diagnostics_.back() == &said) lacks_.emplace(std::move(lack), &said);
}

Diagnostic& Reporter::add_to(std::deque<Diagnostic>& list, const DiagnosticInfo& info, Span primary,
                             std::string headline, Severity severity) {
  // What is dropped counts as well: what asks whether something was found asks so as not to go on with it.
  if (severity == Severity::error) ++error_count_;
  Diagnostic& added = list.emplace_back();
  added.info = &info;
  added.severity = severity;
  added.headline = std::move(headline);
  added.primary = primary;
  return added;
}

Diagnostic* Reporter::said(const DiagnosticInfo& info, Span place) {
  const auto found = std::ranges::find_if(
      diagnostics_, [&](const Diagnostic& one) { return one.info == &info && one.has_place && one.primary == place; });
  return found == diagnostics_.end() ? nullptr : &*found;
}

bool Reporter::add_place(const DiagnosticInfo& info, const std::string& headline, Span place) {
  constexpr size_t kSearched = 500;  // of a file with very many mistakes not all are compared with all
  for (size_t i = 0; i < std::min(kSearched, diagnostics_.size()); ++i) {
    Diagnostic& other = diagnostics_[i];
    if (other.info != &info || other.headline != headline || !other.has_place) continue;
    other.also_at(place);
    return true;
  }
  return false;
}

// What is missing is named last.
bool Reporter::names_lost(std::string_view headline) const {
  const size_t end = headline.rfind('`');
  if (lost_.empty() || end == 0 || end == std::string_view::npos) return false;
  const size_t begin = headline.rfind('`', end - 1);
  if (begin == std::string_view::npos) return false;
  std::string_view word = headline.substr(begin + 1, end - begin - 1);
  if (const size_t dot = word.rfind('.'); dot != std::string_view::npos) word.remove_prefix(dot + 1);
  return is_lost(word);
}

bool Reporter::is_doubtful(Span place) const {
  return std::ranges::any_of(doubtful_, [&](const Span& doubtful) {
    return place.file == doubtful.file && place.begin >= doubtful.begin && place.end <= doubtful.end;
  });
}

std::vector<const Diagnostic*> Reporter::sorted() const {
  // Where the place and the words are the same, in the order of reporting.
  std::vector<std::pair<const Diagnostic*, size_t>> ordered;
  ordered.reserve(diagnostics_.size());
  for (const Diagnostic& d : diagnostics_) ordered.emplace_back(&d, ordered.size());
  std::ranges::sort(ordered, [](const auto& a, const auto& b) {
    const auto left = sort_key(*a.first);
    const auto right = sort_key(*b.first);
    return left < right || (left == right && a.second < b.second);
  });
  std::vector<const Diagnostic*> result;
  for (const auto& [diagnostic, order] : ordered) {
    if (result.empty() || sort_key(*result.back()) != sort_key(*diagnostic)) result.push_back(diagnostic);
  }
  return result;
}

}  // namespace cqrsc
