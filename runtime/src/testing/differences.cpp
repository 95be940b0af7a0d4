#include "testing/differences.hpp"

#include <algorithm>
#include <string_view>

namespace cqrs::testing {

std::string difference_of(const std::vector<PrintedField>& actual, const std::vector<PrintedField>& expected) {
  std::vector<std::string_view> fields;
  for (const auto& leaf : expected) fields.push_back(leaf.path);
  return text::compare(detail::choose(actual, fields), expected);
}

void append_indented(std::string& out, const std::string& text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out += "\n    " + text.substr(begin, end - begin);
    begin = end + 1;
  }
}

}  // namespace cqrs::testing
