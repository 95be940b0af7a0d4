#include <fstream>
#include <random>

#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DamageTest : public SqliteTest {
 protected:
  /// Three events in account/1, in one row with one of account/2 before them, and one row more.
  void store_some(Store& store) {
    ASSERT_OK(Append().write("account/2", {{.body = "other"}}).to(store));
    ASSERT_OK(Append()
                  .write("account/1", {{.body = "first body", .tags = {"a"}},
                                       {.body = "second body", .tags = {"b"}},
                                       {.body = "third body", .tags = {"c"}}})
                  .to(store));
    ASSERT_OK(Append().write("account/2", {{.body = "last"}}).to(store));
  }

  /// Turns one text of the log into another of the same length.
  static void damage(const std::filesystem::path& path, const std::string& text, const std::string& with) {
    // SQLite's replace() takes the row for text, which it is not: cut it apart as bytes.
    execute(path, "UPDATE log SET commits = CAST(substr(commits, 1, instr(commits, CAST('" + text +
                      "' AS BLOB)) - 1) || CAST('" + with + "' AS BLOB) || substr(commits, instr(commits, CAST('" +
                      text + "' AS BLOB)) + " + std::to_string(text.size()) + ") AS BLOB) WHERE instr(commits, CAST('" +
                      text + "' AS BLOB)) > 0");
  }

  struct Partial {
    std::vector<std::string> bodies;
    std::optional<Error> error;
  };
  static Partial read_what_can_be(Store& store, const EventFilter& filter = {}) {
    Partial partial;
    const auto next = store.read_all({}, filter, kNoLimit, [&](const RecordedEvent& event) {
      partial.bodies.emplace_back(as_text(event.body));
      return Visit::next;
    });
    if (!next) partial.error = next.error();
    return partial;
  }
};

TEST_F(DamageTest, ADamagedEventIsNamedAndNotDelivered) {
  {
    const auto store = open_store();
    store_some(*store);
  }
  damage(file(), "second body", "sEcond body");
  const auto store = open_store();
  std::vector<std::string> seen;
  const auto last = store->read(stream("account/1"), 1, kNoLimit, [&](const RecordedEvent& event) {
    seen.emplace_back(as_text(event.body));
    return Visit::next;
  });
  EXPECT_ERROR(last, ErrorCode::corruption);
  EXPECT_THAT(last.error().text, HasSubstr("version 2 of account/1"));
  EXPECT_THAT(last.error().text, HasSubstr("0-3-0"));
  EXPECT_THAT(seen, ElementsAre("first body"));

  const auto partial = read_what_can_be(*store);
  ASSERT_TRUE(partial.error);
  EXPECT_EQ(partial.error->code, ErrorCode::corruption);
  EXPECT_THAT(partial.error->text, HasSubstr("0-3-0"));
  EXPECT_THAT(partial.bodies, ElementsAre("other", "first body"));
  EXPECT_THAT(bodies(read(*store, stream("account/2"))), ElementsAre("other", "last"))
      << "other streams are not touched";
}

TEST_F(DamageTest, InTheTailOfTheLogItIsNotSkippedByFilters) {
  const auto store = open_store();
  store_some(*store);
  ASSERT_OK(store->backup(directory() / "copy.db"));  // its indexes are made from the log when it is opened
  damage(directory() / "copy.db", "second body", "sEcond body");
  const auto copy = open_store(directory() / "copy.db");
  const std::string_view tags[] = {"c"};
  const auto partial = read_what_can_be(*copy, {.tags = tags});
  ASSERT_TRUE(partial.error) << "the event with the tag stands behind the damaged one";
  EXPECT_EQ(partial.error->code, ErrorCode::corruption);
  EXPECT_ERROR(Append().write("account/3", numbered(1)).unless({"c"}).to(*copy), ErrorCode::corruption);
  ASSERT_OK(Append().write("account/3", numbered(1)).to(*copy));
}

TEST_F(DamageTest, ADamagedCommitInTheTailIsNamedOnOpening) {
  const auto store = open_store();
  Append append;
  append.write("account/1", numbered(1));
  append.metadata().actor = "somebody";
  ASSERT_OK(append.to(*store));
  ASSERT_OK(store->backup(directory() / "copy.db"));
  damage(directory() / "copy.db", "somebody", "s0mebody");
  const auto copy = open(directory() / "copy.db");
  EXPECT_ERROR(copy, ErrorCode::corruption);
  EXPECT_THAT(copy.error().text, HasSubstr("position 1"));
}

