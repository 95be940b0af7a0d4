#pragma once

#include <string>
#include <string_view>

namespace tidy {

/// C++ text with comments, strings and character literals blanked out, raw strings too. Lines and columns stay where
/// they were, so that what is found in the result can be reported at its place in the original.
std::string code_only(std::string_view text);

/// The same, but only comments are blanked out.
std::string without_comments(std::string_view text);

}  // namespace tidy
