#include <charconv>

#include <cqrs/position.hpp>

namespace cqrs {
namespace {

/// One decimal number without sign or leading zeros; moves `text` behind it.
template <class Number>
bool take_number(std::string_view& text, Number& number) {
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (status != std::errc{}) return false;
  const auto length = static_cast<std::size_t>(end - text.data());
  if (length > 1 && text.front() == '0') return false;
  text.remove_prefix(length);
  return true;
}

bool take_hyphen(std::string_view& text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

Result<Position> Position::parse(std::string_view text) {
  std::uint32_t partition = 0;
  std::uint64_t sequence = 0;
  std::uint32_t index = 0;
  std::string_view rest = text;
  if (take_number(rest, partition) && take_hyphen(rest) && take_number(rest, sequence) && take_hyphen(rest) &&
      take_number(rest, index) && rest.empty()) {
    return Position(partition, sequence, index);
  }
  return fail(ErrorCode::invalid_argument, "\"" + std::string(text.substr(0, 64)) +
                                               "\" is not a position; pass on what the store gave out, such as 0-42-0");
}

std::string to_string(const Position& position) {
  return std::to_string(position.partition()) + "-" + std::to_string(position.sequence()) + "-" +
         std::to_string(position.index());
}

std::ostream& operator<<(std::ostream& out, const Position& position) { return out << to_string(position); }

}  // namespace cqrs
