#pragma once

// Tags of events: what a field that is marked `@tag` is found by.
//
//   subscribe({.tags = {cqrs::tag("customer", ada)}}, …);   // every event that says `customer: CustomerId @tag`, of
//   Ada

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <cqrs/text.hpp>

namespace cqrs {

/// `field:text`, in at most 255 bytes: what is longer has the hash of the text in its place. Stored for ever: it never
/// changes what it gives.
[[nodiscard]] std::string tag_of_text(std::string_view field, std::string_view text);

/// The tag of an event whose field of that name (as the language has it) has the value. Members of enums stand there by
/// their numbers, which nobody renames; everything else as in a message.
template <class T>
[[nodiscard]] std::string tag(std::string_view field, const T& value) {
  if constexpr (std::is_enum_v<T>)
    return tag_of_text(field, message(static_cast<std::underlying_type_t<T>>(value)));
  else
    return tag_of_text(field, message(value));
}

/// What generated code does with a field; one that is none has no tag.
template <class T>
void add_tag(std::vector<std::string>& tags, std::string_view field, const T& value) {
  tags.push_back(tag(field, value));
}
template <class T>
void add_tag(std::vector<std::string>& tags, std::string_view field, const std::optional<T>& value) {
  if (value) tags.push_back(tag(field, *value));
}

}  // namespace cqrs
