#include "syntax/names.hpp"

namespace cqrsc::syntax {

std::string Path::text() const {
  std::string result;
  for (const Name& part : parts) {
    if (!result.empty()) result += '.';
    result += part.text;
  }
  return result;
}

}  // namespace cqrsc::syntax
