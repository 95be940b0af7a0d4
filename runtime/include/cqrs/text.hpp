#pragma once

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/id.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// Printing of generated types, for logs, messages and the failures of tests.
//
//   cqrs::to_text(deposited)      MoneyDeposited { amount = Money { amount = 10.00  currency = EUR }  note = none }
//
// is written as a .cqrs file would have it; equal values give equal text.

namespace cqrs {

class Printer;

/// A type whose printing is generated: `print` is found beside it.
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
  void begin_field(std::string_view name);
  void end_field();
  void end_record();
  void begin_list();
  void begin_element(std::size_t index);
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

template <class T>
void print_value(Printer& out, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    out.word(value ? "true" : "false");
  } else if constexpr (std::signed_integral<T>) {
    out.number(std::int64_t{value});
  } else if constexpr (std::unsigned_integral<T>) {
    out.number(std::uint64_t{value});
  } else if constexpr (std::floating_point<T>) {
    out.number(value);
  } else if constexpr (std::same_as<T, std::string>) {
    out.quoted(value);
  } else if constexpr (std::same_as<T, Buffer>) {
    out.bytes(value);
  } else if constexpr (std::same_as<T, Uuid> || std::same_as<T, Instant>) {
    out.quoted(to_string(value));
  } else if constexpr (kIsDecimal<T>) {
    out.decimal(value.units(), T::kScale);
  } else if constexpr (StrongId<T>) {
    print_value(out, value.value());
  } else if constexpr (kIsList<T>) {
    out.begin_list();
    std::size_t index = 0;
    for (const auto& element : value) {
      out.begin_element(index++);
      print_value<typename T::value_type>(out, element);
      out.end_element();
    }
    out.end_list();
  } else if constexpr (kIsOptional<T>) {
    if (value) {
      print_value(out, *value);
    } else {
      out.word("none");
    }
  } else if constexpr (std::is_enum_v<T>) {
    const std::string_view name = enum_name(value);
    if (name.empty()) {
      out.unknown_enum(static_cast<std::uint64_t>(value));
    } else {
      out.word(name);
    }
  } else {
    print(out, value);
  }
}

template <class X>
struct FieldPrinter {
  Printer& out;
  const X& x;

  template <class T>
  void operator()(const char* name, T X::* member) {
    out.begin_field(name);
    print_value(out, x.*member);
    out.end_field();
  }
  template <class T>
  void operator()(const char* name, layout::Field, T X::* member) {
    (*this)(name, member);
  }
};

/// What a generated print() does.
template <class X>
void print_fields(Printer& out, std::string_view type, const X& x) {
  out.begin_record(type);
  FieldPrinter<X> printer{out, x};
  fields(printer, Type<X>{});
  out.end_record();
}

template <class T>
void append_message(std::string& out, const T& part) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    out += std::string_view(part);
  } else {
    Printer printer(Printer::Style::message);
    print_value(printer, part);
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
  text::print_value(printer, value);
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
