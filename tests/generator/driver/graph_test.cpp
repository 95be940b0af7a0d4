#include <gmock/gmock.h>

#include "workspace.hpp"

namespace cqrsc::driver {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class GraphTest : public Workspace {
 protected:
  void SetUp() override {
    Workspace::SetUp();
    write("goods.cqrs",
          "context acme.goods\n\nid ItemId\n\naggregate Item by ItemId {\n  public event ItemAdded v1 { }\n"
          "  public event ItemLost v1 { }\n  command AddItem creates { emit ItemAdded }\n"
          "  command LoseItem { emit ItemLost }\n  ignore ItemAdded, ItemLost\n}\n");
    write("end.cqrs",
          "context end\n\nimport acme.goods\n\nid OrderId\n\naggregate subgraph by OrderId {\n  event Placed v1 { }\n"
          "  retired event Asked v1 { } becomes Placed\n  command Place creates { emit Placed }\n  on Placed { }\n}\n\n"
          "projection Counts by item: ItemId {\n  n: int32 = 0\n  on Item.ItemAdded { n += 1 }\n"
          "  ignore Item.ItemLost\n}\n\nquery All() from Counts\n");
  }
};

TEST_F(GraphTest, DrawsWhatLeadsToWhatInMermaid) {
  const Ran ran = cqrsc({"graph", "end.cqrs"});
  ASSERT_EQ(ran.code, ExitCode::clean) << ran.out;
  EXPECT_THAT(ran.out, StartsWith("flowchart LR\n  subgraph context-end [\"end\"]\n"
                                  "    subgraph aggregate-end-subgraph [\"subgraph\"]\n"
                                  "      command-end-subgraph-Place[\"Place\"]:::command\n"
                                  "      event-end-subgraph-Placed>\"Placed\"]:::event\n"));
  for (const char* edge :
       {"command-end-subgraph-Place --> event-end-subgraph-Placed\n",
        "event-end-subgraph-Asked -. becomes .-> event-end-subgraph-Placed\n",
        "event-acme-goods-Item-ItemAdded --> projection-end-Counts\n", "projection-end-Counts --> query-end-All\n",
        "context-end -. imports .-> context-acme-goods\n"})
    EXPECT_THAT(ran.out, HasSubstr(edge));
}

TEST_F(GraphTest, ShowsOfAnImportedContextWhatIsUsedOfIt) {
  const Ran ran = cqrsc({"graph", "end.cqrs"});
  EXPECT_THAT(ran.out, Not(HasSubstr("ItemLost")));
  EXPECT_THAT(ran.out, Not(HasSubstr("AddItem")));
}

TEST_F(GraphTest, DrawsTheSameForGraphviz) {
  const Ran ran = cqrsc({"graph", "end.cqrs", "--format", "dot"});
  ASSERT_EQ(ran.code, ExitCode::clean) << ran.out;
  EXPECT_THAT(ran.out, StartsWith("digraph {\n"));
  EXPECT_THAT(ran.out, HasSubstr("subgraph \"cluster-context-end\" {\n    label=\"end\"\n"));
  EXPECT_THAT(ran.out, HasSubstr("\"command-end-subgraph-Place\" -> \"event-end-subgraph-Placed\"\n"));
  EXPECT_THAT(ran.out, HasSubstr("lhead=\"cluster-context-acme-goods\""));
}

TEST_F(GraphTest, DrawsNothingOfWhatIsWrong) {
  write("end.cqrs", "context end\n\nid\n");
  const Ran ran = cqrsc({"graph", "end.cqrs"});
  EXPECT_EQ(ran.code, ExitCode::findings);
  EXPECT_THAT(ran.out, Not(HasSubstr("flowchart")));
}

}  // namespace
}  // namespace cqrsc::driver
