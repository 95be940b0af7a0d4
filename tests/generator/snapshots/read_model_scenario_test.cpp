// What scenarios of read models, and the properties of projections, say when they do not hold.
#include <acme/depot/box_card.hpp>
#include <acme/depot/box_views.hpp>
#include <acme/depot/depot.hpp>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cqrs/testing_projections.hpp>

namespace acme::depot {
namespace {

const BoxId kBox(*cqrs::Uuid::from_text("6f1c0000-0000-7000-8000-000000000001"));
const BoxId kOther(*cqrs::Uuid::from_text("6f1c0000-0000-7000-8000-000000000002"));

Packed packed(const char* owner) {
  return {.owner = owner, .label = {.text = "books"}, .content = Content::Solid{.pieces = 1}};
}

TEST(ReadModelScenario, SaysWhichFieldDiffers) {
  EXPECT_NONFATAL_FAILURE(cqrs::testing::ProjectionScenario<BoxCard>()
                              .given(kBox, packed("Ada"))
                              .then_row({.box = kBox}, cqrs::testing::only(BoxCard{.owner = "Bob"}, {"owner"})),
                          "owner: \"Ada\", expected \"Bob\"");
}

TEST(ReadModelScenario, SaysWhichRowIsMissing) {
  EXPECT_NONFATAL_FAILURE(
      cqrs::testing::ProjectionScenario<BoxCard>().given(kBox, packed("Ada")).then_row({.box = kOther}, BoxCard{}),
      "there is no row [\"6f1c0000-0000-7000-8000-000000000002\"]");
}

TEST(ReadModelScenario, SaysWhichRowIsThere) {
  EXPECT_NONFATAL_FAILURE(
      cqrs::testing::ProjectionScenario<BoxCard>().given(kBox, packed("Ada")).then_no_row({.box = kBox}),
      "there is a row [\"6f1c0000-0000-7000-8000-000000000001\"]");
}

TEST(ReadModelScenario, SaysWhatCouldNotBeApplied) {
  EXPECT_NONFATAL_FAILURE(
      cqrs::testing::ProjectionScenario<BoxCard>().given(kBox, Painted{.factor = 1}).then_no_row({.box = kBox}),
      "acme.depot.Box.Painted could not be applied");
}

TEST(ReadModelScenario, ComparesAllResultsInOrder) {
  const auto ask = [](auto... expected) {
    cqrs::testing::QueryScenario<Shown>()
        .given(kBox, packed("Ada"))
        .given(kOther, packed("Abe"))
        .when({.text = "A"})
        .then(expected...);
  };
  const ShownRow ada{.box = kBox, .title = "Ada: books"};
  const ShownRow abe{.box = kOther, .title = "Abe: books"};
  ask(ada, abe);
  EXPECT_NONFATAL_FAILURE(ask(abe, ada), "result 1 differs");
  EXPECT_NONFATAL_FAILURE(ask(ada), "result 2 was not expected");
  EXPECT_NONFATAL_FAILURE(ask(ada, abe, ada), "result 3 is missing");
}

/// The handlers of the box's card, of which one also remembers what is not in its row.
cqrs::ProjectionDefinition forgetful() {
  static const cqrs::ProjectedEvent kEvents[] = {
      {Moved::kType, [](cqrs::RowSet& rows, cqrs::Bytes, const cqrs::Meta& meta) {
         static std::int64_t seen = 0;
         static_cast<cqrs::Rows<BoxCard>&>(rows).create({.box = cqrs::id_of<BoxId>(meta.stream)}, [](BoxCard& row) {
           row.painted = ++seen;
           return true;
         });
         return true;
       }}};
  cqrs::ProjectionDefinition definition = BoxCard::definition();
  definition.events = kEvents;
  return definition;
}

std::string violation(const cqrs::ProjectionDefinition& definition) {
  cqrs::Arbitrary arbitrary(1, 4);
  arbitrary.repeat_ids(3);
  std::vector<cqrs::testing::detail::HistoricEvent> history;
  for (int i = 0; i < 40; ++i) history.push_back(cqrs::testing::detail::historic_event<Box, Moved>(arbitrary));
  const Depot::Externs externs;
  return cqrs::testing::detail::projection_violation(definition, &externs, history, arbitrary);
}

TEST(ProjectionProperties, NoticeStateBesideTheRows) {
  EXPECT_EQ(violation(BoxCard::definition()), "");
  EXPECT_NE(violation(forgetful()).find("and building anew to"), std::string::npos);
}

}  // namespace
}  // namespace acme::depot
