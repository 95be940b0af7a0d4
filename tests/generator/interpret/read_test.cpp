// Projections and queries as the language means them.
#include <gmock/gmock.h>

#include "../sema/run_analysis.hpp"
#include "interpret/evaluator.hpp"
#include "interpret/json.hpp"
#include "interpret/project.hpp"
#include "interpret/query.hpp"
#include "interpret/scenario.hpp"

namespace cqrsc::interpret {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kBank = R"(context bank

id AccountId = int32
enum Currency { EUR = 1  USD = 2 }
value Money { amount: decimal(6, 2)  currency: Currency }
value Line { sku: string  count: int32 }

aggregate Account by AccountId {
  state { n: int32 }
  event Opened v2 { owner: string  currency: Currency  from v1 { currency = EUR } }
  event Opened v1 { owner: string }
  event Paid v1 { amount: Money  to: string? }
  event Billed v1 { lines: list<Line> }
  event Closed v1 { }
  retired event Moved v1 { first: decimal(6, 2)  second: decimal(6, 2) }
    becomes Paid { amount = Money { amount = first  currency = EUR } },
            Paid { amount = Money { amount = second  currency = EUR } }
  command Open creates { owner: string  currency: Currency  emit Opened }
  command Pay { amount: Money  to: string?  emit Paid }
  command Bill { lines: list<Line>  emit Billed }
  command Close { emit Closed }
  on Opened { n = 1 }
  ignore Paid, Billed, Closed
}

projection Summary by account: AccountId {
  owner:   string
  balance: Money
  moves:   int8 = 0
  note:    string?
  on Account.Opened { owner = owner  balance = Money { amount = 0  currency = currency } }
  on Account.Paid   { balance.amount += amount.amount  moves += 1  note = to }
  on Account.Closed delete
  ignore Account.Billed
}
projection Sales by sku: string {
  count: int8 = 0
  last:  int32 = 0
  on Account.Billed for line in lines at line.sku { count += 1 }
  on Account.Billed for line in lines at line.sku { last = line.count  if line.count < 0 { delete } }
  on Account.Paid at to existing { count += 10 }
  ignore Account.Opened, Account.Closed
}
projection Keyed by number: int32 {
  seen: int32 = 0
  on Account.Billed for line in lines at line.count * 1000000 { seen += 1 }
  ignore Account.Opened, Account.Closed, Account.Paid
}
projection Chain by sku: string {
  before: int32?
  count:  int32 = 0
  on Account.Billed for line in lines at line.sku { count += line.count  before = row("first").count }
  ignore Account.Opened, Account.Closed, Account.Paid
}

query Rich(currency: Currency, atLeast: decimal(6, 2)?, most: int64) from Summary
  where row.balance.currency == currency and (atLeast == none or row.balance.amount >= atLeast)
  order by row.balance.amount desc
  limit most
query All() from Summary
query Noted() select account = row.account, note = row.note from Summary
  where row.note != none order by row.note desc, row.owner
query Totals() select currency = row.balance.currency, rows = count(), sum = sum(row.balance.amount),
    most = max(row.moves), least = min(row.owner), noted = count(row.note != none)
  from Summary group by row.balance.currency
query Whole() select rows = count(), sum = sum(row.moves), most = max(row.balance.amount) from Summary
)";

class ReadSide : public testing::Test {
 protected:
  const model::Projection& projection(const std::string& name) {
    for (const model::Projection& one : run_.model->context().projections)
      if (one.name == name) return one;
    throw std::runtime_error(name);
  }
  const model::Query& query(const std::string& name) {
    for (const model::Query& one : run_.model->context().queries)
      if (one.name == name) return one;
    throw std::runtime_error(name);
  }
  void SetUp() override { ASSERT_NE(run_.model, nullptr) << run_.findings(); }

