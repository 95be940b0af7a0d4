#include "support.hpp"

namespace cqrs::conformance {
namespace {

class LimitsTest : public ConformanceTest {
 protected:
  LimitsTest() {
    use_limits({.event_bytes = 100,
                .append_bytes = 400,
                .append_events = 5,
                .append_streams = 2,
                .key_bytes = 16,
                .name_bytes = 12,
                .event_tags = 2});
  }

  void expect_too_large(Append append) {
    EXPECT_ERROR(append.to(store()), ErrorCode::too_large);
    EXPECT_TRUE(read_all(store()).empty());
  }
  void expect_invalid(Append append) {
    EXPECT_ERROR(append.to(store()), ErrorCode::invalid_argument);
    EXPECT_TRUE(read_all(store()).empty());
  }
};

TEST_F(LimitsTest, WhatIsJustWithinThemIsStored) {
  const std::string name(12, 'n');
  ASSERT_OK(Append()
                .write(stream(name + "/" + std::string(16, 'k')), ExpectedVersion::none(),
                       {{.type = name, .body = std::string(100, 'x'), .tags = {"a", name}}})
                .to(store()));
  ASSERT_OK(Append().write("account/1", numbered(5)).to(store()));
}

TEST_F(LimitsTest, TooMuchIsRefused) {
  const std::string name(13, 'n');
  expect_too_large(Append().write("account/1", {{.body = std::string(101, 'x')}}));
  expect_too_large(Append().write("account/1", std::vector<Event>(5, {.body = std::string(90, 'x')})));
  expect_too_large(Append().write("account/1", numbered(6)));
  expect_too_large(Append().write("a/1", numbered(1)).write("a/2", numbered(1)).write("a/3", numbered(1)));
  expect_too_large(Append().write("account/" + std::string(17, 'k'), numbered(1)));
  expect_too_large(Append().write(name + "/1", numbered(1)));
  expect_too_large(Append().write("account/1", {{.type = name}}));
  expect_too_large(Append().write("account/1", {{.tags = {name}}}));
  expect_too_large(Append().write("account/1", {{.tags = {"a", "b", "c"}}}));
  Append with_actor;
  with_actor.write("account/1", numbered(1)).metadata().actor = name;
  expect_too_large(std::move(with_actor));
}

TEST_F(LimitsTest, TheErrorSaysWhatAndHowMuch) {
  const auto refused = Append().write("account/1", {{.type = "Big", .body = std::string(101, 'x')}}).to(store());
  EXPECT_ERROR(refused, ErrorCode::too_large);
  EXPECT_THAT(refused.error().text,
              testing::AllOf(testing::HasSubstr("Big"), testing::HasSubstr("101"), testing::HasSubstr("100")));
}

TEST_F(LimitsTest, WhatMakesNoSenseIsRefused) {
  expect_invalid(Append());
  expect_invalid(Append().write(StreamId("", "", to_buffer(as_bytes("1"))), ExpectedVersion::any(), numbered(1)));
  expect_invalid(Append().write(StreamId("", "account", {}), ExpectedVersion::any(), numbered(1)));
  expect_invalid(Append().write("account/1", {{.type = ""}}));
  expect_invalid(Append().write("account/1", {{.tags = {""}}}));
  expect_invalid(Append().write("account/1", {{.tags = {"a", "a"}}}));
  expect_invalid(Append().write("account/1", {{.layout_version = 0}}));
  expect_invalid(Append().write("account/1", {{.type = std::string("a\0b", 3)}}));
  expect_invalid(Append().write("account/1", numbered(1)).command(Uuid{}, "body"));
}

}  // namespace
}  // namespace cqrs::conformance
