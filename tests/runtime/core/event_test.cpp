#include <set>

#include <gtest/gtest.h>

#include <cqrs/event.hpp>

namespace cqrs {
namespace {

TEST(EventIdTest, KeepsTheTimeOfTheCommandAndDiffersByIndex) {
  const Uuid command = *Uuid::from_text("017f22e2-79b0-7fff-bfff-ffffffffffff");
  std::set<Uuid> ids;
  for (std::uint32_t index = 0; index < 1'000; ++index) {
    const Uuid id = event_id(command, index);
    EXPECT_TRUE(ids.insert(id).second);
    EXPECT_EQ(to_string(id).substr(0, 14), "017f22e2-79b0-");
    EXPECT_EQ(to_string(id)[14], '8');
  }
}

// Event ids are derived, not stored: were these to change, every stored event would get another id.
TEST(EventIdTest, NeverChanges) {
  const Uuid command = *Uuid::from_text("017f22e2-79b0-7fff-bfff-ffffffffffff");
  EXPECT_EQ(to_string(event_id(command, 0)), "017f22e2-79b0-8d0f-af27-3fe2a53872a0");
  EXPECT_EQ(to_string(event_id(command, 1)), "017f22e2-79b0-830d-9b0f-a757a4f30ab7");
}

TEST(StreamRefTest, IsNamedForPeople) {
  const Uuid uuid = *Uuid::from_text("6f1c0000-0000-7000-8000-000000000001");
  const StreamId by_uuid("", "bank.Account", to_buffer(std::as_bytes(std::span(uuid.bytes))));
  EXPECT_EQ(to_string(by_uuid), "bank.Account/6f1c0000-0000-7000-8000-000000000001");
  EXPECT_EQ(to_string(StreamId("acme", "bank.Iban", to_buffer(as_bytes("DE02")))), "acme:bank.Iban/DE02");
  EXPECT_EQ(to_string(StreamId("", "c", to_buffer(as_bytes("\x01\xFF")))), "c/0x01ff");
  EXPECT_EQ(to_string(StreamId("", "c", Buffer(100))), "c/0x" + std::string(64, '0') + "...");
}

TEST(StreamRefTest, IsEqualWhenAllPartsAre) {
  const StreamId one("t", "c", to_buffer(as_bytes("k")));
  EXPECT_EQ(one.ref(), StreamId("t", "c", to_buffer(as_bytes("k"))).ref());
  EXPECT_NE(one.ref(), StreamId("u", "c", to_buffer(as_bytes("k"))).ref());
  EXPECT_NE(one.ref(), StreamId("t", "d", to_buffer(as_bytes("k"))).ref());
  EXPECT_NE(one.ref(), StreamId("t", "c", to_buffer(as_bytes("l"))).ref());
  EXPECT_LT(one.ref(), StreamId("t", "c", to_buffer(as_bytes("k2"))).ref());
}

}  // namespace
}  // namespace cqrs