  /// `Paid`, or `Opened v1`. Gives the troubles, `key: why` each.
  std::vector<std::string> give(const std::string& projection_name, int stream, const std::string& event,
                                const std::string& json) {
    const model::EventVersion& version = find(event);
    const Result<Record> fields = from_json(version.fields, json);
    EXPECT_TRUE(fields.has_value()) << fields.error().text;
    Meta meta;
    meta.stream = {Int128{stream}};
    const model::Projection& of = projection(projection_name);
    std::vector<std::string> result;
    for (const RowTrouble& trouble : project(of, version, *fields, meta, model_))
      result.push_back((trouble.key ? to_json(of.keys, *trouble.key) : "stream") + ": " +
                       (trouble.waits ? "waits" : trouble.failure.text));
    return result;
  }
  std::vector<std::string> rows(const std::string& name) {
    std::vector<std::string> result;
    for (const auto& row : model_.rows) result.push_back(to_json(row_fields(projection(name)), shown_row(row)));
    return result;
  }
  std::vector<std::string> answers(const std::string& name, const std::string& parameters = "{}") {
    const model::Query& of = query(name);
    const Result<Record> given = from_json(of.parameters, parameters);
    EXPECT_TRUE(given.has_value()) << given.error().text;
    const auto found = answer(of, model_.rows, *given);
    if (!found) return {"failure: " + found.error().text};
    std::vector<std::string> result;
    for (const Record& one : *found) result.push_back(to_json(result_fields(of), one));
    return result;
  }
  void open(int stream, const std::string& owner, const std::string& currency = "EUR") {
    EXPECT_THAT(give("Summary", stream, "Opened", R"({"owner":")" + owner + R"(","currency":")" + currency + "\"}"),
                IsEmpty());
  }
  std::vector<std::string> pay(int stream, const std::string& amount, const std::string& to = "") {
    return give("Summary", stream, "Paid",
                R"({"amount":{"amount":")" + amount + R"(","currency":"EUR"})" +
                    (to.empty() ? "" : R"(,"to":")" + to + "\"") + "}");
  }

  ReadModel model_;

 private:
  const model::EventVersion& find(const std::string& event) {
    for (const model::Event& one : run_.model->context().aggregates.front().events)
      for (const model::EventVersion& version : one.versions)
        if (event == one.name + " v" + std::to_string(version.version) ||
            (event == one.name && &version == &one.current()))
          return version;
    throw std::runtime_error(event);
  }

  AnalysisRun run_{{{"bank.cqrs", kBank, true}}};
};

// -------------------------------------------------------------------------------------------------------- projections

TEST_F(ReadSide, AHandlerThatGivesAllThatIsNeededBeginsARow) {
  open(7, "Ada");
  EXPECT_THAT(rows("Summary"),
              ElementsAre(R"({"account":7,"owner":"Ada","balance":{"amount":"0.00","currency":"EUR"},"moves":0})"));
}

TEST_F(ReadSide, OneThatBeginsRowsLeavesTheRestOfARowThatIsThere) {
  open(7, "Ada");
  EXPECT_THAT(pay(7, "3.00", "Bob"), IsEmpty());
  open(7, "Eve", "USD");
  EXPECT_THAT(
      rows("Summary"),
      ElementsAre(
          R"({"account":7,"owner":"Eve","balance":{"amount":"0.00","currency":"USD"},"moves":1,"note":"Bob"})"));
}

TEST_F(ReadSide, AnyOtherNeedsTheRow) {
  EXPECT_THAT(pay(7, "3.00"), ElementsAre(HasSubstr(R"({"account":7}: there is no row 7)")));
  EXPECT_THAT(give("Summary", 8, "Closed", "{}"), ElementsAre(HasSubstr("there is no row 8")));
  EXPECT_THAT(rows("Summary"), IsEmpty());
}

TEST_F(ReadSide, BehindAFailureTheRowWaitsAndOthersGoOn) {
  EXPECT_THAT(pay(7, "3.00"), testing::SizeIs(1));
  EXPECT_THAT(give("Summary", 7, "Opened", R"({"owner":"Ada","currency":"EUR"})"),
              ElementsAre(R"({"account":7}: waits)"));
  open(8, "Bob");
  EXPECT_THAT(rows("Summary"), testing::SizeIs(1));
}

TEST_F(ReadSide, WhatOverflowsChangesNothing) {
  open(7, "Ada");
  EXPECT_THAT(pay(7, "9999.00"), IsEmpty());
  EXPECT_THAT(pay(7, "1.00"), ElementsAre(HasSubstr("overflows")));
  EXPECT_THAT(rows("Summary"), ElementsAre(HasSubstr("9999.00")));
  EXPECT_THAT(rows("Summary"), ElementsAre(HasSubstr("\"moves\":1")));
}

