#include "workload.hpp"

#include <array>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <cqrs/sqlite.hpp>

namespace cqrs::crash {
namespace {

/// Bodies of different sizes, some larger than a page, each saying which event of which command it is.
std::string body_of(const Attempt& attempt, std::uint32_t index) {
  std::string body = to_string(attempt.id) + "/" + std::to_string(index) + "/" + std::to_string(attempt.events);
  body.append((attempt.id.bytes[15] * std::size_t{37}) % 6'000, '.');
  return body;
}

void work(Store& store, const Plan& plan, std::uint64_t number, std::span<Attempt> attempts,
          std::atomic<std::uint32_t>& used) {
  std::mt19937_64 random(plan.seed * 1'000 + number);  // NOLINT(cert-msc51-cpp): a run can be repeated
  for (;;) {
    const std::uint32_t at = used.fetch_add(1);
    if (at >= attempts.size()) return;
    Attempt& attempt = attempts[at];
    attempt.id = Uuid::make();
    attempt.stream = static_cast<std::uint32_t>(random() % kStreams);
    attempt.events = static_cast<std::uint32_t>(random() % 4);
    attempt.state = plan.acknowledge_early ? Attempt::acknowledged : Attempt::sent;
    const auto outcome = send(store, attempt);
    if (!outcome) _exit(3);  // on a sound disk nothing may fail
    attempt.version = outcome->versions.front();
    attempt.position = outcome->position.sequence();
    attempt.state = Attempt::acknowledged;
  }
}

}  // namespace

StreamRef stream_name(std::uint32_t number) {
  static const auto kKeys = [] {
    std::array<std::string, kStreams> keys;
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = std::to_string(i);
    return keys;
  }();
  return {"", "crash", as_bytes(kKeys[number])};
}

Result<AppendOutcome> send(Store& store, const Attempt& attempt) {
  std::vector<std::string> bodies;
  for (std::uint32_t i = 0; i < attempt.events; ++i) bodies.push_back(body_of(attempt, i));
  std::vector<NewEvent> events;
  for (const auto& body : bodies) events.push_back({"Happened", 1, as_bytes(body)});
  const std::array streams = {StreamAppend{stream_name(attempt.stream), ExpectedVersion::any(), events}};
  AppendRequest request{streams, {}, {}, CommandRecord{hash128(as_bytes(to_string(attempt.id))), as_bytes("done")}};
  request.metadata.command_id = attempt.id;
  return store.append(request);
}

void run(const Plan& plan, std::span<Attempt> attempts, std::atomic<std::uint32_t>& used) {
  auto store = sqlite::open(plan.store);
  if (!store) _exit(2);
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] { work(**store, plan, i, attempts, used); });
  }
  for (auto& thread : threads) thread.join();
  for (;;) pause();
}

}  // namespace cqrs::crash
