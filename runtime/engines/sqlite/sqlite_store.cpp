#include "sqlite_store.hpp"

#include <algorithm>
#include <chrono>
#include <new>
#include <thread>
#include <utility>

#include <cqrs/rows.hpp>

#include "candidates.hpp"
#include "rows/functions.hpp"
#include "rows/row_store.hpp"
#include "store/errors.hpp"

namespace cqrs::sqlite {
namespace {

/// Longer waits would overflow the clock.
constexpr Duration kLongestWait = std::chrono::hours(24 * 365);
/// How often a store that another process writes is looked at.
constexpr auto kPollInterval = std::chrono::milliseconds(10);

Result<void> check_partition(std::uint32_t partition) {
  if (partition != 0) return unexpected(store::no_such_partition(partition, 1));
  return {};
}

Error no_memory() {
  return {ErrorCode::unavailable, "there is no memory left for this append; nothing of it was stored"};
}

/// Passes events on, and knows whether somebody wanted no more of them.
class Ended {
 public:
  Ended(std::size_t limit, EventVisitor visit) : left_(limit), visit_(visit) {}
  Visit operator()(const RecordedEvent& event) {
    --left_;
    stopped_ = visit_(event) == Visit::stop;
    return stopped_ ? Visit::stop : Visit::next;
  }
  /// There was nothing more to see.
  [[nodiscard]] bool by_itself() const { return left_ > 0 && !stopped_; }

 private:
  std::size_t left_;
  EventVisitor visit_;
  bool stopped_ = false;
};

/// Where one thread waits for one answer.
class Waiter {
 public:
  AppendCallback callback() {
    return [this](Result<AppendOutcome> outcome) {
      const std::lock_guard lock(mutex_);
      outcome_ = std::move(outcome);
      answered_.notify_one();  // with the lock: who waits may not go, and take this along, before it is done
    };
  }
  Result<AppendOutcome> wait() {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return outcome_.has_value(); });
    return *std::move(outcome_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<Result<AppendOutcome>> outcome_;
};

}  // namespace

FileStore::FileStore(std::string path, const Options& options)
    : path_(std::move(path)), options_(options), readers_(path_, options_.vfs, dictionary_) {}

FileStore::~FileStore() {
  try {
    (void)FileStore::close();
  } catch (const std::bad_alloc&) {
    // There was no memory to say what went wrong; the parts let go of what they have.
  }
}

Result<void> FileStore::start_writing(FileLock lock, Connection connection) {
  lock_ = std::move(lock);
  if (auto loaded = dictionary_.load(connection); !loaded) return loaded;
  auto log = LogReader::prepare(connection, dictionary_);
  if (!log) return unexpected(log.error());
  if (auto caught_up = catch_up(*log); !caught_up) {
    auto error = std::move(caught_up).error();
    if (error.code == ErrorCode::corruption) {
      error.text += "; opened read-only, the store shows what stands before it, and cqrsctl copies what is whole";
    }
    return unexpected(std::move(error));
  }
  dictionary_.own();
  auto writer = Writer::start({std::move(connection), dictionary_, tail_, waiting_snapshots_,
                               [this] {
                                 const std::lock_guard growth_lock(growth_mutex_);
                                 growth_.notify_all();
                               }},
                              options_);
  if (!writer) return unexpected(writer.error());
  writer_ = *std::move(writer);
  return {};
}

Result<void> FileStore::start_reading() {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  return {};
}

Capabilities FileStore::capabilities() const noexcept {
  if (!writes()) return {Capability::global_order, Capability::snapshots, Capability::durable};
  return {Capability::several_streams, Capability::tag_conditions,     Capability::global_order, Capability::snapshots,
          Capability::live_wait,       Capability::inline_projections, Capability::durable};
}

Result<void> FileStore::admit(const AppendRequest& request) const {
  if (closed_) return unexpected(store::closed());
  if (!writes()) {
    return fail(ErrorCode::unsupported, path_ + " was opened read-only; open it with Access::read_write to append");
  }
  if (auto valid = validate(request, options_.limits); !valid) return valid;
  for (const auto& condition : request.conditions) {
    if (auto ours = check_partition(condition.after.partition()); !ours) return ours;
  }
  return {};
}

Result<AppendOutcome> FileStore::append(const AppendRequest& request) {
  if (auto admitted = admit(request); !admitted) return unexpected(admitted.error());
  Waiter waiter;
  writer_->enqueue({request, nullptr, waiter.callback()});
  return waiter.wait();
}

void FileStore::submit(const AppendRequest& request, AppendCallback done) {
  if (auto admitted = admit(request); !admitted) return done(unexpected(admitted.error()));
  PendingAppend pending;
  try {
    pending.copy = std::make_unique<store::OwnedRequest>(request);
    pending.request = pending.copy->view();
  } catch (const std::bad_alloc&) {
    return done(unexpected(no_memory()));
  }
  pending.reply = std::move(done);
  writer_->enqueue(std::move(pending));
}

Result<ReaderPool::Lease> FileStore::lease() {
  auto reader = readers_.lease();
  if (!reader || writes()) return reader;
  const std::lock_guard lock(catch_up_mutex_);
  if (auto caught_up = catch_up_to_damage((*reader)->log); !caught_up) return unexpected(caught_up.error());
  if (auto loaded = dictionary_.load((*reader)->connection); !loaded) return unexpected(loaded.error());
  return reader;
}

Result<void> FileStore::catch_up(LogReader& log) {
  const auto coverage = log.index().coverage();
  if (!coverage) return unexpected(coverage.error());
  const auto scan_into = [&](Tail& tail) {
    return log.scan(tail.next(), kEndOfLog, [&](std::uint64_t first, std::uint64_t count, Bytes commits) {
      auto added = tail.add_row(first, count, commits, store::FrameReader::Check::checksums);
      return added ? Result<Visit>(Visit::next) : Result<Visit>(unexpected(added.error()));
    });
  };
  if (started_ && coverage->next == tail_.indexed_next()) return scan_into(tail_);
  Tail fresh;
  fresh.start(coverage->next, coverage->last_event);
  if (auto scanned = scan_into(fresh); !scanned) {
    if (!writes()) tail_.replace(fresh);  // what stands before the damage can be read
    return scanned;
  }
  const auto log_next = log.next();
  if (!log_next) return unexpected(log_next.error());
  if (*log_next < fresh.next()) return unexpected(damaged_row(*log_next, 0, "it is missing, and the index knows it"));
  started_ = true;
  tail_.replace(fresh);
  return {};
}

// Whoever writes must know all heads and commands; whoever reads is served with what is whole, and told of the rest.
Result<void> FileStore::catch_up_to_damage(LogReader& log) {
  if (!whole()) return {};
  auto caught_up = catch_up(log);
  if (caught_up || caught_up.error().code != ErrorCode::corruption) return caught_up;
  const std::lock_guard lock(damage_mutex_);
  damage_ = std::move(caught_up).error();
  return {};
}

Result<void> FileStore::whole() const {
  if (writes()) return {};
  const std::lock_guard lock(damage_mutex_);
  if (damage_) return unexpected(*damage_);
  return {};
}

std::optional<StreamNumbers> FileStore::numbers_of(const StreamRef& stream) const {
  const auto tenant = dictionary_.find(NameKind::tenant, stream.tenant);
  const auto category = dictionary_.find(NameKind::category, stream.category);
  if (!tenant || !category) return std::nullopt;
  return StreamNumbers{*tenant, *category, stream.key};
}

Result<std::optional<StoredCommand>> FileStore::find_command(const Uuid& id) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  auto place = tail_.command(id);
  if (!place) {
    const auto indexed = (*reader)->log.index().command(id);
    if (!indexed) return unexpected(indexed.error());
    place = *indexed;
  }
  if (!place) {
    if (auto all = whole(); !all) return unexpected(all.error());
    return std::optional<StoredCommand>{};
  }
  auto command = (*reader)->log.read_command(id, *place);
  if (!command) return unexpected(command.error());
  return std::optional(*std::move(command));
}

