#include "compat/lock.hpp"

#include <gmock/gmock.h>

#include "compat/rules.hpp"
#include "released.hpp"

namespace cqrsc::compat {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kShop = R"(context shop

id OrderId
id Sku = string where length(it) > 0
enum Currency { EUR = 1  USD = 2 }
enum Unused { gone = 1  matched = 2 }
value Money v2 {
  cents:    int64
  currency: Currency
  from v1 { currency = EUR }
}
value Money v1 { cents: int64 }

error Closed { total: Money }

extern function score(name: string) -> int32 revision 3

aggregate Order by OrderId {
  state {
    total: int64
    invariant "not = odd": total >= 0
  }

  public event Placed v2 {
    total: Money
    skus:  map<Sku, list<int32>>
    name:  string
  }
  event Placed v1 { total: Money v1  skus: map<Sku, list<int32>>  name: string }
  retired event Noted v1 { text: string } becomes nothing

  command Place creates {
    total: Money
    skus:  map<Sku, list<int32>>
    name:  string
    note:  string = "a \"note\" where = default" where length(note) < 10
    emit Placed
  }
  on Placed { total = total.cents }
}

projection Sales by order: OrderId {
  cents: int64
  on Order.Placed { cents = total.cents }
}
query Sums(least: int64, gives: int32?)
  select cents = sum(row.cents), orders = count() from Sales where row.cents > least
query Orders(first: int32) from Sales limit first
)";

std::string without_maps(std::string text) {
  for (std::size_t at; (at = text.find("map<Sku, list<int32>>")) != std::string::npos;)
    text.replace(at, 21, "list<Sku>");
  return text;
}

Schema with_everything() {
  Schema schema = Released::of_source(without_maps(kShop)).schema();
  // Not in the Model yet; the lock has them all the same.
  Context& context = schema.contexts.front();
  const auto field = [](const char* name, const char* type) {
    Field made;
    made.name = name;
    made.type = type;
    return made;
  };
  context.projections.push_back({"Totals",
                                 {field("by", "OrderId"), field("day", "date")},
                                 {field("on", "int32")},
                                 {{"Order.Placed", "00000000000000ab", {}}},
                                 {}});
  context.queries.push_back({"Largest", {field("body", "int32")}, "00000000000000cd", {}, {}});
  context.processes.push_back({"Flow",
                               "OrderId",
                               "00000000000000ef",
                               {{"on accepted paying", "0000000000000012", {}}},
                               {{"late", "3d", {}}},
                               {}});
  for (Versioned& versioned : context.layouts)
    if (versioned.name == "Order.Placed") versioned.versions.back().fields.back().personal = "";
  context.enums.front().members.push_back({"gone", 7, true, {}, {}});
  sort(context);
  return schema;
}

TEST(LockFile, IsReadAsItWasWritten) {
  const std::string text = write_lock(with_everything());
  EXPECT_EQ(write_lock(Released::of_lock(text).schema()), text);
}

TEST(LockFile, HasALineForEachFieldAndWhatMustNotBeForgotten) {
  const std::string text = write_lock(with_everything());
  EXPECT_THAT(text,
              HasSubstr("public event Order.Placed v2\n  total: Money v2\n  skus: list<Sku>\n  name: string @personal\n"
                        "  from v1\n    total = upcast(old.total: Money v2)\n"));
  EXPECT_THAT(text, HasSubstr("event Order.Placed v1\n  total: Money v1\n"));
  EXPECT_THAT(text, HasSubstr("retired event Order.Noted v1\n  text: string\n  becomes\n    nothing\n"));
  EXPECT_THAT(text, HasSubstr("value Money v2\n  cents: int64\n  currency: Currency\n  from v1\n    cents = old.cents\n"
                              "    currency = Currency.1\n"));
  EXPECT_THAT(text, HasSubstr("enum Currency\n  EUR = 1\n  USD = 2\n  gone gone = 7\n"));
  EXPECT_THAT(text, HasSubstr("extern score revision 3\n  name: string\n  gives int32\n"));
  EXPECT_THAT(text,
              HasSubstr("    default \"a \\\"note\\\" where = default\"\n    where less(length(command.note), 10)\n"));
  EXPECT_THAT(text, HasSubstr("  least: int64\n  gives: int32?\n  gives cents: int64\n  gives orders: int64\n"));
  EXPECT_THAT(text, Not(HasSubstr("Unused"))) << "nothing that is stored holds it";
}

TEST(LockFile, IsTheSameInWhateverOrderThingsAreDeclared) {
  const std::string one = "context c\nenum A { a = 1  b = 2 }\nerror E\nerror F\n";
  const std::string other = "context c\nerror F\nerror E\nenum A { b = 2  a = 1 }\n";
  EXPECT_EQ(write_lock(Released::of_source(one).schema()), write_lock(Released::of_source(other).schema()));
}

TEST(LockFile, IsSharedByTheContextsOfADirectory) {
  const Schema bank = Released::of_lock("lock 1\n\ncontext bank\n\nerror Poor\n\nend\n").schema();
  const std::string text = write_lock(sealed(bank, Released::of_source("context art\nerror Ugly\n").context()));
  EXPECT_THAT(text, HasSubstr("context art\n\nerror Ugly\n\ncontext bank\n\nerror Poor\n\nend\n"));
}

