#include "compat/evolve.hpp"

#include <gmock/gmock.h>

#include "released.hpp"

namespace cqrsc::compat {
namespace {

using testing::HasSubstr;

/// The text after a new version was begun, as it is before anything is laid out; or what was reported.
std::string evolved(const std::string& text, const std::string& element, const std::string& lock = "") {
  SourceMap map;
  Reporter reporter;
  const SourceFile& file = map.add("shop.cqrs", text);
  const syntax::File tree = parse(file, reporter);
  const Released released = lock.empty() ? Released() : Released::of_lock(lock);
  const auto evolution = evolve(element, {&tree}, {}, map, released.schema().find("shop"), !lock.empty(), reporter);
  return evolution ? apply(file, evolution->edits) : render(reporter, map, {});
}

TEST(Evolve, MovesTodaysVersionBelow) {
  EXPECT_EQ(evolved("context shop\naggregate Order by OrderId {\n"
                    "  /// It is placed.\n  public event Placed v2 {\n    total: int32  // in cents\n"
                    "    from v1 { total = sum }  // was called otherwise\n  }\n  event Placed v1 { sum: int32 }\n}\n",
                    "Order.Placed"),
            "context shop\naggregate Order by OrderId {\n"
            "  /// It is placed.\n  public event Placed v3 {\n    total: int32  // in cents\n    from v2 { }\n  }\n"
            "  event Placed v2 {\n    total: int32  // in cents\n"
            "    from v1 { total = sum }  // was called otherwise\n  }\n  event Placed v1 { sum: int32 }\n}\n");
}

TEST(Evolve, FindsAnEventByItsOwnNameWhereOnlyOneHasIt) {
  const std::string two =
      "context shop\naggregate A by I {\n  event X v1 { }\n  event Y v1 { }\n}\naggregate B by I {\n  event X v1 { "
      "}\n}\n";
  EXPECT_THAT(evolved(two, "Y"), HasSubstr("event Y v2 { from v1 { } }\n  event Y v1 { }"));
  EXPECT_THAT(evolved(two, "X"), HasSubstr("error[CQ0924]: several are called `X`: `A.X`, `B.X`"));
  EXPECT_THAT(evolved(two, "Z"), HasSubstr("error[CQ0923]"));
}

constexpr const char* kMoney =
    "context shop\n"
    "value Money { cents: int32 }\n"
    "value Price { each: list<Money>  by: string }\n"
    "aggregate Order by OrderId {\n"
    "  state { total: Money }\n"
    "  event Placed v2 { price: Price?  from v1 { price = none } }\n"
    "  event Placed v1 { cost: Money }\n"
    "  event Seen v1 { by: string }\n"
    "  retired event Noted v1 { cost: map<string, Money> } becomes nothing\n"
    "  command Place { total: Money }\n"
    "}\n";

TEST(Evolve, AValueTakesAlongWhatHoldsIt) {
  EXPECT_EQ(evolved(kMoney, "Money"),
            "context shop\n"
            "value Money v2 { cents: int32 from v1 { } }\n"
            "value Money v1 { cents: int32 }\n"
            "value Price v2 { each: list<Money>  by: string }\n"
            "value Price v1 { each: list<Money v1>  by: string }\n"
            "aggregate Order by OrderId {\n"
            "  state { total: Money }\n"
            "  event Placed v3 { price: Price? }\n"
            "  event Placed v2 { price: Price v1?  from v1 { price = none } }\n"
            "  event Placed v1 { cost: Money v1 }\n"
            "  event Seen v1 { by: string }\n"
            "  retired event Noted v1 { cost: map<string, Money v1> } becomes nothing\n"
            "  command Place { total: Money }\n"
            "}\n");
}

constexpr const char* kLock =
    "lock 1\n\ncontext shop\n\naggregate Order\n  stream shop.Order\n  by OrderId\n  state 0000000000000001\n\n"
    "event Order.Placed v1\n"
    "  cost: Money v1\n  name: string @personal\n\nvalue Money v1\n  cents: int32\n\nend\n";

TEST(Evolve, WhatWasChangedInPlaceBecomesTheNewVersion) {
  EXPECT_EQ(evolved("context shop\nvalue Money { cents: int32 }\naggregate Order by OrderId {\n  event Placed v1 {\n"
                    "    cost: Money\n    name: string @personal\n    note: string?\n  }\n}\n",
                    "Placed", kLock),
            "context shop\nvalue Money { cents: int32 }\naggregate Order by OrderId {\n  event Placed v2 {\n"
            "    cost: Money\n    name: string @personal\n    note: string?\n    from v1 { }\n  }\n"
            "  event Placed v1 {\n    cost: Money\n    name: string @personal\n  }\n}\n");
}

TEST(Evolve, AnEventKeepsTheVersionOfAValueThatItWasReleasedWith) {
  EXPECT_THAT(evolved("context shop\nvalue Money v2 { cents: int64 }\nvalue Money v1 { cents: int32 }\n"
                      "aggregate Order by OrderId {\n  event Placed v1 { cost: Money  name: string @personal }\n}\n",
                      "Placed", kLock),
              HasSubstr("  event Placed v2 { cost: Money  name: string @personal from v1 { } }\n"
                        "  event Placed v1 {\n    cost: Money v1\n    name: string @personal\n  }\n"));
}

TEST(Evolve, AUnionThatWasChangedInPlaceIsPutBackBelow) {
  EXPECT_EQ(evolved("context shop\nunion Payee {\n  Internal = 1 { account: string }\n  Cash = 3 { }\n}\n", "Payee",
                    "lock 1\n\ncontext shop\n\nunion Payee v1\n  Internal = 1\n    account: string\n    note: string\n"
                    "  External = 2\n\nend\n"),
            "context shop\nunion Payee v2 {\n  Internal = 1 { account: string }\n  Cash = 3 { }\n  from v1 { }\n}\n"
            "union Payee v1 {\n  Internal = 1 { account: string note: string }\n  External = 2 { }\n}\n");
}

TEST(Evolve, WhatIsNotReleasedNeedsNoNewVersion) {
  const std::string source =
      "context shop\nvalue Money { cents: int32 }\naggregate Order by OrderId {\n"
      "  event Placed v1 { cost: Money  name: string @personal }\n  event Paid v1 { cost: Money }\n}\n";
  EXPECT_THAT(evolved(source, "Paid", kLock), HasSubstr("error[CQ0925]"));
  EXPECT_THAT(evolved(source, "Money", kLock), HasSubstr("  event Paid v1 { cost: Money }\n"));
  EXPECT_THAT(evolved(source, "Money", kLock), HasSubstr("  event Placed v1 { cost: Money v1  name"));
}

TEST(Evolve, ARetiredEventHasNoNewVersions) { EXPECT_THAT(evolved(kMoney, "Noted"), HasSubstr("error[CQ0925]")); }

}  // namespace
}  // namespace cqrsc::compat
