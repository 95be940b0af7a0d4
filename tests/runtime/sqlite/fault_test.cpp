#include <atomic>
#include <mutex>
#include <thread>

#include <sqlite3.h>

#include "fault_vfs.hpp"
#include "support.hpp"

namespace cqrs::sqlite {
namespace {

class FaultTest : public SqliteTest {
 protected:
  std::unique_ptr<SqliteStore> open_with_faults() {
    Options options;
    options.vfs = FaultVfs::kName;
    return open_store(options);
  }

  /// Every answer to `count` appends sent at once.
  static std::vector<Result<AppendOutcome>> submit(Store& store, std::size_t count) {
    std::mutex mutex;
    std::vector<Result<AppendOutcome>> answers;
    std::atomic<std::size_t> answered = 0;
    for (std::size_t i = 0; i < count; ++i) {
      Append append;
      append.write("account/" + std::to_string(i), numbered(1));
      store.submit(append.request(), [&](const Result<AppendOutcome>& outcome) {
        {
          const std::lock_guard lock(mutex);
          answers.push_back(outcome);
        }
        ++answered;  // who waits for it leaves then, and takes the mutex along
      });
    }
    while (answered < count) std::this_thread::yield();
    return answers;
  }

 private:
  FaultVfs vfs_;
};

TEST_F(FaultTest, AFullDiskRefusesAppendsUntilThereIsRoom) {
  const auto store = open_with_faults();
  ASSERT_OK(Append().write("account/1", {{.body = "before"}}).to(*store));
  FaultVfs::log_writes = SQLITE_FULL;
  EXPECT_ERROR(Append().write("account/1", {{.body = "lost"}}).to(*store), ErrorCode::storage_full);
  for (const auto& answer : submit(*store, 50)) EXPECT_ERROR(answer, ErrorCode::storage_full);
  EXPECT_THAT(bodies(read_all(*store)), testing::ElementsAre("before"));
  FaultVfs::log_writes = SQLITE_OK;
  ASSERT_OK(Append().write(stream("account/1"), ExpectedVersion::exact(1), {{.body = "after"}}).to(*store));
  EXPECT_THAT(bodies(read_all(*store)), testing::ElementsAre("before", "after"));
}

TEST_F(FaultTest, NewNamesOfARefusedAppendAreForgotten) {
  const auto store = open_with_faults();
  FaultVfs::log_writes = SQLITE_FULL;
  EXPECT_ERROR(Append().write("first/1", {{.type = "FirstType"}}).to(*store), ErrorCode::storage_full);
  FaultVfs::log_writes = SQLITE_OK;
  ASSERT_OK(Append().write("second/1", {{.type = "SecondType"}}).to(*store));
  ASSERT_OK(Append().write("first/1", {{.type = "FirstType"}}).to(*store));
  const auto events = read_all(*store);
  EXPECT_EQ(events[0].stream, "second/1");
  EXPECT_EQ(events[0].type, "SecondType");
  EXPECT_EQ(events[1].stream, "first/1");
  EXPECT_EQ(events[1].type, "FirstType");
}

TEST_F(FaultTest, AfterAFailedSyncNothingIsAcknowledgedUntilReopened) {
  auto store = open_with_faults();
  ASSERT_OK(Append().write("account/1", {{.body = "before"}}).to(*store));
  const Uuid id = Uuid::make();
  FaultVfs::log_syncs = SQLITE_IOERR_FSYNC;
  EXPECT_ERROR(Append().write("account/1", {{.body = "perhaps"}}).command(id, "body").to(*store),
               ErrorCode::unknown_outcome);
  FaultVfs::log_syncs = SQLITE_OK;
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(*store), ErrorCode::stopped);
  for (const auto& answer : submit(*store, 20)) EXPECT_ERROR(answer, ErrorCode::stopped);
  EXPECT_ERROR(store->close(), ErrorCode::stopped);
  store.reset();

