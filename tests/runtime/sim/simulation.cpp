#include "simulation.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <bank/bank.hpp>

namespace sim {
namespace {

constexpr int kSteps = 300;
constexpr std::size_t kAccounts = 4;
constexpr auto kEur = bank::Currency::EUR;

class SimClock final : public cqrs::Clock {
 public:
  cqrs::Instant now() override { return {1'767'258'000'000'000'000 + 1'000'000 * ++ticks_}; }

 private:
  std::int64_t ticks_ = 0;
};

class SimRandom final : public cqrs::Random {
 public:
  explicit SimRandom(std::mt19937_64& random) : random_(random) {}
  void fill(std::span<std::byte> out) override {
    for (auto& byte : out) byte = static_cast<std::byte>(random_());
  }

 private:
  std::mt19937_64& random_;
};

std::int32_t risk_score(std::string_view) { return 1; }

// What has been acknowledged of one command: how many events.
struct Acknowledged {
  std::size_t account;
  std::int64_t events;
};

class Simulation {
 public:
  Simulation(std::uint64_t seed, Defect defect) : random_(seed), sim_random_(random_), store_(random_, defect) {
    for (auto& id : ids_) id = bank::AccountId::make(clock_, sim_random_);
    store_.set_rival([this](cqrs::Store& beneath, const cqrs::AppendRequest& request) { deposit(beneath, request); });
    for (int i = 0; i < 2; ++i) apps_.push_back(start(i == 0 ? 2 : 100));
  }

  Report run() {
    for (int i = 0; i < kSteps; ++i) step();
    store_.heal();
    for (const auto& app : apps_) add(app.snapshot_counts());
    check();
    return std::move(report_);
  }

 private:
  bank::Bank start(std::size_t cached) {
    cqrs::ApplicationOptions options;
    options.clock = &clock_;
    options.random = &sim_random_;
    options.cached_states = cached;
    options.workers = 0;
    bank::Externs externs;
    externs.risk_score = risk_score;
    return bank::Bank::start(store_, externs, std::move(options)).value();
  }

  void add(const cqrs::SnapshotCounts& counts) {
    auto& sum = report_.snapshots;
    sum.saved += counts.saved;
    sum.used += counts.used;
    sum.discarded += counts.discarded;
    sum.failed += counts.failed;
  }

  void problem(std::string text) { report_.problems.push_back(std::move(text)); }

  // Somebody else deposits one euro in the stream that is about to be appended to.
  void deposit(cqrs::Store& beneath, const cqrs::AppendRequest& request) {
    const auto id = cqrs::id_of<bank::AccountId>(request.streams.front().stream.key);
    cqrs::Buffer body;
    encode(body, bank::MoneyDeposited{.amount = {1, kEur}});
    const cqrs::NewEvent event{bank::MoneyDeposited::kType, bank::MoneyDeposited::kVersion, body};
    const cqrs::StreamAppend append{request.streams.front().stream, cqrs::ExpectedVersion::exists(), {&event, 1}};
    cqrs::AppendRequest rival;
    rival.streams = {&append, 1};
    rival.metadata.command_id = cqrs::Uuid::make(clock_, sim_random_);
    rival.metadata.recorded = clock_.now();
    if (!beneath.append(rival)) return;  // there is no account yet
    ++report_.rivals;
    const auto account = static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
    acknowledged_[rival.metadata.command_id] = Acknowledged{account, 1};
  }

  void step() {
    const std::size_t account = random_() % kAccounts;
    auto& app = apps_[random_() % apps_.size()];
    const cqrs::Decimal<18, 2> amount = static_cast<int>(random_() % 50) + 1;
    switch (random_() % 8) {
      case 0: return send(app, account, bank::Open{.owner = "Ada", .currency = kEur});
      case 1: return send(app, account, bank::Rename{.owner = "Eve"});
      case 2: return send(app, account, bank::ApplyInterest{.rate = 1});
      case 3:
      case 4: return send(app, account, bank::Withdraw{.amount = {amount, kEur}});
      case 5: return look(app, account);
      default: return send(app, account, bank::Deposit{.amount = {amount, kEur}});
    }
  }

