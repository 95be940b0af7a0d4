#include <simdjson.h>

#include <cqrs/codec.hpp>

namespace cqrs::layout {

bool is_utf8(std::string_view text) noexcept {
  // Most text is short and ASCII; the vector code pays from a few dozen bytes on.
  if (text.size() < 64 && is_ascii(as_bytes(text))) return true;
  return simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace cqrs::layout
