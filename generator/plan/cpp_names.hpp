#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cqrsc::plan {

/// `riskScore` → `risk_score`, `IBANCode` → `iban_code`; underscores never double, lead or trail.
std::string snake_case(std::string_view name);

/// The same with a capital at the start of each part and no underscores: `acme_billing` → `AcmeBilling`.
std::string pascal_case(std::string_view name);

/// Whether C++ (up to C++23) or what every program includes gives the word a meaning of its own: keywords, alternative
/// tokens, and macros that headers define.
bool is_reserved_in_cpp(std::string_view name);

/// The rule for names of a modeler that C++ would not take as they are: a reserved word gets an underscore at its end;
/// what C++ keeps for itself (`__`, an underscore at the start) is written with single underscores inside.
std::string cpp_name(std::string_view name);

/// The names of one scope. Two that would be the same in C++ are told apart: `_`, then `_2`, `_3`, in the order asked
/// for. Names that need no change are claimed first, so that adding `class_` never renames another.
class NameScope {
 public:
  explicit NameScope(std::set<std::string, std::less<>> taken = {}) : taken_(std::move(taken)) {}

  std::string claim(std::string_view wanted);
  /// Gives a name back, at the end of what it was for.
  void release(std::string_view name) { taken_.erase(std::string(name)); }
  [[nodiscard]] bool has(std::string_view name) const { return taken_.contains(name); }

  /// Claims for all, exact ones first; the answers in the order given. `spell` is applied first.
  std::vector<std::string> claim_all(const std::vector<std::string>& names, std::string (*spell)(std::string_view));

 private:
  std::set<std::string, std::less<>> taken_;
};

/// A field, function or parameter: snake_case, made acceptable.
std::string member_name(std::string_view name);

}  // namespace cqrsc::plan
