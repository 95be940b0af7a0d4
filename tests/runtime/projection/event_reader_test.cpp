#include <stdexcept>

#include <cqrs/decision.hpp>
#include <cqrs/event_subscription.hpp>

#include "log_fixture.hpp"

namespace projection_test {
namespace {

using cqrs::Delivery;
using cqrs::ErrorCode;
using cqrs::Result;
using cqrs::Visit;
using cqrs::detail::EventReader;
using testing::ElementsAre;
using testing::HasSubstr;

/// What an event of the first version holds, one word after another, has become events of its own.
struct Said {
  static constexpr std::string_view kType = "t.Talk.Said";
  static constexpr std::uint32_t kVersion = 2;
  std::string word;
};
struct Noted {
  static constexpr std::string_view kType = "t.Talk.Noted";
  static constexpr std::uint32_t kVersion = 1;
  std::string word;
};
void encode(cqrs::Buffer& out, const Said& event) {
  const auto bytes = cqrs::as_bytes(event.word);
  out.insert(out.end(), bytes.begin(), bytes.end());
}
void encode(cqrs::Buffer& out, const Noted& event) { encode(out, Said{event.word}); }

bool apart(cqrs::EncodedEvents& today, cqrs::Bytes body, const cqrs::Meta&, const void*) {
  const std::string_view text = cqrs::as_text(body);
  if (text.empty()) return false;
  if (text == "throw") throw std::runtime_error("it was too loud");
  today.add(Noted{"first"});
  for (const char letter : text) today.add(Said{std::string(1, letter)});
  return true;
}

const cqrs::AggregateDefinition& talk() {
  static constexpr cqrs::EventLayout kLayouts[] = {{.type = "t.Talk.Said", .version = 1, .upcast = apart},
                                                   {.type = "t.Talk.Said", .version = 2},
                                                   {.type = "t.Talk.Shouted", .version = 1, .upcast = apart},
                                                   {.type = "t.Talk.Noted", .version = 1}};
  static constexpr cqrs::AggregateDefinition kDefinition{.name = "t.Talk", .events = kLayouts};
  return kDefinition;
}

class EventReaderTest : public testing::Test {
 protected:
  Result<EventReader> make(std::vector<std::string_view> types) {
    static const cqrs::AggregateDefinition* const kAll[] = {&talk()};
    return EventReader::make(kAll, nullptr, types);
  }

  Result<Visit> read(std::string_view type, std::uint32_t version, std::string_view body) {
    cqrs::RecordedEvent event;
    const cqrs::CommitMetadata commit;
    event.type = type;
    event.layout_version = version;
    event.body = cqrs::as_bytes(body);
    event.commit = &commit;
    return make({"t.Talk.Said"})->read(event, [&](std::string_view name, cqrs::Bytes bytes, const Delivery& delivery) {
      EXPECT_EQ(name, "t.Talk.Said");
      seen.push_back(std::string(cqrs::as_text(bytes)) + " " + std::to_string(delivery.meta.part));
      return answer;
    });
  }

  std::vector<std::string> seen;
  Result<Visit> answer = Visit::next;
};

TEST_F(EventReaderTest, HandsOverACurrentEventAsItIs) {
  ASSERT_TRUE(read("t.Talk.Said", 2, "hello"));
  EXPECT_THAT(seen, ElementsAre("hello 0"));
}

TEST_F(EventReaderTest, HandsOverThePickedPartsOfAnOlderOne) {
  ASSERT_TRUE(read("t.Talk.Said", 1, "ab"));
  EXPECT_THAT(seen, ElementsAre("a 1", "b 2"));  // 0 is the note, which nobody has asked for
}

TEST_F(EventReaderTest, HandsOverWhatARetiredTypeHasBecome) {
  ASSERT_TRUE(read("t.Talk.Shouted", 1, "x"));
  EXPECT_THAT(seen, ElementsAre("x 1"));
  EXPECT_THAT(make({"t.Talk.Noted"})->stored_types(), ElementsAre("t.Talk.Noted", "t.Talk.Said", "t.Talk.Shouted"));
}

TEST_F(EventReaderTest, LeavesOutWhatWasNotPicked) {
  ASSERT_TRUE(read("t.Talk.Noted", 1, "x"));
  EXPECT_THAT(seen, ElementsAre());
}

TEST_F(EventReaderTest, StopsWhereTheHandlerSaysSo) {
  answer = Visit::stop;
  EXPECT_EQ(read("t.Talk.Said", 1, "ab").value(), Visit::stop);
  EXPECT_THAT(seen, ElementsAre("a 1"));
}

TEST_F(EventReaderTest, PassesOnTheErrorOfTheHandler) {
  answer = cqrs::fail(ErrorCode::unavailable, "the mail is down");
  EXPECT_EQ(read("t.Talk.Said", 1, "ab").error().text, "the mail is down");
}

TEST_F(EventReaderTest, SaysWhichEventItCannotRead) {
  const auto unknown = read("t.Talk.Said", 3, "x");
  EXPECT_EQ(unknown.error().code, ErrorCode::unsupported_version);
  EXPECT_THAT(unknown.error().text, HasSubstr("t.Talk.Said v3"));
  EXPECT_EQ(read("t.Talk.Said", 1, "").error().code, ErrorCode::corruption);
  const auto thrown = read("t.Talk.Said", 1, "throw");
  EXPECT_EQ(thrown.error().code, ErrorCode::handler_failed);
  EXPECT_THAT(thrown.error().text, HasSubstr("it was too loud"));
}

TEST_F(EventReaderTest, RefusesATypeThatNoAggregateHas) {
  const auto made = make({"t.Talk.Whispered"});
  EXPECT_EQ(made.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(made.error().text, HasSubstr("t.Talk.Whispered"));
}

}  // namespace
}  // namespace projection_test
