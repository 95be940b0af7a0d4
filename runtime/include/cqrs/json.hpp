#pragma once

#include <bitset>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <cqrs/bytes.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/function_ref.hpp>
#include <cqrs/id.hpp>
#include <cqrs/time.hpp>
#include <cqrs/uuid.hpp>

// The JSON form, for people and other systems: fields as named in the .cqrs file, decimals and times as strings, bytes
// as base64, enums by name (unknown ones as numbers), what is absent left out. docs/storage-format.md says it exactly.
//
//   std::string text = cqrs::to_json(deposited);
//   Result<Deposit> command = cqrs::from_json<Deposit>(text);

namespace cqrs {

class JsonWriter;
class JsonReader;

/// A type whose JSON form is generated: `write_json` and `read_json` are found beside it.
template <class T>
concept JsonRecord = requires(JsonWriter& out, JsonReader& in, const T& value, T& target) {
  write_json(out, value);
  { read_json(in, target) } -> std::same_as<bool>;
};

/// An enum whose names are generated: `enum_name` and `enum_from_name` are found beside it.
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T value) {
  { enum_name(value) } -> std::same_as<std::string_view>;
  { enum_from_name(std::string_view{}, value) } -> std::same_as<bool>;
};

/// Appends JSON to a string.
class JsonWriter {
 public:
  /// `out` outlives the writer.
  explicit JsonWriter(std::string& out) noexcept : out_(out) {}

  void boolean(bool value) { out_ += value ? "true" : "false"; }
  void number(std::int64_t value);
  void number(std::uint64_t value);
  /// The shortest text that reads back as the same number; "NaN", "Infinity" and "-Infinity" are strings.
  void number(double value);
  void number(float value);
  void text(std::string_view value);
  /// Text known to need no escapes.
  void plain(std::string_view value) {
    out_ += '"';
    out_ += value;
    out_ += '"';
  }
  void base64(Bytes value);
  void uuid(const Uuid& value);
  void decimal(Int128 units, int scale);
  void null() { out_ += "null"; }

  void open(char bracket) { out_ += bracket; }
  /// Ends an object or a list, with its trailing comma if there is one.
  void close(char bracket) {
    if (out_.back() == ',') {
      out_.back() = bracket;
    } else {
      out_ += bracket;
    }
  }
  void comma() { out_ += ','; }
  void key(std::string_view name) {
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }

 private:
  std::string& out_;
};

/// Walks through one JSON text. Each read_… reads the value the cursor is on; on failure it notes what is wrong, and
/// everything after fails too. The parser stays in the .cpp file.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text);
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;
  ~JsonReader();

  [[nodiscard]] bool read_boolean(bool& value);
  [[nodiscard]] bool read_signed(std::int64_t& value, std::int64_t least, std::int64_t greatest);
  [[nodiscard]] bool read_unsigned(std::uint64_t& value, std::uint64_t greatest);
  [[nodiscard]] bool read_double(double& value);
  /// Valid until the reader goes.
  [[nodiscard]] bool read_text(std::string_view& value);
  [[nodiscard]] bool read_base64(Buffer& value);
  [[nodiscard]] bool read_uuid(Uuid& value);
  [[nodiscard]] bool read_instant(Instant& value);
  [[nodiscard]] bool read_decimal(Int128& units, int precision, int scale);
  /// Whether the value is null, which is then read.
  [[nodiscard]] bool at_null();
  /// Whether the value is a string.
  [[nodiscard]] bool at_text();

  /// Calls `field` for each key, the cursor on its value.
  [[nodiscard]] bool read_object(FunctionRef<bool(std::string_view key)> field);
  [[nodiscard]] bool read_list(FunctionRef<bool()> element);
  /// Nothing but white space is left.
  [[nodiscard]] bool at_end();

  /// Always false. The first failure counts.
  bool fail(std::string problem);
  bool fail_field(std::string_view name, std::string problem);

  /// "$.lines[3].qty: 300 is not between -128 and 127".
  [[nodiscard]] Error error() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

