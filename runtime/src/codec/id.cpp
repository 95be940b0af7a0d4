#include <charconv>
#include <ostream>

#include <cqrs/id.hpp>

namespace cqrs::id {
namespace {

/// Digits without leading zeros, a sign where there is one: one text a number.
template <class T>
Result<T> parse_number(std::string_view text, T least, T greatest) {
  T number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = code == std::errc{} && end == text.data() + text.size() && std::to_string(number) == text;
  if (whole && least <= number && number <= greatest) return number;
  return fail(ErrorCode::invalid_argument, "\"" + std::string(text.substr(0, 60)) + "\" is no number from " +
                                               std::to_string(least) + " to " + std::to_string(greatest));
}

}  // namespace

Result<std::int64_t> parse_signed(std::string_view text, std::int64_t least, std::int64_t greatest) {
  return parse_number<std::int64_t>(text, least, greatest);
}

Result<std::uint64_t> parse_unsigned(std::string_view text, std::uint64_t greatest) {
  return parse_number<std::uint64_t>(text, 0, greatest);
}

std::ostream& print(std::ostream& out, const std::string& text) { return out << text; }

}  // namespace cqrs::id
