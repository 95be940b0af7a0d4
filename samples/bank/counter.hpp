#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include <bank/bank.hpp>

/// The bank's counter: sends commands and says what came of each, a line at a time. What it says is done is durable.
/// Thread-safe.
class Counter {
 public:
  explicit Counter(bank::Bank& bank) : bank_(bank) {}

  void heading(std::string_view text);
  void say(std::string_view text);

  /// Carries out a command on an account, as a teller unless `options` say otherwise.
  template <class Command>
  bool send(const bank::AccountId& account, std::string_view what, const Command& command,
            cqrs::CommandOptions options = {.actor = {"tina", {"teller"}}}) {
    auto outcome = bank_.execute(account, command, std::move(options));
    if (outcome) {
      done(account, what, *outcome);
    } else {
      refused(what, std::visit([](const auto& why) { return words(why); }, outcome.error()));
    }
    return outcome.has_value();
  }

  /// Says how a transfer ended.
  void settled(const bank::TransferId& id, std::string_view what, const bank::TransferState& transfer);

  /// "100.00 EUR"
  static std::string text(const bank::Money& money);

  static std::string words(const cqrs::Error& error) { return error.text; }
  template <class Rejection>
  static std::string words(const Rejection& rejection) {
    return rejection.message();
  }

 private:
  void done(const bank::AccountId& account, std::string_view what, const cqrs::Accepted& accepted);
  void refused(std::string_view what, const std::string& why);

  bank::Bank& bank_;
  std::mutex output_;
};
