#include <cmath>
#include <string>
#include <utility>

#include <simdjson.h>

#include <cqrs/codec.hpp>
#include <cqrs/duration.hpp>
#include <cqrs/id.hpp>
#include <cqrs/json.hpp>

#include "codec/base64.hpp"

namespace cqrs {
namespace {

namespace od = simdjson::ondemand;

/// Longer excerpts of the input do not make a message clearer.
constexpr std::size_t kLongest = 60;

std::string excerpt(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  if (text.size() <= kLongest) return std::string(text);
  std::size_t size = kLongest;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return std::string(text.substr(0, size)) + "…";
}

std::string quoted(std::string_view text) { return "\"" + excerpt(text) + "\""; }

bool is_plain_key(std::string_view key) {
  if (key.empty() || key.size() > kLongest) return false;
  for (const char character : key) {
    const bool word = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                      (character >= '0' && character <= '9') || character == '_';
    if (!word) return false;
  }
  return true;
}

const char* type_name(od::json_type type) {
  switch (type) {
    case od::json_type::array: return "a list";
    case od::json_type::object: return "an object";
    case od::json_type::number: return "a number";
    case od::json_type::string: return "a string";
    case od::json_type::boolean: return "true or false";
    case od::json_type::null: return "null";
  }
  return "nothing known";
}

}  // namespace

struct JsonReader::State {
  explicit State(std::string_view text) : padded(text) {}

  simdjson::padded_string padded;
  od::parser parser;
  od::document document;
  od::value current;
  /// A key that is read in the place of the value.
  std::optional<std::string_view> as_key;
  int depth = 0;
  std::string problem;
  /// Kept back to front while the calls that met the problem return.
  std::string path;