TEST(LockFile, RemembersNumbersThatAreGone) {
  const char* const kSource = R"(context shop
id OrderId
enum Currency { %s }
aggregate Order by OrderId {
  state { }
  event Placed v1 { currency: Currency }
  command Place creates { currency: Currency  emit Placed }
  ignore Placed
}
)";
  const auto with = [&](const std::string& members) {
    std::string text = kSource;
    return Released::of_source(text.replace(text.find("%s"), 2, members)).context();
  };
  Schema lock = sealed({}, with("EUR = 1  DEM = 2"));
  lock = sealed(lock, with("EUR = 1"));
  lock = sealed(lock, with("EUR = 1  USD = 3"));
  EXPECT_THAT(write_lock(lock), HasSubstr("  EUR = 1\n  gone DEM = 2\n  USD = 3\n"));
  Reporter reporter;
  const Context reused = with("EUR = 1  CHF = 2  USD = 3");
  check({lock.contexts.front(), reused}, {.source = false, .meaning = false}, {}, reporter);
  ASSERT_EQ(reporter.diagnostics().size(), 1U);
  EXPECT_EQ(reporter.diagnostics().front().info, &kEnumNumberReused);
}

// ------------------------------------------------------------------------------------------------- what is no lock
// file

std::string refusal(const std::string& text) {
  SourceMap map;
  Reporter reporter;
  const auto schema = read_lock(map.add("cqrs.lock", text), reporter);
  EXPECT_EQ(schema.has_value(), !reporter.has_errors());
  return render(reporter, map, {});
}

TEST(BadLockFile, IsReportedWithItsPlace) {
  EXPECT_THAT(refusal(""), HasSubstr("error[CQ0770]"));
  EXPECT_THAT(refusal("context a\n"), HasSubstr("cqrs.lock:1:1: error[CQ0770]"));
  EXPECT_THAT(refusal("lock 2\nend\n"), HasSubstr("error[CQ0772]"));
  EXPECT_THAT(refusal("lock 1\n\ncontext a\n"), HasSubstr("cut off"));
  EXPECT_THAT(refusal("lock 1\nerror E\nend\n"), HasSubstr("cqrs.lock:2:1: error[CQ0770]"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B\nend\n"), HasSubstr("`v` is missing"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v0\nend\n"), HasSubstr("a version is a number from 1"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v99999999999\nend\n"), HasSubstr("a version is a number from 1"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v1\n  x string\nend\n"), HasSubstr("cqrs.lock:4:3"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v1\n  x: string @secret\nend\n"), HasSubstr("@secret"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v1\n      x: string\nend\n"), HasSubstr("indented too far"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nenum E\n  a = 70000\nend\n"), HasSubstr("between 0 and 65535"));
  for (const char* lines : {"  stream a.A\n", "  stream a.A\n  by Id\n", "  by Id\n  state 0000000000000001\n"}) {
    EXPECT_THAT(refusal("lock 1\ncontext a\naggregate A\n" + std::string(lines) + "end\n"),
                HasSubstr("needs its `stream`, `by` and `state`"));
  }
  EXPECT_THAT(refusal("lock 1\ncontext a\nextern f revision 1\n  x: bool\nend\n"), HasSubstr("needs its `gives`"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nprocess P\n  by Id\nend\n"), HasSubstr("needs its `by` and `state`"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nthing X\nend\n"), HasSubstr("no block of a lock file begins like this"));
  EXPECT_THAT(refusal("lock 1\nend\ncontext a\n"), HasSubstr("behind `end`"));
}

TEST(BadLockFile, TellsOfAMergeConflict) {
  const std::string text =
      "lock 1\n\ncontext a\n\n<<<<<<< HEAD\nevent A.B v2\n=======\nevent A.B v2\n  x: bool\n>>>>>>> other\n\nend\n";
  EXPECT_THAT(refusal(text), HasSubstr("cqrs.lock:5:1: error[CQ0771]"));
}

TEST(BadLockFile, TellsWhatStandsTwice) {
  EXPECT_THAT(refusal("lock 1\ncontext a\nerror E\nerror E\nend\n"), HasSubstr("error[CQ0773]: error `E`"));
  EXPECT_THAT(refusal("lock 1\ncontext a\ncontext a\nend\n"), HasSubstr("error[CQ0773]: context `a`"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v1\nevent A.C v1\nevent A.B v2\nend\n"),
              HasSubstr("error[CQ0773]"));
  EXPECT_THAT(refusal("lock 1\ncontext a\nevent A.B v2\nevent A.B v1\nend\n"), HasSubstr("each once"));
}

TEST(BadLockFile, IsRefusedWhereverItIsCutOff) {
  const std::string text = write_lock(with_everything());
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    if (text.compare(0, size, text, 0, text.size() - 1) == 0) continue;
    EXPECT_NE(refusal(text.substr(0, size)), "") << "cut off after " << size << " bytes";
  }
}

TEST(BadLockFile, WhateverByteIsChangedNothingBreaks) {
  const std::string text = write_lock(with_everything());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char byte : {'\0', '\n', ' ', ':', '\xff', 'v'}) {
      std::string changed = text;
      changed[at] = byte;
      SourceMap map;
      Reporter reporter;
      const auto schema = read_lock(map.add("cqrs.lock", changed), reporter);
      EXPECT_EQ(schema.has_value(), !reporter.has_errors()) << at;
    }
  }
}

TEST(LockFile, ManyVersionsAreComparedByTheirNumber) {
  std::string text = "lock 1\n\ncontext big\n";
  for (int event = 0; event < 1000; ++event)
    for (int version = 1; version <= 10; ++version) {
      text += "\nevent A.E" + std::to_string(event) + " v" + std::to_string(version) + "\n  x: int32\n";
      if (version > 1) text += "  from v" + std::to_string(version - 1) + "\n    x = old.x\n";
    }
  text += "\nend\n";
  const Released lock = Released::of_lock(text);
  Reporter reporter;
  check({lock.context(), lock.context()}, {}, {}, reporter);
  EXPECT_TRUE(reporter.diagnostics().empty());
}

}  // namespace
}  // namespace cqrsc::compat
