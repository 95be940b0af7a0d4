#include <charconv>
#include <cmath>

#include <cqrs/json.hpp>

#include "codec/base64.hpp"

namespace cqrs {
namespace {

template <class T>
void append_number(std::string& out, T value) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, value);
  out.append(text, result.ptr);
}

template <class T>
void append_float(std::string& out, T value) {
  if (std::isfinite(value)) {
    append_number(out, value);
  } else {
    out += std::isnan(value) ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"";
  }
}

void append_escape(std::string& out, unsigned char character) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (character) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      out += "\\u00";
      out += kDigits[character >> 4U];
      out += kDigits[character & 15U];
  }
}

bool needs_escape(unsigned char character) { return character < 0x20 || character == '"' || character == '\\'; }

}  // namespace

void JsonWriter::number(std::int64_t value) { append_number(out_, value); }
void JsonWriter::number(std::uint64_t value) { append_number(out_, value); }
void JsonWriter::number(double value) { append_float(out_, value); }
void JsonWriter::number(float value) { append_float(out_, value); }

void JsonWriter::text(std::string_view value) {
  out_ += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto character = static_cast<unsigned char>(value[i]);
    if (!needs_escape(character)) continue;
    out_.append(value, begin, i - begin);
    append_escape(out_, character);
    begin = i + 1;
  }
  out_.append(value, begin);
  out_ += '"';
}

void JsonWriter::base64(Bytes value) {
  out_ += '"';
  base64::append(out_, value);
  out_ += '"';
}

void JsonWriter::uuid(const Uuid& value) { plain(to_string(value)); }

void JsonWriter::decimal(Int128 units, int scale) {
  char text[decimal::kMaxText];
  plain(decimal::format(units, scale, text));
}

}  // namespace cqrs
