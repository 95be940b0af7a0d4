#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <cqrs/ctl.hpp>

namespace cqrs::ctl {

struct ProgressFigures {
  std::uint64_t done = 0;
  std::uint64_t left = 0;
  double per_second = 0;
  std::optional<double> seconds_left = std::nullopt;
};

/// "1,234,567"
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "45 s", "3 min 20 s", "2 h 5 min", "3 d 4 h"
[[nodiscard]] std::string duration_text(double seconds);
/// "52 %  3,200/s  12 s left"
[[nodiscard]] std::string progress_text(const ProgressFigures& figures);

/// Shows on the console's `err` how far something has come: a bar that is drawn again where somebody looks at a
/// terminal, otherwise a line for every tenth.
class Progress {
 public:
  Progress(const Console& console, std::string what) : console_(console), what_(std::move(what)) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Leaves the bar where it is.
  ~Progress();

  void show(const ProgressFigures& figures);

 private:
  const Console& console_;
  std::string what_;
  int last_tenth_ = -1;
  bool drawn_ = false;
};

}  // namespace cqrs::ctl
