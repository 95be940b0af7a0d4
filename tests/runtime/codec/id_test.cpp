#include <sstream>
#include <unordered_set>

#include <gtest/gtest.h>

#include <cqrs/id.hpp>

namespace {

struct AccountId : cqrs::Id<AccountId> {
  using Id::Id;
};
struct TransferId : cqrs::Id<TransferId> {
  using Id::Id;
};
struct Iban : cqrs::Id<Iban, std::string> {
  using Id::Id;
};
struct Shelf : cqrs::Id<Shelf, std::int16_t> {
  using Id::Id;
};
struct Serial : cqrs::Id<Serial, std::uint64_t> {
  using Id::Id;
};

template <class A, class B>
concept Comparable = requires(const A& a, const B& b) { a == b; };

TEST(Id, KindsDoNotMix) {
  static_assert(Comparable<AccountId, AccountId>);
  static_assert(!Comparable<AccountId, TransferId>);
  static_assert(!std::is_convertible_v<AccountId, TransferId>);
  static_assert(!std::is_constructible_v<AccountId, TransferId>);
  static_assert(!std::is_convertible_v<cqrs::Uuid, AccountId>);
  static_assert(std::is_constructible_v<AccountId, cqrs::Uuid>);
}

TEST(Id, NewOnesDiffer) {
  std::unordered_set<AccountId> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(AccountId::make());
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(Id, TextFormIsThatOfTheBase) {
  const auto account = AccountId::parse("6F1C0000-0000-7000-8000-000000000001");
  ASSERT_TRUE(account);
  EXPECT_EQ(to_string(*account), "6f1c0000-0000-7000-8000-000000000001");
  EXPECT_FALSE(AccountId::parse("6f1c0000"));
  EXPECT_EQ(to_string(Iban("DE00")), "DE00");
  EXPECT_EQ(*Iban::parse("DE00"), Iban("DE00"));
  EXPECT_EQ(*Shelf::parse("-32768"), Shelf(-32768));
  EXPECT_EQ(*Serial::parse("18446744073709551615"), Serial(18446744073709551615ULL));
  std::ostringstream out;
  out << *account << ' ' << Shelf(7);
  EXPECT_EQ(out.str(), "6f1c0000-0000-7000-8000-000000000001 7");
}

TEST(Id, NumbersAreStrict) {
  for (const char* bad : {"", "-", "+1", "01", " 1", "1 ", "-0", "32768", "-32769", "99999999999999999999", "1.0"}) {
    EXPECT_FALSE(Shelf::parse(bad)) << bad;
  }
  EXPECT_FALSE(Serial::parse("-1"));
  EXPECT_FALSE(Serial::parse("18446744073709551616"));
  EXPECT_EQ(Shelf::parse("x").error().text, "\"x\" is no number from -32768 to 32767");
}

TEST(Id, HaveTheOrderOfTheBase) {
  EXPECT_LT(Shelf(-1), Shelf(1));
  EXPECT_LT(Iban("DE"), Iban("FR"));
  EXPECT_EQ(std::hash<Iban>{}(Iban("DE")), std::hash<std::string>{}("DE"));
}

}  // namespace
