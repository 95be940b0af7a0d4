// What a text in quotes stands for.
#pragma once

#include <string>
#include <string_view>

namespace cqrsc::parsing {

// The value of "…" as it is written, quotes included: \" \\ \n \t \u{1F600} resolved. What is wrong with a text is
// reported by check_tokens; here a wrong escape stands for itself or, being of a character, for nothing; a missing
// quote is no matter, and others are as good.
std::string unquote(std::string_view quoted);
// The length in bytes of the quote a text begins with, of whatever kind; 0 for one that was left without.
size_t quote_length(std::string_view text);
// The same for a piece without quotes, as between the holes of f"…"; {{ and }} are one brace each.
std::string unescape(std::string_view piece, bool braces_doubled);
// The length in bytes of the escape at the start of `rest` (which starts with a backslash); 0 if it is none.
size_t escape_length(std::string_view rest);
// The length in bytes of what was meant for an escape at the start of `rest`, and is none: `\u{0}` as a whole, of
// others the backslash.
size_t spoilt_escape_length(std::string_view rest);

}  // namespace cqrsc::parsing
