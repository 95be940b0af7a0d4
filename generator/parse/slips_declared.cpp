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

// The parameters of a query or the fields of a command; none if it is not declared in this file.
std::optional<std::vector<std::string>> SlipFinder::parameters_of(std::string_view name) const {
  const auto query = declaration({Parser::QUERY}, name);
  const auto declared = query ? query : declaration({Parser::COMMAND}, name);
  if (!declared) return std::nullopt;
  int open = *declared + 1;
  const size_t opening = query ? Parser::LPAREN : Parser::LBRACE;
  while (has(open) && type(open) != opening && !starts_line(open)) ++open;
  const int close = type(open) == opening ? end_of(open) : open;
  if (close == open) return std::nullopt;
  std::vector<std::string> names;
  int depth = 0;
  for (int i = open; i < close; ++i) {
    if (type(i) == Parser::LBRACE || (!query && type(i) == Parser::LPAREN)) ++depth;
    if (type(i) == Parser::RBRACE || (!query && type(i) == Parser::RPAREN)) --depth;
    if (depth == (query ? 0 : 1) && is_word(i) && type(i + 1) == Parser::COLON) names.push_back(text(i));
  }
  return names;
}

// The bracket that closes this one, wherever in the file; itself if none does.
int SlipFinder::end_of(int open) const {
  const size_t opening = type(open);
  const size_t closing = opening == Parser::LPAREN ? Parser::RPAREN : Parser::RBRACE;
  int depth = 0;
  for (int i = open; has(i) && i < open + kFarthest; ++i) {
    if (type(i) == opening) ++depth;
    if (type(i) == closing && --depth == 0) return i;
  }
  return open;
}

// The first and the last token of each argument; none where a line ends among them.
std::optional<std::vector<std::pair<int, int>>> SlipFinder::arguments_in(int open, int close) const {
  std::vector<std::pair<int, int>> arguments;
  int depth = 0;
  for (int begin = open + 1, i = open + 1; i <= close; ++i) {
    const size_t kind = type(i);
    const bool opens = kind == Parser::LPAREN || kind == Parser::LBRACE || kind == Parser::LBRACKET;
    const bool ends = depth == 0 && (kind == Parser::COMMA || i == close);
    if (starts_line(i)) return std::nullopt;
    if (opens) ++depth;
    if (!ends && (kind == Parser::RPAREN || kind == Parser::RBRACE || kind == Parser::RBRACKET)) --depth;
    if (!ends) continue;
    if (begin < i) arguments.emplace_back(begin, i - 1);
    begin = i + 1;
  }
  return arguments;
}

std::string SlipFinder::made_by_place(int open) const {
  auto fields = fields_of(text(open - 1));
  if (!fields) fields = parameters_of(text(open - 1));
  const int close = end_of(open);
  if (!fields || close == open) return "";
  const auto arguments = arguments_in(open, close);
  if (!arguments) return "";
  std::string meant;
  size_t named = 0;
  for (size_t i = 0; i < arguments->size(); ++i) {
    const auto [first, last] = (*arguments)[i];
    const bool has_name =
        is_word(first) && last > first + 1 && (type(first + 1) == Parser::ASSIGN || type(first + 1) == Parser::COLON);
    if (has_name) ++named;
    if (!has_name && i >= fields->size()) return "";
    meant += std::string(i == 0 ? " " : "  ") + (has_name ? text(first) : (*fields)[i]) + " = " +
             text(has_name ? first + 2 : first, last);
  }
  // Of those by place, each has to have its own; who names them may leave some out.
  if (named != arguments->size() && (named != 0 || arguments->size() != fields->size())) return "";
  if (arguments->empty() && !fields->empty()) return "";
  return arguments->empty() ? text(open - 1) : text(open - 1) + " {" + meant + " }";
}

}  // namespace cqrsc::parsing
