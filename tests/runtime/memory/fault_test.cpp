#include <gtest/gtest.h>

#include <cqrs/memory.hpp>

namespace cqrs {
namespace {

Result<AppendOutcome> append(Store& store, const Uuid& id = Uuid::make()) {
  const NewEvent events[] = {{"Happened", 1, as_bytes("body")}};
  const StreamAppend streams[] = {{{"", "account", as_bytes("1")}, ExpectedVersion::any(), events}};
  AppendRequest request{streams, {}, {}, CommandRecord{hash128(as_bytes("body")), as_bytes("result")}};
  request.metadata.command_id = id;
  return store.append(request);
}

Version head(Store& store) { return *store.head({"", "account", as_bytes("1")}); }

TEST(MemoryFaultTest, BeforeTheCommitNothingIsStored) {
  const auto store = memory::open();
  store->inject(2, memory::FaultPoint::before_commit, {ErrorCode::storage_full, "simulated"});
  EXPECT_TRUE(append(*store));
  const auto failed = append(*store);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error(), (Error{ErrorCode::storage_full, "simulated"}));
  EXPECT_EQ(head(*store), 1);
  EXPECT_TRUE(append(*store));
  EXPECT_EQ(head(*store), 2);
  EXPECT_EQ(store->appends(), 3U);
}

TEST(MemoryFaultTest, AfterTheCommitARetryFindsWhatWasStored) {
  const auto store = memory::open();
  store->inject(1, memory::FaultPoint::after_commit, {ErrorCode::unknown_outcome, "simulated"});
  const Uuid id = Uuid::make();
  const auto failed = append(*store, id);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::unknown_outcome);
  EXPECT_EQ(head(*store), 1);
  const auto retried = append(*store, id);
  ASSERT_TRUE(retried);
  EXPECT_TRUE(retried->duplicate);
  EXPECT_EQ(as_text(retried->result), "result");
  EXPECT_EQ(head(*store), 1);
}

}  // namespace
}  // namespace cqrs
