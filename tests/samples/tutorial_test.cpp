// Follows docs/language/tutorial.md literally, from an empty folder to its end.

#include <cstdlib>

#include <gtest/gtest.h>

#include "reader.hpp"

namespace {

TEST(Tutorial, works_as_written) {
  const auto blocks = blocks_of(text_of(CQRS_SOURCE_DIR "/docs/language/tutorial.md"));
  ASSERT_GE(blocks.size(), 20U);
  Reader reader("tutorial_test",
                {{"PATH", std::string(CQRS_CQRSC_FOLDER ":") + std::getenv("PATH")}, {"NO_COLOR", "1"}});
  reader.follow("tutorial.md", blocks);
}

}  // namespace
