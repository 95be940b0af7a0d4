#pragma once

#include <memory>

#include <hotel/hotel.hpp>

#include <cqrs/event_subscription.hpp>

/// Carries messages between a party and its members: asks each member to check out, and tells the party what came of
/// it. Follows the log from its beginning, so that nothing is forgotten by a crash; the id of each command it sends
/// follows from the event it answers, so that nothing is done twice either. Both outlive it.
class Porter {
 public:
  static cqrs::Result<std::unique_ptr<Porter>> start(hotel::Hotel& hotel);

  /// Waits until what was recorded up to there has been dealt with.
  cqrs::Result<void> wait(cqrs::Position position) { return following_->wait(position, std::chrono::seconds(30)); }

 private:
  explicit Porter(hotel::Hotel& hotel) : hotel_(&hotel) {}

  cqrs::Result<void> handle(const hotel::PartyCheckoutInitiated& event, const cqrs::Delivery& delivery);
  cqrs::Result<void> handle(const hotel::GuestCheckedOut& event, const cqrs::Delivery& delivery);
  cqrs::Result<void> handle(const hotel::GuestCheckoutFailed& event, const cqrs::Delivery& delivery);

  // False: it was rejected. `number` tells the commands apart that one event leads to.
  template <class Id, class Command>
  cqrs::Result<bool> send(const Id& to, const Command& command, const cqrs::Delivery& because,
                          std::uint32_t number = 0);

  hotel::Hotel* hotel_;
  std::unique_ptr<cqrs::Subscription> following_;
};
