// The fingerprint of a projection changes with everything that its rows depend on, its shape with the table alone.
#include <gtest/gtest.h>

#include "compat/fingerprint.hpp"
#include "released.hpp"

namespace cqrsc::compat {
namespace {

constexpr const char* kBank = R"(context bank

id AccountId
enum Currency { EUR = 1  USD = 2 }
value Money v2 {
  cents:    int64
  currency: Currency
  from v1 { currency = EUR }
}
value Money v1 { cents: int64 }
value Line { label: string  cents: int64 }

extern function riskOf(owner: string) -> int32 revision 1

aggregate Account by AccountId {
  state { n: int32 }

  event Opened v3 {
    owner: string
    risk:  int32
    from v2 { risk = riskOf(owner) }
  }
  event Opened v2 {
    owner: string
    from v1 { owner = name }
  }
  event Opened v1 { name: string }
  event Paid   v2 { amount: Money }
  event Paid   v1 { amount: Money v1 }
  event Billed v1 { lines: list<Line> }
  event Seen   v1 { by: string }
  event Closed v1 { }
  retired event Ended v1 { why: string }
    becomes if why == "" { nothing } else { Closed { } }

  command Open creates { owner: string  emit Opened { risk = 1 } }
  command Pay { amount: Money  emit Paid }
  command Bill { lines: list<Line>  emit Billed }
  command Look { by: string  emit Seen }
  command Close { emit Closed }

  on Opened { n = 1 }
  ignore Paid, Seen, Closed, Billed
}
aggregate Other by AccountId {
  state { n: int32 }
  event Made v1 { n: int32 }
  command Make creates { n: int32  emit Made }
  on Made { n = n }
}

/// What the counter sees.
projection Summary by account: AccountId {
  owner:   string
  risk:    int32 = 3
  balance: int64 = 0
  noted:   string?
  status:  Currency = EUR

  on Account.Opened { owner = owner  risk = risk }
  on Account.Paid { balance += amount.cents }
  on Account.Closed delete
  ignore Account.Seen, Account.Billed
}
projection Labels by label: string {
  cents: int64 = 0
  total: Money?

  on Account.Billed for line in lines at line.label { cents += line.cents }
  on Account.Billed for line in lines at line.label { if row.cents > 5 { delete } }
  ignore Account.Opened, Account.Paid, Account.Seen, Account.Closed
}
)";

std::string changed(const std::string& from, const std::string& to) {
  std::string text = kBank;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

struct Prints {
  std::uint64_t fingerprint = 0;
  std::uint64_t shape = 0;
  bool operator==(const Prints&) const = default;
};
Prints prints(const std::string& text, std::size_t projection) {
  const Released released = Released::of_source(text);
  const model::Projection& of = released.model().context().projections.at(projection);
  return {fingerprint_of(of), shape_of(of)};
}

struct Change {
  const char* name;
  const char* from;
  const char* to;
  std::size_t projection = 0;
};
class MattersForTheTable : public testing::TestWithParam<Change> {};
class MattersForTheRows : public testing::TestWithParam<Change> {};
class MattersForNeither : public testing::TestWithParam<Change> {};
std::string name_of(const testing::TestParamInfo<Change>& change) { return change.param.name; }

TEST_P(MattersForTheTable, BothAreOthers) {
  const Prints before = prints(kBank, GetParam().projection);
  const Prints now = prints(changed(GetParam().from, GetParam().to), GetParam().projection);
  EXPECT_NE(now.fingerprint, before.fingerprint);
  EXPECT_NE(now.shape, before.shape);
}
TEST_P(MattersForTheRows, TheFingerprintIsAnotherAndTheShapeIsNot) {
  const Prints before = prints(kBank, GetParam().projection);
  const Prints now = prints(changed(GetParam().from, GetParam().to), GetParam().projection);
  EXPECT_NE(now.fingerprint, before.fingerprint);
  EXPECT_EQ(now.shape, before.shape);
}
TEST_P(MattersForNeither, BothAreTheSame) {
  EXPECT_EQ(prints(changed(GetParam().from, GetParam().to), GetParam().projection),
            prints(kBank, GetParam().projection));
}

INSTANTIATE_TEST_SUITE_P(
    Projections, MattersForTheTable,
    testing::Values(Change{"AField", "  noted:   string?\n", "  noted:   string?\n  more:    int32 = 0\n"},
                    Change{"TheTypeOfAField", "balance: int64 = 0\n  noted", "balance: decimal(18, 2) = 0\n  noted"},
                    Change{"WhetherAFieldIsOptional", "  noted:   string?\n", "  noted:   string = \"\"\n"},
                    Change{"TheOrderOfFields", "  risk:    int32 = 3\n  balance: int64 = 0\n",
                           "  balance: int64 = 0\n  risk:    int32 = 3\n"},
                    Change{"AnIndex", "  risk:    int32 = 3\n", "  risk:    int32 = 3 index\n"},
                    Change{"TheNameOfTheKey", "by account: AccountId", "by acct: AccountId"},
                    Change{"TheNameOfTheProjection", "projection Summary", "projection Overview"},
                    Change{"TheBaseOfAnId", "id AccountId\n", "id AccountId = string\n"},
                    Change{"AFieldOfAValue", "  currency: Currency\n  from v1 { currency = EUR }",
                           "  currency: Currency\n  more: int32 = 0\n  from v1 { currency = EUR }", 1}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Projections, MattersForTheRows,
    testing::Values(Change{"ADefault", "risk:    int32 = 3", "risk:    int32 = 4"},
                    Change{"AHandler", "balance += amount.cents", "balance -= amount.cents"},
                    Change{"AHandlerMore", "  ignore Account.Seen, Account.Billed\n",
                           "  on Account.Seen { noted = by }\n  ignore Account.Billed\n"},
                    Change{"AHandlerLess",
                           "  on Account.Paid { balance += amount.cents }\n  on Account.Closed delete\n  ignore ",
                           "  on Account.Closed delete\n  ignore Account.Paid, "},
                    Change{"WhetherTheRowMustBeThere", "on Account.Paid {", "on Account.Paid existing {"},
                    Change{"ADeletion", "on Account.Closed delete", "on Account.Closed { noted = \"closed\" }"},
                    Change{"ADeletionInABody", "if row.cents > 5 { delete }", "if row.cents > 5 { cents = 5 }", 1},
                    Change{"WhichRow", "at line.label { cents +=", "at upper(line.label) { cents +=", 1},
                    Change{"WhatItRunsOver", "for line in lines at line.label { cents +=",
                           "for line in filter(lines, l => l.cents > 0) at line.label { cents +=", 1},
                    Change{"TheOrderOfHandlersOfAnEvent",
                           "  on Account.Billed for line in lines at line.label { cents += line.cents }\n"
                           "  on Account.Billed for line in lines at line.label { if row.cents > 5 { delete } }\n",
                           "  on Account.Billed for line in lines at line.label { if row.cents > 5 { delete } }\n"
                           "  on Account.Billed for line in lines at line.label { cents += line.cents }\n",
                           1},
                    Change{"TheLayoutOfAnEvent", "event Paid   v2 { amount: Money }",
                           "event Paid   v2 { amount: Money  more: int32 = 0 }"},
                    Change{"TheLayoutOfAnOldEvent", "event Opened v1 { name: string }",
                           "event Opened v1 { name: string  age: int32 }"},
                    Change{"AMapping", "owner = name", "owner = upper(name)"},
                    Change{"TheMappingOfAValue", "currency = EUR }\n}", "currency = USD }\n}"},
                    Change{"TheRevisionOfAnExtern", "revision 1", "revision 2"},
                    Change{"WhatBecomesOfARetiredEvent", "why == \"\"", "why == \"-\""}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Projections, MattersForNeither,
    testing::Values(Change{"AComment", "  on Account.Closed delete", "  // for good\n  on Account.Closed delete"},
                    Change{"ADocComment", "/// What the counter sees.", "/// What everybody sees."},
                    Change{"TheOrderOfHandlersOfSeveralEvents",
                           "  on Account.Paid { balance += amount.cents }\n  on Account.Closed delete\n",
                           "  on Account.Closed delete\n  on Account.Paid { balance += amount.cents }\n"},
                    Change{"TheStateOfTheAggregate", "state { n: int32 }\n\n", "state { n: int32  m: int64 }\n\n"},
                    Change{"AnotherAggregate", "event Made v1 { n: int32 }",
                           "event Made v1 { n: int32  m: int32 = 0 }"},
                    Change{"AnEventThatIsIgnored", "event Seen   v1 { by: string }",
                           "event Seen   v1 { by: string  at: string = \"\" }"},
                    Change{"AnotherProjection", "{ cents += line.cents }", "{ cents -= line.cents }"},
                    Change{"ACommand", "command Look { by: string  emit Seen }",
                           "command Look { by: string  why: string  emit Seen }"},
                    Change{"TheNameOfAMemberOfAnEnum", "USD = 2 }", "dollar = 2 }"},
                    Change{"ANewMemberOfAnEnum", "USD = 2 }", "USD = 2  GBP = 3 }"},
                    Change{"WhetherTheRowsAreInline", "projection Summary by", "projection Summary inline by"},
                    Change{"WhatIsUnknown", "  ignore Account.Seen, Account.Billed\n",
                           "  ignore Account.Seen, Account.Billed\n  on unknown ignore\n"}),
    name_of);

}  // namespace
}  // namespace cqrsc::compat
