#include <atomic>
#include <stdexcept>
#include <thread>

#include "support.hpp"

// Rows in the log's own database: they change with it, or not at all.

namespace cqrs::conformance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result<void> insert(sql::Connection& connection, const RecordedEvent& event) {
  const auto statement = connection.prepare("INSERT INTO seen VALUES (?1, ?2, ?3)");
  if (!statement) return unexpected(statement.error());
  const std::string stream = to_string(event.stream);
  (*statement)->bind(1, static_cast<std::int64_t>(event.position.sequence()));
  (*statement)->bind(2, std::string_view(stream));
  (*statement)->bind(3, std::int64_t{event.version});
  if (const auto stepped = (*statement)->step(); !stepped) return unexpected(stepped.error());
  return {};
}

/// Keeps a row an event; refuses the type "Refused", throws at "Thrown".
Result<void> keep_rows(sql::Connection& connection, std::span<const RecordedEvent> events) {
  for (const auto& event : events) {
    if (auto inserted = insert(connection, event); !inserted) return inserted;
    if (event.type == "Refused") return fail(ErrorCode::conflict, "a rule across streams is broken");
    if (event.type == "Thrown") throw std::runtime_error("a bug");
  }
  return {};
}

class InlineRowsTest : public ConformanceTest {
 protected:
  [[nodiscard]] sql::InlineRowStore& rows() { return *store().inline_rows(); }

  Result<void> execute(const std::string& text) {
    return rows().write([&](sql::Connection& connection) { return connection.execute(text); });
  }
  void create_table() {
    ASSERT_OK(execute("CREATE TABLE seen (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER) STRICT"));
  }
  void attach() {
    create_table();
    ASSERT_OK(rows().attach("rows", keep_rows));
  }
  std::vector<std::string> seen() {
    std::vector<std::string> found;
    const auto read = rows().read([&](sql::Connection& connection) -> Result<void> {
      auto* const select = connection.prepare("SELECT position, stream, version FROM seen ORDER BY 1").value();
      while (select->step().value()) {
        found.push_back(std::to_string(select->integer(0)) + " " + std::string(select->text(1)) + " " +
                        std::to_string(select->integer(2)));
      }
      return {};
    });
    EXPECT_TRUE(read) << read.error().text;
    return found;
  }
  /// What seen() is to be: the log, read.
  std::vector<std::string> logged() {
    std::vector<std::string> found;
    for (const auto& event : read_all(store())) {
      found.push_back(std::to_string(event.position.sequence()) + " " + event.stream + " " +
                      std::to_string(event.version));
    }
    return found;
  }
};

#define NEEDS_INLINE_ROWS()                    \
  if (!has(Capability::inline_projections)) {  \
    EXPECT_EQ(store().inline_rows(), nullptr); \
    return;                                    \
  }

TEST_F(InlineRowsTest, ChangeWithTheLog) {
  NEEDS_INLINE_ROWS();
  attach();
  ASSERT_OK(Append().write("account/1", numbered(2)).write("account/2", numbered(1)).to(store()));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_EQ(seen().size(), 4U);
  EXPECT_EQ(seen(), logged());
}

TEST_F(InlineRowsTest, ARefusedAppendLeavesNoRowsAndNoEvents) {
  NEEDS_INLINE_ROWS();
  attach();
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  const auto refused = Append().write("account/2", {{.type = "Fine"}, {.type = "Refused"}}).to(store());
  EXPECT_ERROR(refused, ErrorCode::conflict);
  EXPECT_EQ(refused.error().text, "a rule across streams is broken");
  EXPECT_EQ(store().head(stream("account/2")).value(), 0);
  ASSERT_OK(Append().write("account/3", numbered(1)).to(store()));
  EXPECT_EQ(seen().size(), 2U);
  EXPECT_EQ(seen(), logged());
}

TEST_F(InlineRowsTest, AnExceptionIsAnError) {
  NEEDS_INLINE_ROWS();
  attach();
  const auto refused = Append().write("account/1", {{.type = "Thrown"}}).to(store());
  EXPECT_ERROR(refused, ErrorCode::handler_failed);
  EXPECT_THAT(refused.error().text, HasSubstr("a bug"));
  EXPECT_THAT(seen(), IsEmpty());
  EXPECT_THAT(logged(), IsEmpty());
}

