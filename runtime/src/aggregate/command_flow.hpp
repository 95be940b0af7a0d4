#pragma once

#include <string>
#include <string_view>

#include <cqrs/executor.hpp>
#include <cqrs/store.hpp>

#include "aggregate/job.hpp"

namespace cqrs::aggregate {

/// What is to be done with a job next.
enum class Next : std::uint8_t {
  append,    ///< job.request is to be stored, then settle()
  decide,    ///< decide() again
  conclude,  ///< its ending is settled
};

/// The steps of one command, from the moment its lane is held. Thread-safe; a job is in one thread at a time.
class CommandFlow {
 public:
  CommandFlow(Store& store, const Repository& repository, Snapshots& snapshots, Lanes& lanes,
              const ExecutorOptions& options)
      : store_(&store), repository_(&repository), snapshots_(&snapshots), lanes_(&lanes), options_(&options) {}

  /// Middleware, then the look at what is known of the caller's command id.
  Next begin(Job& job) const;

  /// Loads what is not known yet, decides, folds what was decided.
  Next decide(Job& job) const;

  /// What the store made of job.request.
  Next settle(Job& job, Result<AppendOutcome> outcome) const;

  /// Middleware again, after the lane has been left.
  void report(Job& job) const;

 private:
  enum class Verdict : std::uint8_t { accepted, rejected, failed };

  template <class Step>
  Next contained(Job& job, Step step) const;
  Next first_step(Job& job) const;
  Next decide_step(Job& job) const;
  Next settle_step(Job& job, Result<AppendOutcome> outcome) const;
  Result<void> pass_middleware(Job& job) const;
  Next look_up(Job& job) const;
  Next end_duplicate(Job& job, Bytes result, Version version, Position position) const;
  Result<bool> load(Job& job) const;
  Result<bool> refresh(Job& job) const;
  Verdict judge(Job& job, Instant now) const;
  Verdict fold(Job& job, Instant now) const;
  Next end_without_events(Job& job) const;
  static std::span<const NewEvent> new_events_of(Job& job);
  Next prepare_append(Job& job, Instant now) const;
  Next retry(Job& job, std::string_view why) const;

  Store* store_;
  const Repository* repository_;
  Snapshots* snapshots_;
  Lanes* lanes_;
  const ExecutorOptions* options_;
};

/// Whether this thread is running the application's own code inside a command, from which commands must not be
/// executed.
[[nodiscard]] bool inside_command() noexcept;

/// Marks that for as long as it lives.
class InsideCommand {
 public:
  InsideCommand() noexcept;
  InsideCommand(const InsideCommand&) = delete;
  InsideCommand& operator=(const InsideCommand&) = delete;
  ~InsideCommand();
};

}  // namespace cqrs::aggregate
