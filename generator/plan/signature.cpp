#include "plan/signature.hpp"

namespace cqrsc::plan {
namespace {

constexpr std::size_t kColumns = 120;

std::string laid_out(const std::string& head, const std::vector<std::string>& parts, const std::string& tail,
                     std::size_t indent) {
  const std::string below(head.size(), ' ');
  std::string text = head;
  std::size_t column = indent + head.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    const std::string piece = parts[i] + (last ? tail : ",");
    if (i != 0) {
      const bool fits = column + 1 + piece.size() <= kColumns;
      text += fits ? " " : "\n" + below;
      column = fits ? column + 1 : indent + below.size();
    }
    text += piece;
    column += piece.size();
  }
  return parts.empty() ? text + tail : text;
}

}  // namespace

std::string signature(const std::string& head, const std::vector<std::string>& parameters, const std::string& tail,
                      std::size_t indent) {
  return laid_out(head + "(", parameters, ")" + tail, indent);
}

std::string template_list(const std::string& head, const std::vector<std::string>& arguments, const std::string& tail,
                          std::size_t indent) {
  return laid_out(head + "<", arguments, ">" + tail, indent);
}

std::string one_line_function(const std::string& head, const std::string& body, std::size_t indent) {
  if (indent + head.size() + body.size() + 5 <= kColumns) return head + " { " + body + " }";
  return head + " {\n  " + body + "\n}";
}

std::string parameter(const std::string& type, const std::string& name, bool used) {
  return used ? type + " " + name : type;
}

}  // namespace cqrsc::plan
