#include <deque>
#include <string>
#include <utility>

#include <cqrs/codec.hpp>
#include <cqrs/duration.hpp>
#include <cqrs/id.hpp>
#include <cqrs/json.hpp>

#include "codec/base64.hpp"
#include "codec/json_scan.hpp"

namespace cqrs {
namespace {

/// Longer excerpts of the input do not make a message clearer.
constexpr std::size_t kLongest = 60;

constexpr const char* kUnended = "the text is no JSON: an object is not closed, or a string is not ended";
constexpr const char* kBadObject = "the object is no JSON: a comma, a colon, a name in quotes or its end is missing";
constexpr const char* kBadList = "the list is no JSON: a comma or its end is missing";
constexpr const char* kTooDeep = "it is nested too deeply";

std::string excerpt(std::string_view text) {
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

/// What a value is that begins so; null: none does.
const char* type_name(char first) {
  switch (first) {
    case '[': return "a list";
    case '{': return "an object";
    case '"': return "a string";
    case 't':
    case 'f': return "true or false";
    case 'n': return "null";
    default: return first == '-' || (first >= '0' && first <= '9') ? "a number" : nullptr;
  }
}

}  // namespace

/// What most texts have no need of.
struct JsonReader::Notes {
  std::string problem;
  /// Grows at its front while the calls that met the problem return.
  std::string path;
  /// Texts that do not stand in the JSON text as they are.
  std::deque<std::string> unescaped;
};

JsonReader::JsonReader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {
  skip_blanks();
  if (at_ == end_) {
    fail("the text is empty");
  } else if (!layout::is_utf8(text)) {
    fail("the text is not UTF-8");
  } else if (*at_ != '{' && *at_ != '[') {
    fail("an object is expected");
  }
}

JsonReader::~JsonReader() = default;

JsonReader::Notes& JsonReader::notes() {
  if (!notes_) notes_ = std::make_unique<Notes>();
  return *notes_;
}

bool JsonReader::fail(std::string problem) {
  if (!failed_) notes().problem = std::move(problem);
  failed_ = true;
  end_ = at_;  // nothing is there to be read any more
  return false;
}

bool JsonReader::fail_field(std::string_view name, std::string problem) {
  if (failed_) return false;
  fail(std::move(problem));
  return inside("." + std::string(name));
}

bool JsonReader::inside(const std::string& step) {
  notes().path.insert(0, step);
  return false;
}

Error JsonReader::error() const {
  return Error{ErrorCode::invalid_argument, notes_ ? "$" + notes_->path + ": " + notes_->problem : "$: "};
}

// ---- Where the cursor is ----

void JsonReader::skip_blanks() noexcept {
  while (at_ != end_ && json::is_blank(*at_)) ++at_;
}

bool JsonReader::take(char character) noexcept {
  if (at_ == end_ || *at_ != character) return false;
  ++at_;
  return true;
}

bool JsonReader::take_word(std::string_view word) noexcept {
  const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
  if (!rest.starts_with(word) || (rest.size() > word.size() && !json::ends_token(rest[word.size()]))) return false;
  at_ += word.size();
  return true;
}

std::string_view JsonReader::token_at(const char* begin) const noexcept {
  const char* end = begin;
  while (end != end_ && !json::ends_token(*end)) ++end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool JsonReader::expected(const char* type) {
  if (failed_) return false;
  if (as_key_) return fail(std::string(type) + " is expected, not a string");
  if (at_ == end_) return fail(kUnended);
  const char* const found = type_name(*at_);
  return fail(found == nullptr ? "this is no JSON value" : std::string(type) + " is expected, not " + found);
}

// ---- Values ----

bool JsonReader::read_boolean(bool& value) {
  if (!at('t') && !at('f')) return expected("true or false");
  value = *at_ == 't';
  return take_word(value ? "true" : "false") || fail("true or false is expected");
}

bool JsonReader::read_key(std::string_view key, FunctionRef<bool()> read) {
  if (failed_) return false;
  as_key_ = key;
  const char* const end = std::exchange(end_, at_);  // of the text itself, nothing is to be read meanwhile
  const bool good = read();
  if (!failed_) end_ = end;
  as_key_.reset();
  return good;
}

bool JsonReader::at_key() const { return as_key_.has_value(); }

bool JsonReader::at_number() const noexcept { return at_ != end_ && (*at_ == '-' || (*at_ >= '0' && *at_ <= '9')); }

bool JsonReader::read_signed(std::int64_t& value, std::int64_t least, std::int64_t greatest) {
  if (!at_number()) return read_signed_key(value, least, greatest);
  const char* const begin = at_;
  const bool negative = take('-');
  std::uint64_t digits = 0;
  const bool whole = json::take_digits(at_, end_, digits) && (at_ == end_ || json::ends_token(*at_));
  // Of either sign, and one more below zero.
  const std::uint64_t most = (std::uint64_t{1} << 63U) - (negative ? 0 : 1);
  value = static_cast<std::int64_t>(negative ? 0 - digits : digits);
  if (whole && digits <= most && least <= value && value <= greatest) return true;
  return fail_signed(begin, least, greatest);
}

bool JsonReader::fail_signed(const char* token, std::int64_t least, std::int64_t greatest) {
  return fail_number(excerpt(token_at(token)), std::to_string(least), std::to_string(greatest));
}

bool JsonReader::read_signed_key(std::int64_t& value, std::int64_t least, std::int64_t greatest) {
  if (!as_key_) return expected("a number");
  const auto number = id::parse_signed(*as_key_, least, greatest);
  if (!number) return fail_number(quoted(*as_key_), std::to_string(least), std::to_string(greatest));
  value = *number;
  return true;
}

bool JsonReader::read_unsigned(std::uint64_t& value, std::uint64_t greatest) {
  if (!at_number()) return read_unsigned_key(value, greatest);
  const char* const begin = at_;
  const bool whole = json::take_digits(at_, end_, value) && (at_ == end_ || json::ends_token(*at_));
  if (whole && value <= greatest) return true;
  return fail_unsigned(begin, greatest);
}

bool JsonReader::fail_unsigned(const char* token, std::uint64_t greatest) {
  return fail_number(excerpt(token_at(token)), "0", std::to_string(greatest));
}

bool JsonReader::read_unsigned_key(std::uint64_t& value, std::uint64_t greatest) {
  if (!as_key_) return expected("a number");
  const auto number = id::parse_unsigned(*as_key_, greatest);
  if (!number) return fail_number(quoted(*as_key_), "0", std::to_string(greatest));
  value = *number;
  return true;
}

bool JsonReader::fail_number(const std::string& found, const std::string& least, const std::string& greatest) {
  return fail(found + " is no whole number from " + least + " to " + greatest);
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
  if (!at_number()) return expected("a number");
  const std::string_view token = token_at(at_);
  at_ += token.size();
  const auto number = json::parse_double(token);
  return number ? (value = *number, true) : fail(excerpt(token) + " is no number in range");
}

bool JsonReader::read_text(std::string_view& value) {
  if (at('"')) return take_string(value);
  if (failed_ || !as_key_) return expected("a string");
  value = *as_key_;
  return true;
}

bool JsonReader::take_string(std::string_view& value) {
  const char* const begin = ++at_;
  at_ = json::find_special(begin, end_);
  if (at_ != end_ && *at_ == '\\') return take_escaped_string(begin, value);
  value = {begin, static_cast<std::size_t>(at_ - begin)};
  return take('"') || fail_string();
}

bool JsonReader::take_escaped_string(const char* begin, std::string_view& value) {
  while (at_ != end_ && *at_ == '\\') {
    at_ += end_ - at_ > 1 ? 2 : 1;
    at_ = json::find_special(at_, end_);
  }
  const std::string_view raw(begin, static_cast<std::size_t>(at_ - begin));
  if (!take('"')) return fail_string();
  std::string& text = notes().unescaped.emplace_back();
  value = {};
  if (!json::unescape(raw, text)) return fail("the string has a wrong escape");
  value = text;
  return true;
}

bool JsonReader::fail_string() {
  return fail(at_ == end_ ? kUnended : "the string has a control character that is not escaped");
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
  if (!at_text()) return fail("a decimal is expected as a string, such as \"10.00\"");
  std::string_view text;
  if (!read_text(text)) return false;
  const auto parsed = decimal::parse_units(text, precision, scale);
  if (!parsed) return fail(decimal::parse_error(excerpt(text), precision, scale).text);
  units = *parsed;
  return true;
}

bool JsonReader::at_null() { return at('n') && take_word("null"); }

bool JsonReader::at_text() { return at('"') || (as_key_ && !failed_); }

// ---- Objects and lists ----

bool JsonReader::open(char bracket, const char* type) {
  if (!at(bracket)) return expected(type);
  if (++depth_ > layout::kMaxDepth) return fail(kTooDeep);
  ++at_;
  skip_blanks();
  return true;
}

// A name in quotes and a colon; the cursor is then on the value.
bool JsonReader::take_name(std::string_view likely, std::string_view& key) {
  const std::size_t size = likely.size();
  if (static_cast<std::size_t>(end_ - at_) > size + 3 && *at_ == '"' && at_[size + 1] == '"' && at_[size + 2] == ':' &&
      std::string_view(at_ + 1, size) == likely) {
    key = likely;
    at_ += size + 3;
    skip_blanks();
    return true;
  }
  if (at_ == end_ || *at_ != '"') return fail(kBadObject);
  if (!take_string(key)) return false;
  skip_blanks();
  if (!take(':')) return fail(kBadObject);
  skip_blanks();
  return true;
}

// True: there is another element, and the cursor is on it. False: that was the last, or a failure.
bool JsonReader::next_element(char bracket, const char* problem) {
  skip_blanks();
  if (take(',')) {
    skip_blanks();
    return true;
  }
  if (!take(bracket)) return !failed_ && fail(problem);
  --depth_;
  return false;
}

bool JsonReader::first_element(char bracket) {
  if (!take(bracket)) return true;
  --depth_;
  return false;
}

bool JsonReader::open_object() { return open('{', "an object"); }

bool JsonReader::next_member(bool first, std::string_view likely, std::string_view& key) {
  return (first ? first_element('}') : next_element('}', kBadObject)) && take_name(likely, key);
}

bool JsonReader::fail_member(std::string_view key) {
  return inside(is_plain_key(key) ? "." + std::string(key) : "[" + quoted(key) + "]");
}

// Nothing of it is looked at that does not say where it ends.
bool JsonReader::skip_value() {
  int open = 0;
  while (at_ != end_) {
    const char character = *at_;
    if (character == '"') {
      std::string_view text;
      if (!take_string(text)) return false;
    } else if (character == '{' || character == '[') {
      ++open, ++at_;
    } else if (character == '}' || character == ']') {
      --open, ++at_;
    } else if (json::ends_token(character)) {
      ++at_;
    } else {
      at_ += token_at(at_).size();
    }
    if (open <= 0) return true;
  }
  return fail(kUnended);
}

bool JsonReader::read_members(FunctionRef<bool(std::string_view)> field) {
  std::string_view key;
  for (bool first = true; next_member(first, {}, key); first = false) {
    const char* const value = at_;
    if (!field(key)) return fail_member(key);
    if (at_ == value && !skip_value()) return false;  // nobody wanted to know it
  }
  return !failed_;
}

bool JsonReader::read_object(FunctionRef<bool(std::string_view key)> field) {
  return open_object() && read_members(field);
}

bool JsonReader::choose_by(std::string_view tag, FunctionRef<bool(std::string_view value)> choose) {
  const char* const members = at_;
  const int depth = depth_;
  std::string_view key;
  bool found = false;
  for (bool first = true; !found && next_member(first, tag, key); first = false) {
    found = key == tag;
    if (!found && !skip_value()) return false;
  }
  if (!found) return fail_field(tag, "the field is missing");
  std::string_view value;
  if (!read_text(value) || !choose(value)) return inside("." + std::string(tag));
  at_ = members;
  depth_ = depth;
  return true;
}

bool JsonReader::read_list(FunctionRef<bool()> element) {
  if (!open('[', "a list")) return false;
  std::size_t index = 0;
  for (bool more = first_element(']'); more; more = next_element(']', kBadList)) {
    const char* const value = at_;
    if (!element()) return inside("[" + std::to_string(index) + "]");
    if (at_ == value && !skip_value()) return false;
    ++index;
  }
  return !failed_;
}

bool JsonReader::at_end() {
  if (failed_) return false;
  skip_blanks();
  return at_ == end_ || fail("there is more text after the value");
}

}  // namespace cqrs
