#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::HasSubstr;

class DepsTest : public Workspace {
 protected:
  void SetUp() override {
    Workspace::SetUp();
    write("shop.cqrs", "context shop\n\nimport money\n");
    write("orders.cqrs", "context shop\n\nimport money\nimport goods\n\nthis is not right yet\n");
    write("far/goods.cqrs", "context goods\n\nimport units\n");
    write("far/units.cqrs", "context units\n");
    write("money.cqrs", "context money\n");
    write("more money.cqrs", "context money\n");
  }
};

TEST_F(DepsTest, TellsWhereImportsAreFoundBeforeAnythingIsRight) {
  const Ran ran = cqrsc({"deps", "shop.cqrs", "orders.cqrs", "--import", "far"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_EQ(ran.out,
            "orders.cqrs: context shop\n  imports money from money.cqrs more money.cqrs\n"
            "  imports goods from far/goods.cqrs\n"
            "shop.cqrs: context shop\n  imports money from money.cqrs more money.cqrs\n");
}

TEST_F(DepsTest, TellsPrograms) {
  const Ran ran = cqrsc({"deps", "shop.cqrs", "--format", "json", "--import", "far"});
  EXPECT_EQ(ran.code, ExitCode::clean);
  EXPECT_THAT(ran.out, HasSubstr("\"path\": \"shop.cqrs\",\n      \"context\": \"shop\",\n"));
  EXPECT_THAT(ran.out, HasSubstr("\"line\": 3,\n          \"files\": [\n            \"money.cqrs\",\n"));
}

TEST_F(DepsTest, TellsMakeAboutImportsOfImports) {
  const Ran ran = cqrsc({"deps", "orders.cqrs", "--format", "make", "--import", "far"});
  EXPECT_EQ(ran.out,
            "orders.cqrs: \\\n  far/goods.cqrs \\\n  far/units.cqrs \\\n  money.cqrs \\\n  more\\ money.cqrs\n");
}

TEST_F(DepsTest, RefusesCyclesWithTheirPath) {
  write("far/units.cqrs", "context units\n\nimport shop\n");
  const Ran ran = cqrsc({"deps", "shop.cqrs", "orders.cqrs", "--import", "far"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("far/units.cqrs:3:8: error[CQ0203]: context `shop` imports itself through `goods`, "
                                 "`units`"));
}

TEST_F(DepsTest, RefusesWhatIsNowhere) {
  const Ran ran = cqrsc({"deps", "shop.cqrs", "orders.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, HasSubstr("orders.cqrs:4:8: error[CQ0202]: there is no context `goods` to import"));
  EXPECT_EQ(cqrsc({"deps", "nowhere.cqrs"}).code, ExitCode::input_output);
  write("nameless.cqrs", "id ThingId\n");
  EXPECT_THAT(cqrsc({"deps", "nameless.cqrs"}).out, HasSubstr("CQ0200"));
}

}  // namespace
}  // namespace cqrsc::driver
