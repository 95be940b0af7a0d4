#include <algorithm>
#include <charconv>
#include <cmath>
#include <ostream>

#include <cqrs/text.hpp>

#include "codec/base64.hpp"

namespace cqrs {
namespace {

template <class T>
std::string number_text(T value) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, value);
  return {text, result.ptr};
}

template <class T>
std::string float_text(T value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  return number_text(value);
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char character : text) {
    switch (character) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += character;
    }
  }
  out += '"';
  return out;
}

}  // namespace

void Printer::leaf(std::string_view text) {
  if (style_ == Style::leaves) {
    leaves_.push_back({path_, std::string(text)});
  } else {
    text_ += text;
  }
}

void Printer::separate() {
  if (!first_) text_ += style_ == Style::source ? "  " : ", ";
  first_ = false;
}

void Printer::begin_record(std::string_view type) {
  if (style_ == Style::leaves) return;
  if (style_ == Style::source) {
    text_ += type;
    text_ += ' ';
  }
  text_ += '{';
  first_ = true;
}

void Printer::begin_alternative(std::string_view name) {
  if (style_ == Style::leaves) return leaf(name);
  if (style_ == Style::message) {
    text_ += name;
    text_ += ' ';
  }
  begin_record(name);
}

void Printer::end_record() {
  if (style_ == Style::leaves) return;
  text_ += style_ == Style::source ? " }" : "}";
  first_ = false;
}

void Printer::begin_field(std::string_view name) {
  if (style_ == Style::leaves) {
    path_sizes_.push_back(path_.size());
    if (!path_.empty()) path_ += '.';
    path_ += name;
    return;
  }
  const bool first = first_;
  separate();
  if (first && style_ == Style::source) text_ += ' ';
  text_ += name;
  text_ += style_ == Style::source ? " = " : ": ";
}

void Printer::end_field() {
  first_ = false;
  end_element();
}

void Printer::begin_list() {
  if (style_ != Style::leaves) text_ += '[';
}

void Printer::begin_element(std::size_t index) {
  if (style_ == Style::leaves) {
    path_sizes_.push_back(path_.size());
    path_ += "[" + std::to_string(index) + "]";
  } else if (index > 0) {
    text_ += ", ";
  }
}

void Printer::begin_entry(std::string_view key, bool first) {
  if (style_ == Style::leaves) {
    path_sizes_.push_back(path_.size());
    path_ += "[" + std::string(key) + "]";
    return;
  }
  if (!first) text_ += ", ";
  text_ += key;
  text_ += ": ";
}

void Printer::end_element() {
  if (style_ != Style::leaves) return;
  path_.resize(path_sizes_.back());
  path_sizes_.pop_back();
}

void Printer::end_list() {
  if (style_ != Style::leaves) text_ += ']';
}

void Printer::word(std::string_view text) { leaf(text); }

void Printer::quoted(std::string_view text) { leaf(style_ == Style::message ? std::string(text) : quote(text)); }

void Printer::number(std::int64_t value) { leaf(number_text(value)); }
void Printer::number(std::uint64_t value) { leaf(number_text(value)); }
void Printer::number(double value) { leaf(float_text(value)); }
void Printer::number(float value) { leaf(float_text(value)); }

void Printer::decimal(Int128 units, int scale) {
  char text[decimal::kMaxText];
  leaf(decimal::format(units, scale, text));
}

void Printer::bytes(Bytes value) {
  std::string text;
  base64::append(text, value);
  quoted(text);
}

void Printer::unknown_enum(std::uint64_t value) { leaf("unknown(" + number_text(value) + ")"); }

namespace text {

std::string compare(const std::vector<PrintedField>& actual, const std::vector<PrintedField>& expected) {
  std::string out;
  const auto find = [](const std::vector<PrintedField>& fields, const std::string& path) {
    return std::find_if(fields.begin(), fields.end(), [&](const PrintedField& field) { return field.path == path; });
  };
  for (const PrintedField& field : expected) {
    const auto other = find(actual, field.path);
    const bool missing = other == actual.end();
    if (!missing && other->text == field.text) continue;
    out += field.path + ": " + (missing ? "missing" : other->text) + ", expected " + field.text + "\n";
  }
  for (const PrintedField& field : actual) {
    if (find(expected, field.path) == expected.end()) out += field.path + ": " + field.text + ", not expected\n";
  }
  return out;
}

std::ostream& write(std::ostream& out, const std::string& text) { return out << text; }

}  // namespace text
}  // namespace cqrs
