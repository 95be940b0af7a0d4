#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

namespace cqrs {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

[[nodiscard]] std::string_view to_string(LogLevel level) noexcept;

/// A named value that goes with a message, for those who search logs by machine.
struct LogField {
  std::string_view name;  ///< snake_case: "projection", "position", "error"
  std::variant<std::string_view, std::int64_t, double> value;
};

/// Where the runtime says what people who operate it should know: what stopped, what is tried again, what was parked,
/// what begins and ends. Never what is in events. Thread-safe; must not throw, nor call what logs to it. Messages are
/// fixed texts; what varies is in the fields. Both are valid during the call.
class Log {
 public:
  Log() = default;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log() = default;

  virtual void write(LogLevel level, std::string_view message, std::span<const LogField> fields) = 0;

  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
    write(level, message, std::span<const LogField>(fields.begin(), fields.size()));
  }
};

/// Drops everything. Lives for ever.
[[nodiscard]] Log& no_log() noexcept;

}  // namespace cqrs
