#pragma once

#include <vector>

#include <bank/bank.hpp>

#include <cqrs/expected.hpp>
#include <cqrs/store.hpp>

/// Carries transfers out step by step. Each step's command has an id that follows from the transfer, so a step may be
/// repeated and happens once; how far a transfer got is in the transfer, so it can be taken up again after a crash.
/// Thread-safe, as long as no transfer is settled twice at the same time.
class Transfers {
 public:
  explicit Transfers(bank::Bank& bank) : bank_(bank) {}

  /// Requests a transfer and settles it. The error is a rejection of the request, in words, or of the machinery.
  cqrs::Result<bank::TransferState> carry_out(const bank::TransferId& id, const bank::Request& request);

  /// Does what is left to do; nothing if there is nothing.
  cqrs::Result<bank::TransferState> settle(const bank::TransferId& id);

  /// All transfers there are, in the order of their requests.
  static cqrs::Result<std::vector<bank::TransferId>> all(cqrs::Store& store);

 private:
  cqrs::Result<void> take_and_hand_on(const bank::TransferId& id, const bank::TransferState& transfer);
  cqrs::Result<void> give_back(const bank::TransferId& id, const bank::TransferState& transfer);

  bank::Bank& bank_;
};
