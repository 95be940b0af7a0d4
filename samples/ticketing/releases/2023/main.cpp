// What the box office ran in November 2023: takes a hundred orders into a database. The file that it wrote then is
// committed as ticketing.db; every later release opens it. Usage: ticketing_2023 FILE

#include <array>
#include <cstdlib>
#include <iostream>
#include <string>
#include <type_traits>
#include <variant>

#include <ticketing/ticketing.hpp>

#include <cqrs/sqlite.hpp>
#include <cqrs/text.hpp>

namespace {

using ticketing::Channel;
using ticketing::ConcertId;
using ticketing::OrderId;
using ticketing::Seat;

constexpr std::size_t kOrders = 100;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "ticketing_2023: " << why << '\n';
  std::exit(1);
}

/// The same ids in every run, so that later programs know whom to look for.
template <class Id>
Id numbered(char kind, std::size_t number) {
  std::string text = "01890000-0000-7000-8000-000000000000";
  text[8 + 1] = kind;
  std::string digits = std::to_string(number);
  text.replace(text.size() - digits.size(), digits.size(), digits);
  const auto uuid = cqrs::Uuid::parse(text);
  if (!uuid) give_up("not a UUID: " + text);
  return Id(*uuid);
}

/// The box office's clerk: sends commands, and stops at the first that is refused.
class Clerk {
 public:
  explicit Clerk(ticketing::Ticketing& app) : app_(app) {}

  template <class Command>
  void send(const OrderId& order, const Command& command) {
    const auto outcome = app_.execute(order, command);
    if (!outcome) give_up("refused: " + cqrs::to_text(command));
  }

  /// What becomes of an order depends on its number, so that every kind of event is there.
  void serve(std::size_t number);

 private:
  void settle(const OrderId& order, std::size_t number, std::int64_t due);

  ticketing::Ticketing& app_;
};

constexpr auto kNames = std::to_array<const char*>(
    {"Ada Lovelace", "Zoë Müller-Ångström", "李小龍", "O'Neill, Sinéad", "Jean-Baptiste Emmanuel Zorg the Younger"});

void Clerk::serve(std::size_t number) {
  const auto order = numbered<OrderId>('a', number);
  const std::string name = kNames[number % kNames.size()];
  send(order, ticketing::Place{.concert = numbered<ConcertId>('c', number % 3),
                               .name = name,
                               .email = "customer" + std::to_string(number) + "@example.org",
                               .channel = number % 4 == 0 ? Channel::counter : Channel::web});
  std::vector<Seat> seats;
  std::int64_t due = 0;
  for (std::size_t seat = 0; seat < 1 + number % 4; ++seat) {
    const auto price = static_cast<std::int64_t>(1250 + 1000 * (number % 7) + 5 * seat);
    seats.push_back({.name = std::string(1, static_cast<char>('A' + number % 20)) + std::to_string(seat + 1),
                     .price_cents = price});
    due += price;
  }
  const Seat first = seats.front();
  send(order, ticketing::AddSeats{.seats = std::move(seats)});
  if (number % 5 == 1) send(order, ticketing::ChangeEmail{.email = "new" + std::to_string(number) + "@example.org"});
  if (number % 5 == 2) send(order, ticketing::ChangePhone{.phone = "+49 30 " + std::to_string(100000 + number)});
  if (number % 6 == 3) send(order, ticketing::TakeNote{.text = "wheelchair, please call back"});
  if (number % 4 == 3) {
    send(order, ticketing::GiveBack{.seat = first});
    due -= first.price_cents;
  }
  settle(order, number, due);
}

void Clerk::settle(const OrderId& order, std::size_t number, std::int64_t due) {
  const std::string reference = "INV-2023-" + std::to_string(1000 + number);
  switch (number % 6) {
    case 0: send(order, ticketing::Pay{.cents = due, .reference = reference}); return;
    case 1:
      send(order, ticketing::Pay{.cents = due, .reference = reference});
      send(order, ticketing::Send{.address = "Unter den Linden 7, Berlin"});
      return;
    case 2:
      send(order, ticketing::PayAndSend{.cents = due, .reference = reference, .address = "at the counter"});
      return;
    case 3: send(order, ticketing::End{.by_customer = true, .reason = "changed my mind"}); return;
    case 4: send(order, ticketing::End{.by_customer = false, .reason = "not paid in time"}); return;
    default: return;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: ticketing_2023 FILE\n";
    return 2;
  }
  auto store = cqrs::sqlite::open(argv[1]);
  if (!store) give_up(store.error().text);
  auto app = ticketing::Ticketing::start(**store, {});
  if (!app) give_up(app.error().text);
  Clerk clerk(*app);
  for (std::size_t number = 1; number <= kOrders; ++number) clerk.serve(number);
  std::cout << kOrders << " orders taken\n";
}
