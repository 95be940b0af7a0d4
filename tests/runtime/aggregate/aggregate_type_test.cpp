#include <gtest/gtest.h>

#include <cqrs/error.hpp>

#include "aggregate/repository.hpp"

// Which fold an event finds: by the number its store has given to the type, or by name.
namespace {

using cqrs::aggregate::AggregateType;
using cqrs::aggregate::FoldStatus;

template <int kWhich>
bool remember(void* state, cqrs::Bytes, const cqrs::Meta&, const void*) {
  *static_cast<int*>(state) = kWhich;
  return true;
}

constexpr cqrs::EventLayout kEvents[] = {
    {"Opened", 1, remember<1>}, {"Opened", 2, remember<2>}, {"Closed", 1, remember<3>}};
constexpr cqrs::AggregateDefinition kDefinition{
    .name = "Thing",
    .initial_state = cqrs::initial_state<int>,
    .copy_state = cqrs::copy_state<int>,
    .events = kEvents,
};

class AggregateTypes : public testing::Test {
 protected:
  // What was folded; 0 for nothing.
  int folded(std::string_view name, std::uint32_t version, std::uint32_t number) {
    cqrs::CommitMetadata commit;
    cqrs::RecordedEvent event;
    event.type = name;
    event.layout_version = version;
    event.type_number = number;
    event.commit = &commit;
    auto state = type_.initial();
    status_ = type_.fold(state, event);
    return *static_cast<const int*>(state.state.get());
  }

  AggregateType type_{kDefinition, nullptr};
  FoldStatus status_ = FoldStatus::folded;
};

TEST_F(AggregateTypes, FindNumbersAgain) {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(folded("Opened", 1, 7), 1);
    EXPECT_EQ(folded("Opened", 2, 8), 2);
    EXPECT_EQ(folded("Closed", 1, 9), 3);
  }
}

TEST_F(AggregateTypes, DoNotMixUpNumbersThatShareASlot) {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(folded("Opened", 1, 3), 1);
    EXPECT_EQ(folded("Opened", 2, 3 + 256), 2);
    EXPECT_EQ(folded("Closed", 1, 3 + 512), 3);
    EXPECT_EQ(folded("Opened", 1, 0xFFFFFF03U), 1);
  }
}

TEST_F(AggregateTypes, AreFoundByNameWhereThereIsNoNumber) {
  EXPECT_EQ(folded("Opened", 1, 0), 1);
  EXPECT_EQ(folded("Opened", 2, 0), 2);
  EXPECT_EQ(folded("Closed", 1, 0), 3);
}

TEST_F(AggregateTypes, SayWhatTheyDoNotKnow) {
  EXPECT_EQ(folded("Opened", 1, 5), 1);
  for (const std::uint32_t number : {0U, 6U, 5U + 256U}) {
    EXPECT_EQ(folded("Opened", 3, number), 0);
    EXPECT_EQ(status_, FoldStatus::unknown_version);
    EXPECT_EQ(folded("Renamed", 1, number), 0);
    EXPECT_EQ(status_, FoldStatus::unknown_type);
  }
}

}  // namespace