TEST_F(DamageTest, WhatStandsBeforeADamagedCommitInTheTailCanBeReadAndCopied) {
  const auto store = open_store();
  store_some(*store);
  Append damaged;
  damaged.write("account/2", {{.body = "damaged"}});
  damaged.metadata().actor = "somebody";
  ASSERT_OK(damaged.to(*store));
  ASSERT_OK(Append().write("account/3", {{.body = "behind"}}).to(*store));
  ASSERT_OK(store->backup(directory() / "copy.db"));
  damage(directory() / "copy.db", "somebody", "s0mebody");
  // Who writes would give out versions again, and take commands again.
  EXPECT_ERROR(open(directory() / "copy.db"), ErrorCode::corruption);

  Options options;
  options.access = Access::read_only;
  const auto copy = open_store(directory() / "copy.db", options);
  for (int twice = 0; twice < 2; ++twice) {
    const auto partial = read_what_can_be(*copy);
    ASSERT_TRUE(partial.error);
    EXPECT_EQ(partial.error->code, ErrorCode::corruption);
    EXPECT_THAT(partial.error->text, HasSubstr("position 6"));
    EXPECT_THAT(partial.bodies, ElementsAre("other", "first body", "second body", "third body", "last"));
  }
  const std::string_view tags[] = {"c"};
  const auto tagged = read_what_can_be(*copy, {.tags = tags});
  EXPECT_TRUE(tagged.error) << "behind the damage there may be more";
  EXPECT_THAT(tagged.bodies, ElementsAre("third body"));
  std::vector<std::string> of_stream;
  EXPECT_ERROR(copy->read(stream("account/2"), 1, kNoLimit,
                          [&](const RecordedEvent& event) {
                            of_stream.emplace_back(as_text(event.body));
                            return Visit::next;
                          }),
               ErrorCode::corruption);
  EXPECT_THAT(of_stream, ElementsAre("other", "last"));
  EXPECT_ERROR(copy->head(stream("account/1")), ErrorCode::corruption);
  EXPECT_ERROR(copy->find_command(Uuid::make()), ErrorCode::corruption);
  EXPECT_ERROR(copy->end(0), ErrorCode::corruption);
  std::vector<std::string> commits;
  ASSERT_OK(copy->read_commits([&](const Result<RecordedCommit>& commit) {
    commits.emplace_back(commit ? std::string(as_text(commit->events.back().body)) : "damaged");
    return Visit::next;
  }));
  EXPECT_THAT(commits, ElementsAre("other", "third body", "last", "damaged", "behind"));
}

TEST_F(DamageTest, AMissingRowIsFound) {
  {
    const auto store = open_store();
    for (int i = 0; i < 5; ++i) ASSERT_OK(Append().write("account/" + std::to_string(i), numbered(1)).to(*store));
  }
  execute(file(), "DELETE FROM log WHERE first = 3");
  const auto store = open_store();
  const auto partial = read_what_can_be(*store);
  ASSERT_TRUE(partial.error);
  EXPECT_EQ(partial.error->code, ErrorCode::corruption);
  EXPECT_EQ(partial.bodies.size(), 2U);
  const auto next = [](const RecordedEvent&) { return Visit::next; };
  EXPECT_ERROR(store->read(stream("account/2"), 1, kNoLimit, next), ErrorCode::corruption);
}

TEST_F(DamageTest, ARowThatAnotherReachesIntoIsNotLeftOut) {
  {
    const auto store = open_store();
    ASSERT_OK(Append().write("account/1", numbered(3)).to(*store));
    for (const auto* name : {"account/2", "account/3"}) ASSERT_OK(Append().write(name, {{.body = name}}).to(*store));
  }
  execute(file(), "UPDATE log SET first = 2 WHERE first = 1");
  const auto store = open_store();
  std::vector<std::string> commits;
  ASSERT_OK(store->read_commits([&](const Result<RecordedCommit>& commit) {
    commits.emplace_back(commit ? std::string(as_text(commit->events.back().body)) : "damaged");
    return Visit::next;
  }));
  EXPECT_THAT(commits, ElementsAre("damaged", "2", "damaged", "account/2", "account/3"));
}

TEST_F(DamageTest, ADamagedIndexIsFound) {
  {
    const auto store = open_store();
    store_some(*store);
  }
  const auto next = [](const RecordedEvent&) { return Visit::next; };
  for (const auto* change :
       {"UPDATE stream SET places = x'00' WHERE last = 3", "UPDATE stream SET places = zeroblob(16)",
        "UPDATE stream SET places = CAST(places || places AS BLOB)",
        "UPDATE stream SET first = first + 1, last = last + 1",
        "UPDATE stream SET places = x'03000000000000000000000003000000' WHERE last = 3",
        "UPDATE stream SET first = 9223372036854775807, last = 9223372036854775807",
        "UPDATE stream SET last = 9223372036854775807", "UPDATE stream SET first = -9223372036854775807"}) {
    const auto copy = directory() / "copy.db";
    std::filesystem::copy_file(file(), copy, std::filesystem::copy_options::overwrite_existing);
    execute(copy, change);
    const auto store = open_store(copy);
    EXPECT_ERROR(store->read(stream("account/1"), 1, kNoLimit, next), ErrorCode::corruption);
  }
}

