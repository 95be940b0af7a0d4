#include "parse/check_text.hpp"

#include <cstdint>
#include <string_view>

#include "parse/parse.hpp"

namespace cqrsc::parsing {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The code point at the beginning of `rest` and its length in bytes; length 0 if it is not UTF-8 (overlong forms,
// surrogates and what lies beyond U+10FFFF are not).
struct CodePoint {
  uint32_t value = 0;
  uint32_t length = 0;
};

CodePoint decode(std::string_view rest) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(rest[i])); };
  const uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  uint32_t length = 0;
  uint32_t value = 0;
  uint32_t least = 0;
  if (lead >= 0xC2 && lead < 0xE0) {
    length = 2, value = lead & 0x1FU, least = 0x80;
  } else if (lead >= 0xE0 && lead < 0xF0) {
    length = 3, value = lead & 0x0FU, least = 0x800;
  } else if (lead >= 0xF0 && lead < 0xF5) {
    length = 4, value = lead & 0x07U, least = 0x10000;
  } else {
    return {};
  }
  if (rest.size() < length) return {};
  for (uint32_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value < least || value > 0x10FFFF || surrogate ? CodePoint{} : CodePoint{value, length};
}

bool is_control(uint32_t point) {
  return (point < 0x20 && point != '\t' && point != '\n' && point != '\r') || (point >= 0x7F && point < 0xA0) ||
         point == 0x2028 || point == 0x2029;
}

bool is_bidirectional(uint32_t point) {
  return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

const char* other_encoding(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "UTF-16";
  if (text.size() > 3 && (text[0] == '\0') != (text[1] == '\0') && (text[2] == '\0') == (text[0] == '\0')) {
    return "UTF-16";
  }
  return nullptr;
}

}  // namespace

std::optional<Span> check_text(const SourceFile& source, Reporter& reporter) {
  const std::string_view text = source.text();
  const Span begin{source.id(), 0, 0};
  if (text.size() > kMaxFileBytes) {
    reporter.report(kFileTooLarge, begin, kMaxFileBytes >> 20U).help("spread the context over several files");
    return std::nullopt;
  }
  if (const char* encoding = other_encoding(text)) {
    reporter.report(kOtherEncoding, begin, encoding).help("save the file as UTF-8");
    return std::nullopt;
  }
  uint32_t at = text.starts_with(kByteOrderMark) ? static_cast<uint32_t>(kByteOrderMark.size()) : 0;
  const Span part{source.id(), at, static_cast<uint32_t>(text.size())};
  while (at < text.size()) {
    const CodePoint point = decode(text.substr(at));
    const Span place{source.id(), at, at + (point.length == 0 ? 1 : point.length)};
    if (point.length == 0) {
      reporter.report(kNotUtf8, place, static_cast<unsigned>(static_cast<unsigned char>(text[at])))
          .help("save the file as UTF-8");
      return std::nullopt;
    }
    if (is_control(point.value)) {
      reporter.report(kControlCharacter, place, point.value).help("remove it", place, "");
      return std::nullopt;
    }
    if (is_bidirectional(point.value)) {
      reporter.report(kBidirectional, place, point.value)
          .note("such characters can hide what a line says from those who review it")
          .help("remove it; in a text, write it as an escape, like \\u{200F}", place, "");
    }
    at += point.length;
  }
  return part;
}

}  // namespace cqrsc::parsing
