#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/record.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// Printing of generated types, for logs, messages and the failures of tests.
//
//   cqrs::to_text(deposited)      MoneyDeposited { amount = Money { amount = 10.00  currency = EUR }  note = none }
//
// is written as a .cqrs file would have it; equal values give equal text.

namespace cqrs {

class Printer;

/// A type that has a table, or whose `print` is found beside it.
template <class T>
concept Printable = requires(Printer& out, const T& value) { print(out, value); };

/// One leaf of a printed value.
struct PrintedField {
  std::string path;  ///< "amount.currency", "lines[3].qty"; empty for a value that is no record
  std::string text;
  friend bool operator==(const PrintedField&, const PrintedField&) = default;
};

/// Where a value is printed to.
class Printer {
 public:
  enum class Style : std::uint8_t {
    source,   ///< as in a .cqrs file
    message,  ///< as in the text of a rejection: {amount: 10.00, currency: EUR}
    leaves,   ///< a list of leaves, for comparing
  };

  explicit Printer(Style style) noexcept : style_(style) {}

  void begin_record(std::string_view type);
  /// The alternative that a union is: a record whose name says something.
  void begin_alternative(std::string_view name);
  void begin_field(std::string_view name);
  void end_field();
  void end_record();
  void begin_list();
  void begin_element(std::size_t index);
  /// Of a map: `key` as it is printed; end_element() ends it.
  void begin_entry(std::string_view key, bool first);
  void end_element();
  void end_list();

  /// Numbers, names and the like.
  void word(std::string_view text);
  /// Text, which is quoted where that makes a difference.
  void quoted(std::string_view text);

  void number(std::int64_t value);
  void number(std::uint64_t value);
  void number(double value);
  void number(float value);
  void decimal(Int128 units, int scale);
  void bytes(Bytes value);
  /// A number of an enum that has no name.
  void unknown_enum(std::uint64_t value);

  [[nodiscard]] Style style() const noexcept { return style_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::string take_text() noexcept { return std::move(text_); }
  [[nodiscard]] std::vector<PrintedField> take_leaves() noexcept { return std::move(leaves_); }

 private:
  void leaf(std::string_view text);
  void separate();

  Style style_;
  bool first_ = true;
  std::string text_;
  std::string path_;
  std::vector<std::size_t> path_sizes_;
  std::vector<PrintedField> leaves_;
};

namespace text {

void print_value(Printer& out, const record::TypeInfo& type, const void* value);
void print_record(Printer& out, std::string_view name, const record::Table& table, const void* record);
void print_alternative(Printer& out, const record::AlternativeInfo& alternative, const void* held);

template <class T>
void print_any(Printer& out, const T& value) {
  if constexpr (Printable<T>) {
    print(out, value);
  } else {
    print_value(out, record::kTypeInfo<T>, &value);
  }
}

/// What the print() of a type written by hand does.
template <class X>
void print_fields(Printer& out, std::string_view type, const X& x) {
  print_record(out, type, record::table_of<X>(), &x);
}

/// What the generated one of a union does.
template <UnionType X>
void print_union(Printer& out, const X& x) {
  const auto& access = record::kTypeInfo<X>.access;
  print_alternative(out, record::alternatives_of<X>()[access.which(&x)], access.held(&x));
}

template <class T>
void append_message(std::string& out, const T& part) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    out += std::string_view(part);
  } else {
    Printer printer(Printer::Style::message);
    print_any(printer, part);
    out += printer.text();
  }
}

/// One difference a line, "amount.currency: EUR, expected USD"; empty where there is none.
std::string compare(const std::vector<PrintedField>& actual, const std::vector<PrintedField>& expected);
std::ostream& write(std::ostream& out, const std::string& text);

}  // namespace text

template <class T>
[[nodiscard]] std::string to_text(const T& value) {
  Printer printer(Printer::Style::source);
  text::print_any(printer, value);
  return printer.take_text();
}

/// The parts one after the other, as the text of a rejection has them: message("the account is ", status).
template <class... Parts>
[[nodiscard]] std::string message(const Parts&... parts) {
  std::string out;
  (text::append_message(out, parts), ...);
  return out;
}

/// The leaves of a value in order, for comparing field by field.
template <Printable T>
[[nodiscard]] std::vector<PrintedField> leaves(const T& value) {
  Printer printer(Printer::Style::leaves);
  print(printer, value);
  return printer.take_leaves();
}

/// Where two values of a type differ: one line a field, "amount.currency: EUR, expected USD"; empty where they do not.
template <Printable T>
[[nodiscard]] std::string difference(const T& actual, const T& expected) {
  return text::compare(leaves(actual), leaves(expected));
}

/// Generated namespaces take this in, so that streams and GoogleTest print their types.
template <Printable T>
std::ostream& operator<<(std::ostream& out, const T& value) {
  return text::write(out, to_text(value));
}

}  // namespace cqrs