TEST_F(ReadSide, DeleteRemovesTheRowAndItMayBeginAnew) {
  open(7, "Ada");
  EXPECT_THAT(give("Summary", 7, "Closed", "{}"), IsEmpty());
  EXPECT_THAT(rows("Summary"), IsEmpty());
  open(7, "Bob");
  EXPECT_THAT(rows("Summary"), ElementsAre(HasSubstr("Bob")));
}

TEST_F(ReadSide, OldVersionsAndRetiredEventsComeAsWhatTheyAreToday) {
  EXPECT_THAT(give("Summary", 7, "Opened v1", R"({"owner":"Ada"})"), IsEmpty());
  EXPECT_THAT(give("Summary", 7, "Moved", R"({"first":"1.00","second":"2.50"})"), IsEmpty());
  EXPECT_THAT(rows("Summary"), ElementsAre(HasSubstr(R"("amount":"3.50","currency":"EUR"},"moves":2)")));
}

TEST_F(ReadSide, WhatOneStoredEventDoesToARowIsDoneWholeOrNotAtAll) {
  open(7, "Ada");
  // The second of the two that it becomes overflows.
  EXPECT_THAT(give("Summary", 7, "Moved", R"({"first":"1.00","second":"9999.50"})"),
              ElementsAre(HasSubstr("overflows")));
  EXPECT_THAT(rows("Summary"), ElementsAre(HasSubstr(R"("amount":"0.00","currency":"EUR"},"moves":0)")));
}

TEST_F(ReadSide, AHandlerGoesOverAllElementsAndHandlersOfAnEventInTheirOrder) {
  EXPECT_THAT(
      give("Sales", 1, "Billed", R"({"lines":[{"sku":"a","count":5},{"sku":"b","count":-1},{"sku":"a","count":6}]})"),
      IsEmpty());
  EXPECT_THAT(rows("Sales"), ElementsAre(R"({"sku":"a","count":2,"last":6})")) << "b is deleted by the second handler";
}

TEST_F(ReadSide, ExistingSkipsWhatIsNotThereAndNoKeyTouchesNothing) {
  EXPECT_THAT(give("Sales", 1, "Paid", R"({"amount":{"amount":"1.00","currency":"EUR"},"to":"a"})"), IsEmpty());
  EXPECT_THAT(rows("Sales"), IsEmpty());
  EXPECT_THAT(give("Sales", 1, "Billed", R"({"lines":[{"sku":"a","count":5}]})"), IsEmpty());
  EXPECT_THAT(give("Sales", 1, "Paid", R"({"amount":{"amount":"1.00","currency":"EUR"},"to":"a"})"), IsEmpty());
  EXPECT_THAT(give("Sales", 1, "Paid", R"({"amount":{"amount":"1.00","currency":"EUR"}})"), IsEmpty());
  EXPECT_THAT(rows("Sales"), ElementsAre(R"({"sku":"a","count":11,"last":5})"));
}

TEST_F(ReadSide, OneRowOfAnEventMayFailWhileTheOthersGoOn) {
  for (int i = 0; i < 12; ++i) {
    EXPECT_THAT(give("Sales", 1, "Billed", R"({"lines":[{"sku":"a","count":1}]})"), IsEmpty());
    EXPECT_THAT(give("Sales", 1, "Paid", R"({"amount":{"amount":"1.00","currency":"EUR"},"to":"a"})"),
                testing::SizeIs(i == 11 ? 1 : 0));
  }
  EXPECT_THAT(rows("Sales"), ElementsAre(R"({"sku":"a","count":122,"last":1})"));
  EXPECT_THAT(
      give("Sales", 1, "Billed", R"({"lines":[{"sku":"b","count":1},{"sku":"a","count":1},{"sku":"a","count":1}]})"),
      ElementsAre(R"({"sku":"a"}: waits)"))
      << "once for all that the event does to the row";
  EXPECT_THAT(rows("Sales"), testing::SizeIs(2));
}