TEST_F(DamageTest, NothingIsAppendedBehindADamagedHead) {
  {
    const auto store = open_store();
    store_some(*store);
  }
  execute(file(), "UPDATE stream SET last = last + 40");
  const auto store = open_store();
  EXPECT_ERROR(store->head(stream("account/1")), ErrorCode::corruption);
  EXPECT_ERROR(Append().write("account/1", numbered(1)).to(*store), ErrorCode::corruption);
  ASSERT_OK(Append().write("account/3", numbered(1)).to(*store));
}

TEST_F(DamageTest, ACommandIsNotTakenForAnother) {
  const Uuid ids[] = {Uuid::make(), Uuid::make()};
  {
    const auto store = open_store();
    for (const Uuid& id : ids) {
      ASSERT_OK(Append().write("account/" + to_string(id), numbered(1)).command(id, "the same").to(*store));
    }
  }
  execute(file(), "UPDATE command SET position = 3 - position");
  const auto store = open_store();
  EXPECT_ERROR(store->find_command(ids[0]), ErrorCode::corruption);
  EXPECT_ERROR(Append().write("account/1", numbered(1)).command(ids[1], "the same").to(*store), ErrorCode::corruption);
}

TEST_F(DamageTest, AnIndexOfTypesThatLeadsNowhereIsFound) {
  {
    const auto store = open_store();
    ASSERT_OK(Append().write("account/1", numbered(300)).to(*store));
  }
  for (const auto* block : {"72057594037927936", "9223372036854775807", "18014398509481984"}) {
    const auto copy = directory() / "copy.db";
    std::filesystem::copy_file(file(), copy, std::filesystem::copy_options::overwrite_existing);
    execute(copy, "UPDATE type_block SET block = " + std::string(block) + " WHERE block = 1");
    const auto store = open_store(copy);
    const std::string_view types[] = {"Happened"};
    EXPECT_EQ(read_what_can_be(*store, {.types = types}).error.value_or(Error{}).code, ErrorCode::corruption) << block;
  }
}

TEST_F(DamageTest, ADamagedNameIsFound) {
  {
    const auto store = open_store();
    store_some(*store);
  }
  for (const auto* change : {"UPDATE name SET text = 'accoumt' WHERE text = 'account'",
                             "UPDATE name SET version = 2 WHERE kind = 'type'", "DELETE FROM name WHERE number = 1"}) {
    const auto copy = directory() / "copy.db";
    std::filesystem::copy_file(file(), copy, std::filesystem::copy_options::overwrite_existing);
    execute(copy, change);
    EXPECT_ERROR(open(copy), ErrorCode::corruption);
  }
}

TEST_F(DamageTest, AnIndexThatIsAheadOfTheLogIsFound) {
  {
    const auto store = open_store();
    store_some(*store);
  }
  execute(file(), "DELETE FROM log WHERE first = (SELECT max(first) FROM log)");
  EXPECT_ERROR(open(file()), ErrorCode::corruption);
}

TEST_F(DamageTest, IndexesThatWereThrownAwayAreMadeAgain) {
  {
    const auto store = open_store();
    store_some(*store);
  }
  execute(file(),
          "DELETE FROM stream; DELETE FROM command; DELETE FROM type_block; DELETE FROM tagged; "
          "UPDATE indexed SET next = 1, last_event = 0");
  const auto store = open_store();
  EXPECT_THAT(bodies(read(*store, stream("account/2"))), ElementsAre("other", "last"));
  EXPECT_EQ(*store->head(stream("account/1")), 3);
  EXPECT_EQ(read_all(*store).size(), 5U);
}

TEST_F(DamageTest, WhateverHappensToTheFileWrongEventsAreNeverDelivered) {
  std::vector<std::string> expected;
  {
    const auto store = open_store();
    for (std::size_t i = 0; i < 40; ++i) {
      ASSERT_OK(Append()
                    .write("account/" + std::to_string(i % 3), {{.body = std::to_string(i) + std::string(i * 11, 'x')}})
                    .to(*store));
    }
    expected = bodies(read_all(*store));
  }
  std::ifstream in(file(), std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  std::mt19937 random(20'260'101);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same damage every time
  int found = 0;
  for (int round = 0; round < 150; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 3; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto copy = directory() / "copy.db";
    std::ofstream(copy, std::ios::binary | std::ios::trunc) << damaged;
    const auto store = open(copy);
    if (!store) {
      ++found;
      continue;
    }
    const auto partial = read_what_can_be(**store);
    if (partial.error) ++found;
    ASSERT_LE(partial.bodies.size(), expected.size());
    for (std::size_t i = 0; i < partial.bodies.size(); ++i) ASSERT_EQ(partial.bodies[i], expected[i]);
    ASSERT_TRUE(partial.error || partial.bodies.size() == expected.size());
  }
  EXPECT_GT(found, 20) << "the damage never met anything";
}

}  // namespace
}  // namespace cqrs::sqlite
