#include "store/owned_request.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace cqrs::store {
namespace {

TEST(OwnedRequestTest, KeepsEverythingWhenItsSourceIsGone) {
  // Long enough that no string keeps its text inside itself.
  std::string type(100, 't');
  std::string body(100, 'b');
  std::string tag(100, 'g');
  std::string key(100, 'k');
  std::string category(100, 'c');
  std::string actor(100, 'a');
  std::string result(100, 'r');
  const std::string_view tags[] = {tag};
  const NewEvent events[] = {{type, 3, as_bytes(body), tags}};
  const StreamAppend streams[] = {{{"tenant", category, as_bytes(key)}, ExpectedVersion::exact(4), events}};
  const TagCondition conditions[] = {{tags, {}, Position(0, 9)}};
  AppendRequest request{streams, conditions, {}, CommandRecord{hash128(as_bytes("x")), as_bytes(result)}};
  request.metadata.actor = actor;

  OwnedRequest first(request);
  const OwnedRequest copy = std::move(first);
  for (auto* text : {&type, &body, &tag, &key, &category, &actor, &result}) std::ranges::fill(*text, '!');

  const auto& view = copy.view();
  ASSERT_EQ(view.streams.size(), 1U);
  EXPECT_EQ(view.streams[0].stream.tenant, "tenant");
  EXPECT_EQ(view.streams[0].stream.category, std::string(100, 'c'));
  EXPECT_EQ(as_text(view.streams[0].stream.key), std::string(100, 'k'));
  EXPECT_EQ(view.streams[0].expected.version, 4);
  ASSERT_EQ(view.streams[0].events.size(), 1U);
  EXPECT_EQ(view.streams[0].events[0].type, std::string(100, 't'));
  EXPECT_EQ(view.streams[0].events[0].layout_version, 3U);
  EXPECT_EQ(as_text(view.streams[0].events[0].body), std::string(100, 'b'));
  EXPECT_EQ(view.streams[0].events[0].tags[0], std::string(100, 'g'));
  EXPECT_EQ(view.conditions[0].tags[0], std::string(100, 'g'));
  EXPECT_EQ(view.conditions[0].after, Position(0, 9));
  EXPECT_EQ(view.metadata.actor, std::string(100, 'a'));
  EXPECT_EQ(as_text(view.command->result), std::string(100, 'r'));
}

}  // namespace
}  // namespace cqrs::store