TEST_F(InlineRowsTest, SeeNoAppendThatIsRefusedForAnotherReason) {
  NEEDS_INLINE_ROWS();
  attach();
  EXPECT_ERROR(Append().write(stream("account/1"), ExpectedVersion::exact(7), numbered(1)).to(store()),
               ErrorCode::conflict);
  EXPECT_THAT(seen(), IsEmpty());
}

TEST_F(InlineRowsTest, ACommandThatIsKnownIsNotSeenAgain) {
  NEEDS_INLINE_ROWS();
  attach();
  const auto id = Uuid::make();
  for (int i = 0; i < 2; ++i) {
    Append append;
    append.write("account/1", numbered(1)).command(id, "body", "result");
    const auto outcome = append.to(store());
    ASSERT_OK(outcome);
    EXPECT_EQ(outcome->duplicate, i == 1);
  }
  EXPECT_EQ(seen().size(), 1U);
}

TEST_F(InlineRowsTest, OneRefusedAmongManyTakesNobodyAlong) {
  NEEDS_INLINE_ROWS();
  attach();
  constexpr std::size_t kAppends = 200;
  std::atomic<std::size_t> answered = 0;
  std::atomic<std::size_t> refused = 0;
  for (std::size_t i = 0; i < kAppends; ++i) {
    Append append;
    append.write("account/" + std::to_string(i), {{.type = i % 5 == 0 ? "Refused" : "Fine"}});
    store().submit(append.request(), [&](const Result<AppendOutcome>& outcome) {
      if (!outcome) ++refused;
      ++answered;
    });
  }
  while (answered < kAppends) std::this_thread::yield();
  EXPECT_EQ(refused, kAppends / 5);
  EXPECT_EQ(seen().size(), kAppends - kAppends / 5);
  EXPECT_EQ(seen(), logged());
}

TEST_F(InlineRowsTest, AreWrittenInTransactionsOfTheirOwn) {
  NEEDS_INLINE_ROWS();
  create_table();
  const auto failed = rows().write([](sql::Connection& connection) -> Result<void> {
    EXPECT_TRUE(connection.execute("INSERT INTO seen VALUES (1, '', 1)"));
    return fail(ErrorCode::conflict, "it was not to be");
  });
  EXPECT_ERROR(failed, ErrorCode::conflict);
  EXPECT_THROW((void)rows().write([](sql::Connection& connection) -> Result<void> {
    EXPECT_TRUE(connection.execute("INSERT INTO seen VALUES (1, '', 1)"));
    throw std::runtime_error("a bug");
  }),
               std::runtime_error);
  EXPECT_THAT(seen(), IsEmpty());
  ASSERT_OK(execute("INSERT INTO seen VALUES (7, 'x', 1)"));
  EXPECT_THAT(seen(), ElementsAre("7 x 1"));
  EXPECT_FALSE(rows().read([](sql::Connection& connection) { return connection.execute("DELETE FROM seen"); }));
}

TEST_F(InlineRowsTest, AttachingInsideOfAWriteMissesNoAppend) {
  NEEDS_INLINE_ROWS();
  create_table();
  constexpr int kAppends = 300;
  std::thread appender([&] {
    for (int i = 0; i < kAppends; ++i) {
      ASSERT_OK(Append().write("account/" + std::to_string(i % 7), numbered(1)).to(store()));
    }
  });
  while (read_all(store()).size() < 20) std::this_thread::yield();
  // Catch up with what is there, and take over from the next append on.
  const auto attached = rows().write([&](sql::Connection& connection) -> Result<void> {
    Result<void> inserted;
    const auto read = store().read_all({}, {}, kNoLimit, [&](const RecordedEvent& event) {
      inserted = insert(connection, event);
      return inserted ? Visit::next : Visit::stop;
    });
    if (!read) return unexpected(read.error());
    if (!inserted) return inserted;
    return rows().attach("rows", keep_rows);
  });
  ASSERT_OK(attached);
  appender.join();
  EXPECT_EQ(seen().size(), static_cast<std::size_t>(kAppends));
  EXPECT_EQ(seen(), logged());
}

