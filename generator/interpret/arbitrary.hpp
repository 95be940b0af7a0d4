#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "interpret/value.hpp"

namespace cqrsc::interpret {

/// A source of arbitrary values of any layout. The same seed gives the same values on every machine; limits and other
/// special values come more often than chance has it.
class Arbitrary {
 public:
  /// Texts and lists have at most about `size` elements.
  explicit Arbitrary(std::uint64_t seed, std::uint32_t size = 6) : state_(seed), size_(size) {}

  std::uint64_t bits();
  /// From 0 to `limit` - 1; 0 where that is 0.
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : bits() % limit; }
  bool chance(std::uint64_t one_in) { return below(one_in) == 0; }

  Value value(const model::Type& type);
  Record record(const std::deque<model::Field>& fields);

 private:
  Int128 integer(int bits_of, bool is_signed);
  Int128 units(int precision);
  double floating(bool narrow);
  std::string text();
  std::string byte_string();
  Value collection(const model::Type& type);

  std::uint64_t state_;
  std::uint32_t size_;
  std::uint32_t depth_ = 0;
};

/// A few values of a layout that between them show what is special about it: all zero and empty; everything there and
/// at one limit; at the other; text beyond ASCII; each alternative of a union, each member of an enum and a number
/// without one. Always the same, so they can be stored as samples. Each is different from the others.
std::vector<Record> sample_records(const std::deque<model::Field>& fields);

}  // namespace cqrsc::interpret
