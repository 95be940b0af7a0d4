#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tree.hpp"

namespace tidy {

/// One line of exemptions.txt: a rule that does not hold for a path, and why.
struct Exemption {
  std::string rule;
  std::string path;  ///< a file, or with a final `*` everything that begins so
  std::string reason;

  [[nodiscard]] bool covers(const Finding& finding) const;
};

/// Reads the text of exemptions.txt, `rule path # reason` a line; throws std::invalid_argument naming the line that it
/// cannot read, one without a reason too.
std::vector<Exemption> read_exemptions(std::string_view text);

/// What remains of `findings`. An exemption that covers none of them is itself a finding: it has outlived its reason.
Findings without_exempted(const Findings& findings, const std::vector<Exemption>& exemptions);

}  // namespace tidy
