#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <cqrs/expected.hpp>
#include <cqrs/middleware.hpp>
#include <cqrs/projections.hpp>
#include <cqrs/store.hpp>

// The component `observe`: link cqrs::observe. docs/observability.md lists every metric.

namespace cqrs {

/// What an application does, in numbers, as Prometheus reads them. Thread-safe.
///
///   auto metrics = cqrs::Metrics::make();
///   auto store = metrics->measure(**sqlite);
///   auto app = bank::Bank::start(*store, bank::externs<BankLogic>(), {.middleware = {metrics->commands()}});
///   metrics->follow([&] { return app->projections().status(); });
///   metrics->serve("127.0.0.1:9464");
class Metrics {
 public:
  [[nodiscard]] static std::shared_ptr<Metrics> make();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  /// Stops serving.
  ~Metrics();

  /// Counts commands and how they end, their time, decisions made again after conflicts, states found in the cache.
  /// Belongs first into ApplicationOptions::middleware; may outlive this object.
  [[nodiscard]] std::shared_ptr<Middleware> commands();

  /// The same store, with its appends measured. `store` outlives what is returned, which may outlive this object.
  [[nodiscard]] std::unique_ptr<Store> measure(Store& store);

  /// Asked at every look for where the projections stand; must stay valid until it is replaced (null: by nothing) or
  /// this object is gone.
  void follow(std::function<std::vector<ProjectionStatus>()> projections);

  /// Everything in Prometheus' text format.
  [[nodiscard]] std::string text() const;

  /// Answers `GET /metrics` at "address:port"; port 0: any. Gives the port. unavailable if it cannot listen there.
  Result<int> serve(const std::string& address);

 private:
  class Impl;
  explicit Metrics(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

/// Whether projections do their work. `problems` says for each that does not what is wrong, in words.
struct Health {
  bool ok = true;
  std::vector<std::string> problems;
};

struct HealthLimits {
  Duration lag = std::chrono::minutes(1);  ///< the age of what a projection has not handled yet
  bool dead_letters = true;                ///< parked sequences are a problem
};

[[nodiscard]] Health health_of(const std::vector<ProjectionStatus>& projections, const HealthLimits& limits = {});

}  // namespace cqrs
