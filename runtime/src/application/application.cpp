#include "cqrs/application.hpp"

namespace cqrs {

Result<ApplicationParts> ApplicationParts::start(Store& store, std::span<const AggregateDefinition* const> aggregates,
                                                 std::span<const ProjectionDefinition* const> projections,
                                                 std::shared_ptr<const void> externs, ApplicationOptions options) {
  if (options.clock == nullptr || options.log == nullptr) {
    return fail(ErrorCode::invalid_argument, "ApplicationOptions need a clock, a source of randomness and a log");
  }
  if (options.projections.log == &no_log()) options.projections.log = options.log;
  // Inline projections see the first command.
  auto following = Projections::start(store, projections, externs, std::move(options.projections), *options.clock);
  if (!following) return unexpected(std::move(following).error());
  auto executor = Executor::start(store, aggregates, externs,
                                  {.clock = options.clock,
                                   .random = options.random,
                                   .services = std::move(options.services),
                                   .middleware = std::move(options.middleware),
                                   .tenant = std::move(options.tenant),
                                   .cached_states = options.cached_states,
                                   .in_flight = options.in_flight,
                                   .attempts = options.attempts,
                                   .workers = options.workers});
  if (!executor) return unexpected(std::move(executor).error());
  return ApplicationParts{*std::move(executor), *std::move(following), &store, aggregates, std::move(externs)};
}

Result<void> ApplicationParts::stop() {
  if (!executor) return {};
  if (auto stopped = executor->stop(); !stopped) return stopped;
  projections->stop();
  return {};
}

}  // namespace cqrs
