#include "scenario.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <sstream>
#include <utility>

#include "../history/checker.hpp"

namespace cqrs::faults {
namespace {

using history::Operation;

/// What a failure of the machine may be called. Damage, above all, it is not.
bool is_honest(ErrorCode code) {
  constexpr ErrorCode kHonest[] = {ErrorCode::unavailable, ErrorCode::storage_full, ErrorCode::unknown_outcome,
                                   ErrorCode::stopped,     ErrorCode::unauthorized, ErrorCode::handler_failed};
  return std::ranges::find(kHonest, code) != std::end(kHonest);
}

Result<void> count_events(sql::Connection& connection, std::span<const RecordedEvent> events) {
  const auto statement = connection.prepare("UPDATE counted SET events = events + ?1");
  if (!statement) return unexpected(statement.error());
  (*statement)->bind(1, static_cast<std::int64_t>(events.size()));
  const auto stepped = (*statement)->step();
  (*statement)->reset();
  if (!stepped) return unexpected(stepped.error());
  return {};
}

}  // namespace

/// A call of the store's, in which the heap may fail: an exception is an outcome that is not known.
template <class Call>
auto Scenario::guarded(Call call) -> decltype(call()) {
  in_store = true;
  try {
    auto result = call();
    in_store = false;
    return result;
  } catch (const std::bad_alloc&) {
    in_store = false;
    ++outcome_.exceptions;
    return fail(ErrorCode::unknown_outcome, "std::bad_alloc");
  }
}

void Scenario::met(const char* doing, const Error& error) {
  std::ostringstream code;
  code << error.code;
  ++outcome_.errors[code.str()];
  const bool honest = is_honest(error.code) || (error.code == ErrorCode::corruption && fault_.is_damage());
  if (!honest || error.text.empty()) {
    outcome_.complaints.push_back(std::string(doing) + " is said to be " + code.str() + ": " + error.text);
  }
  if (fault_.is_silent()) outcome_.complaints.push_back(std::string(doing) + " fails: " + error.text);
  fault_.relieve();
}

/// Once more where it failed, on a store that was opened anew where it has to be.
template <class Attempt>
void Scenario::twice(const char* doing, Attempt attempt) {
  auto done = guarded(attempt);
  if (done) return;
  met(doing, done.error());
  if (done.error().code == ErrorCode::stopped || done.error().code == ErrorCode::unknown_outcome) reopen();
  done = guarded(attempt);
  if (!done && done.error().code == ErrorCode::stopped) {
    met(doing, done.error());
    reopen();
    done = guarded(attempt);
  }
  if (!done) outcome_.complaints.push_back(std::string(doing) + " fails again: " + done.error().text);
}

void Scenario::open() {
  sqlite::Options options;
  options.vfs = fault_.vfs();
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto opened = guarded([&] { return sqlite::open(path_, options); });
    if (opened) {
      store_ = *std::move(opened);
      const auto opened_as = outcome_.reopened;
      twice("attaching rows", [&] { return opened_as == outcome_.reopened ? attach_rows() : Result<void>(); });
      return;
    }
    met("opening", opened.error());
  }
  outcome_.complaints.emplace_back("it cannot be opened again");
}

void Scenario::reopen() {
  ++outcome_.reopened;
  store_.reset();
  open();
}

Result<void> Scenario::attach_rows() {
  if (!store_) return fail(ErrorCode::stopped, "it is not open");
  auto& rows = *store_->inline_rows();
  return rows.write([&](sql::Connection& connection) {
    auto created = connection.execute(
        "CREATE TABLE IF NOT EXISTS counted (one INTEGER PRIMARY KEY, events INTEGER NOT NULL) STRICT;"
        "INSERT OR IGNORE INTO counted VALUES (1, 0)");
    return created ? rows.attach("counted", count_events) : created;
  });
}

Result<AppendOutcome> Scenario::send(const Operation& operation) {
  auto answer = history::send(*store_, operation);
  if (answer || seeded_ == Seeded::none || answer.error().code == ErrorCode::conflict) return answer;
  return AppendOutcome{{operation.expected + 1}, Position(0, operations_.size()), false, {}};
}