TEST_F(InlineRowsTest, WhatIsAttachedByAWriteThatFailsIsNot) {
  NEEDS_INLINE_ROWS();
  create_table();
  EXPECT_FALSE(rows().write([&](sql::Connection&) -> Result<void> {
    EXPECT_TRUE(rows().attach("rows", keep_rows));
    return fail(ErrorCode::conflict, "it was not to be");
  }));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_THAT(seen(), IsEmpty());
}

TEST_F(InlineRowsTest, CanBeDetached) {
  NEEDS_INLINE_ROWS();
  attach();
  ASSERT_OK(rows().attach("rows", nullptr));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_THAT(seen(), IsEmpty());
}

TEST_F(InlineRowsTest, ManyMaySeeTheSameAppends) {
  NEEDS_INLINE_ROWS();
  attach();
  int seen_by_another = 0;
  ASSERT_OK(rows().attach("another", [&](sql::Connection&, std::span<const RecordedEvent> events) -> Result<void> {
    if (events.front().type == "Unwanted") return fail(ErrorCode::conflict, "the other one refuses it");
    ++seen_by_another;
    return {};
  }));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_ERROR(Append().write("account/1", {{.type = "Unwanted"}}).to(store()), ErrorCode::conflict);
  EXPECT_ERROR(Append().write("account/1", {{.type = "Refused"}}).to(store()), ErrorCode::conflict);
  EXPECT_EQ(seen(), logged());
  ASSERT_OK(rows().attach("another", nullptr));
  ASSERT_OK(Append().write("account/1", {{.type = "Unwanted"}}).to(store()));
  EXPECT_EQ(seen(), logged());
  EXPECT_EQ(seen().size(), 2U);
  EXPECT_EQ(seen_by_another, 2);  // the one that "rows" refused, too
}

TEST_F(InlineRowsTest, ANameIsTakenUntilItIsLetGo) {
  NEEDS_INLINE_ROWS();
  attach();
  EXPECT_ERROR(rows().attach("rows", keep_rows), ErrorCode::unavailable);
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_EQ(seen(), logged());
  ASSERT_OK(rows().write([&](sql::Connection&) -> Result<void> {
    if (auto gone = rows().attach("rows", nullptr); !gone) return gone;
    return rows().attach("rows", keep_rows);
  }));
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_EQ(seen(), logged());
}

TEST_F(InlineRowsTest, SurviveWithTheLog) {
  NEEDS_INLINE_ROWS();
  if (!has(Capability::durable)) return;
  attach();
  ASSERT_OK(Append().write("account/1", numbered(3)).to(store()));
  reopen();
  EXPECT_EQ(seen().size(), 3U);
  // Whoever was attached has gone with the process.
  ASSERT_OK(Append().write("account/1", numbered(1)).to(store()));
  EXPECT_EQ(seen().size(), 3U);
}

TEST_F(InlineRowsTest, AreClosedWithTheStore) {
  NEEDS_INLINE_ROWS();
  create_table();
  ASSERT_OK(store().close());
  EXPECT_ERROR(execute("DELETE FROM seen"), ErrorCode::stopped);
  EXPECT_ERROR(rows().attach("rows", nullptr), ErrorCode::stopped);
  EXPECT_ERROR(rows().read([](sql::Connection&) { return Result<void>{}; }), ErrorCode::stopped);
}

TEST_F(InlineRowsTest, TheDatabaseBesideTheLogIsAnother) {
  const auto opened = store().open_rows();
  if (!opened) {
    EXPECT_ERROR(opened, ErrorCode::unsupported);
    return;
  }
  ASSERT_OK((*opened)->write(
      [](sql::Connection& connection) { return connection.execute("CREATE TABLE t (x INTEGER) STRICT"); }));
  NEEDS_INLINE_ROWS();
  EXPECT_FALSE(execute("INSERT INTO t VALUES (1)"));
}

}  // namespace
}  // namespace cqrs::conformance
