#include <cqrs/log.hpp>

namespace cqrs {
namespace {

class NoLog final : public Log {
 public:
  void write(LogLevel, std::string_view, std::span<const LogField>) override {}
};

}  // namespace

std::string_view to_string(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "unknown";
}

Log& no_log() noexcept {
  static NoLog log;
  return log;
}

}  // namespace cqrs
