#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace tidy {

/// Which folder may include whose headers, as arrows.txt says.
struct Arrows {
  std::map<std::string, std::set<std::string>> allowed;  ///< "generator/sema" → {"generator/model", …}
  std::map<std::string, std::string> public_headers;     ///< "error.hpp", or a folder "layout/" → "runtime/src/core"

  /// The part that a public header belongs to; empty when no line of arrows.txt names it. `header` is what follows
  /// `cqrs/` in an include.
  [[nodiscard]] std::string owner_of(std::string_view header) const;
};

/// Reads the text of arrows.txt; throws std::invalid_argument naming the line that it cannot read.
Arrows read_arrows(std::string_view text);

}  // namespace tidy
