#include "support.hpp"

namespace cqrs::sqlite {
namespace {

using testing::ElementsAre;

using ViewTest = SqliteTest;

TEST_F(ViewTest, ShowsEventsToPeopleWithAShell) {
  const Uuid id = *Uuid::from_text("017f22e2-79b0-7fff-bfff-ffffffffffff");
  const Uuid key = *Uuid::from_text("6f1c0000-0000-7000-8000-000000000001");
  const auto store = open_store();
  const StreamId account("acme", "bank.Account", to_buffer(std::as_bytes(std::span(key.bytes))));
  Append append;
  append.write(account, ExpectedVersion::none(), {{"Opened", "one", {"vip"}, 3}, {"Deposited", "two", {}, 1}})
      .write(stream("limit/daily", "acme"), ExpectedVersion::none(), {})
      .write(stream("order/7", "acme"), ExpectedVersion::none(), {{"Placed", "three", {"a", "b"}, 1}})
      .command(id, "body", "result");
  append.metadata().actor = "ada";
  append.metadata().trace = "trace";
  append.metadata().open = "{}";
  append.metadata().causation = Uuid::make();
  append.metadata().correlation = Uuid::make();
  append.metadata().recorded = *Instant::parse("2026-01-01T09:00:00.250Z");
  ASSERT_OK(append.to(*store));
  ASSERT_OK(Append().command(Uuid::make(), "no events").to(*store));
  ASSERT_OK(Append().write("order/8", {{"Placed", "four", {}, 1}}).to(*store));

  EXPECT_THAT(query(file(),
                    "SELECT position, tenant, category, key, version, type, layout_version, body FROM event "
                    "ORDER BY position"),
              ElementsAre("1|acme|bank.Account|6f1c0000-0000-7000-8000-000000000001|1|Opened|3|one",
                          "2|acme|bank.Account|6f1c0000-0000-7000-8000-000000000001|2|Deposited|1|two",
                          "3|acme|order|7|1|Placed|1|three", "5|NULL|order|8|1|Placed|1|four"));
  EXPECT_THAT(query(file(), "SELECT DISTINCT command_id, recorded, actor FROM event WHERE position < 4"),
              ElementsAre("017f22e2-79b0-7fff-bfff-ffffffffffff|2026-01-01T09:00:00.250Z|ada"));
  EXPECT_THAT(query(file(), "SELECT position, events, actor, CAST(result AS TEXT) FROM command_log ORDER BY position"),
              ElementsAre("1|3|ada|result", "4|0||"));
}

TEST_F(ViewTest, AgreesWithTheStoreOverManyRows) {
  const auto store = open_store();
  for (std::size_t i = 0; i < 60; ++i) {
    ASSERT_OK(Append()
                  .write("account/" + std::to_string(i % 5), numbered(1 + i % 4))
                  .write("order/" + std::to_string(i), {{.body = std::string(i * 37, 'x')}})
                  .to(*store));
  }
  std::vector<std::string> expected;
  for (const auto& event : read_all(*store)) {
    expected.push_back(std::to_string(event.position.sequence()) + "|" + event.stream + "|" +
                       std::to_string(event.version) + "|" + event.body);
  }
  EXPECT_EQ(query(file(), "SELECT position, category || '/' || key, version, body FROM event ORDER BY position"),
            expected);
}

}  // namespace
}  // namespace cqrs::sqlite