namespace json {

template <class T>
void write(JsonWriter& out, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    out.boolean(value);
  } else if constexpr (std::signed_integral<T>) {
    out.number(std::int64_t{value});
  } else if constexpr (std::unsigned_integral<T>) {
    out.number(std::uint64_t{value});
  } else if constexpr (std::floating_point<T>) {
    out.number(value);
  } else if constexpr (std::same_as<T, std::string>) {
    out.text(value);
  } else if constexpr (std::same_as<T, Buffer>) {
    out.base64(value);
  } else if constexpr (std::same_as<T, Uuid>) {
    out.uuid(value);
  } else if constexpr (std::same_as<T, Instant>) {
    out.plain(to_string(value));
  } else if constexpr (kIsDecimal<T>) {
    out.decimal(value.units(), T::kScale);
  } else if constexpr (StrongId<T>) {
    write(out, value.value());
  } else if constexpr (kIsList<T>) {
    out.open('[');
    for (const auto& element : value) {
      write<typename T::value_type>(out, element);
      out.comma();
    }
    out.close(']');
  } else if constexpr (kIsOptional<T>) {
    if (value) {
      write(out, *value);
    } else {
      out.null();
    }
  } else if constexpr (NamedEnum<T>) {
    const std::string_view name = enum_name(value);
    if (name.empty()) {
      out.number(static_cast<std::uint64_t>(value));
    } else {
      out.plain(name);
    }
  } else {
    write_json(out, value);
  }
}

template <class X>
struct FieldWriter {
  JsonWriter& out;
  const X& x;

  template <class T>
  void operator()(const char* name, T X::* member) {
    if constexpr (kIsOptional<T>) {
      if (!(x.*member)) return;
      out.key(name);
      write(out, *(x.*member));
    } else {
      out.key(name);
      write(out, x.*member);
    }
    out.comma();
  }
  template <class T>
  void operator()(const char* name, layout::Field, T X::* member) {
    (*this)(name, member);
  }
};

/// What a generated write_json() does.
template <class X>
void write_fields(JsonWriter& out, const X& x) {
  out.open('{');
  FieldWriter<X> writer{out, x};
  fields(writer, Type<X>{});
  out.close('}');
}

template <class T>
[[nodiscard]] bool read(JsonReader& in, T& value);

template <class T>
[[nodiscard]] bool read_integer(JsonReader& in, T& value) {
  if constexpr (std::is_signed_v<T>) {
    std::int64_t number = 0;
    if (!in.read_signed(number, std::numeric_limits<T>::min(), std::numeric_limits<T>::max())) return false;
    value = static_cast<T>(number);
  } else {
    std::uint64_t number = 0;
    if (!in.read_unsigned(number, std::numeric_limits<T>::max())) return false;
    value = static_cast<T>(number);
  }
  return true;
}

template <class T>
[[nodiscard]] bool read_enum(JsonReader& in, T& value) {
  if (in.at_text()) {
    std::string_view name;
    if (!in.read_text(name)) return false;
    return enum_from_name(name, value) || in.fail("\"" + std::string(name) + "\" is not one of its names");
  }
  std::underlying_type_t<T> number = 0;
  if (!read_integer(in, number)) return false;
  value = static_cast<T>(number);
  return true;
}

template <class T>
[[nodiscard]] bool read_id(JsonReader& in, T& value) {
  typename T::Value base{};
  if (!read(in, base)) return false;
  value = T(std::move(base));
  return true;
}

template <class T>
[[nodiscard]] bool read_element_list(JsonReader& in, std::vector<T>& list) {
  list.clear();
  return in.read_list([&] {
    T element{};
    if (!read(in, element)) return false;
    list.push_back(std::move(element));
    return true;
  });
}

