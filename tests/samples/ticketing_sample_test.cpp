// What samples/ticketing promises: today's release reads what the release of 2023 stored, all of it, and goes on.

#include <filesystem>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ticketing/order_views.hpp>
#include <ticketing/ticketing.hpp>
#include <ticketing_logic.hpp>
#include <unistd.h>

#include <cqrs/event_subscription.hpp>
#include <cqrs/sqlite.hpp>
#include <cqrs/stream_key.hpp>
#include <cqrs/text.hpp>

#include "child_process.hpp"

namespace {

namespace fs = std::filesystem;
using namespace ticketing;

constexpr auto kCommitted = CQRS_SOURCE_DIR "/samples/ticketing/releases/2023/ticketing.db";
constexpr std::size_t kOrders = 100;

template <class Id>
Id numbered(char kind, std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string text = "01890000-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
  text[9] = kind;
  return Id(*cqrs::Uuid::parse(text));
}

Money euros(std::int64_t cents) {
  return {.amount = cqrs::Decimal<14, 2>::from_units(cents), .currency = Currency::EUR};
}

/// What order `number` is today, told without a store: what the clerk of 2023 did (releases/2023/main.cpp), in the
/// words of today's domain.
OrderState expected_order(std::size_t number) {
  static constexpr const char* kNames[] = {"Ada Lovelace", "Zoë Müller-Ångström", "李小龍", "O'Neill, Sinéad",
                                           "Jean-Baptiste Emmanuel Zorg the Younger"};
  const std::string digits = std::to_string(number);
  OrderState order;
  order.concert = numbered<ConcertId>('c', number % 3);
  order.customer = kNames[number % 5];
  order.contact.email = (number % 5 == 1 ? "new" : "customer") + digits + "@example.org";
  if (number % 5 == 2) order.contact.phone = "+49 30 " + std::to_string(100000 + number);
  order.channel = number % 4 == 0 ? Channel::boxOffice : Channel::web;
  std::int64_t due = 0;
  for (std::size_t seat = number % 4 == 3 ? 1 : 0; seat < 1 + number % 4; ++seat) {
    const auto price = static_cast<std::int64_t>(1250 + 1000 * (number % 7) + 5 * seat);
    order.places.push_back({.row = std::string(1, static_cast<char>('A' + number % 20)),
                            .number = static_cast<std::int32_t>(seat + 1),
                            .price = euros(price)});
    due += price;
  }
  order.due = euros(due);
  static constexpr OrderStatus kStatus[] = {OrderStatus::paid,      OrderStatus::sent,      OrderStatus::sent,
                                            OrderStatus::cancelled, OrderStatus::cancelled, OrderStatus::placed};
  order.status = kStatus[number % 6];
  if (number % 6 < 3) order.paid_by = PaymentMeans::Invoice{.reference = "INV-2023-" + std::to_string(1000 + number)};
  if (number % 6 == 1) order.address = "Unter den Linden 7, Berlin";
  if (number % 6 == 2) order.address = "at the counter";
  return order;
}

class TicketingSample : public testing::Test {
 protected:
  TicketingSample() : directory_(fs::temp_directory_path() / ("ticketing_test." + std::to_string(::getpid()))) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  TicketingSample(const TicketingSample&) = delete;
  TicketingSample& operator=(const TicketingSample&) = delete;
  ~TicketingSample() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string file() const { return (directory_ / "ticketing.db").string(); }
  void take_committed() const { fs::copy_file(kCommitted, file()); }

  static std::string run(const std::string& program, const std::string& argument) {
    ChildProcess child({program, argument}, {.with_errors = true});
    std::string said = child.read_all();
    EXPECT_EQ(child.wait(), 0) << said;
    return said;
  }

  void expect_all_orders() const {
    auto store = cqrs::sqlite::open(file());
    ASSERT_TRUE(store) << store.error().text;
    auto app = Ticketing::start(**store, externs<TicketingLogic>());
    ASSERT_TRUE(app) << app.error().text;
    for (std::size_t number = 1; number <= kOrders; ++number) {
      const auto order = app->order(numbered<OrderId>('a', number)).current();
      ASSERT_TRUE(order) << number << ": " << order.error().text;
      EXPECT_EQ(order->state, expected_order(number)) << number;
    }
  }

 private:
  fs::path directory_;
};

TEST_F(TicketingSample, reads_every_order_of_2023) {
  take_committed();
  expect_all_orders();
}

TEST_F(TicketingSample, reads_what_the_release_of_2023_writes_today) {
  run(CQRS_TICKETING_2023, file());
  expect_all_orders();
}

TEST_F(TicketingSample, holds_every_event_the_first_release_had) {
  take_committed();
  const auto store = cqrs::sqlite::open(file());
  ASSERT_TRUE(store) << store.error().text;
  std::set<std::string> types;
  const auto read = (*store)->read_all({}, {}, cqrs::kNoLimit, [&](const cqrs::RecordedEvent& event) {
    types.insert(std::string(event.type));
    EXPECT_EQ(event.layout_version, 1U) << "stored bytes are never rewritten";
    return cqrs::Visit::next;
  });
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(types.size(), 10U);
}

// One of the first release's events has become two, others another: who follows today's events never notices.
TEST_F(TicketingSample, hands_over_what_was_stored_in_2023_as_the_events_of_today) {
  take_committed();
  const auto store = cqrs::sqlite::open(file());
  ASSERT_TRUE(store) << store.error().text;
  auto app = Ticketing::start(**store, externs<TicketingLogic>());
  ASSERT_TRUE(app) << app.error().text;

  std::map<OrderId, OrderState> seen;
  struct Clerk {
    std::map<OrderId, OrderState>& seen;
    void operator()(const OrderPaid& event, const cqrs::Delivery& delivery) const {
      EXPECT_TRUE(seen[cqrs::id_of<OrderId>(delivery.meta.stream)].paid_by == std::nullopt);
      seen[cqrs::id_of<OrderId>(delivery.meta.stream)].paid_by = event.means;
    }
    void operator()(const TicketsSent& event, const cqrs::Delivery& delivery) const {
      seen[cqrs::id_of<OrderId>(delivery.meta.stream)].address = event.address;
    }
  };
  const auto following = cqrs::subscribe<OrderPaid, TicketsSent>(*app, Clerk{seen});
  ASSERT_TRUE(following) << following.error().text;
  ASSERT_TRUE((*following)->wait((*store)->end(0).value(), std::chrono::seconds(30)));
  (*following)->stop();

  for (std::size_t number = 1; number <= kOrders; ++number) {
    const OrderState expected = expected_order(number);
    const OrderState& found = seen[numbered<OrderId>('a', number)];
    EXPECT_EQ(found.paid_by, expected.paid_by) << number;
    EXPECT_EQ(found.address, expected.address) << number;
  }
}

TEST_F(TicketingSample, goes_on_where_the_first_release_ended) {
  take_committed();
  const std::string said = run(CQRS_TICKETING_DEMO, file());
  EXPECT_THAT(said, testing::HasSubstr("100  ticketing.Order.OrderPlaced v1"));
  EXPECT_THAT(said, testing::ContainsRegex("pays [0-9.]+ EUR by card"));
  EXPECT_THAT(run(CQRS_TICKETING_DEMO, file()), testing::HasSubstr("1  ticketing.Order.OrderPaid v4"));
}

}  // namespace
