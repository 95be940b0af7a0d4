#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/reporter.hpp"
#include "model/model.hpp"
#include "source/source_file.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::lint {

/// What is looked at: a context that the analysis accepted, and the files that were given of it.
struct Subject {
  const model::Model& model;
  const SourceMap& sources;
  std::vector<const syntax::File*> files;
};

class Findings;

/// Something that is no mistake, but is seldom meant. docs/lint.md has a section on each.
struct Rule {
  const DiagnosticInfo* info = nullptr;
  std::string_view summary;  ///< one line
  /// Null: found by what reads the suppressions.
  void (*check)(const Subject& subject, Findings& findings) = nullptr;

  [[nodiscard]] std::string_view name() const { return info->id; }
};

/// All rules, by name.
std::span<const Rule> all_rules();
const Rule* find_rule(std::string_view name);

/// How findings are taken.
class Policy {
 public:
  /// `name` is a rule, or `all`; false if it is neither. `severity` none: not at all. A rule has the last word.
  bool set(std::string_view name, std::optional<Severity> severity);
  [[nodiscard]] std::optional<Severity> of(const Rule& rule) const;

 private:
  std::map<std::string, std::optional<Severity>, std::less<>> chosen_;
};

/// Where rules say what they found.
class Findings {
 public:
  explicit Findings(const Policy& policy) : policy_(policy) {}

  /// Of one of the rules. The result can be added to.
  Diagnostic& report(const DiagnosticDef<std::string>& def, const model::Location& place, const std::string& what) {
    return report(def, Span{FileId{place.file}, place.begin, place.end}, what);
  }
  Diagnostic& report(const DiagnosticDef<std::string>& def, Span place, const std::string& what) {
    return found_.report_as(policy_.of(*find_rule(def.id)).value_or(Severity::note), def, place, what);
  }
  [[nodiscard]] const std::deque<Diagnostic>& found() const { return found_.diagnostics(); }

 private:
  const Policy& policy_;
  Reporter found_;
};

/// Asks all rules that are not turned off. What the source allows is not reported: a line
/// `// cqrsc-lint: allow RULE: why it is right here` covers the line of code that follows it.
void lint(const Subject& subject, const Policy& policy, Reporter& reporter);

}  // namespace cqrsc::lint
