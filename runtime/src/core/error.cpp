#include <cqrs/error.hpp>

namespace cqrs {

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::duplicate_mismatch: return "duplicate_mismatch";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::storage_full: return "storage_full";
    case ErrorCode::corruption: return "corruption";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::unknown_outcome: return "unknown_outcome";
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::unsupported_version: return "unsupported_version";
    case ErrorCode::invalid_argument: return "invalid_argument";
    case ErrorCode::unauthorized: return "unauthorized";
    case ErrorCode::stopped: return "stopped";
    case ErrorCode::handler_failed: return "handler_failed";
    case ErrorCode::behind: return "behind";
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& out, ErrorCode code) { return out << to_string(code); }

std::ostream& operator<<(std::ostream& out, const Error& error) { return out << error.code << ": " << error.text; }

}  // namespace cqrs
