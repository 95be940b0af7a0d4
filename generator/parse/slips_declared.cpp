// What the file declares elsewhere, so that help can name it instead of an example.
#include <algorithm>

#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {
namespace {

// Farther away nothing is looked for: a file with many mistakes must not take the square of its length.
constexpr int kFarthest = 20'000;

}  // namespace

std::optional<int> SlipFinder::declaration(std::initializer_list<size_t> keywords, std::string_view name) const {
  const int begin = -std::min(kFarthest, static_cast<int>(at_));
  for (int i = begin; i < kFarthest && has(i + 1); ++i) {
    if (std::ranges::find(keywords, type(i)) == keywords.end() || !is_word(i + 1)) continue;
    if (text(i + 1) == name) return i + 1;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> SlipFinder::fields_of(std::string_view name) const {
  const auto declared = declaration({Parser::ERROR, Parser::EVENT, Parser::VALUE}, name);
  if (!declared) return std::nullopt;
  const int open = *declared + (type(*declared + 1) == Parser::VERSION ? 2 : 1);
  std::vector<std::string> fields;
  if (type(open) != Parser::LBRACE) return fields;
  int depth = 0;
  for (int i = open; has(i) && i < open + kFarthest; ++i) {
    if (type(i) == Parser::LBRACE) ++depth;
    if (type(i) == Parser::RBRACE && --depth == 0) return fields;
    if (depth == 1 && is_word(i) && type(i + 1) == Parser::COLON) fields.push_back(text(i));
  }
  return std::nullopt;
}

std::string SlipFinder::type_of_field(std::string_view name) const {
  std::string found;
  const int begin = -std::min(kFarthest, static_cast<int>(at_));
  for (int i = begin; i < kFarthest && has(i + 2); ++i) {
    if (!is_word(i) || type(i + 1) != Parser::COLON || text(i) != name) continue;
    const std::string one = is_capital(i + 2) ? text(i + 2) : "";
    if (one.empty() || (!found.empty() && found != one)) return "";
    found = one;
  }
  return found;
}

bool SlipFinder::is_alternative(std::string_view name) const {
  const int begin = -std::min(kFarthest, static_cast<int>(at_));
  for (int i = begin; i < kFarthest && has(i + 3); ++i) {
    if (type(i + 1) == Parser::ASSIGN && type(i + 2) == Parser::INTEGER && type(i + 3) == Parser::LBRACE &&
        is_word(i) && text(i) == name)
      return true;
  }
  return false;
}

std::string SlipFinder::id_of(std::string_view aggregate) const {
  const auto declared = declaration({Parser::AGGREGATE}, aggregate);
  const bool known = declared && type(*declared + 1) == Parser::BY && is_word(*declared + 2);
  return known ? text(*declared + 2) : "";
}

std::string SlipFinder::key_for(std::string_view aggregate) const {
  const std::string id = id_of(aggregate);
  if (id.empty()) return "";
  std::string name(aggregate);
  name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
  return "by " + name + ": " + id;
}

std::string SlipFinder::made_by_place(int open) const {
  const auto fields = fields_of(text(open - 1));
  const int close = matching(open);
  if (!fields || close == 0) return "";
  std::vector<std::string> arguments;
  int depth = 0;
  for (int begin = open + 1, i = open + 1; i <= close; ++i) {
    const size_t kind = type(i);
    const bool opens = kind == Parser::LPAREN || kind == Parser::LBRACE || kind == Parser::LBRACKET;
    const bool ends = depth == 0 && (kind == Parser::COMMA || i == close);
    if (starts_line(i)) return "";
    if (opens) ++depth;
    if (!ends && (kind == Parser::RPAREN || kind == Parser::RBRACE || kind == Parser::RBRACKET)) --depth;
    if (!ends) continue;
    if (begin < i) arguments.push_back(text(begin, i - 1));
    begin = i + 1;
  }
  if (arguments.size() != fields->size()) return "";
  std::string meant = text(open - 1) + " {";
  for (size_t i = 0; i < arguments.size(); ++i)
    meant += std::string(i == 0 ? " " : "  ") + (*fields)[i] + " = " + arguments[i];
  return arguments.empty() ? text(open - 1) : meant + " }";
}

}  // namespace cqrsc::parsing
