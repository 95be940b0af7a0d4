#include "cqrs/functions.hpp"

#include <map>

#include <cqrs/codec.hpp>

#include "aggregate/pattern.hpp"

namespace cqrs {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";

}  // namespace

bool is_text(std::string_view text) noexcept { return layout::is_utf8(text); }

std::int64_t length(std::string_view text) noexcept {
  // Every byte but the following ones of a sequence (10xxxxxx) begins a code point.
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string trim(std::string_view text) {
  const auto begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1));
}

bool matches(std::string_view text, std::string_view pattern) {
  // Patterns are constants of the program: there are few, and none is ever forgotten.
  thread_local std::map<std::string, aggregate::Pattern, std::less<>> compiled;
  auto found = compiled.find(pattern);
  if (found == compiled.end()) found = compiled.emplace(pattern, aggregate::Pattern(pattern)).first;
  return found->second.matches(text);
}

Instant add(Instant instant, Duration duration) {
  const auto sum = checked_add(instant, duration);
  if (!sum) throw_overflow();
  return *sum;
}

Instant subtract(Instant instant, Duration duration) {
  return Instant{subtract<std::int64_t>(instant.nanoseconds, duration.count())};
}

Duration subtract(Instant later, Instant earlier) {
  const auto difference = checked_subtract(later, earlier);
  if (!difference) throw_overflow();
  return *difference;
}

}  // namespace cqrs
