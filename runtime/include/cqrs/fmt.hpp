#pragma once

#include <string>

#include <fmt/format.h>

#include <cqrs/text.hpp>

/// `fmt::print("{}", deposited)`: generated types as cqrs::to_text() prints them. Include it where you use {fmt}.
template <cqrs::Printable T>
struct fmt::formatter<T> : fmt::formatter<std::string> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return fmt::formatter<std::string>::format(cqrs::to_text(value), context);
  }
};
