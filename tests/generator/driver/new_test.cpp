#include <gmock/gmock.h>

#include "driver/command_line.hpp"
#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class NewTest : public Workspace {
 protected:
  /// It must do it; what is there then passes, and is laid out.
  static void begin(std::vector<std::string> words) {
    words.insert(words.begin(), "new");
    const Ran ran = cqrsc(words);
    EXPECT_EQ(ran.code, ExitCode::clean) << ran.out << ran.err;
    expect_good();
  }
  static void expect_good() {
    const Ran checked = cqrsc({"check"});
    EXPECT_EQ(checked.code, ExitCode::clean) << checked.out;
    for (const auto& entry : fs::directory_iterator(".")) {
      if (entry.path().extension() != ".cqrs") continue;
      const Ran laid_out = cqrsc({"fmt", "--diff", entry.path().string()});
      EXPECT_EQ(laid_out.out, "") << entry.path();
    }
  }
  static std::string refused(std::vector<std::string> words, ExitCode code = ExitCode::usage) {
    words.insert(words.begin(), "new");
    const Ran ran = cqrsc(words);
    EXPECT_EQ(ran.code, code) << ran.out << ran.err;
    return ran.err + ran.out;
  }
};

TEST_F(NewTest, BeginsADomainThatBuilds) {
  begin({"context", "acme.billing"});
  EXPECT_THAT(read("billing.cqrs"), HasSubstr("context acme.billing\n"));
  begin({"aggregate", "Invoice", "--in", "billing.cqrs"});
  begin({"aggregate", "CreditNote"});
  EXPECT_THAT(read("credit_note.cqrs"), HasSubstr("context acme.billing\n\nid CreditNoteId\n"));
  begin({"event", "Invoice.InvoicePaid"});
  EXPECT_THAT(read("billing.cqrs"), HasSubstr("  event InvoicePaid    v1 { }\n"));
  EXPECT_THAT(read("billing.cqrs"), HasSubstr("  on InvoicePaid    { }\n"));
  begin({"projection", "Invoice.OpenInvoices", "--in", "billing.cqrs"});
  begin({"event", "Invoice.InvoiceSent"});
  EXPECT_THAT(read("billing.cqrs"), HasSubstr("  ignore Invoice.InvoiceSent\n"));
  begin({"event", "Invoice.InvoiceLost"});
  EXPECT_THAT(read("billing.cqrs"), HasSubstr("  ignore Invoice.InvoiceSent, Invoice.InvoiceLost\n"));
  EXPECT_EQ(cqrsc({"build", "billing.cqrs", "credit_note.cqrs", "--out", "out"}).code, ExitCode::clean);
  EXPECT_EQ(cqrsc({"lint", "--error", "all"}).out, "");
}

TEST_F(NewTest, AddsBesideCommentsAndInOtherLayouts) {
  const std::string odd =
      "context a\n\nid LampId\naggregate Lamp by LampId {\n"
      "    event LampLit v1 { }   // by hand\n    // the end\n    on LampLit { } // nothing\n}\n";
  write("a.cqrs", odd);
  ASSERT_EQ(cqrsc({"new", "event", "LampSmashed"}).code, ExitCode::clean);
  EXPECT_EQ(read("a.cqrs"),
            "context a\n\nid LampId\naggregate Lamp by LampId {\n"
            "    event LampLit v1 { }   // by hand\n  event LampSmashed v1 { }\n    // the end\n"
            "    on LampLit { } // nothing\n  on LampSmashed { }\n}\n");
  write("a.cqrs", "context a id LampId aggregate Lamp by LampId { event LampLit v1 { } ignore LampLit }");
  ASSERT_EQ(cqrsc({"new", "event", "LampSmashed"}).code, ExitCode::clean);
  EXPECT_EQ(cqrsc({"check"}).out, "");
}

TEST_F(NewTest, OverwritesNothing) {
  begin({"context", "shop"});
  write("order.cqrs", "mine\n");
  EXPECT_THAT(refused({"context", "shop"}), HasSubstr("shop.cqrs is there already"));
  EXPECT_THAT(refused({"aggregate", "Order"}), HasSubstr("order.cqrs is there already; say --in order.cqrs"));
  EXPECT_EQ(read("order.cqrs"), "mine\n");
}

TEST_F(NewTest, WritesNothingThatWouldNotPass) {
  begin({"context", "shop"});
  begin({"aggregate", "Order", "--in", "shop.cqrs"});
  const std::string before = read("shop.cqrs");
  EXPECT_THAT(refused({"aggregate", "Order", "--in", "shop.cqrs"}, ExitCode::findings), HasSubstr("declared twice"));
  EXPECT_THAT(refused({"event", "OrderCreated"}, ExitCode::findings), HasSubstr("nothing is written"));
  EXPECT_THAT(refused({"aggregate", "event", "--in", "shop.cqrs"}, ExitCode::findings), HasSubstr("error["));
  EXPECT_EQ(read("shop.cqrs"), before);
  write("shop.cqrs", before + "id\n");
  EXPECT_THAT(refused({"aggregate", "Customer"}, ExitCode::findings), HasSubstr("shop.cqrs:"));
  EXPECT_FALSE(fs::exists("customer.cqrs"));
}

TEST_F(NewTest, SaysWhatItNeedsToKnow) {
  EXPECT_THAT(refused({"aggregate", "Order"}), HasSubstr("begin one: cqrsc new context NAME"));
  EXPECT_THAT(refused({"context", "1st"}), HasSubstr("not a name: 1st"));
  EXPECT_THAT(refused({"context", "../shop"}), HasSubstr("not a name"));
  begin({"context", "shop"});
  EXPECT_THAT(refused({"event", "OrderPaid"}), HasSubstr("begin one: cqrsc new aggregate NAME"));
  begin({"aggregate", "Order"});
  begin({"aggregate", "Customer"});
  EXPECT_THAT(refused({"event", "OrderPaid"}), HasSubstr("as in Account.OrderPaid; context shop has Customer, Order"));
  EXPECT_THAT(refused({"event", "Ordr.OrderPaid"}), HasSubstr("has no aggregate Ordr; it has Customer, Order"));
  EXPECT_THAT(refused({"event", "Order.OrderPaid", "--in", "customer.cqrs"}),
              HasSubstr("aggregate Order is in order.cqrs"));
  write("other.cqrs", "context other\n");
  EXPECT_THAT(refused({"aggregate", "Invoice"}), HasSubstr("several contexts here; say with --in FILE"));
}

TEST_F(NewTest, BeginsNoProcessYet) {
  EXPECT_THAT(refused({"process", "Delivery"}), HasSubstr("processes cannot be compiled yet"));
}

TEST_F(NewTest, TakesImportsFromElsewhere) {
  write("far/money.cqrs", "context money\n\nid PurseId\n");
  write("shop.cqrs", "context shop\n\nimport money\n");
  EXPECT_EQ(cqrsc({"new", "aggregate", "Order", "--import", "far"}).code, ExitCode::clean);
  EXPECT_TRUE(fs::exists("order.cqrs"));
}

}  // namespace
}  // namespace cqrsc::driver
