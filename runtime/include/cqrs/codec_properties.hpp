#pragma once

#include <string>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>
#include <cqrs/text.hpp>

// What must hold of every stored type and each of its values. For property tests; generated ones call it too.

namespace cqrs {

namespace properties {

inline constexpr const char* kDisagree = "the straight and the general validator disagree about the bytes";

/// Both validators must say so.
template <layout::Record X>
bool accepts(const Buffer& bytes, bool& agree) {
  const bool valid = is_valid<X>(bytes);
  agree = valid == !layout::find_error(record::layout_of<X>(), bytes);
  return valid;
}

template <layout::Record X>
std::string flipped_bit_violation(const Buffer& bytes, std::size_t bit) {
  Buffer flipped = bytes;
  flipped[bit / 8] ^= std::byte{1} << (bit % 8);
  bool agree = false;
  const bool accepted = accepts<X>(flipped, agree);
  const auto decoded = decode<X>(flipped);
  if (!agree || accepted != decoded.has_value()) {
    return "with bit " + std::to_string(bit) + " flipped, " + kDisagree;
  }
  if (!decoded) return {};
  const auto again = encode(*decoded);
  if (again && *again == flipped) return {};
  return "with bit " + std::to_string(bit) +
         " flipped, the bytes are accepted and are not the encoding of what they say";
}

template <layout::Record X>
std::string binary_violation(const X& x, const Buffer& bytes) {
  const auto decoded = decode<X>(bytes);
  if (!decoded) return "its own bytes are refused: " + decoded.error().text;
  if (to_text(*decoded) != to_text(x)) return "it is decoded as " + to_text(*decoded);
  const auto again = encode(*decoded);
  if (!again || *again != bytes) return "encoding it again gives other bytes";
  bool agree = false;
  if (!accepts<X>(bytes, agree) || !agree) return kDisagree;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    if (accepts<X>(Buffer(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)), agree) || !agree)
      return "its first " + std::to_string(size) + " bytes are accepted";
  }
  Buffer longer = bytes;
  longer.push_back(std::byte{0});
  if (accepts<X>(longer, agree) || !agree) return "its bytes are accepted with another one behind them";
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    if (auto violation = flipped_bit_violation<X>(bytes, bit); !violation.empty()) return violation;
  }
  return {};
}

template <class X>
std::string json_violation(const X& x) {
  const std::string text = to_json(x);
  const auto read = from_json<X>(text);
  if (!read) return "its own JSON is refused: " + read.error().text;
  if (to_text(*read) != to_text(x)) return "its JSON is read as " + to_text(*read);
  if (to_json(*read) != text) return "writing it again gives other JSON";
  return {};
}

template <UnionType U>
class HolderView : public layout::View {
 public:
  static constexpr layout::Shape kShape{.fixed = 1, .ends = 3};
  using View::View;

  template <class Io, class X>
  static constexpr void fields(Io& io, X& holder) {
    io("one", {.end = 0}, holder.one);
    io("maybe", {.end = 1, .bit = 0}, holder.maybe);
    io("many", {.end = 2}, holder.many);
  }
};

/// A record that holds a union in all the ways there are: only records are stored by themselves.
template <UnionType U>
struct Holder {
  U one{};
  std::optional<U> maybe{};
  std::vector<U> many{};

  using View = HolderView<U>;
};

template <UnionType U>
void write_json(JsonWriter& out, const Holder<U>& value) {
  json::write_fields(out, value);
}
template <UnionType U>
bool read_json(JsonReader& in, Holder<U>& value) {
  return json::read_fields(in, value);
}
template <UnionType U>
void print(Printer& out, const Holder<U>& value) {
  text::print_fields(out, "Holder", value);
}

}  // namespace properties

/// How the codecs fail x, in one sentence; empty where all is well: bytes and JSON are read back as x, no beginning of
/// the bytes is accepted, and what is accepted with a bit flipped is the encoding of another value.
template <layout::Record X>
[[nodiscard]] std::string codec_violation(const X& x) {
  const auto bytes = encode(x);
  std::string violation = bytes ? properties::binary_violation(x, *bytes) : "it is refused: " + bytes.error().text;
  if (violation.empty()) violation = properties::json_violation(x);
  return violation.empty() ? violation : to_text(x) + ": " + violation;
}

}  // namespace cqrs
