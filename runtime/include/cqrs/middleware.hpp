#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include <cqrs/command.hpp>

namespace cqrs {

/// A command on its way, as middleware sees it. Valid during the call.
struct CommandCall {
  std::string_view command;  ///< "bank.Account.Deposit"
  StreamRef stream;
  CommandOptions& options;  ///< may be completed before the command is carried out
};

/// How it ended.
struct CommandReport {
  const Accepted* accepted = nullptr;    ///< exactly one of these three
  const Rejection* rejection = nullptr;  ///< is not null
  const Error* error = nullptr;
  unsigned attempts = 0;          ///< decisions made; more than 1 after conflicts
  bool state_was_cached = false;  ///< the first decision met a state in memory; else it was loaded from the store
  Instant started;                ///< when the command was taken in, by the application's clock
  Instant finished;
};

/// Something that takes part in every command. Thread-safe. Called on the thread that carries out the command; what it
/// throws becomes an Error of that command (before) or is dropped (after).
class Middleware {
 public:
  Middleware() = default;
  Middleware(const Middleware&) = delete;
  Middleware& operator=(const Middleware&) = delete;
  virtual ~Middleware() = default;

  /// Before anything is loaded; in the order registered. An error ends the command with it.
  virtual Result<void> before(CommandCall& call);

  /// After the reply is settled and before it is given; in reverse order, for those whose `before` let the command
  /// pass.
  virtual void after(const CommandCall& call, const CommandReport& report);
};

/// Lets pass what `check` finds nothing wrong with: `unauthorized` is the usual error.
[[nodiscard]] std::shared_ptr<Middleware> authorize(std::function<Result<void>(const CommandCall&)> check);

/// Fills in what comes with a request and not with a command, such as the trace.
[[nodiscard]] std::shared_ptr<Middleware> complete(std::function<void(CommandCall&)> fill);

/// Sees how every command ended: for logs, times, metrics.
[[nodiscard]] std::shared_ptr<Middleware> observe(std::function<void(const CommandCall&, const CommandReport&)> see);

}  // namespace cqrs