  store = open_with_faults();
  ASSERT_OK(Append().write("account/1", {{.body = "perhaps"}}).command(id, "body").to(*store));
  EXPECT_THAT(bodies(read_all(*store)), testing::ElementsAre("before", "perhaps"))
      << "stored once, by whichever attempt";
}

/// What SQLite ends with, ten seconds after the system has not taken a lock back.
TEST_F(FaultTest, ALockThatIsStuckIsGivenUpByOpeningAnew) {
  auto store = open_with_faults();
  const Uuid id = Uuid::make();
  FaultVfs::locks = SQLITE_PROTOCOL;
  const auto refused = Append().write("account/1", {{.body = "later"}}).command(id, "body").to(*store);
  EXPECT_ERROR(refused, ErrorCode::stopped);
  EXPECT_THAT(refused.error().text, testing::HasSubstr("close this and open it again"));
  EXPECT_ERROR(store->read(stream("account/1"), 1, kNoLimit, [](const RecordedEvent&) { return Visit::next; }),
               ErrorCode::stopped);
  FaultVfs::locks = SQLITE_OK;
  // Each would wait for ten seconds once more.
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(*store), ErrorCode::stopped);
  store.reset();
  store = open_with_faults();
  ASSERT_OK(Append().write("account/1", {{.body = "later"}}).command(id, "body").to(*store));
  EXPECT_THAT(bodies(read_all(*store)), testing::ElementsAre("later"));
}

TEST_F(FaultTest, AFailedWriteOfTheLogIsOfUnknownOutcomeToo) {
  auto store = open_with_faults();
  const Uuid id = Uuid::make();
  FaultVfs::log_writes = SQLITE_IOERR_WRITE;
  const auto outcome = Append().write("account/1", numbered(1)).command(id, "body").to(*store);
  EXPECT_ERROR(outcome, ErrorCode::unknown_outcome);
  FaultVfs::log_writes = SQLITE_OK;
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(*store), ErrorCode::stopped);
  store.reset();
  store = open_with_faults();
  ASSERT_OK(Append().write("account/1", numbered(1)).command(id, "body").to(*store));
  EXPECT_EQ(read_all(*store).size(), 1U);
}

TEST_F(FaultTest, AFailedCheckpointStopsTheStoreAndLosesNothing) {
  auto store = open_with_faults();
  const std::string large(std::size_t{1} << 20U, 'x');
  FaultVfs::file_syncs = SQLITE_IOERR_FSYNC;
  std::size_t stored = 0;
  for (; stored < 60; ++stored) {
    const auto outcome = Append().write("account/1", {{.body = large}}).to(*store);
    if (outcome) continue;
    EXPECT_EQ(outcome.error().code, ErrorCode::stopped) << outcome.error().text;
    break;
  }
  EXPECT_GT(stored, 10U);
  EXPECT_LT(stored, 60U) << "the write-ahead log was never copied into the file";
  FaultVfs::file_syncs = SQLITE_OK;
  store.reset();
  store = open_with_faults();
  EXPECT_EQ(read_all(*store).size(), stored);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));
}

TEST_F(FaultTest, AReadThatFailsIsAnErrorAndNotAnEmptyStream) {
  {
    const auto store = open_store();
    ASSERT_OK(Append().write("account/1", {{.body = std::string(20'000, 'x')}}).to(*store));
  }
  const auto store = open_with_faults();
  FaultVfs::file_reads = SQLITE_IOERR_READ;
  const auto next = [](const RecordedEvent&) { return Visit::next; };
  EXPECT_ERROR(store->read(stream("account/1"), 1, kNoLimit, next), ErrorCode::unavailable);
  EXPECT_ERROR(store->read_all({}, {}, kNoLimit, next), ErrorCode::unavailable);
  FaultVfs::file_reads = SQLITE_OK;
  EXPECT_EQ(read_all(*store).size(), 1U);
}

}  // namespace
}  // namespace cqrs::sqlite
