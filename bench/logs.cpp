#include "logs.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include <ledger/account.hpp>
#include <ledger/account_views.hpp>
#include <ledger/ledger.hpp>

#include <cqrs/codec.hpp>
#include <cqrs/stream_key.hpp>

#include "table.hpp"

namespace bench {
namespace {

std::int64_t cents_of(cqrs::Bytes body) {
  if (!cqrs::is_valid<ledger::Deposited>(body)) throw std::runtime_error("a body is not what it should be");
  return cqrs::view_of<ledger::Deposited>(body).amount().cents();
}

/// What a HandCommit is to our store.
struct Request {
  explicit Request(const HandCommit& commit) {
    for (const auto& body : commit.bodies)
      events.push_back({ledger::Deposited::kType, ledger::Deposited::kVersion, body});
    append = {{{}, ledger::Account::kName, commit.key}, cqrs::ExpectedVersion::exact(commit.version), events};
    request.streams = {&append, 1};
    request.metadata.command_id = commit.command_id;
    request.metadata.recorded = {commit.recorded};
  }
  std::vector<cqrs::NewEvent> events;
  cqrs::StreamAppend append;
  cqrs::AppendRequest request;
};

}  // namespace

Input::Input(std::size_t accounts) {
  for (std::size_t i = 0; i < accounts; ++i) keys.push_back(cqrs::key_of(ledger::AccountId::make()));
  for (std::size_t i = 0; i < 1'000; ++i) {
    const ledger::Deposited deposited{.transfer = ledger::TransferId::make(),
                                      .amount = {static_cast<std::int64_t>(i), ledger::Currency::EUR},
                                      .channel = ledger::Channel::web,
                                      .at = {static_cast<std::int64_t>(i)},
                                      .memo = "rent of January 2026"};
    bodies.push_back(cqrs::encode(deposited).value());
  }
}

void Log::append(std::size_t account, std::size_t events) {
  store({cqrs::Uuid::make(), 1, input_->keys[account], versions_[account], std::span(input_->bodies).first(events)});
  versions_[account] += static_cast<std::int64_t>(events);
}

void Log::fill(std::size_t events) {
  constexpr std::size_t kCommits = 1'000;
  constexpr std::size_t kStep = 7'919;  // a prime: every account has its turn
  std::vector<HandCommit> commits(kCommits);
  std::vector<const HandCommit*> all;
  for (const auto& commit : commits) all.push_back(&commit);
  for (std::size_t done = 0; done < events; done += kCommits) {
    for (std::size_t i = 0; i < kCommits; ++i) {
      const std::size_t account = (done + i) * kStep % versions_.size();
      commits[i] = {cqrs::Uuid::make(), 1, input_->keys[account], versions_[account]++,
                    std::span(input_->bodies).subspan(i, 1)};
    }
    store_all(all);
  }
}

std::int64_t Rows::sum_of(std::size_t account) {
  std::int64_t sum = 0;
  log_.read_stream(input().keys[account], [&](cqrs::Bytes body) { sum += cents_of(body); });
  return sum;
}

std::int64_t Rows::sum_of_all() {
  std::int64_t sum = 0;
  log_.read_all([&](cqrs::Bytes body) { sum += cents_of(body); });
  return sum;
}

Ours::Ours(const Input& input, const std::string& file) : Log(input), store_(cqrs::sqlite::open(file).value()) {}

std::int64_t Ours::sum_of(std::size_t account) {
  std::int64_t sum = 0;
  const auto visit = [&](const cqrs::RecordedEvent& event) {
    sum += cents_of(event.body);
    return cqrs::Visit::next;
  };
  static_cast<void>(
      store_->read({{}, ledger::Account::kName, input().keys[account]}, 1, cqrs::kNoLimit, visit).value());
  return sum;
}

std::int64_t Ours::sum_of_all() {
  std::int64_t sum = 0;
  const auto visit = [&](const cqrs::RecordedEvent& event) {
    sum += cents_of(event.body);
    return cqrs::Visit::next;
  };
  static_cast<void>(store_->read_all({}, {}, cqrs::kNoLimit, visit).value());
  return sum;
}

void Ours::rest() {
  if (in_earnest()) std::this_thread::sleep_for(std::chrono::milliseconds(1'200));
}

void Ours::store(const HandCommit& commit) {
  const Request request(commit);
  static_cast<void>(store_->append(request.request).value());
}

void Ours::store_all(std::span<const HandCommit* const> commits) {
  for (const auto* commit : commits.first(commits.size() - 1)) {
    const Request request(*commit);
    store_->submit(request.request, [](auto outcome) { static_cast<void>(outcome.value()); });
  }
  store(*commits.back());  // judged in the order of submission: waits for all of them
}

}  // namespace bench
