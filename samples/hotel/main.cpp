// An evening and a morning at the front desk: hotel_demo FILE. Start it again on the same file, or kill it at any
// moment: who has left has left once, and every party gets all its answers.

#include <cstdlib>
#include <future>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <hotel/hotel.hpp>

#include <cqrs/sqlite.hpp>

#include "porter.hpp"

namespace {

using namespace cqrs::literals;
using hotel::PartyId;
using hotel::StayId;
using Euros = cqrs::Decimal<12, 2>;

[[noreturn]] void give_up(const cqrs::Error& error) {
  std::cerr << "hotel_demo: " << error.text << '\n';
  std::exit(1);
}

template <class T>
T or_give_up(cqrs::Result<T> result) {
  if (!result) give_up(result.error());
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Carries out a command and says what came of it. Gives where its events end.
template <class Id, class Command>
cqrs::Position say(hotel::Hotel& hotel, const std::string& what, const Id& id, const Command& command) {
  const auto outcome = hotel.execute(id, command, {.actor = {"clara", {"clerk"}}});
  if (outcome) {
    std::cout << "  " << what << '\n';
    return outcome->position;
  }
  if (const auto* error = std::get_if<cqrs::Error>(&outcome.error())) give_up(*error);
  std::cout << "  " << what << ": refused, "
            << std::visit([](const auto& why) { return cqrs::to_text(why); }, outcome.error()) << '\n';
  return {};
}

struct Guest {
  std::string name;
  StayId stay = StayId::make();
  Euros charged;
  Euros paid;
};

void spend_the_evening(hotel::Hotel& hotel, const std::vector<Guest>& guests) {
  std::cout << "\nThree friends check in, and the evening is long.\n";
  for (const auto& guest : guests) {
    say(hotel, guest.name + " checks in", guest.stay, hotel::CheckIn{});
    say(hotel, guest.name + " drinks for " + to_string(guest.charged), guest.stay,
        hotel::RecordCharge{.amount = guest.charged});
    say(hotel, guest.name + " pays " + to_string(guest.paid), guest.stay, hotel::RecordPayment{.amount = guest.paid});
  }
}

void show_who_owes(hotel::Hotel& hotel, cqrs::Position after) {
  std::cout << "\nWho still owes something:\n";
  const auto page = or_give_up(hotel.query(hotel::Owing{.at_least = "0.01"_dec}, cqrs::after(after)));
  for (const auto& row : page.rows) std::cout << "  " << row.stay << "  " << row.balance << '\n';
}

/// Returns when every member's answer has come.
void leave_together(hotel::Hotel& hotel, const std::vector<Guest>& guests, const PartyId& party) {
  std::cout << "\nIn the morning they leave together.\n";
  const auto clara = hotel::ClerkId::make();
  hotel::Initiate initiate{.clerk = clara};
  for (const auto& guest : guests) initiate.stays.insert(guest.stay);
  const auto asked = say(hotel, "they ask for the checkout of all", party, initiate);

  std::promise<void> answered;
  bool done = false;
  const auto watching = hotel.watch(
      hotel::Unfinished{.clerk = clara},
      [&](const cqrs::Result<cqrs::Page<hotel::PartyProgress>>& page) {
        for (const auto& row : or_give_up(page).rows) std::cout << "  waiting for " << row.waiting.size() << '\n';
        if (page->rows.empty() && !std::exchange(done, true)) answered.set_value();
      },
      cqrs::after(asked));
  answered.get_future().wait();

  for (const auto& guest : guests) {
    const auto stay = or_give_up(hotel.guest_stay(guest.stay).current()).state;
    std::cout << "  " << guest.name << (stay.left ? " has left\n" : " owes " + to_string(-stay.balance) + '\n');
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: hotel_demo FILE\n";
    return 2;
  }
  const auto store = or_give_up(cqrs::sqlite::open(argv[1]));
  auto hotel = or_give_up(hotel::Hotel::start(*store, {}));
  const auto porter = or_give_up(Porter::start(hotel));

  const std::vector<Guest> guests = {
      {.name = "Ada", .charged = "32.50"_dec, .paid = "32.50"_dec},
      {.name = "Grace", .charged = "12.00"_dec, .paid = "12.00"_dec},
      {.name = "Edsger", .charged = "48.00"_dec, .paid = "20.00"_dec},
  };
  spend_the_evening(hotel, guests);
  leave_together(hotel, guests, PartyId::make());

  std::cout << "\nEdsger pays the rest, and they try again.\n";
  say(hotel, "Edsger pays 28.00", guests[2].stay, hotel::RecordPayment{.amount = "28.00"_dec});
  leave_together(hotel, {guests[2]}, PartyId::make());
  show_who_owes(hotel, or_give_up(store->end(0)));
  return 0;
}
