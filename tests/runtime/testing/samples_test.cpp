#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <bank/account_views.hpp>
#include <bank/externs.hpp>
#include <bank/history_views.hpp>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cqrs/testing_samples.hpp>

namespace cqrs::testing {
namespace {

namespace fs = std::filesystem;

const bank::Externs& functions() {
  static const bank::Externs table = [] {
    bank::Externs made;
    made.risk_score = [](std::string_view owner) {
      if (owner == "throw") throw std::runtime_error("the service is down");
      return static_cast<std::int32_t>(owner.size());
    };
    return made;
  }();
  return table;
}

class Samples : public ::testing::Test {
 protected:
  void SetUp() override { path_ = fs::temp_directory_path() / ("cqrs-samples-" + std::to_string(::getpid())); }
  void TearDown() override {
    ::unsetenv("CQRS_SEAL");
    fs::remove(path_);
  }

  void write(std::string_view text) const { std::ofstream(path_, std::ios::binary) << text; }
  [[nodiscard]] std::string read() const {
    std::ostringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }
  void check() const {
    static constexpr SampledLayout kLayouts[] = {
        sampled<bank::Money>("bank.Money", 1),
        sampled<bank::v1::AccountOpened>(bank::v1::AccountOpened::kType, 1),
    };
    static constexpr SampledFunction kFunctions[] = {
        sampled_function<&bank::Externs::risk_score>("bank.riskScore", 1),
    };
    const AggregateDefinition* const aggregates[] = {&bank::Account::definition()};
    check_samples(path_.string(), kLayouts, kFunctions, aggregates, &functions());
  }
  /// The line is the only thing that is wrong.
  void refuse(std::string_view line, const std::string& why) const {
    write("cqrs samples 1\n" + std::string(line) + "\n");
    ::testing::TestPartResultArray failures;
    {
      const ::testing::ScopedFakeTestPartResultReporter reporter(
          ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
      check();
    }
    ASSERT_EQ(failures.size(), 1) << line;
    EXPECT_EQ(failures.GetTestPartResult(0).line_number(), 2);
    EXPECT_NE(std::string(failures.GetTestPartResult(0).message()).find(why), std::string::npos)
        << failures.GetTestPartResult(0).message();
  }

  fs::path path_;
};

constexpr std::string_view kGood =
    "cqrs samples 1\n"
    "\n"
    "# what was released in May\n"
    "function bank.riskScore r1 [\"Ada ] -> \\\" \"] -> 11\n"
    "function bank.riskScore r2 [\"Ada\"] -> 99\n"
    "bank.Account.AccountOpened v1 03000000416461 {\"name\":\"Ada\"}\n"
    "bank.Money v1 e8030000000000000100 {\"amount\":\"10.00\",\"currency\":1}\n";

TEST_F(Samples, AreReadAsTheyWereMeant) {
  write(kGood);
  check();
  EXPECT_EQ(read(), kGood);
}

TEST_F(Samples, ThatAreNotReadAnyMoreFail) {
  refuse("bank.Money v1 e9030000000000000100 {\"amount\":\"10.00\",\"currency\":1}",
         "it is read as Money { amount = 10.01");
  refuse("bank.Money v1 e803 {\"amount\":\"10.00\",\"currency\":1}", "its bytes are refused");
  refuse("bank.Money v1 e8030000000000000100 {\"amount\":\"10.00\"}", "what it means is refused");
  refuse("bank.Money v2 e8030000000000000100 {\"amount\":\"10.00\",\"currency\":1}", "the layout is gone");
  refuse("bank.Money v1 e8030 {}", "this is no sample");
  refuse("nonsense", "this is no sample");
}

TEST_F(Samples, OfFunctionsThatGiveSomethingElseFail) {
  refuse("function bank.riskScore r1 [\"Ada\"] -> 4", "it gives 3; a new result needs a new revision");
  refuse("function bank.riskScore r1 [\"throw\"] -> 4", "the service is down");
  refuse("function bank.riskScore r1 [1] -> 4", "value");
  refuse("function bank.riskScore r1 [\"Ada\", 1] -> 3", "it takes other arguments");
  refuse("function bank.riskScore r1 [\"Ada\" -> 3", "this is no sample of a function");
}

TEST_F(Samples, OfFunctionsAreTakenOnceWhereThatIsWished) {
  const std::string before = "cqrs samples 1\nfunction bank.riskScore r1 [\"Ada\"] -> ?\n";
  refuse("function bank.riskScore r1 [\"Ada\"] -> ?", "has not been sealed");
  write(before);
  ::setenv("CQRS_SEAL", "1", 1);
  check();
  EXPECT_EQ(read(), "cqrs samples 1\nfunction bank.riskScore r1 [\"Ada\"] -> 3\n");
  ::unsetenv("CQRS_SEAL");
  check();
}

}  // namespace
}  // namespace cqrs::testing
