#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <cqrs/ctl.hpp>

namespace cqrs::ctl {

/// A column of a table.
struct TableColumn {
  std::string name;
  bool right = false;     ///< numbers
  std::size_t least = 0;  ///< it may be cut down to so many columns; 0: it may not be cut
  bool ends = false;      ///< cells are cut in the middle: their ends tell them apart
  bool drops = false;     ///< left out altogether where cutting the others is not enough
};

/// Rows under names, which fit the console: where they would be too wide, the widest of the columns that may be cut
/// are, and columns that may be left out are. Rows wait until there are enough to know how wide the columns should be,
/// or until flush(); later ones, of a list that grows, take the widths that were found.
class Table {
 public:
  Table(const Console& console, std::vector<TableColumn> columns);
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  /// As many cells as there are columns; any text whatever.
  void add(const std::vector<std::string>& cells);
  /// Writes what waits, with the names of the columns if nothing was written yet.
  void flush();
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

 private:
  void measure();
  [[nodiscard]] std::size_t least_of(std::size_t column) const;
  [[nodiscard]] std::size_t least_width() const;
  [[nodiscard]] std::size_t total_width() const;
  void write(const std::vector<std::string>& cells, bool heading);

  const Console& console_;
  std::vector<TableColumn> columns_;
  std::vector<std::size_t> widths_;
  std::vector<bool> dropped_;
  std::vector<std::vector<std::string>> waiting_;
  std::size_t rows_ = 0;
  bool measured_ = false;
};

}  // namespace cqrs::ctl
