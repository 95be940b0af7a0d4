#include "model/column_name.hpp"

#include <cstddef>

namespace cqrsc::model {
namespace {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_word(std::string_view name, std::size_t i) {
  if (i == 0 || !is_upper(name[i])) return false;
  const char before = name[i - 1];
  const bool next_is_lower = i + 1 < name.size() && is_lower(name[i + 1]);
  return is_lower(before) || is_digit(before) || (is_upper(before) && next_is_lower);
}

}  // namespace

std::string snake_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (begins_word(name, i) && !out.empty() && out.back() != '_') out += '_';
    if (c == '_' && (out.empty() || out.back() == '_')) continue;
    out += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  while (out.ends_with('_')) out.pop_back();
  if (out.empty() || is_digit(out.front())) out.insert(out.begin(), 'x');
  return out;
}

}  // namespace cqrsc::model
