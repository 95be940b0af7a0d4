// What is done most, a piece at a time, for valgrind to count its instructions: see bench/instructions. Everything here
// is the same in every run: ids are numbers, times are given, nothing is random that could change how much is done.

#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <ledger/account.hpp>
#include <ledger/account_total.hpp>
#include <ledger/account_views.hpp>
#include <ledger/ledger.hpp>
#include <orders/order.hpp>
#include <orders/order_views.hpp>
#include <valgrind/callgrind.h>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>
#include <cqrs/memory.hpp>
#include <cqrs/rows.hpp>
#include <cqrs/sqlite.hpp>
#include <cqrs/stream_key.hpp>

#include "directory.hpp"

namespace {

constexpr std::size_t kTimes = 1'000;

/// Counts what `work` takes, done so often, apart from everything else. What is done once was done before.
void kernel(const char* name, std::size_t times, const std::function<void()>& work) {
  for (int i = 0; i < 3; ++i) work();
  CALLGRIND_ZERO_STATS;
  for (std::size_t i = 0; i < times; ++i) work();
  CALLGRIND_DUMP_STATS_AT(name);
  std::printf("%s %zu\n", name, times);
}

void expect(bool holds) {
  if (!holds) throw std::runtime_error("a kernel does not do what it should");
}

/// Ids that are numbers.
cqrs::Uuid uuid_of(std::size_t number) {
  cqrs::Uuid uuid;
  for (std::size_t i = 0; i < 8; ++i) uuid.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return uuid;
}
ledger::AccountId account_of(std::size_t number) { return ledger::AccountId(uuid_of(number)); }

ledger::Deposited deposited() {
  return {.transfer = ledger::TransferId(uuid_of(1)),
          .amount = {5, ledger::Currency::EUR},
          .channel = ledger::Channel::web,
          .at = {1},
          .memo = "rent of January 2026"};
}

void codec() {
  orders::OrderPlaced order{.order = orders::OrderId(uuid_of(1)),
                            .customer = orders::CustomerId(uuid_of(2)),
                            .address = {"Ada Lovelace", "St James's Square 12", "London", "SW1Y 4JH", "GB"},
                            .coupon = "WELCOME-2026",
                            .shipping = orders::Shipping::express};
  for (std::uint32_t i = 0; i < 5; ++i) order.lines.push_back({"SKU-00012-" + std::to_string(i), i + 1, 1'999});
  cqrs::Buffer bytes;
  kernel("encode_order", kTimes, [&] {
    bytes.clear();
    cqrs::append_encoded(bytes, order).value();
  });
  kernel("validate_order", kTimes, [&] { expect(cqrs::is_valid<orders::OrderPlaced>(bytes)); });
  kernel("decode_order", kTimes,
         [&] { expect(cqrs::decode<orders::OrderPlaced>(cqrs::Bytes(bytes)).value().lines.size() == 5); });
  const std::string json = cqrs::to_json(order);
  kernel("read_json_order", kTimes,
         [&] { expect(cqrs::from_json<orders::OrderPlaced>(json).value().lines.size() == 5); });
}

void commands() {
  constexpr std::size_t kAccounts = 64;
  const auto store = cqrs::memory::open();
  auto app = ledger::Ledger::start(*store, ledger::Externs(), {.projections = {.run = false}}).value();
  const ledger::Receive receive{.transfer = ledger::TransferId(uuid_of(1)),
                                .amount = {5, ledger::Currency::EUR},
                                .channel = ledger::Channel::web,
                                .at = {1},
                                .memo = "rent of January 2026"};
  for (std::size_t i = 0; i < kAccounts; ++i) expect(app.execute(account_of(i), receive).has_value());
  std::size_t next = 0;
  kernel("command_memory", kTimes, [&] { expect(app.execute(account_of(next++ % kAccounts), receive).has_value()); });
}

/// One append to a stream.
struct Append {
  Append(std::size_t account, std::size_t count, const cqrs::Buffer& body)
      : key(cqrs::key_of(account_of(account))),
        events(count, cqrs::NewEvent{ledger::Deposited::kType, ledger::Deposited::kVersion, body}) {
    part = {{{}, ledger::Account::kName, key}, cqrs::ExpectedVersion::any(), events};
    request.streams = {&part, 1};
  }
  Append(const Append&) = delete;
  Append& operator=(const Append&) = delete;
  void to(cqrs::Store& store) {
    request.metadata.command_id = uuid_of(++number);
    expect(store.append(request).has_value());
  }

  cqrs::Buffer key;
  std::vector<cqrs::NewEvent> events;
  cqrs::StreamAppend part;
  cqrs::AppendRequest request;
  std::size_t number = 0;
};

void replay() {
  constexpr std::size_t kEvents = 50;
  const auto store = cqrs::memory::open();
  const auto body = cqrs::encode(deposited()).value();
  Append(1, kEvents, body).to(*store);
  auto app =
      ledger::Ledger::start(*store, ledger::Externs(), {.cached_states = 0, .projections = {.run = false}}).value();
  kernel("replay_50", kTimes, [&] { expect(app.account(account_of(1)).current().value().version == kEvents); });
}

void sqlite() {
  const bench::Directory directory;
  auto store = cqrs::sqlite::open(directory.file("store")).value();
  const auto body = cqrs::encode(deposited()).value();
  Append single(1, 1, body);
  kernel("append_1_sqlite", 200, [&] { single.to(*store); });
  Append group(2, 100, body);
  kernel("append_100_sqlite", 200, [&] { group.to(*store); });
  store.reset();  // which writes the index: when it does so by itself depends on time
  store = cqrs::sqlite::open(directory.file("store")).value();
  std::size_t seen = 0;
  const auto count = [&](const cqrs::RecordedEvent&) {
    ++seen;
    return cqrs::Visit::next;
  };
  kernel("read_50_sqlite", 200, [&] {
    seen = 0;
    static_cast<void>(store->read(single.part.stream, 1, 50, count).value());
    expect(seen == 50);
  });
}

/// Of rows in a file, or in memory.
void query(const char* name, bool in_memory) {
  const auto store = cqrs::memory::open();
  const auto body = cqrs::encode(deposited()).value();
  for (std::size_t i = 0; i < 64; ++i) Append(i, 1, body).to(*store);
  const bench::Directory directory;
  cqrs::ApplicationOptions options;
  options.projections.rows = (in_memory ? cqrs::rows::open_memory() : cqrs::rows::open(directory.file("rows"))).value();
  auto app = ledger::Ledger::start(*store, ledger::Externs(), options).value();
  app.projections().wait_all(store->end(0).value(), std::chrono::minutes(1)).value();
  kernel(name, kTimes, [&] { expect(app.query(ledger::TotalOf{.account = account_of(7)}).value().rows.size() == 1); });
}

}  // namespace

int main() {
  codec();
  commands();
  replay();
  sqlite();
  query("query_one_row", false);
  query("query_one_in_memory", true);
}
