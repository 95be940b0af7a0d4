// Any bytes as a stored record: they are refused, or they are the one encoding of what they say, read in place or
// decoded.
#include <span>
#include <string>

#include <cqrs/codec_properties.hpp>

#include "entry.hpp"
#include "shown.hpp"
#include "types.hpp"

namespace {

using fuzz::demand;

template <class X>
void check(const cqrs::Buffer& bytes) {
  bool agree = false;
  const bool valid = cqrs::properties::accepts<X>(bytes, agree);
  demand(agree, cqrs::properties::kDisagree);
  const auto decoded = cqrs::decode<X>(bytes);
  demand(decoded.has_value() == valid, "what is valid is decoded, and nothing else");
  if (!valid) {
    demand(!decoded.error().text.empty(), "it says why it is refused");
    return;
  }
  demand(fuzz::shows_record<X>(cqrs::view_of<X>(bytes), *decoded), "what is read in place is what is decoded");
  const auto again = cqrs::encode(*decoded);
  demand(again && *again == bytes, "a value has one encoding");
  const std::string violation = cqrs::properties::json_violation(*decoded);
  demand(violation.empty(), "JSON holds what bytes hold", [&] { return violation; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(1);
  // A copy of exactly that size, so that a sanitizer sees any byte read behind it.
  const cqrs::Buffer copy(bytes.begin(), bytes.end());
  fuzz::with_type(data[0], fuzz::Records{}, [&]<class X>(std::type_identity<X>) { check<X>(copy); });
  return 0;
}
