// The lines of an export, as an import reads them: whatever they say.

#include "commit_lines.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cqrs::ctl {
namespace {

using testing::StartsWith;

constexpr std::string_view kWhole =
    R"({"command":"01940000-cccc-7000-8000-000000000001","recorded":"2026-01-01T09:00:01Z","actor":"tilly",)"
    R"("body_hash":"AAAAAAAAAAAAAAAAAAAAAA==","result":"AQ==","streams":[{"category":"bank.Account","key":"eA==",)"
    R"("before":2,"events":[{"type":"Opened","layout":3,"tags":["a"],"body":"Ym9keQ=="}]}]})";

std::string problem(std::string_view line) {
  const auto parsed = parse_line(line);
  return parsed ? "" : parsed.error().text;
}

std::string changed(std::string_view from, std::string_view to) {
  std::string line(kWhole);
  const auto at = line.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return line.replace(at, from.size(), to);
}

TEST(CommitLineTest, IsReadWhole) {
  auto line = parse_line(kWhole);
  ASSERT_TRUE(line.has_value()) << line.error();
  const AppendRequest request = line->commit.request();
  EXPECT_EQ(to_string(request.metadata.command_id), "01940000-cccc-7000-8000-000000000001");
  EXPECT_EQ(request.metadata.actor, "tilly");
  ASSERT_TRUE(request.command.has_value());
  EXPECT_EQ(request.command->result.size(), 1U);
  ASSERT_EQ(request.streams.size(), 1U);
  EXPECT_EQ(to_string(request.streams[0].stream), "bank.Account/x");
  EXPECT_EQ(request.streams[0].expected.version, 2);
  ASSERT_EQ(request.streams[0].events.size(), 1U);
  const NewEvent& event = request.streams[0].events[0];
  EXPECT_EQ(event.layout_version, 3U);
  EXPECT_EQ(as_text(event.body), "body");
  ASSERT_EQ(event.tags.size(), 1U);
  EXPECT_EQ(event.tags[0], "a");
}

TEST(CommitLineTest, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(problem("{"), "it is not JSON");
  EXPECT_EQ(problem("[]"), "the line is not an object");
  EXPECT_EQ(problem("{}"), "command is missing");
  EXPECT_EQ(problem(changed("\"tilly\"", "7")), "actor is not text");
  EXPECT_EQ(problem(changed("01940000-cccc", "nonsense")), "command is not a UUID");
  EXPECT_EQ(problem(changed("2026-01-01T09:00:01Z", "today")),
            "recorded is not an instant, such as 2026-01-01T09:00:00Z");
  EXPECT_EQ(problem(changed("AQ==", "AQ")), "result is not base64");
  EXPECT_EQ(problem(changed("AAAAAAAAAAAAAAAAAAAAAA==", "AQ==")), "body_hash is not 16 bytes");
  EXPECT_EQ(problem(changed("\"before\":2", "\"before\":-2")), "streams[0].before is negative");
  EXPECT_EQ(problem(changed("\"before\":2", "\"before\":2.5")), "streams[0].before is not a whole number");
  EXPECT_EQ(problem(changed("\"layout\":3", "\"layout\":4294967296")), "streams[0].events[0].layout is out of range");
  EXPECT_EQ(problem(changed("\"layout\":3", "\"layout\":-1")), "streams[0].events[0].layout is out of range");
  EXPECT_EQ(problem(changed("[\"a\"]", "[7]")), "streams[0].events[0].tags[0] is not text");
  EXPECT_EQ(problem(changed("[\"a\"]", "7")), "streams[0].events[0].tags is not a list");
  EXPECT_EQ(problem(changed("\"body\"", "\"bode\"")), "streams[0].events[0].body is missing");
  EXPECT_THAT(problem(R"({"cqrs_export":2})"), StartsWith("it is an export of format 2"));
}

TEST(CommitLineTest, SurvivesAnyBytes) {
  std::mt19937 random(7);
  std::size_t read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string line(kWhole);
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % line.size();
      switch (random() % 3) {
        case 0: line[at] = static_cast<char>(random()); break;
        case 1: line.erase(at, 1 + random() % 8); break;
        default: line.insert(at, 1, "{}[]\",:0\\"[random() % 9]); break;
      }
      if (line.empty()) line = "x";
    }
    auto parsed = parse_line(line);
    if (parsed) static_cast<void>(validate(parsed->commit.request(), {}));
    read += parsed.has_value() ? 1U : 0U;
  }
  EXPECT_GT(read, 100U);
  EXPECT_FALSE(parse_line(std::string(100'000, '[')).has_value());
}

}  // namespace
}  // namespace cqrs::ctl