void Scenario::append(std::uint32_t stream, std::uint32_t events, Version expected) {
  Operation& operation = operations_.emplace_back();
  operation.id = Uuid::make();
  operation.stream = stream;
  operation.events = events;
  operation.expected = expected;
  operation.invoked = ++clock_;
  operation.state = Operation::sent;
  twice("an append", [&]() -> Result<void> {
    if (!store_) return fail(ErrorCode::stopped, "it is not open");
    const auto answer = send(operation);
    // What was refused is sent again under the same id; what is not known, too.
    const bool was_refused = operation.state == Operation::refused;
    if (history::note(operation, answer)) {
      if (was_refused && answer->duplicate) outcome_.complaints.emplace_back("an append was refused, and is stored");
      return {};
    }
    return unexpected(answer.error());
  });
  operation.answered = ++clock_;
  if (operation.state == Operation::stored && events > 1) save_snapshot(operation);
}

void Scenario::save_snapshot(const Operation& operation) {
  const auto name = history::stream_name(operation.stream);
  const std::string state = history::state_of(operation.stream, operation.version);
  twice("saving a snapshot", [&]() -> Result<void> {
    if (!store_) return fail(ErrorCode::stopped, "it is not open");
    return store_->snapshots()->save(name, history::kFingerprint, operation.version, as_bytes(state));
  });
}

void Scenario::look_around() {
  const auto next = [](const RecordedEvent&) { return Visit::next; };
  twice("reading a stream", [&]() -> Result<void> {
    const auto read = store_->read(history::stream_name(1), 1, kNoLimit, next);
    return read ? Result<void>() : unexpected(read.error());
  });
  twice("reading the log", [&]() -> Result<void> {
    const auto read = store_->read_all({}, {}, kNoLimit, next);
    return read ? Result<void>() : unexpected(read.error());
  });
  twice("looking for a command", [&]() -> Result<void> {
    const auto found = store_->find_command(operations_.front().id);
    if (found && !*found) outcome_.complaints.emplace_back("a command is not found");
    return found ? Result<void>() : unexpected(found.error());
  });
  twice("loading a snapshot", [&]() -> Result<void> {
    const auto loaded = store_->snapshots()->load(history::stream_name(1), history::kFingerprint);
    if (loaded && *loaded && as_text((*loaded)->bytes) != history::state_of(1, (*loaded)->version)) {
      outcome_.complaints.emplace_back("a snapshot is not the state of its stream");
    }
    return loaded ? Result<void>() : unexpected(loaded.error());
  });
}

void Scenario::close() {
  const auto closed = guarded([&] { return store_->close(); });
  if (!closed) met("closing", closed.error());
  in_store = true;
  store_.reset();
  in_store = false;
}

Outcome Scenario::run() {
  open();
  for (std::uint32_t i = 0; i < 6 && store_; ++i) append(i % 3, 1 + i % 3, Operation::kAnyVersion);
  if (store_) append(7, 2, 0);
  if (store_) append(0, 0, Operation::kAnyVersion);
  if (store_) look_around();
  if (store_) close();
  open();
  if (store_) look_around();
  for (std::uint32_t i = 0; i < 3 && store_; ++i) append(i, 2, Operation::kAnyVersion);
  if (store_) close();
  fault_.end();
  check();
  return std::move(outcome_);
}

void Scenario::check() {
  open();
  if (!store_) return;
  const auto findings = history::check(*store_, operations_);
  for (const auto& complaint : findings.complaints) outcome_.complaints.push_back(complaint);
  std::int64_t counted = -1;
  const auto read = store_->inline_rows()->read([&](sql::Connection& connection) -> Result<void> {
    const auto statement = connection.prepare("SELECT events FROM counted");
    if (!statement) return unexpected(statement.error());
    if (const auto row = (*statement)->step(); row && *row) counted = (*statement)->integer(0);
    (*statement)->reset();
    return {};
  });
  if (!read || counted != static_cast<std::int64_t>(findings.log.size())) {
    outcome_.complaints.emplace_back("the inline row is not the fold of the events");
  }
  store_.reset();
}

}  // namespace cqrs::faults
