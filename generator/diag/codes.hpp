// The permanent table of everything the compiler can report, a file of entries for each phase.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "diag/diagnostic.hpp"

namespace cqrsc {

// An entry with the types of its arguments, so that a report with the wrong ones does not compile.
template <typename... Args>
struct DiagnosticDef : DiagnosticInfo {};

// CQRS_DIAGNOSTIC(number, kName, severity, "headline with {} for each argument", argument types…)
#define CQRS_DIAGNOSTIC(number, name, severity, headline, ...) \
  inline constexpr DiagnosticDef<__VA_ARGS__> name{{number, #name, Severity::severity, headline}};
#include "diag/codes_all.inc"
#undef CQRS_DIAGNOSTIC

// All entries, by number.
[[nodiscard]] std::span<const DiagnosticInfo* const> all_diagnostics();
// The entry of a code as people write it ("CQ0123", "cq123", "123"); null if there is none.
[[nodiscard]] const DiagnosticInfo* find_diagnostic(std::string_view code);

}  // namespace cqrsc