  // Sends a command until it is known what became of it.
  template <class Command>
  void send(bank::Bank& app, std::size_t account, const Command& command) {
    const cqrs::CommandOptions options{.command_id = cqrs::Uuid::make(clock_, sim_random_),
                                       .actor = {.id = "tilly", .roles = {"teller"}}};
    for (int attempt = 0; attempt < 100; ++attempt) {
      const auto outcome = app.execute(ids_[account], command, options);
      if (outcome) {
        report_.duplicates += outcome->duplicate ? 1 : 0;
        ++report_.accepted;
        acknowledged_[*options.command_id] = Acknowledged{account, outcome->versions.count()};
        return;
      }
      const auto* error = std::get_if<cqrs::Error>(&outcome.error());
      if (error == nullptr) {
        ++report_.rejected;
        return;
      }
      ++report_.failed;
      if (error->text.find("simulated") == std::string::npos && error->code != cqrs::ErrorCode::handler_failed) {
        problem("an error nobody has simulated: " + error->text);
        return;
      }
      if (error->code == cqrs::ErrorCode::handler_failed) return;
    }
    problem("a command failed a hundred times");
  }

  void look(bank::Bank& app, std::size_t account) {
    const auto state = app.account(ids_[account]).current();
    if (state && state->state.balance.amount < 0) problem("a balance below zero is seen");
  }

  // The log against what was acknowledged.
  void check() {
    std::map<cqrs::Uuid, std::int64_t> stored;
    std::map<std::string, cqrs::Version> heads;
    std::string everything;
    const auto visit = [&](const cqrs::RecordedEvent& event) {
      ++stored[event.commit->command_id];
      const std::string stream = to_string(event.stream);
      if (event.version != ++heads[stream]) problem(stream + " has a gap at " + std::to_string(event.version));
      everything += to_string(event.id) + std::string(event.type) + std::string(cqrs::as_text(event.body));
      return cqrs::Visit::next;
    };
    if (!store_.beneath().read_all({}, {}, cqrs::kNoLimit, visit)) problem("the log cannot be read");
    report_.log = cqrs::hash64(cqrs::as_bytes(everything));
    for (const auto& [id, command] : acknowledged_) {
      const auto found = stored.find(id);
      const std::int64_t events = found == stored.end() ? 0 : found->second;
      if (events != command.events) {
        problem(to_string(id) + " was acknowledged with " + std::to_string(command.events) + " events and has " +
                std::to_string(events));
      }
      if (found != stored.end()) stored.erase(found);
    }
    for (const auto& [id, events] : stored) problem("nobody was told of " + to_string(id));
    check_states();
  }

  // What the applications remember, and what one makes of snapshots, against what the whole log folds to.
  void check_states() {
    apps_.push_back(start(0));
    store_.hide_snapshots();
    auto fresh = start(0);
    for (const auto& id : ids_) {
      const auto folded = fresh.account(id).current();
      for (auto& app : apps_) {
        const auto seen = app.account(id).current();
        if (seen.has_value() != folded.has_value()) {
          problem("one application sees " + to_string(id) + " and another does not");
        } else if (seen && (seen->state != folded->state || seen->version != folded->version)) {
          problem("the state of " + to_string(id) + " is not what its events fold to");
        }
      }
      if (folded && folded->state.balance.amount < 0) problem(to_string(id) + " is overdrawn");
    }
  }

  std::mt19937_64 random_;
  SimClock clock_;
  SimRandom sim_random_;
  FaultyStore store_;
  std::array<bank::AccountId, kAccounts> ids_;
  std::vector<bank::Bank> apps_;
  std::map<cqrs::Uuid, Acknowledged> acknowledged_;
  Report report_;
};

}  // namespace

Report run(std::uint64_t seed, Defect defect) { return Simulation(seed, defect).run(); }

}  // namespace sim
