// That what is written compiles, tests/cmake/scaffold_test.cmake sees.
#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr auto kDomain =
    "context acme.bank\n\nid AccountId\n\n/// What a service thinks.\n"
    "extern function riskScore(owner: string, years: list<int32>) -> int32\n\naggregate Account by AccountId {\n"
    "  state { risk: int32 }\n  event AccountOpened v1 { risk: int32 }\n  command Open creates {\n    owner: string\n"
    "    emit AccountOpened { risk = riskScore(owner, [1]) }\n  }\n"
    "  command Review extern { emits AccountOpened | nothing }\n  on AccountOpened { risk = risk }\n}\n";

class ScaffoldTest : public Workspace {};

TEST_F(ScaffoldTest, BeginsWhatIsLeftToCpp) {
  write("bank.cqrs", kDomain);
  const Ran ran = cqrsc({"scaffold"});
  EXPECT_EQ(ran.code, ExitCode::clean) << ran.out;
  EXPECT_THAT(ran.err, HasSubstr("bank_logic.hpp written"));
  EXPECT_THAT(ran.err, HasSubstr("LOGIC bank_logic.hpp acme::bank::BankLogic"));
  EXPECT_THAT(read("bank_logic.hpp"), HasSubstr("  /// What a service thinks.\n  static std::int32_t risk_score("));
  EXPECT_THAT(read("bank_logic.hpp"), HasSubstr("  static Decision<Review> decide("));
  EXPECT_THAT(read("bank_logic.hpp"), HasSubstr("cqrs::missing_extern(\"riskScore\", \"bank.cqrs:6\");"));
}

TEST_F(ScaffoldTest, LeavesAloneWhatIsThere) {
  write("bank.cqrs", kDomain);
  const std::string mine = "struct BankLogic { static int risk_score(std::string_view) { return 1; } };\n";
  write("bank_logic.hpp", mine);
  const Ran ran = cqrsc({"scaffold", "bank.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_EQ(read("bank_logic.hpp"), mine);
  EXPECT_THAT(ran.err, HasSubstr("bank_logic.hpp is there already, and left alone; what it lacks is shown"));
  EXPECT_THAT(ran.out, HasSubstr("static Decision<Review> decide("));
  EXPECT_THAT(ran.out, Not(HasSubstr("risk_score")));
  write("bank_logic.hpp", mine + "// Decision<Review>\n");
  EXPECT_THAT(cqrsc({"scaffold"}).err, HasSubstr("it has all that the domain leaves to C++"));
}

TEST_F(ScaffoldTest, FollowsNoLinkOutOfTheWay) {
  write("bank.cqrs", kDomain);
  fs::create_symlink("elsewhere.hpp", "bank_logic.hpp");
  EXPECT_EQ(cqrsc({"scaffold"}).code, ExitCode::input_output);
  EXPECT_FALSE(fs::exists("elsewhere.hpp"));
}

TEST_F(ScaffoldTest, WritesWhereItIsTold) {
  write("bank.cqrs", kDomain);
  EXPECT_EQ(cqrsc({"scaffold", "bank.cqrs", "--out", "src/logic.hpp"}).code, ExitCode::clean);
  EXPECT_TRUE(fs::exists("src/logic.hpp"));
}

TEST_F(ScaffoldTest, SaysWhereThereIsNothingToWrite) {
  write("things.cqrs", small_context("things", "Lamp"));
  const Ran ran = cqrsc({"scaffold"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_THAT(ran.err, HasSubstr("context things leaves nothing to C++"));
  EXPECT_FALSE(fs::exists("things_logic.hpp"));
}

}  // namespace
}  // namespace cqrsc::driver
