#include "exemptions.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace tidy {

bool Exemption::covers(const Finding& finding) const {
  if (rule != finding.rule) return false;
  if (path.ends_with('*')) return finding.path.starts_with(path.substr(0, path.size() - 1));
  return finding.path == path;
}

std::vector<Exemption> read_exemptions(std::string_view text) {
  std::vector<Exemption> exemptions;
  for (const auto line : lines_of(text)) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto hash = line.find(" # ");
    if (hash == std::string_view::npos)
      throw std::invalid_argument("exemptions.txt: no reason in: " + std::string(line));
    std::istringstream words{std::string(line.substr(0, hash))};
    Exemption exemption{"", "", std::string(line.substr(hash + 3))};
    std::string rest;
    words >> exemption.rule >> exemption.path >> rest;
    if (exemption.path.empty() || !rest.empty() || exemption.reason.empty()) {
      throw std::invalid_argument("exemptions.txt: expected `rule path # reason` in: " + std::string(line));
    }
    exemptions.push_back(std::move(exemption));
  }
  return exemptions;
}

Findings without_exempted(const Findings& findings, const std::vector<Exemption>& exemptions) {
  Findings rest;
  std::vector<bool> used(exemptions.size(), false);
  for (const auto& finding : findings) {
    const auto found =
        std::ranges::find_if(exemptions, [&](const auto& exemption) { return exemption.covers(finding); });
    if (found == exemptions.end()) {
      rest.push_back(finding);
    } else {
      used[static_cast<std::size_t>(found - exemptions.begin())] = true;
    }
  }
  for (std::size_t i = 0; i < exemptions.size(); ++i) {
    if (!used[i])
      rest.push_back({exemptions[i].path, 0, exemptions[i].rule, "is exempted without need: take the line out"});
  }
  return rest;
}

}  // namespace tidy