template <class T>
bool read(JsonReader& in, T& value) {
  if constexpr (std::same_as<T, bool>) {
    return in.read_boolean(value);
  } else if constexpr (Integer<T>) {
    return read_integer(in, value);
  } else if constexpr (std::floating_point<T>) {
    double number = 0;
    if (!in.read_double(number)) return false;
    value = static_cast<T>(number);
    return true;
  } else if constexpr (std::same_as<T, std::string>) {
    std::string_view text;
    if (!in.read_text(text)) return false;
    value = text;
    return true;
  } else if constexpr (std::same_as<T, Buffer>) {
    return in.read_base64(value);
  } else if constexpr (std::same_as<T, Uuid>) {
    return in.read_uuid(value);
  } else if constexpr (std::same_as<T, Instant>) {
    return in.read_instant(value);
  } else if constexpr (kIsDecimal<T>) {
    Int128 units = 0;
    if (!in.read_decimal(units, T::kPrecision, T::kScale)) return false;
    value = T::from_checked_units(static_cast<typename T::Rep>(units));
    return true;
  } else if constexpr (StrongId<T>) {
    return read_id(in, value);
  } else if constexpr (kIsList<T>) {
    return read_element_list(in, value);
  } else if constexpr (kIsOptional<T>) {
    if (in.at_null()) {
      value.reset();
      return true;
    }
    return read(in, value.emplace());
  } else if constexpr (NamedEnum<T>) {
    return read_enum(in, value);
  } else {
    return read_json(in, value);
  }
}

/// Gives one key of an object to the field of that name. Keys mostly come in the order of the fields.
template <class X>
struct FieldReader {
  JsonReader& in;
  X& x;
  std::bitset<kFieldCount<X> + 1> seen = {};
  std::string_view key = {};
  std::size_t index = 0;
  bool found = false;
  bool ok = true;

  template <class T>
  void operator()(const char* name, T X::* member) {
    const std::size_t own = index++;
    if (found || key != name) return;
    found = true;
    if (seen[own]) {
      ok = in.fail("the field is given twice");
      return;
    }
    seen[own] = true;
    if constexpr (kIsOptional<T>) {
      ok = read((in), (x.*member).emplace());
    } else {
      ok = read(in, x.*member);
    }
  }
  template <class T>
  void operator()(const char* name, layout::Field, T X::* member) {
    (*this)(name, member);
  }

  bool read_key(std::string_view name) {
    key = name;
    index = 0;
    found = false;
    fields(*this, Type<X>{});
    return found ? ok : in.fail("there is no such field");
  }
};

/// After the last key: what is optional and was not given is absent; what is not is missing.
template <class X>
struct FieldFinisher {
  JsonReader& in;
  X& x;
  const std::bitset<kFieldCount<X> + 1>& seen;
  std::size_t index = 0;
  bool ok = true;

  template <class T>
  void operator()(const char* name, T X::* member) {
    if (seen[index++] || !ok) return;
    if constexpr (kIsOptional<T>) {
      (x.*member).reset();
    } else {
      (void)member;
      ok = in.fail_field(name, "the field is missing");
    }
  }
  template <class T>
  void operator()(const char* name, layout::Field, T X::* member) {
    (*this)(name, member);
  }
};

/// What a generated read_json() does.
template <class X>
[[nodiscard]] bool read_fields(JsonReader& in, X& x) {
  FieldReader<X> reader{in, x};
  if (!in.read_object([&](std::string_view key) { return reader.read_key(key); })) return false;
  FieldFinisher<X> finisher{in, x, reader.seen};
  fields(finisher, Type<X>{});
  return finisher.ok;
}

}  // namespace json

/// Appends the JSON form.
template <JsonRecord T>
void append_json(std::string& out, const T& value) {
  JsonWriter writer(out);
  write_json(writer, value);
}

/// On one line, without spaces, fields in the order of the .cqrs file: equal values give equal text.
template <JsonRecord T>
[[nodiscard]] std::string to_json(const T& value) {
  std::string out;
  append_json(out, value);
  return out;
}

/// Strict: unknown, repeated and missing fields, wrong types and numbers out of range are errors (invalid_argument)
/// that begin with the path, such as "$.lines[3].qty: ".
template <JsonRecord T>
[[nodiscard]] Result<T> from_json(std::string_view text) {
  JsonReader reader(text);
  T value{};
  if (read_json(reader, value) && reader.at_end()) return value;
  return unexpected<Error>(reader.error());
}

}  // namespace cqrs
