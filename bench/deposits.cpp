#include "deposits.hpp"

#include <algorithm>
#include <string>

#include <ledger/account_views.hpp>

#include <cqrs/codec.hpp>
#include <cqrs/stream_key.hpp>

namespace bench {

Deposits::Deposits(std::unique_ptr<cqrs::Store> store, std::size_t accounts, std::size_t events,
                   std::size_t events_of_a_commit)
    : store_(std::move(store)) {
  for (std::size_t i = 0; i < accounts; ++i) accounts_.push_back(ledger::AccountId::make());
  const std::size_t step = std::min(events_of_a_commit, accounts);
  std::uint64_t dice = 88172645463325252ULL;
  for (std::size_t done = 0; done < events; done += step) {
    dice ^= dice << 13U, dice ^= dice >> 7U, dice ^= dice << 17U;
    append(dice % accounts, done, std::min(step, events - done));
  }
}

cqrs::Position Deposits::append(std::size_t first_account, std::size_t number, std::size_t events) const {
  std::vector<cqrs::Buffer> keys;
  std::vector<cqrs::Buffer> bodies;
  for (std::size_t i = 0; i < events; ++i) {
    keys.push_back(cqrs::key_of(accounts_[(first_account + i * 7'919) % accounts_.size()]));
    bodies.push_back(
        cqrs::encode(
            ledger::Deposited{.transfer = ledger::TransferId::make(),
                              .amount = {static_cast<std::int64_t>((number + i) % 1'000), ledger::Currency::EUR},
                              .channel = i % 3 == 0 ? ledger::Channel::counter : ledger::Channel::web,
                              .at = {static_cast<std::int64_t>(number + i)},
                              .memo = "rent of month " + std::to_string(number)})
            .value());
  }
  std::vector<cqrs::NewEvent> recorded(events);
  std::vector<cqrs::StreamAppend> appends;
  for (std::size_t i = 0; i < events; ++i) {
    recorded[i] = {ledger::Deposited::kType, ledger::Deposited::kVersion, bodies[i]};
    appends.push_back({{{}, ledger::Account::kName, keys[i]}, cqrs::ExpectedVersion::any(), {&recorded[i], 1}});
  }
  cqrs::AppendRequest request;
  request.streams = appends;
  request.metadata.command_id = cqrs::Uuid::make();
  return store_->append(request).value().position;
}

}  // namespace bench
