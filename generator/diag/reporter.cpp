#include "diag/reporter.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cqrsc {
namespace {

auto sort_key(const Diagnostic& d) {
  return std::tie(d.has_place, d.path, d.primary, d.info->number, d.info->id, d.headline);
}

}  // namespace

Diagnostic& Reporter::add(const DiagnosticInfo& info, Span primary, std::string headline, Severity severity) {
  if (severity == Severity::error) ++error_count_;
  Diagnostic& added = diagnostics_.emplace_back();
  added.info = &info;
  added.severity = severity;
  added.headline = std::move(headline);
  added.primary = primary;
  return added;
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
