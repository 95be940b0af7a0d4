#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "store/commit_record.hpp"

namespace cqrs::store {
namespace {

constexpr std::size_t kCommits = 250;
constexpr std::size_t kEvents = 4;  // of a commit

std::string body_of(std::size_t commit, std::size_t event) {
  return "event " + std::to_string(event) + " of commit " + std::to_string(commit);
}

Buffer record_of(std::size_t commit) {
  std::vector<std::string> bodies;
  for (std::size_t i = 0; i < kEvents; ++i) bodies.push_back(body_of(commit, i));
  const std::string_view tags[] = {"tag"};
  std::vector<NewEvent> events;
  for (const auto& body : bodies) events.push_back({"Happened", 1, as_bytes(body), tags});
  const StreamAppend streams[] = {{{"", "account", as_bytes("key")}, ExpectedVersion::any(), events}};
  AppendRequest request{streams, {}, {}, CommandRecord{hash128(as_bytes("body")), as_bytes("result")}};
  request.metadata.command_id = Uuid::make();
  request.metadata.actor = "ada";
  const NameNumber categories[] = {1};
  const std::vector<NameNumber> types(kEvents, 2);
  const Version before[] = {static_cast<Version>(commit)};
  Buffer record;
  encode_commit(request, {0, categories, types, before, 0}, record);
  return record;
}

/// Whether damage is found, and nothing that was not stored comes before it.
bool is_found(Bytes record, std::size_t commit) {
  CommitHeader header;
  if (decode_header(record, header)) return true;
  FrameReader frames(record, header);
  Frame frame;
  for (std::size_t i = 0; frames.next(frame); ++i) {
    if (as_text(frame.body) != body_of(commit, i)) return false;
  }
  return frames.damage().has_value();
}

TEST(BitFlip, IsFoundWhereverItIsInAThousandEvents) {
  std::size_t bits = 0;
  for (std::size_t commit = 0; commit < kCommits; ++commit) {
    Buffer record = record_of(commit);
    ASSERT_FALSE(is_found(record, commit)) << "nothing is damaged yet";
    for (std::size_t bit = 0; bit < record.size() * 8; ++bit, ++bits) {
      const auto mask = static_cast<std::byte>(1U << bit % 8);
      record[bit / 8] ^= mask;
      ASSERT_TRUE(is_found(record, commit)) << "bit " << bit << " of commit " << commit;
      record[bit / 8] ^= mask;
    }
  }
  EXPECT_GT(bits, kCommits * kEvents * 8 * 32);
}

}  // namespace
}  // namespace cqrs::store
