#include <fstream>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::HasSubstr;

/// A store whose write-ahead log was left behind, as by kill -9.
class WriteAheadLogTest : public SqliteTest {
 protected:
  static constexpr std::size_t kAppends = 12;
  static constexpr std::size_t kFrame = 24 + 4'096;

  WriteAheadLogTest() {
    const auto store = open_store();
    for (std::size_t i = 0; i < kAppends; ++i) {
      ends_.push_back(std::filesystem::file_size(log()));
      const auto appended =
          Append().write("account/1", {{.body = std::to_string(i) + std::string(3'000, 'x')}}).to(*store);
      EXPECT_TRUE(appended.has_value());
    }
    ends_.push_back(std::filesystem::file_size(log()));
    for (const auto* suffix : {"", "-wal"}) {
      std::filesystem::copy_file(file().string() + suffix, left().string() + suffix);
    }
  }

  [[nodiscard]] std::filesystem::path log() const { return file().string() + "-wal"; }
  [[nodiscard]] std::filesystem::path left() const { return directory() / "left.db"; }
  /// Where the commit of an append begins.
  [[nodiscard]] std::size_t begin_of(std::size_t append) const { return ends_[append]; }

  void flip(std::size_t at) const {
    std::fstream file(left().string() + "-wal", std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 1));
  }
  void cut_off(std::size_t at) const { std::filesystem::resize_file(left().string() + "-wal", at); }

 private:
  std::vector<std::size_t> ends_;
};

TEST_F(WriteAheadLogTest, WholeItIsRead) { EXPECT_EQ(read_all(*open_store(left())).size(), kAppends); }

TEST_F(WriteAheadLogTest, DamageThatWouldLoseCommitsBehindItIsNamed) {
  for (const std::size_t at :
       {begin_of(5) + 24 + 100, begin_of(5) + 9, begin_of(5) + 17, begin_of(1) + kFrame + 1'000}) {
    flip(at);
    const auto opened = open(left());
    EXPECT_ERROR(opened, ErrorCode::corruption);
    EXPECT_THAT(opened.error().text, HasSubstr("left.db-wal is damaged at byte "));
    flip(at);
  }
  EXPECT_EQ(read_all(*open_store(left())).size(), kAppends);
}

TEST_F(WriteAheadLogTest, DamageToItsHeaderIsNamedToo) {
  flip(17);
  EXPECT_ERROR(open(left()), ErrorCode::corruption);
}

TEST_F(WriteAheadLogTest, WhatSqliteWouldHaveDroppedCanBeGivenUp) {
  flip(begin_of(5) + 24 + 100);
  EXPECT_EQ(query(left(), "PRAGMA wal_checkpoint(TRUNCATE)").size(), 1U);
  EXPECT_EQ(read_all(*open_store(left())).size(), 5U);
}

TEST_F(WriteAheadLogTest, TheTracesOfACommitThatWasCutOffAreNoDamage) {
  cut_off(begin_of(11) + kFrame + 700);
  EXPECT_EQ(read_all(*open_store(left())).size(), 11U);
}

TEST_F(WriteAheadLogTest, ALastCommitThatHasAHoleIsNoDamage) {
  cut_off(begin_of(12));
  flip(begin_of(11) + 24 + 100);
  EXPECT_EQ(read_all(*open_store(left())).size(), 11U);
}

}  // namespace
}  // namespace cqrs::sqlite
