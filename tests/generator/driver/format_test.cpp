#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::HasSubstr;

class FormatTest : public Workspace {};

constexpr const char* kCrooked = "context   things\nid    ThingId\n";

TEST_F(FormatTest, WritesTheOneLayoutOnce) {
  write("a.cqrs", kCrooked);
  EXPECT_EQ(cqrsc({"fmt", "a.cqrs"}).code, ExitCode::clean);
  const std::string once = read("a.cqrs");
  EXPECT_NE(once, kCrooked);
  const Ran again = cqrsc({"fmt", "a.cqrs"});
  EXPECT_EQ(read("a.cqrs"), once);
  EXPECT_EQ(again.err, "");
}

TEST_F(FormatTest, CheckChangesNothing) {
  write("a.cqrs", kCrooked);
  const Ran ran = cqrsc({"fmt", "--check", "a.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("CQ0909"));
  EXPECT_EQ(read("a.cqrs"), kCrooked);
  ASSERT_EQ(cqrsc({"fmt", "a.cqrs"}).code, ExitCode::clean);
  EXPECT_EQ(cqrsc({"fmt", "--check", "a.cqrs"}).code, ExitCode::clean);
}

TEST_F(FormatTest, DiffShowsWhatWouldChange) {
  write("a.cqrs", kCrooked);
  const Ran ran = cqrsc({"fmt", "--diff", "a.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_THAT(ran.out, HasSubstr("-context   things\n"));
  EXPECT_THAT(ran.out, HasSubstr("+context things\n"));
  EXPECT_EQ(read("a.cqrs"), kCrooked);
}

TEST_F(FormatTest, AFileWithErrorsStaysAsItIs) {
  write("a.cqrs", "context   things\nid {\n");
  EXPECT_EQ(cqrsc({"fmt", "a.cqrs"}).code, ExitCode::findings);
  EXPECT_EQ(read("a.cqrs"), "context   things\nid {\n");
}

}  // namespace
}  // namespace cqrsc::driver