TEST_F(ReadSide, WhatFailsBeforeAKeyIsKnownHoldsUpTheStream) {
  EXPECT_THAT(give("Keyed", 1, "Billed", R"({"lines":[{"sku":"a","count":1},{"sku":"a","count":2147}]})"), IsEmpty());
  EXPECT_THAT(give("Keyed", 1, "Billed", R"({"lines":[{"sku":"a","count":3},{"sku":"a","count":2148}]})"),
              ElementsAre(HasSubstr("stream: 2148000000 overflows")));
  EXPECT_THAT(rows("Keyed"), testing::SizeIs(2)) << "nothing of that event";
  EXPECT_THAT(give("Keyed", 1, "Billed", R"({"lines":[{"sku":"a","count":3}]})"), ElementsAre("stream: waits"));
  EXPECT_THAT(give("Keyed", 2, "Billed", R"({"lines":[{"sku":"a","count":3}]})"), IsEmpty());
  EXPECT_THAT(rows("Keyed"), testing::SizeIs(3));
}

TEST_F(ReadSide, RowReadsAnotherRowAsItIsSoFar) {
  EXPECT_THAT(give("Chain", 1, "Billed",
                   R"({"lines":[{"sku":"z","count":1},{"sku":"first","count":2},{"sku":"y","count":3}]})"),
              IsEmpty());
  EXPECT_THAT(rows("Chain"), ElementsAre(R"({"sku":"first","count":2})", R"({"sku":"y","before":2,"count":3})",
                                         R"({"sku":"z","count":1})"));
}

TEST_F(ReadSide, RowDoesNotReadOneThatLacksEvents) {
  const std::string hidden = R"({"sku":"b"}: it asks for the row "first", which waits behind a dead letter)";
  EXPECT_THAT(give("Chain", 1, "Billed", R"({"lines":[{"sku":"first","count":2147483647}]})"), IsEmpty());
  EXPECT_THAT(give("Chain", 1, "Billed", R"({"lines":[{"sku":"first","count":1},{"sku":"b","count":1}]})"),
              ElementsAre(HasSubstr(R"({"sku":"first"}: )"), hidden))
      << "also of the event that it fails at";
  EXPECT_THAT(give("Chain", 2, "Billed", R"({"lines":[{"sku":"c","count":1}]})"),
              ElementsAre(HasSubstr(R"({"sku":"c"}: it asks for the row "first")")));
  EXPECT_THAT(rows("Chain"), ElementsAre(R"({"sku":"first","count":2147483647})"));
}

// ------------------------------------------------------------------------------------------------------------ queries

class Queries : public ReadSide {
 protected:
  void SetUp() override {
    ReadSide::SetUp();
    open(1, "Ada");
    open(2, "Bob", "USD");
    open(3, "Cid");
    open(4, "Dan");
    for (const auto& [stream, amount, to] :
         {std::tuple{1, "5.00", "x"}, {2, "7.00", ""}, {3, "5.00", "x"}, {4, "9.00", "a"}, {4, "1.00", "y"}})
      EXPECT_THAT(pay(stream, amount, to), IsEmpty());
  }
};

TEST_F(Queries, GiveTheRowsThatAreAskedForInTheOrderThatIsAskedFor) {
  EXPECT_THAT(answers("Rich", R"({"currency":"EUR","most":10})"),
              ElementsAre(HasSubstr("Dan"), HasSubstr("Ada"), HasSubstr("Cid")))
      << "equal ones by key";
  EXPECT_THAT(answers("Rich", R"({"currency":"EUR","atLeast":"5.01","most":10})"), ElementsAre(HasSubstr("Dan")));
  EXPECT_THAT(answers("Rich", R"({"currency":"EUR","most":2})"), ElementsAre(HasSubstr("Dan"), HasSubstr("Ada")));
  EXPECT_THAT(answers("Rich", R"({"currency":"EUR","most":0})"), IsEmpty());
  EXPECT_THAT(answers("Rich", R"({"currency":"EUR","most":-1})"), IsEmpty());
}

TEST_F(Queries, WithoutAnOrderGoByKey) {
  EXPECT_THAT(answers("All"), ElementsAre(HasSubstr("Ada"), HasSubstr("Bob"), HasSubstr("Cid"), HasSubstr("Dan")));
}

TEST_F(Queries, SelectWhatIsSelected) {
  EXPECT_THAT(answers("Noted"),
              ElementsAre(R"({"account":4,"note":"y"})", R"({"account":1,"note":"x"})", R"({"account":3,"note":"x"})"));
}

