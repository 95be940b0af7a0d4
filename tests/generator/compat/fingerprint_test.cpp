// The fingerprint of an aggregate changes with everything that its state depends on, and with nothing else.
#include "compat/fingerprint.hpp"

#include <gtest/gtest.h>

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

error Poor
extern function riskOf(owner: string) -> int32 revision 1

aggregate Account by AccountId {
  state {
    balance: Money
    risk:    int32 = 3
    notes:   list<string>
  }

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
  event Seen   v1 { by: string }
  retired event Noted v1 { text: string  by: string }
    becomes if text == "" { nothing } else { Commented { text = text } }
  event Commented v1 { text: string }

  command Open creates {
    owner: string
    emit Opened { risk = 1 }
  }
  command Pay {
    amount: Money
    require amount.cents > 0 else Poor
    emit Paid
  }
  command Look { by: string  emit Seen }
  command Comment { text: string  emit Commented }

  on Opened    { balance = Money { cents = 0  currency = EUR }  risk = risk }
  on Paid      { balance.cents += amount.cents }
  on Commented { notes += text }
  ignore Seen
}
)";

std::uint64_t print_with(const std::string& from, const std::string& to) {
  std::string text = kBank;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  return fingerprint_of(Released::of_source(text).model().context().aggregates.front());
}
std::uint64_t print() { return print_with("context bank", "context bank"); }

struct Change {
  const char* name;
  const char* from;
  const char* to;
};
class Matters : public testing::TestWithParam<Change> {};
class MattersNot : public testing::TestWithParam<Change> {};
std::string name_of(const testing::TestParamInfo<Change>& change) { return change.param.name; }

TEST_P(Matters, TheFingerprintIsAnother) { EXPECT_NE(print_with(GetParam().from, GetParam().to), print()); }
TEST_P(MattersNot, TheFingerprintIsTheSame) { EXPECT_EQ(print_with(GetParam().from, GetParam().to), print()); }

INSTANTIATE_TEST_SUITE_P(
    Fingerprint, Matters,
    testing::Values(
        Change{"AFieldOfTheState", "    notes:   list<string>\n", "    notes:   list<string>\n    count:   int32\n"},
        Change{"TheTypeOfAField", "risk:    int32 = 3", "risk:    int64 = 3"},
        Change{"TheOrderOfFields", "    balance: Money\n    risk:    int32 = 3\n",
               "    risk:    int32 = 3\n    balance: Money\n"},
        Change{"ADefaultOfTheState", "int32 = 3", "int32 = 4"},
        Change{"AHandler", "+= amount.cents", "-= amount.cents"},
        Change{"AnEventThatIsHandledNoMore", "  on Commented { notes += text }\n  ignore Seen",
               "  ignore Seen, Commented"},
        Change{"AnEventThatIsHandledNow", "  ignore Seen", "  on Seen { notes += by }"},
        Change{"TheLayoutOfACurrentEvent", "event Commented v1 { text: string }",
               "event Commented v1 { text: string  by: string = \"\" }"},
        Change{"TheLayoutOfAnOldEvent", "event Opened v1 { name: string }",
               "event Opened v1 { name: string  age: int32 }"},
        Change{"AMapping", "owner = name", "owner = upper(name)"},
        Change{"TheMappingOfAValue", "currency = EUR", "currency = USD"},
        Change{"TheLayoutOfAValue", "value Money v1 { cents: int64 }", "value Money v1 { cents: int64  rate: int32 }"},
        Change{"AnOutcome", "text == \"\"", "text == \"-\""},
        Change{"WhereAnOutcomeLeads", "{ text = text } }", "{ text = by } }"},
        Change{"TheRevisionOfAnExtern", "revision 1", "revision 2"},
        Change{"TheBaseOfTheId", "id AccountId\n", "id AccountId = string\n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Fingerprint, MattersNot,
    testing::Values(
        Change{"AComment", "  on Opened ", "  // a comment\n  on Opened "},
        Change{"ADocComment", "  event Seen", "  /// Somebody looked.\n  event Seen"},
        Change{"TheBodyOfACommand", "amount.cents > 0", "amount.cents > 1"},
        Change{"AFieldOfACommand", "command Look { by: string ", "command Look { by: string  why: string? "},
        Change{"TheOrderOfCommands",
               "  command Look { by: string  emit Seen }\n  command Comment { text: string  emit Commented }\n",
               "  command Comment { text: string  emit Commented }\n  command Look { by: string  emit Seen }\n"},
        Change{"TheOrderOfHandlers",
               "  on Paid      { balance.cents += amount.cents }\n  on Commented { notes += text }\n",
               "  on Commented { notes += text }\n  on Paid      { balance.cents += amount.cents }\n"},
        Change{"TheOrderOfEvents", "  event Paid   v2 { amount: Money }\n  event Paid   v1 { amount: Money v1 }\n",
               "  event Paid   v1 { amount: Money v1 }\n  event Paid   v2 { amount: Money }\n"},
        Change{"AnEventThatIsIgnored", "event Seen   v1 { by: string }",
               "event Seen   v1 { by: string  why: string = \"\" }"},
        Change{"WhatIsWrittenAndWouldCarryOver", "from v2 { risk = riskOf(owner) }",
               "from v2 { owner = owner  risk = riskOf(owner) }"},
        Change{"TheNameOfAMemberOfAnEnum", "EUR = 1  USD = 2 }", "EUR = 1  dollar = 2 }"},
        Change{"ANewMemberOfAnEnum", "EUR = 1  USD = 2 }", "EUR = 1  USD = 2  GBP = 3 }"},
        Change{"AnInvariant", "    notes:   list<string>\n",
               "    notes:   list<string>\n    invariant \"x\": risk >= 0\n"},
        Change{"ASnapshotPolicy", "  ignore Seen", "  ignore Seen\n  snapshot every 5 events"}),
    name_of);

TEST(Fingerprint, IsTheHashThatTheDocumentationNames) {
  // XXH3-64 with seed 0, of a text whose hash is published with the algorithm.
  EXPECT_EQ(hash_of(""), 0x2d06800538d394c2U);
  EXPECT_EQ(print_of(""), "2d06800538d394c2");
}

TEST(Fingerprint, DoesNotDependOnTheNameOfTheFile) {
  EXPECT_EQ(print(), print());
  EXPECT_EQ(print_with("\n\nid AccountId", "\nid AccountId"), print()) << "nor on lines";
}

}  // namespace
}  // namespace cqrsc::compat
