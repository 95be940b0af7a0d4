#include "diag/reporter.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace cqrsc {
namespace {

auto sort_key(const Diagnostic& d) { return std::tie(d.has_place, d.path, d.primary, d.info->number, d.headline); }

}  // namespace

Diagnostic& Reporter::add(const DiagnosticInfo& info, Span primary, std::string headline) {
  if (info.severity == Severity::error) ++error_count_;
  Diagnostic& added = diagnostics_.emplace_back();
  added.info = &info;
  added.severity = info.severity;
  added.headline = std::move(headline);
  added.primary = primary;
  return added;
}

std::vector<const Diagnostic*> Reporter::sorted() const {
  std::vector<const Diagnostic*> result;
  result.reserve(diagnostics_.size());
  for (const Diagnostic& d : diagnostics_) result.push_back(&d);
  std::ranges::stable_sort(result, [](const auto* a, const auto* b) { return sort_key(*a) < sort_key(*b); });
  const auto twice =
      std::ranges::unique(result, [](const auto* a, const auto* b) { return sort_key(*a) == sort_key(*b); });
  result.erase(twice.begin(), twice.end());
  return result;
}

}  // namespace cqrsc