Result<Version> FileStore::head(const StreamRef& stream) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  if (auto all = whole(); !all) return unexpected(all.error());
  const auto numbers = numbers_of(stream);
  if (!numbers) return 0;
  if (const auto recent = tail_.head(*numbers)) return *recent;
  return (*reader)->log.index().head(*numbers);
}

Result<Version> FileStore::read(const StreamRef& stream, Version from, std::size_t limit, EventVisitor visit) {
  if (from < 1) return unexpected(store::bad_first_version(from));
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  Ended ended(limit, visit);
  const auto numbers = numbers_of(stream);
  const auto last = numbers ? (*reader)->log.read_stream(tail_, *numbers, from, limit, ended) : from - 1;
  if (auto all = whole(); !all && last && ended.by_itself()) return unexpected(all.error());
  return last;
}

Result<Position> FileStore::read_all(Position after, const EventFilter& filter, std::size_t limit, EventVisitor visit) {
  if (auto ours = check_partition(after.partition()); !ours) return unexpected(ours.error());
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  if (after.sequence() >= kEndOfLog) return after;
  Ended ended(limit, visit);
  const auto reached = (*reader)->log.read_all(tail_, after.sequence(), filter, limit, ended);
  if (!reached) return unexpected(reached.error());
  if (auto all = whole(); !all && ended.by_itself()) return unexpected(all.error());
  return Position(0, *reached);
}

Result<void> FileStore::read_commits(CommitVisitor visit) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  return (*reader)->log.read_commits(visit);
}

Result<Position> FileStore::end(std::uint32_t partition) {
  if (auto ours = check_partition(partition); !ours) return unexpected(ours.error());
  if (closed_) return unexpected(store::closed());
  if (!writes()) {
    auto reader = lease();
    if (!reader) return unexpected(reader.error());
    if (auto all = whole(); !all) return unexpected(all.error());
  }
  return last_position();
}

