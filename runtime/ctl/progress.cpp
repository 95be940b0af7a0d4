#include "progress.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "display.hpp"

namespace cqrs::ctl {
namespace {

std::uint64_t percent_of(const ProgressFigures& figures) {
  const std::uint64_t all = figures.done + figures.left;
  if (all == 0) return 100;
  return static_cast<std::uint64_t>(static_cast<double>(figures.done) / static_cast<double>(all) * 100.0);
}

std::string bar(std::uint64_t percent, std::size_t columns) {
  const std::size_t filled = columns * percent / 100;
  return "[" + std::string(filled, '#') + std::string(columns - filled, ' ') + "]";
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return text;
}

std::string duration_text(double seconds) {
  if (!(seconds >= 0)) return "0 s";
  const auto whole = static_cast<std::uint64_t>(std::min(seconds, 1e12));
  const auto two = [](std::uint64_t big, const char* unit, std::uint64_t small, const char* small_unit) {
    return std::to_string(big) + unit + (small == 0 ? "" : " " + std::to_string(small) + small_unit);
  };
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3'600) return two(whole / 60, " min", whole % 60, " s");
  if (whole < 86'400) return two(whole / 3'600, " h", whole % 3'600 / 60, " min");
  return two(whole / 86'400, " d", whole % 86'400 / 3'600, " h");
}

std::string progress_text(const ProgressFigures& figures) {
  std::string text = std::to_string(percent_of(figures)) + " %";
  if (figures.per_second >= 1) text += "  " + grouped(static_cast<std::uint64_t>(figures.per_second)) + "/s";
  if (figures.seconds_left) text += "  " + duration_text(*figures.seconds_left) + " left";
  return text;
}

void Progress::show(const ProgressFigures& figures) {
  const std::uint64_t percent = percent_of(figures);
  if (console_.terminal) {
    std::string line = what_ + "  " + bar(percent, 20) + "  " + progress_text(figures);
    if (console_.width != 0) line = fitted(line, console_.width - 1);
    console_.err << "\r" << line << "\x1b[K" << std::flush;
    drawn_ = true;
    return;
  }
  const int tenth = static_cast<int>(percent / 10);
  if (tenth == last_tenth_) return;
  last_tenth_ = tenth;
  console_.err << what_ << "  " << progress_text(figures) << "\n" << std::flush;
}

Progress::~Progress() {
  if (drawn_) console_.err << "\n";
}

}  // namespace cqrs::ctl
