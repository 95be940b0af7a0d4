#pragma once

#include <initializer_list>
#include <string_view>

#include <cqrs/bytes.hpp>

/// bytes_of({1, 0}, "text"): bytes, and then those of a text.
inline cqrs::Buffer bytes_of(std::initializer_list<int> values, std::string_view text = {}) {
  cqrs::Buffer out;
  for (const int value : values) out.push_back(static_cast<std::byte>(value));
  for (const char character : text) out.push_back(static_cast<std::byte>(character));
  return out;
}
