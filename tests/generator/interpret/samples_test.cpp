#include "interpret/samples.hpp"

#include <set>

#include <gtest/gtest.h>

#include "everything_domain.hpp"

namespace cqrsc::interpret {
namespace {

constexpr const char* kFirst = R"(context bank
id AccountId
enum Currency { EUR = 1  USD = 2 }
value Money { amount: decimal(18, 2)  currency: Currency }
extern function riskScore(owner: string) -> int32 revision 1
aggregate Account by AccountId {
  state { balance: decimal(18, 2) }
  event Opened v1 { owner: string  currency: Currency }
  event Paid v1 { amount: Money  note: string? }
  event Closed v1 { }
  command Open creates { owner: string  currency: Currency  emit Opened }
  command Pay { amount: Money  note: string?  emit Paid }
  command Close { emit Closed }
  on Opened { }
  on Paid { balance += amount.amount }
  on Closed { }
}
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::invalid_argument(from);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> problems(const std::string& domain, const SampleFile& file) {
  const Domain now(domain);
  if (now.run.model == nullptr) return {now.run.findings()};
  std::vector<std::string> texts;
  for (const Failure& failure : check_samples(now.model(), file)) texts.push_back(failure.text);
  return texts;
}

TEST(Samples, AreWrittenAndReadBack) {
  const Domain domain(kFirst);
  ASSERT_NE(domain.run.model, nullptr) << domain.run.findings();
  const SampleFile file = samples_of(domain.model());
  const std::string text = write_samples(file);
  EXPECT_EQ(read_samples(text).value(), file) << text;
  EXPECT_NE(text.find("\nbank.Account.Closed v1 - {}\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nbank.Money v1 00000000000000000000 {\"amount\":\"0.00\",\"currency\":0}\n"),
            std::string::npos);
  EXPECT_NE(text.find("\nfunction bank.riskScore r1 [\"\"] -> ?\n"), std::string::npos) << text;
  EXPECT_EQ(check_samples(domain.model(), file).size(), 0U);
}

TEST(Samples, AreOfWhatIsStoredOnly) {
  const Domain domain(R"(context c
id K
value Draft { note: string }
value Money v3 { c: int32  from v2 { c = b } }
value Money v2 { b: int32  from v1 { b = a } }
value Money v1 { a: int32 }
value Line { price: Money }
aggregate A by K {
  state { draft: Draft? }
  event E v2 { line: Line  from v1 { line = Line { price = total } } }
  event E v1 { total: Money v2 }
  command Do creates { line: Line  emit E }
  ignore E
}
)");
  ASSERT_NE(domain.run.model, nullptr) << domain.run.findings();
  std::set<std::string> layouts;
  for (const Sample& sample : samples_of(domain.model()).samples)
    layouts.insert(sample.layout + " v" + std::to_string(sample.version));
  EXPECT_EQ(layouts, (std::set<std::string>{"c.A.E v1", "c.A.E v2", "c.Line v1", "c.Money v2", "c.Money v3"}));
}

TEST(Samples, OfAVersionThatHasLinesAreNeverTouched) {
  const SampleFile stored = read_samples("cqrs samples 1\nbank.Account.Opened v1 00 {\"kept\":1}\n").value();
  const Domain domain(kFirst);
  const SampleFile all = sealed(stored, samples_of(domain.model()));
  std::size_t opened = 0;
  for (const Sample& sample : all.samples) opened += sample.layout == "bank.Account.Opened" ? 1 : 0;
  EXPECT_EQ(opened, 1U);
  EXPECT_GT(all.samples.size(), 5U);
  EXPECT_EQ(sealed(all, samples_of(domain.model())), all);
}

TEST(Samples, FindWhatNoLongerReadsThem) {
  const Domain domain(kFirst);
  const SampleFile file = samples_of(domain.model());
  const std::string first = kFirst;
  // Names and new members are free; what is stored is not.
  EXPECT_TRUE(problems(replaced(first, "EUR = 1  USD = 2", "euro = 1  USD = 2  GBP = 3"), file).empty());
  EXPECT_FALSE(problems(replaced(first, "amount: decimal(18, 2)", "amount: decimal(18, 3)"), file).empty());
  EXPECT_FALSE(problems(replaced(first, "note: string? }\n  event", "note: bytes? }\n  event"), file).empty());
  const std::string reordered =
      replaced(first, "v1 { owner: string  currency: Currency }", "v1 { currency: Currency  owner: string  }");
  EXPECT_TRUE(problems(reordered, file).empty()) << "an enum and a text lie in areas of their own";
  const std::string renamed =
      replaced(replaced(first, "event Opened v1", "event Begun v1"), "emit Opened", "emit Begun");
  const auto gone = problems(replaced(renamed, "on Opened", "on Begun"), file);
  ASSERT_FALSE(gone.empty());
  EXPECT_EQ(gone.front(), "bank.Account.Opened v1: the layout is gone");
}

void expect_unreadable(const std::string& text, const std::string& why) {
  const auto read = read_samples(text);
  ASSERT_FALSE(read) << text;
  EXPECT_EQ(read.error().text.substr(0, why.size()), why);
}

TEST(Samples, SayWhereTheFileIsWrong) {
  expect_unreadable("", "line 1: the file is empty");
  expect_unreadable("bank", "line 1: the file ends within a line");
  expect_unreadable("bank.Money v1 00 {}\n", "line 1: the first line is `cqrs samples 1`");
  expect_unreadable("cqrs samples 1\n\nbank.Money 1 00 {}\n", "line 3: a sample is a layout");
  expect_unreadable("cqrs samples 1\nbank.Money v0 00 {}\n", "line 2: a sample is a layout");
  expect_unreadable("cqrs samples 1\nbank.Money v1 0g {}\n", "line 2: the bytes are written");
  expect_unreadable("cqrs samples 1\nbank.Money v1 00\n", "line 2: the JSON is missing");
  expect_unreadable("cqrs samples 1\n<<<<<<< ours\n", "line 2: a conflict");
  expect_unreadable("cqrs samples 1\nfunction bank.f r1 [1]\n", "line 2: a function's sample");
}

}  // namespace
}  // namespace cqrsc::interpret