TEST_F(Queries, ComputeOverGroups) {
  EXPECT_THAT(answers("Totals"),
              ElementsAre(R"({"currency":"EUR","rows":3,"sum":"20.00","most":2,"least":"Ada","noted":3})",
                          R"({"currency":"USD","rows":1,"sum":"7.00","most":1,"least":"Bob","noted":0})"));
}

TEST_F(Queries, ComputeOverAllRowsAndOverNone) {
  EXPECT_THAT(answers("Whole"), ElementsAre(R"({"rows":4,"sum":5,"most":"10.00"})"));
  model_.rows.clear();
  EXPECT_THAT(answers("Whole"), ElementsAre(R"({"rows":0,"sum":0})"));
  EXPECT_THAT(answers("Totals"), IsEmpty()) << "no rows, no groups";
}

// ---------------------------------------------------------------------------------------------------------- scenarios

std::string outcome_of(const std::string& scenario) {
  const AnalysisRun run({{"bank.cqrs", std::string(kBank) + scenario, true}});
  if (run.model == nullptr) return run.findings();
  const auto wrong = run_scenario(run.model->context().scenarios.front());
  return wrong ? *wrong : "cannot be run: " + wrong.error().text;
}

TEST(ReadScenarios, HoldWhereTheRowsAreAsExpected) {
  EXPECT_EQ(outcome_of(R"(
scenario "s" for Summary {
  given Account(7) { Opened { owner = "Ada"  currency = EUR }
                     Paid { amount = Money { amount = 2.00  currency = EUR } } }
        Account(8) { Opened v1 { owner = "Bob" }  Closed { } }
  then row 7 { owner = "Ada"  moves = 1 }
  and no row 8
})"),
            "");
}

TEST(ReadScenarios, SayWhatIsOtherwise) {
  EXPECT_EQ(outcome_of(R"(
scenario "s" for Summary {
  given Account(7) { Opened { owner = "Ada"  currency = EUR } }
  then row 7 { owner = "Bob"  moves = 0  note = "x" }
  and row 8 { owner = "Bob" }
  and no row 7
})"),
            "row 7: owner: \"Ada\", expected \"Bob\"\nrow 7: note: none, expected \"x\"\nrow 8 is missing\n"
            "there is a row 7, expected none\n");
}

TEST(ReadScenarios, SayWhatBecameADeadLetter) {
  EXPECT_EQ(outcome_of(R"(
scenario "s" for Summary {
  given Account(7) { Closed { }  Opened { owner = "Ada"  currency = EUR } }
  then no row 7
})"),
            "Account.Closed is a dead letter of row 7: there is no row 7\n"
            "Account.Opened is a dead letter of row 7: it waits behind the one before\n");
}

constexpr const char* kRich = R"(
scenario "s" for Rich {
  given Account(1) { Opened { owner = "Ada"  currency = EUR } }
        Account(2) { Opened { owner = "Bob"  currency = USD } }
        Account(3) { Opened { owner = "Cid"  currency = EUR } }
  when Rich { currency = EUR  most = 9 }
)";

TEST(ReadScenarios, CompareTheResultsOfAQueryInTheirOrder) {
  EXPECT_EQ(outcome_of(std::string(kRich) + "then row { owner = \"Ada\" }\n row { account = 3 }\n}"), "");
  EXPECT_EQ(outcome_of(std::string(kRich) + "then row { owner = \"Cid\" }\n row { account = 1 }\n}"),
            "result 1: owner: \"Ada\", expected \"Cid\"\nresult 2: account: 3, expected 1\n");
}

TEST(ReadScenarios, ExpectAllResultsAndNoOthers) {
  EXPECT_THAT(outcome_of(std::string(kRich) + "then row { owner = \"Ada\" }\n}"),
              testing::StartsWith("2 results, expected 1\nnot expected: {account: 3, "));
  EXPECT_THAT(outcome_of(std::string(kRich) + "then nothing\n}"), testing::StartsWith("2 results, expected 0\n"));
  EXPECT_EQ(outcome_of(std::string(kRich) + "then row { }\n row { }\n row { }\n}"), "2 results, expected 3\n");
}

}  // namespace
}  // namespace cqrsc::interpret
