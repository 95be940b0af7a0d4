#include "arrows.hpp"

#include <sstream>
#include <stdexcept>

#include "tree.hpp"

namespace tidy {

std::string Arrows::owner_of(std::string_view header) const {
  if (const auto found = public_headers.find(std::string(header)); found != public_headers.end()) return found->second;
  const auto folder = std::string(header.substr(0, header.find('/') + 1));
  const auto found = public_headers.find(folder);
  return !folder.empty() && found != public_headers.end() ? found->second : std::string();
}

Arrows read_arrows(std::string_view text) {
  Arrows arrows;
  for (const auto line : lines_of(text)) {
    const auto content = std::string(line.substr(0, line.find('#')));
    if (content.find_first_not_of(' ') == std::string::npos) continue;
    const auto colon = content.find(':');
    if (colon == std::string::npos) throw std::invalid_argument("arrows.txt: no colon in: " + content);
    std::istringstream subject(content.substr(0, colon));
    std::istringstream objects(content.substr(colon + 1));
    std::string folder;
    std::string kind;
    subject >> folder >> kind;
    if (!kind.empty() && kind != "publishes") throw std::invalid_argument("arrows.txt: unknown word: " + kind);
    if (kind.empty()) arrows.allowed[folder];
    for (std::string word; objects >> word;) {
      if (kind.empty()) arrows.allowed[folder].insert(word);
      if (!kind.empty()) arrows.public_headers[word] = folder;
    }
  }
  return arrows;
}

}  // namespace tidy
