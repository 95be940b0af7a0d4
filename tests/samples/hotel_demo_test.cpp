// samples/hotel: a party leaves together, and one of it owes something; the same again on the same file.

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "child_process.hpp"

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class HotelDemo : public testing::Test {
 protected:
  HotelDemo() : directory_(fs::temp_directory_path() / ("cqrs-hotel-" + std::to_string(getpid()))) {
    fs::create_directories(directory_);
  }
  ~HotelDemo() override { fs::remove_all(directory_); }

  std::string run() const {
    ChildProcess program({CQRS_HOTEL_DEMO, (directory_ / "hotel.db").string()}, {.with_errors = true});
    std::string said = program.read_all();
    EXPECT_EQ(program.wait(), 0) << said;
    return said;
  }

 private:
  fs::path directory_;
};

TEST_F(HotelDemo, AnswersAPartyForEachOfItsMembers) {
  for (int round = 0; round < 2; ++round) {
    const std::string said = run();
    EXPECT_THAT(said, HasSubstr("  Ada has left\n  Grace has left\n  Edsger owes 28.00\n"));
    EXPECT_THAT(said, HasSubstr("they try again"));
    EXPECT_THAT(said, HasSubstr("  Edsger has left\n"));
    EXPECT_THAT(said, testing::EndsWith("Who still owes something:\n")) << "nobody";
  }
}

}  // namespace
