#include "porter.hpp"

#include <hotel/guest_stay_views.hpp>
#include <hotel/party_checkout_views.hpp>

#include <cqrs/event_subscription.hpp>
#include <cqrs/stream_key.hpp>

using cqrs::Delivery;
using cqrs::Result;
using cqrs::unexpected;

namespace {

/// An error ends the subscription before the event, which then comes again at the next start. Being rejected is none:
/// who is not in the party will not be by asking again.
Result<void> unless_error(const Result<bool>& sent) {
  if (!sent) return unexpected<cqrs::Error>(sent.error());
  return {};
}

}  // namespace

Result<std::unique_ptr<Porter>> Porter::start(hotel::Hotel& hotel) {
  std::unique_ptr<Porter> porter(new Porter(hotel));
  const auto handle = [self = porter.get()](const auto& event, const Delivery& delivery) -> Result<cqrs::Visit> {
    if (auto handled = self->handle(event, delivery); !handled) return unexpected<cqrs::Error>(handled.error());
    return cqrs::Visit::next;
  };
  auto following =
      cqrs::subscribe<hotel::PartyCheckoutInitiated, hotel::GuestCheckedOut, hotel::GuestCheckoutFailed>(hotel, handle);
  if (!following) return unexpected<cqrs::Error>(std::move(following).error());
  porter->following_ = *std::move(following);
  return porter;
}

Result<void> Porter::handle(const hotel::PartyCheckoutInitiated& event, const Delivery& delivery) {
  const auto party = cqrs::id_of<hotel::PartyId>(delivery.meta.stream);
  std::uint32_t number = 0;
  for (const auto& stay : event.stays) {
    auto asked = send(stay, hotel::CheckOut{.party = party}, delivery, number++);
    // There is no such guest: nobody else will say so.
    if (asked && !*asked) asked = send(party, hotel::RecordFailure{.stay = stay}, delivery, number++);
    if (!asked) return unexpected<cqrs::Error>(asked.error());
  }
  return {};
}

Result<void> Porter::handle(const hotel::GuestCheckedOut& event, const Delivery& delivery) {
  if (!event.party) return {};
  const auto stay = cqrs::id_of<hotel::StayId>(delivery.meta.stream);
  return unless_error(send(*event.party, hotel::RecordCheckout{.stay = stay}, delivery));
}

Result<void> Porter::handle(const hotel::GuestCheckoutFailed& event, const Delivery& delivery) {
  if (!event.party) return {};
  const auto stay = cqrs::id_of<hotel::StayId>(delivery.meta.stream);
  return unless_error(send(*event.party, hotel::RecordFailure{.stay = stay}, delivery));
}

template <class Id, class Command>
Result<bool> Porter::send(const Id& to, const Command& command, const Delivery& because, std::uint32_t number) {
  const auto outcome = hotel_->execute(to, command,
                                       {.command_id = cqrs::event_id(because.meta.id, number),
                                        .actor = {"porter", {}},
                                        .correlation = because.meta.correlation,
                                        .causation = because.meta.id});
  if (outcome) return true;
  if (const auto* error = std::get_if<cqrs::Error>(&outcome.error())) return unexpected<cqrs::Error>(*error);
  return false;
}
