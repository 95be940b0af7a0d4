#include "parse/slips.hpp"

#include <cctype>
#include <string>
#include <string_view>

#include "parse/expected_words.hpp"
#include "parse/slip_finder.hpp"

namespace cqrsc::parsing {

bool explain_slip(const SyntaxError& error, const Reading& reading, Reporter& reporter) {
  const SlipFinder finder(error, reading, reporter);
  return finder.of_lines() || finder.of_headers() || finder.of_names() || finder.of_values() ||
         finder.of_rejections() || finder.of_patterns() || finder.of_prose() || finder.of_choices() ||
         finder.of_numbers() || finder.of_members() || finder.of_conditions() || finder.from_elsewhere() ||
         finder.in_queries() || finder.in_projections() || finder.in_headers() || finder.in_blocks() ||
         finder.in_statements() || finder.in_declarations() || finder.in_types() || finder.in_fields() ||
         finder.in_expressions() || finder.in_scenarios() || finder.in_words();
}

}  // namespace cqrsc::parsing
