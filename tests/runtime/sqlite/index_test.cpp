#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

/// More than the writer lets pile up before it writes the index tables.
constexpr std::size_t kAppends = 6'000;
constexpr std::size_t kStreams = 90;

class IndexTest : public SqliteTest {
 protected:
  /// Many small appends to streams in turn, with a rare type and rare tags.
  static void fill(Store& store, std::size_t count) {
    std::atomic<std::size_t> answered = 0;
    for (std::size_t i = 0; i < count; ++i) {
      Append append;
      append
          .write("account/" + std::to_string(i * 7 % kStreams), {{.type = i % 1'000 == 999 ? "Rare" : "Common",
                                                                  .body = std::to_string(i),
                                                                  .tags = {"all", "tag" + std::to_string(i % 500)}}})
          .command(Uuid::make(), std::to_string(i), std::to_string(i));
      store.submit(append.request(), [&](const Result<AppendOutcome>& outcome) {
        EXPECT_TRUE(outcome);
        ++answered;
      });
    }
    while (answered < count) std::this_thread::yield();
  }

  /// Whatever is found by an index must be what a look at everything finds.
  static void compare_with_the_log(Store& store) {
    const auto log = read_all(store);
    std::map<std::string, std::vector<Uuid>> streams;
    std::map<std::string, std::vector<Uuid>> by_tag;
    std::vector<Uuid> rare;
    for (const auto& event : log) {
      streams[event.stream].push_back(event.id);
      for (const auto& tag : event.tags) by_tag[tag].push_back(event.id);
      if (event.type == "Rare") rare.push_back(event.id);
    }
    ASSERT_FALSE(rare.empty());
    EXPECT_EQ(streams.size(), kStreams);
    for (const auto& [name, ids] : streams) {
      EXPECT_EQ(ids_of(read(store, stream(name))), ids);
      EXPECT_EQ(*store.head(stream(name)), static_cast<Version>(ids.size()));
      EXPECT_EQ(read(store, stream(name), static_cast<Version>(ids.size())).back().id, ids.back());
    }
    for (const auto* tag : {"all", "tag0", "tag123", "tag499"}) {
      const std::string_view tags[] = {tag};
      EXPECT_EQ(ids_of(read_all(store, {}, {.tags = tags})), by_tag[tag]) << tag;
    }
    const std::string_view types[] = {"Rare"};
    EXPECT_EQ(ids_of(read_all(store, {}, {.types = types})), rare);
    EXPECT_EQ(ids_of(read_all(store, log[log.size() / 2].position, {.types = types})),
              std::vector<Uuid>(rare.end() - static_cast<std::ptrdiff_t>((rare.size() + 1) / 2), rare.end()));
    for (std::size_t i = 0; i < log.size(); i += 501) {
      const auto command = store.find_command(log[i].command_id);
      ASSERT_OK(command);
      ASSERT_TRUE(command->has_value());
      EXPECT_EQ(as_text((*command)->result), log[i].body);
      EXPECT_EQ((*command)->position, log[i].position);
    }
  }

  static std::vector<Uuid> ids_of(const std::vector<conformance::Seen>& events) {
    std::vector<Uuid> ids;
    for (const auto& event : events) ids.push_back(event.id);
    return ids;
  }
};

/// A place of the table of streams: 16 bytes, as docs/store-format.md has them, in hexadecimal digits.
struct Place {
  std::uint64_t position = 0;
  std::uint64_t behind = 0;  ///< the first position of its row, plus one; 0: not kept

  explicit Place(std::string_view hex) {
    for (std::size_t i = 6; i-- > 0;) position = position << 8U | byte(hex, i);
    behind = byte(hex, 7) << 8U | byte(hex, 6);
  }
  static std::uint64_t byte(std::string_view hex, std::size_t i) {
    return std::stoul(std::string(hex.substr(i * 2, 2)), nullptr, 16);
  }
};
constexpr std::size_t kPlaceDigits = 32;

