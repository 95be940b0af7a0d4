#include "model/constant.hpp"

#include <algorithm>

namespace cqrsc::model {

std::string to_text(Int128 value) {
  // Digits are taken from negative numbers, because the most negative one has no positive counterpart.
  const bool negative = value < 0;
  Int128 rest = negative ? value : -value;
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' - static_cast<int>(rest % 10)));
    rest /= 10;
  } while (rest != 0);
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string decimal_text(Int128 unscaled, int scale) {
  std::string digits = to_text(unscaled);
  if (scale == 0) return digits;
  const std::size_t sign = unscaled < 0 ? 1 : 0;
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() - sign <= places) digits.insert(sign, places + 1 - (digits.size() - sign), '0');
  digits.insert(digits.size() - places, 1, '.');
  return digits;
}

std::string uuid_text(const UuidConstant& uuid) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kDigits[uuid.bytes[i] >> 4U]);
    text.push_back(kDigits[uuid.bytes[i] & 0xFU]);
  }
  return text;
}

}  // namespace cqrsc::model
