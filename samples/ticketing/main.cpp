// The box office today, on whatever database there is: one that the release of 2023 wrote is as good as a new one.
// Usage: ticketing_demo FILE

#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <ticketing/ticketing.hpp>

#include <cqrs/sqlite.hpp>
#include <cqrs/text.hpp>

#include "ticketing_logic.hpp"

namespace {

using namespace cqrs::literals;
using ticketing::Currency;
using ticketing::Money;
using ticketing::OrderId;
using ticketing::OrderStatus;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "ticketing_demo: " << why << '\n';
  std::exit(1);
}

template <class T>
T or_give_up(cqrs::Result<T> result) {
  if (!result) give_up(result.error().text);
  return *std::move(result);
}

std::string text(const Money& money) { return to_string(money.amount) + " " + std::string(enum_name(money.currency)); }

/// What is in the file, by type and version; and whose orders there are.
struct Contents {
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> events;
  std::vector<OrderId> orders;
};

Contents contents_of(cqrs::Store& store) {
  Contents contents;
  std::set<OrderId> seen;
  or_give_up(store.read_all({}, {}, cqrs::kNoLimit, [&](const cqrs::RecordedEvent& event) {
    ++contents.events[{std::string(event.type), event.layout_version}];
    const auto order = cqrs::id_of<OrderId>(event.stream.key);
    if (seen.insert(order).second) contents.orders.push_back(order);
    return cqrs::Visit::next;
  }));
  return contents;
}

void show_what_is_stored(const Contents& contents) {
  std::cout << "What is stored, in the versions it was written in:\n";
  for (const auto& [kind, count] : contents.events)
    std::cout << "  " << std::setw(5) << count << "  " << kind.first << " v" << kind.second << '\n';
}

void show_what_it_is_today(ticketing::Ticketing& app, const Contents& contents) {
  std::map<OrderStatus, std::size_t> orders;
  std::map<OrderStatus, Money> sums;
  for (const OrderId& id : contents.orders) {
    const auto order = or_give_up(app.order(id).current()).state;
    ++orders[order.status];
    Money& sum = sums.try_emplace(order.status, Money{.amount = 0, .currency = Currency::EUR}).first->second;
    sum.amount += order.due.amount;
  }
  std::cout << "\nWhat it is today:\n";
  for (const auto& [status, count] : orders)
    std::cout << "  " << std::setw(5) << count << "  orders " << enum_name(status) << ", " << text(sums[status])
              << '\n';
}

void show_one(ticketing::Ticketing& app, const OrderId& id) {
  std::cout << "\nOne of them, as it was after each of its events:\n";
  const auto now = or_give_up(app.order(id).current());
  for (cqrs::Version version = 1; version <= now.version; ++version)
    std::cout << "  " << version << "  " << or_give_up(app.order(id).at(cqrs::version{version})).state << '\n';
}

/// Today's commands work on what was stored three years ago.
void go_on(ticketing::Ticketing& app, const Contents& contents) {
  for (const OrderId& id : contents.orders) {
    const auto order = or_give_up(app.order(id).current()).state;
    if (order.status != OrderStatus::placed) continue;
    const ticketing::Pay pay{.amount = order.due,
                             .means = ticketing::PaymentMeans::Card{.authorization = "8472", .last_digits = "4242"}};
    if (!app.execute(id, pay)) give_up("an order could not be paid");
    std::cout << "\n"
              << order.customer << " pays " << text(order.due) << " by card:\n  "
              << or_give_up(app.order(id).current()).state << '\n';
    return;
  }
  std::cout << "\nEvery order is paid or over.\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: ticketing_demo FILE\n";
    return 2;
  }
  const auto store = or_give_up(cqrs::sqlite::open(argv[1]));
  auto app = or_give_up(ticketing::Ticketing::start(*store, ticketing::externs<TicketingLogic>()));
  const Contents contents = contents_of(*store);
  if (contents.orders.empty()) give_up("there are no orders in this file");
  show_what_is_stored(contents);
  show_what_it_is_today(app, contents);
  show_one(app, contents.orders[contents.orders.size() / 2]);
  go_on(app, contents);
}
