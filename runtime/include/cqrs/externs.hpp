#pragma once

#include <string_view>

// What the generated table of extern functions is made with.

namespace cqrs {

/// False, whatever Logic is; depends on it, so that only a missing function is complained of.
template <class Logic>
inline constexpr bool kHasExtern = false;

/// Ends the command under way with an Error (handler_failed) that says which function is not there.
[[noreturn]] void missing_extern(std::string_view name, std::string_view source);

}  // namespace cqrs
