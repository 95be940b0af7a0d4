#include "plan/cpp_names.hpp"

#include <algorithm>
#include <array>

#include "model/column_name.hpp"
#include "plan/cpp_macros.hpp"

namespace cqrsc::plan {
namespace {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

// Sorted. Keywords and alternative tokens up to C++23, and `_` words with a meaning in some place.
constexpr auto kKeywords = std::to_array<std::string_view>({
    "alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
    "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
    "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
    "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
    "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
    "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
    "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
    "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
    "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
    "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
    "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
    "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
    "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
    "xor_eq",
});

static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end()));

/// Without underscores at either end or two in a row; an `x` where that would leave nothing or a digit in front.
std::string single_underscores(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '_' && (out.empty() || out.back() == '_')) continue;
    out += c;
  }
  while (out.ends_with('_')) out.pop_back();
  if (out.empty() || is_digit(out.front())) out.insert(out.begin(), 'x');
  return out;
}

}  // namespace

std::string snake_case(std::string_view name) { return model::snake_case(name); }

std::string pascal_case(std::string_view name) {
  std::string out;
  bool capital = true;
  for (const char c : name) {
    if (c == '_') {
      capital = true;
      continue;
    }
    out += capital ? to_upper(c) : c;
    capital = false;
  }
  return out.empty() || is_digit(out.front()) ? "X" + out : out;
}

bool is_reserved_in_cpp(std::string_view name) {
  return std::binary_search(kKeywords.begin(), kKeywords.end(), name) || is_macro(name);
}

std::string cpp_name(std::string_view name) {
  std::string out = single_underscores(name);
  if (is_reserved_in_cpp(out)) out += '_';
  return out;
}

std::string member_name(std::string_view name) { return cpp_name(snake_case(name)); }

std::string NameScope::claim(std::string_view wanted) {
  std::string name(wanted);
  if (taken_.insert(name).second) return name;
  if (!name.ends_with('_')) name += '_';
  const std::string stem = name;
  const bool free = wanted != stem && taken_.insert(name).second;
  for (int number = 2; !free; ++number) {
    name = stem + std::to_string(number);
    if (taken_.insert(name).second) break;
  }
  return name;
}

std::vector<std::string> NameScope::claim_all(const std::vector<std::string>& names,
                                              std::string (*spell)(std::string_view)) {
  std::vector<std::string> out(names.size());
  for (const bool exact : {true, false}) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string spelled = spell(names[i]);
      if ((spelled == names[i]) == exact) out[i] = claim(spelled);
    }
  }
  return out;
}

}  // namespace cqrsc::plan