Result<Position> FileStore::wait(Position after, Duration timeout) {
  if (auto ours = check_partition(after.partition()); !ours) return unexpected(ours.error());
  timeout = std::clamp(timeout, Duration::zero(), kLongestWait);
  if (!writes()) return poll(after, timeout);
  std::unique_lock lock(growth_mutex_);
  const std::uint64_t interrupts = interrupts_;
  growth_.wait_for(lock, timeout, [&] { return closed_ || last_position() > after || interrupts_ != interrupts; });
  if (closed_) return unexpected(store::closed());
  if (const Position last = last_position(); last > after) return last;
  return unexpected(store::wait_timeout(after, timeout));
}

void FileStore::interrupt_waits() noexcept {
  const std::lock_guard lock(growth_mutex_);
  ++interrupts_;
  growth_.notify_all();
}

Result<Position> FileStore::poll(Position after, Duration timeout) {
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t interrupts = interrupts_;
  for (;;) {
    auto at = end(0);
    if (!at || *at > after) return at;
    const auto left = timeout - (std::chrono::steady_clock::now() - begin);
    if (interrupts_ != interrupts || left <= Duration::zero()) return unexpected(store::wait_timeout(after, timeout));
    std::this_thread::sleep_for(std::min<Duration>(left, kPollInterval));
  }
}

Result<void> FileStore::save(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) {
  if (closed_) return unexpected(store::closed());
  if (!writes()) return fail(ErrorCode::unsupported, path_ + " was opened read-only; snapshots are not saved");
  waiting_snapshots_.add(stream, fingerprint, version, bytes);
  writer_->nudge();
  return {};
}

Result<std::optional<Snapshot>> FileStore::load(const StreamRef& stream, std::uint64_t fingerprint) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  const auto waiting = waiting_snapshots_.find(stream);
  auto kept = (*reader)->snapshots.read(dictionary_, stream);
  if (!kept) return unexpected(kept.error());
  const bool stored_is_newer =
      *kept && waiting && (*kept)->fingerprint == waiting->fingerprint && (*kept)->version > waiting->version;
  if (waiting && !stored_is_newer) *kept = *waiting;
  if (!*kept || (*kept)->fingerprint != fingerprint) return std::optional<Snapshot>{};
  return std::optional(Snapshot{(*kept)->version, std::move((*kept)->bytes)});
}

Result<std::shared_ptr<sql::RowStore>> FileStore::open_rows() {
  return rows::open(path_ + "-rows", {.access = writes() ? rows::Access::read_write : rows::Access::read_only,
                                      .wait_for_writer = options_.wait_for_writer,
                                      .vfs = options_.vfs});
}

Result<void> FileStore::InlineRows::admit() const {
  if (store_.closed_) return unexpected(store::closed());
  if (store_.writes()) return {};
  return fail(ErrorCode::unsupported,
              store_.path_ + " was opened read-only; open it with Access::read_write to write rows");
}

Result<void> FileStore::InlineRows::write(sql::Work work) {
  if (auto admitted = admit(); !admitted) return admitted;
  return store_.writer_->write(work);
}

Result<void> FileStore::InlineRows::attach(std::string_view name, sql::InlineHandler handler) {
  if (auto admitted = admit(); !admitted) return admitted;
  return store_.writer_->attach(name, std::move(handler));
}

Result<void> FileStore::InlineRows::read(sql::Work work) {
  return with_reader([&](rows::Session& session) { return rows::transact(session, "BEGIN", work); });
}

Result<void> FileStore::InlineRows::read_statement(sql::Work work) {
  return with_reader([&](rows::Session& session) { return rows::consult(session, work); });
}

Result<void> FileStore::InlineRows::with_reader(FunctionRef<Result<void>(rows::Session&)> work) {
  auto reader = store_.lease();
  if (!reader) return unexpected(reader.error());
  auto& session = (*reader)->session;
  if (!session) {
    if (auto equipped = rows::equip((*reader)->connection.handle()); !equipped) return equipped;
    session = std::make_unique<rows::Session>((*reader)->connection.handle());
  }
  return work(*session);
}

Result<void> FileStore::close() {
  const std::lock_guard lock(close_mutex_);
  if (closed_) return {};
  Result<void> closed;
  if (writer_) closed = writer_->close();
  {
    const std::lock_guard growth_lock(growth_mutex_);
    closed_ = true;
    growth_.notify_all();
  }
  readers_.close();
  if (writer_) writer_->let_go();
  lock_.release();
  return closed;
}

Result<void> FileStore::backup(const std::filesystem::path& destination) {
  auto reader = lease();
  if (!reader) return unexpected(reader.error());
  return write_backup((*reader)->connection, destination);
}

}  // namespace cqrs::sqlite