TEST_F(IndexTest, IsAddedToRoundAfterRound) {
  constexpr std::size_t kRounds = 3;
  {
    const auto store = open_store();
    for (std::size_t round = 0; round < kRounds; ++round) fill(*store, kAppends);
    compare_with_the_log(*store);
  }
  EXPECT_EQ(query(file(), "SELECT next FROM indexed"), std::vector{std::to_string(kRounds * kAppends + 1)});
  compare_with_the_log(*open_store());
}

TEST_F(IndexTest, RowsOfSmallCommitsLieOnOnePageAndPlacesNameThem) {
  fill(*open_store(), kAppends);
  std::set<std::uint64_t> rows;
  bool shared = false;
  for (const auto& row : query(file(), "SELECT first FROM log")) rows.insert(std::stoull(row));
  for (const auto& length : query(file(), "SELECT length(commits) FROM log WHERE count > 1")) {
    shared = true;
    EXPECT_LE(std::stoul(length), 4'061U);  // what SQLite keeps on a page of 4,096 bytes
  }
  EXPECT_TRUE(shared);
  for (const auto& places : query(file(), "SELECT hex(places) FROM stream")) {
    for (std::size_t at = 0; at < places.size(); at += kPlaceDigits) {
      const Place place(std::string_view(places).substr(at, kPlaceDigits));
      ASSERT_GT(place.behind, 0U);
      EXPECT_TRUE(rows.contains(place.position - (place.behind - 1))) << place.position;
    }
  }
}

TEST_F(IndexTest, APlaceThatDoesNotNameItsRowIsFound) {
  fill(*open_store(), kAppends);
  for (const auto& row : query(file(), "SELECT hex(key), first, hex(places) FROM stream")) {
    const auto first = row.find('|');
    const auto second = row.find('|', first + 1);
    std::string places = row.substr(second + 1);
    for (std::size_t at = 0; at < places.size(); at += kPlaceDigits) places.replace(at + 12, 4, "0000");
    execute(file(), "UPDATE stream SET places = x'" + places + "' WHERE key = x'" + row.substr(0, first) +
                        "' AND first = " + row.substr(first + 1, second - first - 1));
  }
  compare_with_the_log(*open_store());
}

TEST_F(IndexTest, FindsWhatTheLogHolds) {
  auto store = open_store();
  fill(*store, kAppends);
  compare_with_the_log(*store);
  store.reset();
  store = open_store();
  compare_with_the_log(*store);
  fill(*store, 2'000);
  compare_with_the_log(*store);
}

TEST_F(IndexTest, IsCompletedFromTheLogWhenItLagsBehind) {
  const auto store = open_store();
  fill(*store, 2'000);
  ASSERT_OK(store->backup(directory() / "copy.db"));  // as after a crash: the tables end before the log does
  const auto copy = open_store(directory() / "copy.db");
  compare_with_the_log(*copy);
}

TEST_F(IndexTest, CoversTheLogAfterAnOrderlyEnd) {
  {
    const auto store = open_store();
    fill(*store, 1'500);
  }
  EXPECT_THAT(query(file(), "SELECT next = (SELECT max(first + count) FROM log) FROM indexed"),
              testing::ElementsAre("1"));
  EXPECT_THAT(query(file(), "SELECT count(*) FROM command"), testing::ElementsAre("1500"));
}

TEST_F(IndexTest, ConditionsSeeTablesAndTail) {
  auto store = open_store();
  ASSERT_OK(Append().write("user/1", {{.tags = {"name:ada"}}}).to(*store));
  store.reset();
  store = open_store();                                                      // ada is in the tables now
  ASSERT_OK(Append().write("user/2", {{.tags = {"name:bob"}}}).to(*store));  // bob in the tail
  for (const auto* name : {"name:ada", "name:bob"}) {
    EXPECT_ERROR(Append().write("user/3", numbered(1)).unless({name}).to(*store), ErrorCode::conflict);
  }
  ASSERT_OK(Append().write("user/3", numbered(1)).unless({"name:eve"}).to(*store));
}

}  // namespace
}  // namespace cqrs::sqlite
