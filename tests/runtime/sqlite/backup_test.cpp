#include <atomic>
#include <fstream>
#include <thread>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using BackupTest = SqliteTest;

TEST_F(BackupTest, IsAStoreWithEverythingInIt) {
  const auto store = open_store();
  const Uuid id = Uuid::make();
  ASSERT_OK(Append().write("account/1", numbered(3)).command(id, "body", "result").to(*store));
  ASSERT_OK(store->backup(directory() / "copy.db"));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(*store));

  const auto copy = open_store(directory() / "copy.db");
  EXPECT_THAT(bodies(read(*copy, stream("account/1"))), testing::ElementsAre("0", "1", "2"));
  EXPECT_TRUE(copy->find_command(id)->has_value());
  const auto outcome = Append().write(stream("account/1"), ExpectedVersion::exact(3), numbered(1)).to(*copy);
  ASSERT_OK(outcome);
}

TEST_F(BackupTest, OfAStoreInUseIsOneStateOfIt) {
  const auto store = open_store();
  std::atomic<bool> go = true;
  std::thread writer([&] {
    // Both streams are written together: a copy with one ahead of the other is no state there ever was.
    while (go) EXPECT_TRUE(Append().write("account/1", numbered(1)).write("account/2", numbered(1)).to(*store));
  });
  for (int i = 0; i < 5; ++i) {
    const auto path = directory() / ("copy" + std::to_string(i));
    ASSERT_OK(store->backup(path));
    const auto copy = open_store(path);
    EXPECT_EQ(*copy->head(stream("account/1")), *copy->head(stream("account/2")));
    EXPECT_EQ(read_all(*copy).size(), static_cast<std::size_t>(*copy->head(stream("account/1"))) * 2);
  }
  go = false;
  writer.join();
}

TEST_F(BackupTest, ReplacesNothing) {
  const auto store = open_store();
  std::ofstream(directory() / "copy.db") << "mine";
  EXPECT_ERROR(store->backup(directory() / "copy.db"), ErrorCode::invalid_argument);
  EXPECT_EQ(std::filesystem::file_size(directory() / "copy.db"), 4U);
  EXPECT_ERROR(store->backup(file()), ErrorCode::invalid_argument);
  EXPECT_ERROR(store->backup(directory() / "missing/copy.db"), ErrorCode::not_found);
}

}  // namespace
}  // namespace cqrs::sqlite
