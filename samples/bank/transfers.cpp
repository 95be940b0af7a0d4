#include "transfers.hpp"

#include <cqrs/stream_key.hpp>

#include "counter.hpp"

namespace {

using bank::TransferId;
using bank::TransferStage;
using bank::TransferState;

/// The steps that move money. A command id follows from the transfer and the step: never reuse a number.
enum class Step : std::uint32_t { request, take, hand_on, give_back, complete, refuse, begin_return, confirm_return };

/// What came of a step: carried out, or refused with these words.
using Answer = cqrs::expected<void, std::string>;

template <class Id, class Command>
cqrs::Result<Answer> perform(bank::Bank& bank, const TransferId& transfer, Step step, const Id& id,
                             const Command& command) {
  const auto outcome = bank.execute(id, command,
                                    {.command_id = cqrs::event_id(transfer.value(), static_cast<std::uint32_t>(step)),
                                     .actor = {"transfers", {"system"}},
                                     .correlation = transfer.value()});
  if (outcome) return Answer{};
  if (const auto* error = std::get_if<cqrs::Error>(&outcome.error())) return cqrs::unexpected<cqrs::Error>(*error);
  return Answer(
      cqrs::unexpected<std::string>(std::visit([](const auto& why) { return Counter::words(why); }, outcome.error())));
}

/// A step that nobody can refuse: what refuses it is a mistake of this program.
template <class Id, class Command>
cqrs::Result<void> insist(bank::Bank& bank, const TransferId& transfer, Step step, const Id& id,
                          const Command& command) {
  const auto answer = perform(bank, transfer, step, id, command);
  if (!answer) return cqrs::unexpected<cqrs::Error>(answer.error());
  if (!*answer) {
    return cqrs::unexpected<cqrs::Error>(
        {cqrs::ErrorCode::invalid_argument, "a transfer is stuck: " + answer->error()});
  }
  return {};
}

}  // namespace

cqrs::Result<TransferState> Transfers::carry_out(const TransferId& id, const bank::Request& request) {
  const auto requested = insist(bank_, id, Step::request, id, request);
  if (!requested) return cqrs::unexpected<cqrs::Error>(requested.error());
  return settle(id);
}

cqrs::Result<TransferState> Transfers::settle(const TransferId& id) {
  while (true) {
    const auto transfer = bank_.transfer(id).current();
    if (!transfer) return cqrs::unexpected<cqrs::Error>(transfer.error());
    cqrs::Result<void> went_on;
    switch (transfer->state.stage) {
      case TransferStage::requested: went_on = take_and_hand_on(id, transfer->state); break;
      case TransferStage::returning: went_on = give_back(id, transfer->state); break;
      default: return transfer->state;
    }
    if (!went_on) return cqrs::unexpected<cqrs::Error>(went_on.error());
  }
}

cqrs::Result<void> Transfers::take_and_hand_on(const TransferId& id, const TransferState& transfer) {
  const auto taken =
      perform(bank_, id, Step::take, transfer.source, bank::Withdraw{.amount = transfer.amount, .transfer = id});
  if (!taken) return cqrs::unexpected<cqrs::Error>(taken.error());
  if (!*taken) return insist(bank_, id, Step::refuse, id, bank::Refuse{.reason = taken->error()});

  const auto handed = perform(bank_, id, Step::hand_on, transfer.destination,
                              bank::Deposit{.amount = transfer.amount, .note = {}, .transfer = id});
  if (!handed) return cqrs::unexpected<cqrs::Error>(handed.error());
  // Recorded before the money goes back: from here on the transfer can only be returned, even if the destination would
  // take the money by now.
  if (!*handed) return insist(bank_, id, Step::begin_return, id, bank::Return{.reason = handed->error()});
  return insist(bank_, id, Step::complete, id, bank::Complete{});
}

cqrs::Result<void> Transfers::give_back(const TransferId& id, const TransferState& transfer) {
  const auto given =
      insist(bank_, id, Step::give_back, transfer.source,
             bank::Deposit{.amount = transfer.amount, .note = "returned: " + transfer.reason, .transfer = id});
  if (!given) return given;
  return insist(bank_, id, Step::confirm_return, id, bank::ConfirmReturn{});
}

cqrs::Result<std::vector<TransferId>> Transfers::all(cqrs::Store& store) {
  static constexpr std::string_view kRequested[] = {"bank.Transfer.TransferRequested"};
  std::vector<TransferId> transfers;
  const auto read = store.read_all({}, {.types = kRequested}, cqrs::kNoLimit, [&](const cqrs::RecordedEvent& event) {
    transfers.push_back(cqrs::id_of<TransferId>(event.stream.key));
    return cqrs::Visit::next;
  });
  if (!read) return cqrs::unexpected<cqrs::Error>(read.error());
  return transfers;
}
