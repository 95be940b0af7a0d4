#include "counter.hpp"

#include <iomanip>
#include <iostream>
#include <sstream>

void Counter::heading(std::string_view text) { say("\n" + std::string(text)); }

void Counter::say(std::string_view text) {
  const std::lock_guard lock(output_);
  std::cout << text << std::endl;  // flushed: what is said has been said, whatever happens next
}

std::string Counter::text(const bank::Money& money) {
  return to_string(money.amount) + " " + std::string(enum_name(money.currency));
}

void Counter::done(const bank::AccountId& account, std::string_view what, const cqrs::Accepted& accepted) {
  const auto then = bank_.account(account).at(cqrs::version{accepted.versions.last});
  std::ostringstream line;
  line << "  done     " << std::left << std::setw(46) << what;
  if (then) line << text(then->state.balance) << " at version " << then->version << " of " << account;
  if (accepted.duplicate) line << " (had been done before)";
  say(line.str());
}

void Counter::refused(std::string_view what, const std::string& why) {
  std::ostringstream line;
  line << "  refused  " << std::left << std::setw(46) << what << why;
  say(line.str());
}

void Counter::settled(const bank::TransferId& id, std::string_view what, const bank::TransferState& transfer) {
  std::ostringstream line;
  line << "  done     " << std::left << std::setw(46) << what << enum_name(transfer.stage) << ", transfer " << id;
  if (!transfer.reason.empty()) line << " (" << transfer.reason << ")";
  say(line.str());
}
