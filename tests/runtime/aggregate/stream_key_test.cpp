#include "cqrs/stream_key.hpp"

#include <gtest/gtest.h>

namespace cqrs {
namespace {

struct OrderId : Id<OrderId> {
  using Id::Id;
};
struct Iban : Id<Iban, std::string> {
  using Id::Id;
};
struct Seat : Id<Seat, std::int16_t> {
  using Id::Id;
};
struct WideSeat : Id<WideSeat, std::int64_t> {
  using Id::Id;
};

TEST(StreamKey, IsTheUuidTheTextOrTheDigits) {
  const auto order = OrderId(*Uuid::from_text("6f1c0000-0000-7000-8000-000000000001"));
  EXPECT_EQ(key_of(order).size(), 16U);
  EXPECT_EQ(as_text(key_of(Iban("CH93"))), "CH93");
  EXPECT_EQ(as_text(key_of(Seat(-12))), "-12");
  EXPECT_EQ(key_of(Seat(12)), key_of(WideSeat(12))) << "a wider base keeps the streams";
}

TEST(StreamKey, OfOnesOwnIsTheSameKeyAndMayBeMoved) {
  const auto expect_same = [](const auto& id) {
    StreamKey key = StreamKey::of(id);
    EXPECT_EQ(to_buffer(key.bytes()), key_of(id));
    const StreamKey moved = std::move(key);
    EXPECT_EQ(to_buffer(moved.bytes()), key_of(id));
    const StreamKey copy = moved;
    EXPECT_EQ(to_buffer(copy.bytes()), key_of(id));
  };
  expect_same(OrderId::make());
  expect_same(OrderId());
  expect_same(Iban("CH93"));
  expect_same(Iban(""));
  expect_same(Iban(std::string(100, 'x')));
  expect_same(Seat(-12));
}

TEST(StreamKey, LeadsBackToTheId) {
  const auto order = OrderId::make();
  EXPECT_EQ(id_of<OrderId>(key_of(order)), order);
  EXPECT_EQ(id_of<Iban>(key_of(Iban("CH93"))), Iban("CH93"));
  EXPECT_EQ(id_of<Seat>(key_of(Seat(-12))), Seat(-12));
}

TEST(StreamKey, OfSomethingElseIsTheInitialId) {
  EXPECT_EQ(id_of<OrderId>(as_bytes("short")), OrderId());
  EXPECT_EQ(id_of<Seat>(as_bytes("window")), Seat());
  EXPECT_EQ(id_of<Seat>(as_bytes("40000")), Seat());
}

}  // namespace
}  // namespace cqrs
