#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>
#include <cqrs/hash.hpp>

#include "projection/statements.hpp"

namespace cqrs::projection {

/// Stands beside a line of the ledger, over all that says what it is about: whoever reads it sees damage.
class LineChecksum {
 public:
  void add(std::uint64_t number) { text_.append(std::to_string(number)).append(" "); }
  void add(std::string_view text) {
    add(text.size());
    text_.append(text);
  }
  [[nodiscard]] std::int64_t column() const noexcept { return to_column(hash64(as_bytes(text_))); }

  /// Whether a line that was read has this one, or none, being of a release that wrote none.
  [[nodiscard]] bool fits(sql::Statement& line, int column_index) const {
    return line.is_null(column_index) || line.integer(column_index) == column();
  }

 private:
  std::string text_;
};

}  // namespace cqrs::projection
