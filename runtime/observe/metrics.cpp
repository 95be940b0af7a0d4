#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cqrs/metrics.hpp>

#include "measured_store.hpp"
#include "projection_metrics.hpp"

namespace cqrs {
namespace {

// From 50 µs, a command in memory, to 10 s.
const prometheus::Histogram::BucketBoundaries& seconds_buckets() {
  static const prometheus::Histogram::BucketBoundaries kBuckets{
      0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return kBuckets;
}

}  // namespace

class Metrics::Impl final : public prometheus::Collectable {
 public:
  void count(const CommandCall& call, const CommandReport& report) {
    CommandMetrics& command = of(call.command);
    ending(command, report).Increment();
    command.seconds->Observe(
        std::chrono::duration<double>(Duration(report.finished.nanoseconds - report.started.nanoseconds)).count());
    if (report.attempts > 1) command.conflicts->Increment(report.attempts - 1);
    if (report.attempts > 0) (report.state_was_cached ? command.cached : command.loaded)->Increment();
  }

  void count_append(double seconds, std::size_t events, const Error* error) {
    append_seconds_.Observe(seconds);
    if (error == nullptr) {
      append_events_.Increment(static_cast<double>(events));
    } else {
      append_errors_.Add({{"code", std::string(to_string(error->code))}}).Increment();
    }
  }

  void follow(std::function<std::vector<ProjectionStatus>()> projections) {
    const std::lock_guard lock(mutex_);
    projections_ = std::move(projections);
  }

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    auto families = registry_.Collect();
    const std::lock_guard lock(mutex_);
    if (!projections_) return families;
    for (auto& family : metrics::families_of(projections_())) families.push_back(std::move(family));
    return families;
  }

 private:
  struct CommandMetrics {
    std::map<std::string_view, prometheus::Counter*> endings;
    prometheus::Histogram* seconds = nullptr;
    prometheus::Counter* conflicts = nullptr;
    prometheus::Counter* cached = nullptr;
    prometheus::Counter* loaded = nullptr;
  };

  static prometheus::Counter& ending(CommandMetrics& metrics, const CommandReport& report) {
    const char* const name = report.error != nullptr       ? "failed"
                             : report.rejection != nullptr ? "rejected"
                             : report.accepted->duplicate  ? "duplicate"
                                                           : "accepted";
    return *metrics.endings.at(name);
  }

  CommandMetrics& of(std::string_view command) {
    const std::lock_guard lock(mutex_);
    const auto found = commands_.find(command);
    if (found != commands_.end()) return found->second;
    CommandMetrics& metrics = commands_[std::string(command)];
    const prometheus::Labels label{{"command", std::string(command)}};
    for (const char* name : {"accepted", "duplicate", "rejected", "failed"})
      metrics.endings[name] = &endings_.Add({{"command", std::string(command)}, {"ending", name}});
    metrics.seconds = &seconds_.Add(label, seconds_buckets());
    metrics.conflicts = &conflicts_.Add(label);
    metrics.cached = &states_.Add({{"command", std::string(command)}, {"found", "cache"}});
    metrics.loaded = &states_.Add({{"command", std::string(command)}, {"found", "store"}});
    return metrics;
  }

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& endings_ =
      prometheus::BuildCounter().Name("cqrs_commands_total").Help("Commands, by how they ended").Register(registry_);
  prometheus::Family<prometheus::Histogram>& seconds_ = prometheus::BuildHistogram()
                                                            .Name("cqrs_command_seconds")
                                                            .Help("Time from taking a command in to its reply")
                                                            .Register(registry_);
  prometheus::Family<prometheus::Counter>& conflicts_ =
      prometheus::BuildCounter()
          .Name("cqrs_command_conflicts_total")
          .Help("Decisions made again because another command came between")
          .Register(registry_);
  prometheus::Family<prometheus::Counter>& states_ = prometheus::BuildCounter()
                                                         .Name("cqrs_command_states_total")
                                                         .Help("Where the state that a command met was found")
                                                         .Register(registry_);
  prometheus::Histogram& append_seconds_ = prometheus::BuildHistogram()
                                               .Name("cqrs_append_seconds")
                                               .Help("Time of an append, until it is durable")
                                               .Register(registry_)
                                               .Add({}, seconds_buckets());
  prometheus::Counter& append_events_ =
      prometheus::BuildCounter().Name("cqrs_append_events_total").Help("Events stored").Register(registry_).Add({});
  prometheus::Family<prometheus::Counter>& append_errors_ = prometheus::BuildCounter()
                                                                .Name("cqrs_append_errors_total")
                                                                .Help("Appends that failed, by the code of the error")
                                                                .Register(registry_);
  mutable std::mutex mutex_;
  std::map<std::string, CommandMetrics, std::less<>> commands_;
  std::function<std::vector<ProjectionStatus>()> projections_;
  std::unique_ptr<prometheus::Exposer> exposer_;

  friend class Metrics;
};

namespace {

class CountCommands final : public Middleware {
 public:
  explicit CountCommands(std::function<void(const CommandCall&, const CommandReport&)> count)
      : count_(std::move(count)) {}
  void after(const CommandCall& call, const CommandReport& report) override { count_(call, report); }

 private:
  std::function<void(const CommandCall&, const CommandReport&)> count_;
};

}  // namespace

Metrics::Metrics(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Metrics::~Metrics() {
  impl_->exposer_.reset();
  impl_->follow(nullptr);
}

std::shared_ptr<Metrics> Metrics::make() { return std::shared_ptr<Metrics>(new Metrics(std::make_shared<Impl>())); }

std::shared_ptr<Middleware> Metrics::commands() {
  return std::make_shared<CountCommands>(
      [impl = impl_](const CommandCall& call, const CommandReport& report) { impl->count(call, report); });
}

std::unique_ptr<Store> Metrics::measure(Store& store) {
  return metrics::measured(store, [impl = impl_](double seconds, std::size_t events, const Error* error) {
    impl->count_append(seconds, events, error);
  });
}

void Metrics::follow(std::function<std::vector<ProjectionStatus>()> projections) {
  impl_->follow(std::move(projections));
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(impl_->Collect()); }

Result<int> Metrics::serve(const std::string& address) {
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(address);
    exposer->RegisterCollectable(impl_);
    const int port = exposer->GetListeningPorts().at(0);
    impl_->exposer_ = std::move(exposer);
    return port;
  } catch (const std::exception& exception) {
    return fail(ErrorCode::unavailable, "metrics cannot be served at \"" + address + "\": " + exception.what() +
                                            "; give an address and a free port, such as 127.0.0.1:9464");
  }
}

}  // namespace cqrs
