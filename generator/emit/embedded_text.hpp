#pragma once

#include <string_view>
#include <vector>

namespace cqrsc::emit {

/// A text file compiled into the program; its name is the file's, without directory and extension.
struct EmbeddedText {
  std::string_view name;
  std::string_view text;
};

/// templates/cpp, by name.
const std::vector<EmbeddedText>& embedded_templates();

}  // namespace cqrsc::emit
