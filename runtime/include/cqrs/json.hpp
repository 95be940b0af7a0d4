#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>
#include <cqrs/decimal.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/fields.hpp>
#include <cqrs/function_ref.hpp>
#include <cqrs/record.hpp>
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

/// A type that has a table, or whose `write_json` and `read_json` are found beside it.
template <class T>
concept JsonRecord = requires(JsonWriter& out, JsonReader& in, const T& value, T& target) {
  write_json(out, value);
  { read_json(in, target) } -> std::same_as<bool>;
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

/// Walks through one JSON text. Each read_… reads the value the cursor is on, and leaves the cursor behind it; on
/// failure it notes what is wrong, and everything after fails too.
class JsonReader {
 public:
  /// `text` outlives the reader.
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
  [[nodiscard]] bool read_duration(Duration& value);
  [[nodiscard]] bool read_date(Date& value);
  [[nodiscard]] bool read_decimal(Int128& units, int precision, int scale);
  /// Whether the value is null, which is then read.
  [[nodiscard]] bool at_null();
  /// Whether the value is a string.
  [[nodiscard]] bool at_text();

  /// Calls `field` for each key, the cursor on its value.
  [[nodiscard]] bool read_object(FunctionRef<bool(std::string_view key)> field);

  /// The same step by step: `if (in.open_object()) while (in.next_member(first, likely, key)) …`. Whether there is
  /// another member; its key, which is quickest found out if it is the likely one; the cursor is on its value, which is
  /// to be read.
  [[nodiscard]] bool open_object();
  [[nodiscard]] bool next_member(bool first, std::string_view likely, std::string_view& key);
  /// Says where a failure is that was met inside the member. Always false.
  bool fail_member(std::string_view key);
  [[nodiscard]] bool failed() const noexcept { return failed_; }

  /// In an object that has just been opened: calls `choose` with what its text member `tag` says, wherever that stands.
  /// The cursor is then again before the first member.
  [[nodiscard]] bool choose_by(std::string_view tag, FunctionRef<bool(std::string_view value)> choose);

  [[nodiscard]] bool read_list(FunctionRef<bool()> element);
  /// While `read` runs, the value is the key of an object: text, and of a number its digits.
  [[nodiscard]] bool read_key(std::string_view key, FunctionRef<bool()> read);
  [[nodiscard]] bool at_key() const;
  /// Nothing but white space is left.
  [[nodiscard]] bool at_end();

  /// Always false. The first failure counts.
  [[gnu::cold]] bool fail(std::string problem);
  bool fail_field(std::string_view name, std::string problem);

  /// "$.lines[3].qty: 300 is not between -128 and 127".
  [[nodiscard]] Error error() const;

 private:
  struct Notes;

  [[nodiscard]] Notes& notes();
  bool inside(const std::string& step);           // of the path; always false
  [[gnu::cold]] bool expected(const char* type);  // notes that it is something else; always false

  [[nodiscard]] bool at(char first) const noexcept { return at_ != end_ && *at_ == first; }
  [[nodiscard]] bool at_number() const noexcept;
  [[nodiscard]] std::string_view token_at(const char* begin) const noexcept;
  void skip_blanks() noexcept;
  bool take(char character) noexcept;
  bool take_word(std::string_view word) noexcept;
  bool read_signed_key(std::int64_t& value, std::int64_t least, std::int64_t greatest);
  bool read_unsigned_key(std::uint64_t& value, std::uint64_t greatest);
  [[gnu::cold]] bool fail_signed(const char* token, std::int64_t least, std::int64_t greatest);
  [[gnu::cold]] bool fail_unsigned(const char* token, std::uint64_t greatest);
  bool fail_number(const std::string& found, const std::string& least, const std::string& greatest);
  bool take_string(std::string_view& value);
  bool take_escaped_string(const char* begin, std::string_view& value);
  bool fail_string();
  bool open(char bracket, const char* type);
  bool first_element(char bracket);
  bool next_element(char bracket, const char* problem);
  bool take_name(std::string_view likely, std::string_view& key);
  bool read_members(FunctionRef<bool(std::string_view key)> field);
  bool skip_value();

  const char* at_;
  const char* end_;                         // where the cursor is, once anything has failed
  std::optional<std::string_view> as_key_;  // a key that is read in the place of the value
  int depth_ = 0;
  bool failed_ = false;
  std::unique_ptr<Notes> notes_;
};

namespace json {

void write_value(JsonWriter& out, const record::TypeInfo& type, const void* value);
[[nodiscard]] bool read_value(JsonReader& in, const record::TypeInfo& type, void* value);

void write_alternative(JsonWriter& out, const record::AlternativeInfo& alternative, const void* held);
/// `hold` makes the union the alternative at an index, and gives that.
[[nodiscard]] bool read_alternative(JsonReader& in, record::Alternatives alternatives,
                                    FunctionRef<void*(std::size_t index)> hold);

/// What the write_json() of a type written by hand does.
template <class X>
void write_fields(JsonWriter& out, const X& x) {
  write_record(out, record::table_of<X>(), &x);
}

/// What its read_json() does.
template <class X>
[[nodiscard]] bool read_fields(JsonReader& in, X& x) {
  return read_record(in, record::table_of<X>(), &x);
}

/// What the generated ones of a union do: {"type":"External","iban":"DE…"}.
template <UnionType X>
void write_union(JsonWriter& out, const X& x) {
  const auto& access = record::kTypeInfo<X>.access;
  write_alternative(out, record::alternatives_of<X>()[access.which(&x)], access.held(&x));
}
template <UnionType X>
[[nodiscard]] bool read_union(JsonReader& in, X& x) {
  const auto hold = [&](std::size_t index) { return record::kTypeInfo<X>.access.hold(&x, index); };
  return read_alternative(in, record::alternatives_of<X>(), hold);
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
