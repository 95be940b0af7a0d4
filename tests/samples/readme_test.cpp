// Follows the README's first domain literally: writes the files it shows, runs the commands it shows, and looks for the
// output it shows.

#include <cstdlib>

#include <gtest/gtest.h>

#include "reader.hpp"

namespace {

constexpr auto kSection = "A first domain of your own, in five minutes";

TEST(Readme, first_domain_works_as_written) {
  const auto blocks = blocks_of_section(text_of(CQRS_SOURCE_DIR "/README.md"), kSection);
  ASSERT_GE(blocks.size(), 5U) << "README.md has no section \"" << kSection << "\"";
  // What the reader has after `cmake --install`: the package and the compiler, where CMake and the shell look.
  Reader reader("readme_test", {{"CMAKE_PREFIX_PATH", CQRS_STAGE},
                                {"PATH", std::string(CQRS_STAGE "/bin:") + std::getenv("PATH")},
                                {"CXX", CQRS_CXX},
                                {"CXXFLAGS", CQRS_CXX_FLAGS},
                                {"NO_COLOR", "1"}});
  reader.follow("README.md", blocks);
}

}  // namespace
