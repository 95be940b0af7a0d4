// Any text as the JSON of a record: it is refused with a place, or what it says is written, stored and read again.
#include <span>
#include <string>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

#include "entry.hpp"
#include "types.hpp"

namespace {

using fuzz::demand;

template <class X>
void check(const std::string& text) {
  const auto read = cqrs::from_json<X>(text);
  if (!read) {
    demand(read.error().code == cqrs::ErrorCode::invalid_argument, "it is the text that is wrong");
    demand(read.error().text.starts_with('$'), "the place comes first", [&] { return read.error().text; });
    demand(cqrs::layout::is_utf8(read.error().text), "what is said can be shown");
    return;
  }
  const std::string written = cqrs::to_json(*read);
  const auto again = cqrs::from_json<X>(written);
  demand(again.has_value(), "what was written is read", [&] { return written + "\n" + again.error().text; });
  demand(cqrs::to_json(*again) == written, "equal values give equal text", [&] { return written; });
  const auto bytes = cqrs::encode(*read);
  demand(bytes.has_value(), "what was read is stored", [&] { return bytes.error().text; });
  const auto decoded = cqrs::decode<X>(*bytes);
  demand(decoded && cqrs::to_json(*decoded) == written, "bytes hold what JSON holds", [&] { return written; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  fuzz::with_type(data[0], fuzz::Records{}, [&]<class X>(std::type_identity<X>) { check<X>(text); });
  return 0;
}
