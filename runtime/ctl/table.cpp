#include "table.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "display.hpp"

namespace cqrs::ctl {
namespace {

constexpr std::size_t kMeasuredRows = 512;
constexpr std::size_t kGap = 2;

}  // namespace

Table::Table(const Console& console, std::vector<TableColumn> columns)
    : console_(console), columns_(std::move(columns)) {}

void Table::add(const std::vector<std::string>& cells) {
  std::vector<std::string> shown;
  shown.reserve(cells.size());
  for (const auto& cell : cells) shown.push_back(printable(cell));
  ++rows_;
  waiting_.push_back(std::move(shown));
  if (measured_ || waiting_.size() >= kMeasuredRows) flush();
}

void Table::flush() {
  if (!measured_) {
    measure();
    std::vector<std::string> names;
    for (const auto& column : columns_) names.push_back(column.name);
    write(names, true);
    measured_ = true;
  }
  for (const auto& row : waiting_) write(row, false);
  waiting_.clear();
}

void Table::measure() {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = columns_of(columns_[i].name);
    for (const auto& row : waiting_) width = std::max(width, columns_of(row[i]));
    widths_.push_back(width);
  }
  dropped_.assign(columns_.size(), false);
  if (console_.width == 0) return;
  for (std::size_t i = columns_.size(); i-- > 0 && least_width() > console_.width;) dropped_[i] = columns_[i].drops;
  for (std::size_t total = total_width(); total > console_.width; --total) {
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (dropped_[i] || widths_[i] <= least_of(i)) continue;
      if (widest == columns_.size() || widths_[i] > widths_[widest]) widest = i;
    }
    if (widest == columns_.size()) break;  // as narrow as it can be
    --widths_[widest];
  }
}

std::size_t Table::least_of(std::size_t column) const {
  if (columns_[column].least == 0) return widths_[column];
  return std::min(widths_[column], std::max(columns_[column].least, columns_of(columns_[column].name)));
}

std::size_t Table::least_width() const {
  std::size_t total = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!dropped_[i]) total += least_of(i) + (total == 0 ? 0 : kGap);
  }
  return total;
}

std::size_t Table::total_width() const {
  std::size_t total = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!dropped_[i]) total += widths_[i] + (total == 0 ? 0 : kGap);
  }
  return total;
}

void Table::write(const std::vector<std::string>& cells, bool heading) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (dropped_[i]) continue;
    const bool cut = columns_[i].least != 0 && console_.width != 0;
    const std::size_t width = cut ? widths_[i] : std::max(widths_[i], columns_of(cells[i]));
    std::string cell = columns_[i].ends ? fitted_around(cells[i], width) : fitted(cells[i], width);
    if (columns_[i].right) {
      const std::size_t end = cell.find_last_not_of(' ') + 1;
      cell = std::string(cell.size() - end, ' ') + cell.substr(0, end);
    }
    if (!line.empty()) line.append(kGap, ' ');
    line += cell;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  if (heading && console_.colour) line = "\x1b[1m" + line + "\x1b[0m";
  console_.out << line << '\n';
}

}  // namespace cqrs::ctl
