#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace cqrs {

/// What kind of failure of the machinery this is; what a caller can branch on. A domain's rejection is a value, not one
/// of these.
enum class ErrorCode : std::uint8_t {
  conflict,             ///< an expected version or a condition did not hold; nothing was written; decide again
  not_found,            ///< what was named does not exist
  duplicate_mismatch,   ///< the command id is known, with another body; nothing was written
  too_large,            ///< an event, an append or a key exceeds the limits; nothing was written
  storage_full,         ///< no room left; nothing was written
  corruption,           ///< stored bytes are not what was written; they are not delivered
  unavailable,          ///< cannot be reached or is in use by someone else; nothing was written; may work later
  unknown_outcome,      ///< it may or may not have been written: retry with the same command id, and only with one
  timeout,              ///< what was waited for has not happened in time
  unsupported,          ///< this engine lacks the capability that was asked for
  unsupported_version,  ///< stored by a newer release than this one
  invalid_argument,     ///< the request makes no sense; a bug in the caller
  unauthorized,         ///< the actor, or this process, may not do that
  stopped,              ///< the object has been closed, or refuses to go on until it is opened again
  handler_failed,       ///< code the application supplied threw an exception
  behind,               ///< a read model has not come as far as was asked in time; the command itself is done
};

/// The code's name, such as "conflict".
[[nodiscard]] std::string_view to_string(ErrorCode code) noexcept;

/// A failure of the machinery. `text` is one paragraph for a person: what happened, to what, what to do.
struct [[nodiscard]] Error {
  ErrorCode code;
  std::string text;

  friend bool operator==(const Error&, const Error&) = default;
};

/// "conflict: the stream …"
std::ostream& operator<<(std::ostream& out, const Error& error);
std::ostream& operator<<(std::ostream& out, ErrorCode code);

}  // namespace cqrs