  /// True if the current value is of `type`; notes the failure otherwise.
  bool expect(od::json_type type, JsonReader& reader);
  bool open_object(od::object& object, JsonReader& reader);
  bool read_fields(od::object& object, FunctionRef<bool(std::string_view key)> field, JsonReader& reader);
};

bool JsonReader::State::expect(od::json_type type, JsonReader& reader) {
  if (!problem.empty()) return false;
  od::json_type found{};
  const auto code = current.type().get(found);
  if (code != simdjson::SUCCESS) return reader.fail("this is no JSON value");
  if (found == type) return true;
  return reader.fail(std::string(type_name(type)) + " is expected, not " + type_name(found));
}

JsonReader::JsonReader(std::string_view text) : state_(std::make_unique<State>(text)) {
  State& state = *state_;
  auto code = state.parser.iterate(state.padded).get(state.document);
  if (code == simdjson::SUCCESS) code = state.document.get_value().get(state.current);
  if (code == simdjson::SUCCESS) return;
  if (code == simdjson::UTF8_ERROR) {
    fail("the text is not UTF-8");
  } else if (code == simdjson::EMPTY) {
    fail("the text is empty");
  } else if (code == simdjson::SCALAR_DOCUMENT_AS_VALUE) {
    fail("an object is expected");
  } else {
    fail("the text is no JSON: an object is not closed, or a string is not ended");
  }
}

JsonReader::~JsonReader() = default;

bool JsonReader::fail(std::string problem) {
  if (state_->problem.empty()) state_->problem = std::move(problem);
  return false;
}

bool JsonReader::fail_field(std::string_view name, std::string problem) {
  if (!state_->problem.empty()) return false;
  fail(std::move(problem));
  state_->path = "." + std::string(name);
  return false;
}

Error JsonReader::error() const {
  return Error{ErrorCode::invalid_argument, "$" + state_->path + ": " + state_->problem};
}

bool JsonReader::read_boolean(bool& value) {
  if (!state_->expect(od::json_type::boolean, *this)) return false;
  return state_->current.get_bool().get(value) == simdjson::SUCCESS || fail("true or false is expected");
}

bool JsonReader::read_key(std::string_view key, FunctionRef<bool()> read) {
  if (!state_->problem.empty()) return false;
  state_->as_key = key;
  const bool good = read();
  state_->as_key.reset();
  return good;
}

bool JsonReader::at_key() const { return state_->as_key.has_value(); }

bool JsonReader::read_signed(std::int64_t& value, std::int64_t least, std::int64_t greatest) {
  if (state_->as_key) {
    const auto number = id::parse_signed(*state_->as_key, least, greatest);
    return number ? (value = *number, true)
                  : fail(quoted(*state_->as_key) + " is no whole number from " + std::to_string(least) + " to " +
                         std::to_string(greatest));
  }
  if (!state_->expect(od::json_type::number, *this)) return false;
  const std::string_view token = state_->current.raw_json_token();
  const auto code = state_->current.get_int64().get(value);
  if (code == simdjson::SUCCESS && least <= value && value <= greatest) return true;
  return fail(excerpt(token) + " is no whole number from " + std::to_string(least) + " to " + std::to_string(greatest));
}

bool JsonReader::read_unsigned(std::uint64_t& value, std::uint64_t greatest) {
  if (state_->as_key) {
    const auto number = id::parse_unsigned(*state_->as_key, greatest);
    return number ? (value = *number, true)
                  : fail(quoted(*state_->as_key) + " is no whole number from 0 to " + std::to_string(greatest));
  }
  if (!state_->expect(od::json_type::number, *this)) return false;
  const std::string_view token = state_->current.raw_json_token();
  const auto code = state_->current.get_uint64().get(value);
  if (code == simdjson::SUCCESS && value <= greatest) return true;
  return fail(excerpt(token) + " is no whole number from 0 to " + std::to_string(greatest));
}

bool JsonReader::read_double(double& value) {
  if (at_text()) {
    std::string_view text;
    if (!read_text(text)) return false;
    if (text == "NaN") {
      value = std::numeric_limits<double>::quiet_NaN();
    } else if (text == "Infinity" || text == "-Infinity") {
      value = text[0] == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    } else {
      return fail(quoted(text) + " is no number; text is only used for NaN, Infinity and -Infinity");
    }
    return true;
  }
  if (!state_->expect(od::json_type::number, *this)) return false;
  const std::string_view token = state_->current.raw_json_token();
  return state_->current.get_double().get(value) == simdjson::SUCCESS ||
         fail(excerpt(token) + " is no number in range");
}

bool JsonReader::read_text(std::string_view& value) {
  if (state_->as_key) {
    value = *state_->as_key;
    return true;
  }
  if (!state_->expect(od::json_type::string, *this)) return false;
  return state_->current.get_string().get(value) == simdjson::SUCCESS || fail("the string has a wrong escape");
}

bool JsonReader::read_base64(Buffer& value) {
  std::string_view text;
  if (!read_text(text)) return false;
  auto bytes = base64::parse(text);
  if (!bytes) return fail(quoted(text) + " is no base64 with padding");
  value = std::move(*bytes);
  return true;
}

bool JsonReader::read_uuid(Uuid& value) {
  std::string_view text;
  if (!read_text(text)) return false;
  const auto uuid = Uuid::from_text(text);
  if (!uuid) return fail(quoted(text) + " is no UUID such as \"6f1c0000-0000-7000-8000-000000000001\"");
  value = *uuid;
  return true;
}

bool JsonReader::read_instant(Instant& value) {
  std::string_view text;
  if (!read_text(text)) return false;
  const auto instant = Instant::parse(text);
  if (!instant) return fail(quoted(text) + " is no time such as \"2026-01-01T09:00:00Z\"");
  value = *instant;
  return true;
}

bool JsonReader::read_duration(Duration& value) {
  std::string_view text;
  if (!read_text(text)) return false;
  const auto duration = parse_duration(text);
  if (!duration) return fail(quoted(text) + " is no duration in seconds such as \"PT90S\"");
  value = *duration;
  return true;
}

bool JsonReader::read_date(Date& value) {
  std::string_view text;
  if (!read_text(text)) return false;
  const auto date = Date::parse(text);
  if (!date) return fail(quoted(text) + " is no date such as \"2026-01-31\"");
  value = *date;
  return true;
}

bool JsonReader::read_decimal(Int128& units, int precision, int scale) {
  if (at_null() || !at_text()) return fail("a decimal is expected as a string, such as \"10.00\"");
  std::string_view text;
  if (!read_text(text)) return false;
  const auto parsed = decimal::parse_units(text, precision, scale);
  if (!parsed) return fail(decimal::parse_error(excerpt(text), precision, scale).text);
  units = *parsed;
  return true;
}

bool JsonReader::at_null() {
  if (!state_->problem.empty()) return false;
  bool null = false;
  if (state_->as_key) return false;
  return state_->current.is_null().get(null) == simdjson::SUCCESS && null;
}

bool JsonReader::at_text() {
  if (!state_->problem.empty()) return false;
  od::json_type type{};
  if (state_->as_key) return true;
  return state_->current.type().get(type) == simdjson::SUCCESS && type == od::json_type::string;
}

bool JsonReader::State::open_object(od::object& object, JsonReader& reader) {
  if (!expect(od::json_type::object, reader)) return false;
  if (++depth > layout::kMaxDepth) return reader.fail("it is nested too deeply");
  return current.get_object().get(object) == simdjson::SUCCESS || reader.fail("the object is not closed");
}

bool JsonReader::State::read_fields(od::object& object, FunctionRef<bool(std::string_view)> field, JsonReader& reader) {
  for (auto next : object) {
    std::string_view key;
    od::field entry;
    if (std::move(next).get(entry) != simdjson::SUCCESS || entry.unescaped_key().get(key) != simdjson::SUCCESS) {
      return reader.fail("the object is no JSON: a comma, a colon, a name in quotes or its end is missing");
    }
    current = entry.value();
    if (!field(key)) {
      path.insert(0, is_plain_key(key) ? "." + std::string(key) : "[" + quoted(key) + "]");
      return false;
    }
  }
  --depth;
  return true;
}

bool JsonReader::read_object(FunctionRef<bool(std::string_view key)> field) {
  od::object object;
  return state_->open_object(object, *this) && state_->read_fields(object, field, *this);
}

bool JsonReader::read_tagged_object(std::string_view tag, FunctionRef<bool(std::string_view value)> choose,
                                    FunctionRef<bool(std::string_view key)> field) {
  State& state = *state_;
  od::object object;
  if (!state.open_object(object, *this)) return false;
  const auto code = object.find_field_unordered(tag).get(state.current);
  if (code == simdjson::NO_SUCH_FIELD) return fail_field(tag, "the field is missing");
  if (code != simdjson::SUCCESS)
    return fail("the object is no JSON: a comma, a colon, a name in quotes or its end is missing");
  std::string_view value;
  if (!read_text(value) || !choose(value)) {
    state.path.insert(0, "." + std::string(tag));
    return false;
  }
  if (object.reset().error() != simdjson::SUCCESS) return fail("the object is not closed");
  bool seen = false;
  const auto other_field = [&](std::string_view key) {
    if (key != tag) return field(key);
    if (seen) return fail("the field is given twice");
    return seen = true;
  };
  return state.read_fields(object, other_field, *this);
}

bool JsonReader::read_list(FunctionRef<bool()> element) {
  State& state = *state_;
  if (!state.expect(od::json_type::array, *this)) return false;
  if (++state.depth > layout::kMaxDepth) return fail("it is nested too deeply");
  od::array array;
  if (state.current.get_array().get(array) != simdjson::SUCCESS) return fail("the list is not closed");
  std::size_t index = 0;
  for (auto next : array) {
    if (std::move(next).get(state.current) != simdjson::SUCCESS)
      return fail("the list is no JSON: a comma or its end is missing");
    if (!element()) {
      state.path.insert(0, "[" + std::to_string(index) + "]");
      return false;
    }
    ++index;
  }
  --state.depth;
  return true;
}

bool JsonReader::at_end() {
  if (!state_->problem.empty()) return false;
  return state_->document.current_location().error() == simdjson::OUT_OF_BOUNDS ||
         fail("there is more text after the value");
}

}  // namespace cqrs
