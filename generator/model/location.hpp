#pragma once

#include <cstdint>

namespace cqrsc::model {

/// Where in the sources something was written. Lines and columns start at 1; columns count code points.
struct Location {
  std::uint32_t file = 0;  ///< index into Model::files
  std::uint32_t line = 0;  ///< 0: nowhere, the compiler made it
  std::uint32_t column = 0;
  std::uint32_t begin = 0;  ///< byte offsets into the file: [begin, end)
  std::uint32_t end = 0;
};

}  // namespace cqrsc::model
