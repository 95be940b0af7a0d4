#include "diag/codes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace cqrsc {
namespace {

constexpr auto kAll = std::to_array<const DiagnosticInfo*>({
#define CQRS_DIAGNOSTIC(number, name, severity, headline, ...) &(name),
#include "diag/codes_all.inc"
#undef CQRS_DIAGNOSTIC
});

constexpr bool numbers_rise() {
  for (size_t i = 1; i < kAll.size(); ++i) {
    if (kAll[i - 1]->number >= kAll[i]->number) return false;
  }
  return true;
}
static_assert(numbers_rise(), "the table of diagnostics is sorted by number, and no number is given twice");

}  // namespace

std::string DiagnosticInfo::code() const { return id.empty() ? fmt::format("CQ{:04}", number) : std::string(id); }

std::span<const DiagnosticInfo* const> all_diagnostics() { return kAll; }

const DiagnosticInfo* find_diagnostic(std::string_view code) {
  if (code.size() > 2 && (code[0] == 'C' || code[0] == 'c') && (code[1] == 'Q' || code[1] == 'q'))
    code.remove_prefix(2);
  uint16_t number = 0;
  const char* const end = code.data() + code.size();
  const auto [stop, error] = std::from_chars(code.data(), end, number);
  if (error != std::errc{} || stop != end) return nullptr;
  const auto found = std::ranges::find(kAll, number, [](const DiagnosticInfo* info) { return info->number; });
  return found == kAll.end() ? nullptr : *found;
}

}  // namespace cqrsc
