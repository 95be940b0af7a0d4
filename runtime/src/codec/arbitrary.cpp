#include <cqrs/arbitrary.hpp>

namespace cqrs::arbitrary_detail {

void append_code_point(std::string& out, std::uint32_t point) {
  const auto append = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto append_last = [&](unsigned shift) { append(0x80U | (point >> shift & 0x3fU)); };
  if (point < 0x80) {
    append(point);
  } else if (point < 0x800) {
    append(0xc0U | point >> 6U);
    append_last(0);
  } else if (point < 0x10000) {
    append(0xe0U | point >> 12U);
    append_last(6);
    append_last(0);
  } else {
    append(0xf0U | point >> 18U);
    append_last(12);
    append_last(6);
    append_last(0);
  }
}

}  // namespace cqrs::arbitrary_detail
