// The functions of model/history.hpp, on a domain small enough to know the answers by heart.
#include "model/history.hpp"

#include <gtest/gtest.h>

#include "history_gap.hpp"
#include "run_analysis.hpp"

namespace cqrsc {
namespace {

constexpr const char* kDomain = R"(context example
id ThingId
extern function one(text: string) -> string revision 1
extern function two(text: string) -> string revision 1
extern function never(text: string) -> string revision 1
value Inner { size: int32 }
value Outer v2 { inner: Inner  name: string  from v1 { name = "" } }
value Outer v1 { inner: Inner }
aggregate Thing by ThingId {
  state { name: string }
  event Named v3 { name: string  from v2 { name = two(name) } }
  event Named v2 { name: string  held: list<Outer v1> }
  event Named v1 { name: string  held: list<Outer v1> }
  event Told v1 { name: string }
  retired event Split v2 { name: string  from v1 { name = text } }
    becomes if name == "" { nothing } else { Told, Named v2 { held = [] } }
  retired event Split v1 { text: string }
  retired event Gone v1 { } becomes nothing
  retired event Moved v1 { name: string } becomes Split v1 { text = one(name) }
  command Name creates { name: string  emit Told { name = never(name) } }
  on Named { name = name }
  on Told { name = name }
}
)";

struct History : testing::Test {
  History() { run = std::make_unique<AnalysisRun>(std::vector<NamedText>{{"example.cqrs", kDomain, true}}); }

  const model::Aggregate& aggregate() const { return run->model->contexts.front().aggregates.front(); }
  const model::EventVersion& version(const std::string& name, std::uint32_t number) const {
    for (const model::Event& event : aggregate().events)
      if (event.name == name) return event.versions.at(number - 1);
    throw std::out_of_range(name);
  }
  static std::vector<std::string> names(const std::vector<const model::EventVersion*>& versions) {
    std::vector<std::string> result;
    for (const model::EventVersion* one : versions) result.push_back(one->name + std::to_string(one->version));
    return result;
  }
  using Names = std::vector<std::string>;

  std::unique_ptr<AnalysisRun> run;
};

TEST_F(History, IsAccepted) {
  ASSERT_NE(run->model, nullptr) << run->findings();
  EXPECT_EQ(history_gap(*run->model), "");
}

TEST_F(History, LeadsOnByVersionsAndOutcomes) {
  EXPECT_EQ(names(model::next_of(version("Named", 1))), Names{"Named2"});
  EXPECT_EQ(names(model::next_of(version("Named", 3))), Names{});
  EXPECT_EQ(names(model::next_of(version("Split", 2))), (Names{"Told1", "Named2"}));
  EXPECT_EQ(names(model::next_of(version("Gone", 1))), Names{});
  EXPECT_TRUE(model::is_current(version("Named", 3)));
  EXPECT_FALSE(model::is_current(version("Named", 2)));
  EXPECT_FALSE(model::is_current(version("Split", 2)));
}

TEST_F(History, EndsToday) {
  EXPECT_EQ(names(model::ends_of(version("Named", 3))), Names{"Named3"});
  EXPECT_EQ(names(model::ends_of(version("Moved", 1))), (Names{"Told1", "Named3"}));
  EXPECT_EQ(names(model::ends_of(version("Gone", 1))), Names{});
  EXPECT_EQ(names(model::sources_of(aggregate(), version("Named", 3))),
            (Names{"Named1", "Named2", "Named3", "Split1", "Split2", "Moved1"}));
  EXPECT_EQ(names(model::sources_of(aggregate(), version("Told", 1))), (Names{"Told1", "Split1", "Split2", "Moved1"}));
}

TEST_F(History, KnowsTheTypesOfAWay) {
  std::vector<std::string> types;
  for (const model::Type* type : model::versioned_types_of(version("Named", 2).fields))
    types.push_back(model::to_text(*type));
  EXPECT_EQ(types, (Names{"Outer v1", "Inner"}));
}

}  // namespace
}  // namespace cqrsc
