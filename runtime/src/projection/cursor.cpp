#include "projection/cursor.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>
#include <utility>

#include <cqrs/hash.hpp>
#include <cqrs/id.hpp>
#include <cqrs/json.hpp>

#include "codec/base64.hpp"

namespace cqrs::projection {
namespace {

constexpr std::int64_t kVersion = 1;

/// Another order has other places.
std::uint64_t order_hash(const QueryDefinition& definition) {
  std::string text;
  for (const auto& column : definition.order) {
    text.append(column.column).append(column.descending ? "\n-" : "\n+").append(column.optional ? "?\n" : "\n");
  }
  return hash64(as_bytes(text));
}

// A value as text: a letter for its kind, then itself.

std::string text_of(const StoredValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return "i" + std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return "r" + std::to_string(std::bit_cast<std::int64_t>(*real));
  if (const auto* text = std::get_if<std::string>(&value)) return "t" + *text;
  if (const auto* bytes = std::get_if<Buffer>(&value)) {
    std::string text = "b";
    base64::append(text, *bytes);
    return text;
  }
  return "n";
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<StoredValue> value_of(std::string_view text) {
  if (text == "n") return StoredValue{};
  if (text.empty()) return std::nullopt;
  const char kind = text.front();
  text.remove_prefix(1);
  if (kind == 't') return StoredValue(std::string(text));
  if (kind == 'b') {
    auto bytes = base64::parse(text);
    return bytes ? std::optional<StoredValue>(*std::move(bytes)) : std::nullopt;
  }
  const auto number = integer_of(text);
  if (!number || (kind != 'i' && kind != 'r')) return std::nullopt;
  return kind == 'i' ? StoredValue(*number) : StoredValue(std::bit_cast<double>(*number));
}

std::string to_url(std::string text) {
  text.erase(std::ranges::find(text, '='), text.end());
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string from_url(std::string_view url) {
  std::string text(url);
  // What is no letter of base64url must not become one of base64.
  if (text.find_first_of("+/=") != std::string::npos) return {};
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

struct Written {
  std::int64_t version = 0;
  std::string query;
  std::uint64_t order = 0;
  Cursor cursor;
};

bool read_values(JsonReader& in, std::vector<StoredValue>& values) {
  return in.read_list([&] {
    std::string_view text;
    if (!in.read_text(text)) return false;
    auto value = value_of(text);
    if (!value) return in.fail("this is no value");
    values.push_back(*std::move(value));
    return true;
  });
}

bool read_written(JsonReader& in, Written& written) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const auto field = [&](std::string_view key) {
    if (key == "v") return in.read_signed(written.version, 0, kMost);
    if (key == "n") return in.read_signed(written.cursor.given, 0, kMost);
    if (key == "o") return in.read_unsigned(written.order, std::numeric_limits<std::uint64_t>::max());
    if (key == "k") return read_values(in, written.cursor.after);
    std::string_view text;
    if (key != "q" || !in.read_text(text)) return in.fail("this is no part of a cursor");
    written.query = text;
    return true;
  };
  return in.read_object(field) && in.at_end();
}

Error bad_cursor(const QueryDefinition& definition, const std::string& because) {
  return {ErrorCode::invalid_argument, "the cursor is none of " + std::string(definition.name) + ": " + because +
                                           "; begin again with the first page, whose cursor is empty"};
}

}  // namespace

std::string to_text(const Cursor& cursor, const QueryDefinition& definition) {
  std::string json;
  JsonWriter out(json);
  out.open('{');
  out.key("v");
  out.number(kVersion);
  out.comma();
  out.key("q");
  out.text(definition.name);
  out.comma();
  out.key("o");
  out.number(order_hash(definition));
  out.comma();
  out.key("n");
  out.number(cursor.given);
  out.comma();
  out.key("k");
  out.open('[');
  for (const auto& value : cursor.after) {
    out.text(text_of(value));
    out.comma();
  }
  out.close(']');
  out.close('}');
  std::string text;
  base64::append(text, as_bytes(json));
  return to_url(std::move(text));
}

Result<Cursor> parse_cursor(std::string_view text, const QueryDefinition& definition) {
  const auto bytes = base64::parse(from_url(text));
  if (!bytes || bytes->empty()) return unexpected(bad_cursor(definition, "it is no text that a query has given"));
  JsonReader in(as_text(*bytes));
  Written written;
  if (!read_written(in, written)) return unexpected(bad_cursor(definition, "it cannot be read"));
  if (written.version != kVersion) return unexpected(bad_cursor(definition, "another release has written it"));
  if (written.query != definition.name) return unexpected(bad_cursor(definition, "it is one of " + written.query));
  if (written.order != order_hash(definition) || written.cursor.after.size() != definition.order.size()) {
    return unexpected(bad_cursor(definition, "the query's order has changed since"));
  }
  return std::move(written.cursor);
}

}  // namespace cqrs::projection
