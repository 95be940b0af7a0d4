#include <utility>

#include <spdlog/spdlog.h>

#include <cqrs/spdlog.hpp>

namespace cqrs {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: break;
  }
  return spdlog::level::err;
}

// One line, whatever is in it; quotes where a reader could not see the end otherwise.
void append(std::string& line, std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" \"=\\\n\r\t") == std::string_view::npos;
  if (plain) {
    line.append(text);
    return;
  }
  line.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else {
      line.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : std::string_view(&c, 1));
    }
  }
  line.push_back('"');
}

class SpdlogLog final : public Log {
 public:
  explicit SpdlogLog(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

  void write(LogLevel level, std::string_view message, std::span<const LogField> fields) override {
    const auto logger = logger_ ? logger_ : spdlog::default_logger();
    if (!logger || !logger->should_log(level_of(level))) return;
    std::string line(message);
    for (const LogField& field : fields) {
      line.append(" ").append(field.name).push_back('=');
      if (const auto* text = std::get_if<std::string_view>(&field.value)) append(line, *text);
      if (const auto* number = std::get_if<std::int64_t>(&field.value)) line += std::to_string(*number);
      if (const auto* real = std::get_if<double>(&field.value)) line += fmt::format("{}", *real);
    }
    logger->log(level_of(level), spdlog::string_view_t(line.data(), line.size()));
  }

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace

std::shared_ptr<Log> spdlog_log(std::shared_ptr<spdlog::logger> logger) {
  return std::make_shared<SpdlogLog>(std::move(logger));
}

}  // namespace cqrs
