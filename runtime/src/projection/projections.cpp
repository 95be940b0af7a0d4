#include "cqrs/projections.hpp"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <utility>

#include <cqrs/subscription.hpp>

#include "projection/followed.hpp"
#include "projection/inline_rows.hpp"
#include "projection/query.hpp"
#include "projection/table.hpp"

namespace cqrs {

using projection::Followed;
using projection::InlineProjections;
using projection::kLongestWait;
using projection::ShownRows;
using projection::Surroundings;

class Projections::Impl {
 public:
  Impl(Store& store, std::shared_ptr<const void> externs, ProjectionOptions options, Clock& clock)
      : externs_(std::move(externs)), around_{store, externs_.get(), std::move(options), clock} {}
  ~Impl() { stop(); }

  Result<void> open(std::span<const ProjectionDefinition* const> definitions);
  void stop();

  /// What a name stands for: one of the two.
  struct Found {
    Followed* followed = nullptr;
    const ProjectionDefinition* inlined = nullptr;
  };
  [[nodiscard]] Result<Found> find(std::string_view name) const;

  [[nodiscard]] std::vector<ProjectionStatus> status() const;
  [[nodiscard]] ProjectionStatus status(const Found& found) const {
    return found.followed != nullptr ? found.followed->status() : inline_->status(found.inlined->name);
  }
  Result<void> wait(const Found& found, Position position, Duration timeout);
  Result<Answer> query(const QueryDefinition& definition, const void* query, const QueryOptions& options, void* rows);
  [[nodiscard]] std::shared_ptr<void> watch(const ProjectionDefinition& definition, std::function<void()> changed);

  [[nodiscard]] const std::vector<const ProjectionDefinition*>& definitions() const noexcept { return definitions_; }
  Result<void> rebuild(const Found& found, const Reason& reason) {
    if (found.followed != nullptr) return found.followed->rebuild(reason);
    return inline_->rebuild(found.inlined->name, reason);
  }
  /// Threads that wait for the log look again at what they have to do.
  void nudge() {
    for (const auto& one : followed_) one->wake();
    around_.store.interrupt_waits();
  }

 private:
  Result<void> open_followed(std::span<const ProjectionDefinition* const> definitions);
  Result<void> open_inline(std::span<const ProjectionDefinition* const> definitions);
  void start_threads(Followed& followed, const std::shared_ptr<Followed::Running>& running);
  void run(Followed& followed, const std::shared_ptr<Followed::Running>& running, std::size_t share);
  void wait_for_log(Followed& followed, Followed::Running& running, std::size_t share, std::optional<Instant> due,
                    std::uint64_t wakes);

  const std::shared_ptr<const void> externs_;
  Surroundings around_;
  std::vector<const ProjectionDefinition*> definitions_;
  std::shared_ptr<sql::RowStore> rows_;
  bool own_rows_ = false;
  std::vector<std::unique_ptr<Followed>> followed_;
  std::unique_ptr<InlineProjections> inline_;
  projection::QueryTexts texts_;

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<std::thread> threads_;
  std::unique_ptr<Subscription> inline_changes_;
};

Result<void> Projections::Impl::open(std::span<const ProjectionDefinition* const> definitions) {
  definitions_.assign(definitions.begin(), definitions.end());
  if (definitions.empty()) return {};
  if (around_.store.partitions() != 1) {
    return fail(ErrorCode::unsupported, "projections follow a log of one partition, and this one has " +
                                            std::to_string(around_.store.partitions()));
  }
  std::vector<const ProjectionDefinition*> following;
  std::vector<const ProjectionDefinition*> inlined;
  for (const auto* one : definitions) (one->is_inline ? inlined : following).push_back(one);
  if (!inlined.empty()) {
    if (auto opened = open_inline(inlined); !opened) return opened;
  }
  return following.empty() ? Result<void>() : open_followed(following);
}

Result<void> Projections::Impl::open_inline(std::span<const ProjectionDefinition* const> definitions) {
  sql::InlineRowStore* rows = around_.store.inline_rows();
  if (rows == nullptr) {
    return fail(ErrorCode::unsupported, "the projection " + std::string(definitions.front()->name) +
                                            " is inline, and this store cannot keep rows in its log's database");
  }
  inline_ = std::make_unique<InlineProjections>(around_, *rows);
  return inline_->open(definitions);
}

Result<void> Projections::Impl::open_followed(std::span<const ProjectionDefinition* const> definitions) {
  rows_ = around_.options.rows;
  if (!rows_ && !around_.options.run) return {};
  if (!rows_) {
    auto opened = around_.store.open_rows();
    if (!opened) return unexpected(std::move(opened).error());
    rows_ = *std::move(opened);
    own_rows_ = true;
  }
  for (const auto* definition : definitions) {
    auto followed = std::make_unique<Followed>(around_, *definition, *rows_);
    if (auto opened = followed->open(); !opened) return opened;
    followed_.push_back(std::move(followed));
  }
  if (!around_.options.run) return {};
  for (const auto& followed : followed_) {
    followed->on_start([this, one = followed.get()](const auto& running) { start_threads(*one, running); });
    for (const auto& running : followed->running()) start_threads(*followed, running);
  }
  return {};
}

void Projections::Impl::start_threads(Followed& followed, const std::shared_ptr<Followed::Running>& running) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  for (std::size_t share = 0; share < running->shares.size(); ++share) {
    try {
      threads_.emplace_back([this, &followed, running, share] { run(followed, running, share); });
    } catch (const std::system_error& error) {
      followed.fail(running, {ErrorCode::unavailable,
                              std::string("the machine gives no thread to a projection: ") + error.what()});
    }
  }
}

void Projections::Impl::run(Followed& followed, const std::shared_ptr<Followed::Running>& running, std::size_t share) {
  using Kind = Followed::Next::Kind;
  while (!stopping_) {
    const std::uint64_t wakes = followed.wakes();
    const auto next = followed.step(running, share);
    if (stopping_) return;
    switch (next.kind) {
      case Kind::again: break;
      case Kind::ended: return;
      case Kind::idle: followed.idle(running, wakes); break;
      case Kind::pause: followed.pause_for(next.pause, wakes); break;
      case Kind::wait_for_log: wait_for_log(followed, *running, share, next.due, wakes); break;
    }
  }
}

// Returns when the log has grown, a dead letter is due, or somebody wants something.
void Projections::Impl::wait_for_log(Followed& followed, Followed::Running& running, std::size_t share,
                                     std::optional<Instant> due, std::uint64_t wakes) {
  const Position position = running.shares[share]->follower.position();
  const Duration longest = std::max(around_.options.retry_first, around_.options.retry_last);
  while (!stopping_ && followed.wakes() == wakes && !followed.has_to_tidy()) {
    Duration most = kLongestWait;
    if (due) {
      const Instant now = around_.clock.now();
      if (projection::is_due(*due, now, longest)) return;
      most = std::min(most, checked_subtract(*due, now).value_or(most));
    }
    const auto end = around_.store.wait(position, most);
    if (end) return;
    if (end.error().code == ErrorCode::timeout) continue;
    followed.pause_for(kLongestWait, wakes);  // the next step says what is wrong
    return;
  }
}

void Projections::Impl::stop() {
  std::vector<std::thread> threads;
  std::unique_ptr<Subscription> inline_changes;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_.exchange(true)) return;
    threads.swap(threads_);
    inline_changes = std::move(inline_changes_);
  }
  nudge();
  for (auto& thread : threads) thread.join();
  inline_changes.reset();
  for (const auto& one : followed_) one->save();
  if (inline_) inline_->close();
  if (own_rows_) static_cast<void>(rows_->close());
}

Result<Projections::Impl::Found> Projections::Impl::find(std::string_view name) const {
  for (const auto* one : definitions_) {
    // The context is one, and may be left out.
    const auto full = one->name;
    const bool same = full == name ||
                      (full.size() > name.size() && full.ends_with(name) && full[full.size() - name.size() - 1] == '.');
    if (!same) continue;
    if (one->is_inline) return Found{.inlined = one};
    for (const auto& followed : followed_) {
      if (&followed->definition() == one) return Found{.followed = followed.get()};
    }
    return fail(ErrorCode::unsupported, std::string(full) + " does not run here: ProjectionOptions::run is false");
  }
  std::string known;
  for (const auto* one : definitions_) known += (known.empty() ? "" : ", ") + std::string(one->name);
  return fail(ErrorCode::not_found,
              "there is no projection \"" + std::string(name) + "\"; there are " + (known.empty() ? "none" : known));
}

std::vector<ProjectionStatus> Projections::Impl::status() const {
  std::vector<ProjectionStatus> all;
  for (const auto* one : definitions_) {
    if (const auto found = find(one->name)) all.push_back(status(*found));
  }
  return all;
}

Result<void> Projections::Impl::wait(const Found& found, Position position, Duration timeout) {
  if (found.followed != nullptr) return found.followed->wait(position, timeout);
  auto shown = inline_->shown(found.inlined->name);
  if (shown && shown->position >= position) return {};
  const std::string why =
      shown ? ", and " + to_string(position) + " is not in the log" : ", because " + shown.error().text;
  return unexpected(projection::behind(*found.inlined, shown ? shown->position : Position(), why));
}

Result<Projections::Answer> Projections::Impl::query(const QueryDefinition& definition, const void* query,
                                                     const QueryOptions& options, void* rows) {
  const ProjectionDefinition& of = definition.projection();
  const auto found = find(of.name);
  if (!found) return unexpected(found.error());
  if (options.after) {
    if (auto there = wait(*found, *options.after, options.timeout); !there) {
      return unexpected(std::move(there).error());
    }
  }
  auto shown = found->followed != nullptr ? found->followed->shown() : inline_->shown(of.name);
  if (!shown && !options.after && found->followed != nullptr) {
    if (auto there = found->followed->wait(std::nullopt, options.timeout); !there) {
      return unexpected(std::move(there).error());
    }
    shown = found->followed->shown();
  }
  if (!shown) return unexpected(std::move(shown).error());
  // The position was looked at first: a snapshot taken now shows at least that.
  sql::RowStore& store = found->followed != nullptr ? found->followed->rows() : inline_->rows();
  Answer answer{.next = {}, .position = shown->position};
  auto read = store.read_statement([&](sql::Connection& connection) -> Result<void> {
    auto next = projection::run_query(connection, definition, *shown->table, query, options, rows, texts_);
    if (!next) return unexpected(std::move(next).error());
    answer.next = *std::move(next);
    return {};
  });
  if (!read) return unexpected(std::move(read).error());
  return answer;
}

std::shared_ptr<void> Projections::Impl::watch(const ProjectionDefinition& definition, std::function<void()> changed) {
  const auto found = find(definition.name);
  if (!found) return nullptr;
  if (found->followed != nullptr) return found->followed->watchers().add(std::move(changed));
  const std::lock_guard lock(mutex_);
  if (!inline_changes_ && !stopping_) {
    SubscriptionOptions options;
    if (const auto end = around_.store.end(0)) options.after = *end;
    for (const auto* one : definitions_) {
      if (one->is_inline) options.filter.types.insert(options.filter.types.end(), one->types.begin(), one->types.end());
    }
    inline_changes_ =
        Subscription::start(around_.store, std::move(options), [this](const RecordedEvent&) -> Result<Visit> {
          inline_->watchers().call();
          return Visit::next;
        });
  }
  return inline_->watchers().add(std::move(changed));
}

namespace {

Result<void> check(const Reason& reason) {
  if (reason.text.find_first_not_of(" \t\r\n") != std::string::npos) return {};
  return fail(ErrorCode::invalid_argument, "a change of a projection needs a reason; it is kept in the audit table");
}

unexpected<Error> not_for_inline(const ProjectionDefinition& definition, std::string_view what) {
  return fail(ErrorCode::invalid_argument, std::string(definition.name) +
                                               " is inline: its rows change in the transaction of the events, and " +
                                               std::string(what));
}

}  // namespace

Projections::Projections(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Projections::~Projections() { stop(); }

Result<std::unique_ptr<Projections>> Projections::start(Store& store,
                                                        std::span<const ProjectionDefinition* const> definitions,
                                                        std::shared_ptr<const void> externs, ProjectionOptions options,
                                                        Clock& clock) {
  if (options.attempts == 0 || options.batch_events == 0 || options.log == nullptr) {
    return fail(ErrorCode::invalid_argument,
                "ProjectionOptions need a log, and attempts and batch_events of at least 1");
  }
  auto impl = std::make_unique<Impl>(store, std::move(externs), std::move(options), clock);
  if (auto opened = impl->open(definitions); !opened) return unexpected(std::move(opened).error());
  return std::unique_ptr<Projections>(new Projections(std::move(impl)));
}

void Projections::stop() { impl_->stop(); }

std::vector<ProjectionStatus> Projections::status() const { return impl_->status(); }

Result<ProjectionStatus> Projections::status(std::string_view name) const {
  const auto found = impl_->find(name);
  if (!found) return unexpected(found.error());
  return impl_->status(*found);
}

Result<void> Projections::wait(std::string_view name, Position position, Duration timeout) {
  const auto found = impl_->find(name);
  if (!found) return unexpected(found.error());
  return impl_->wait(*found, position, timeout);
}

Result<void> Projections::wait_all(Position position, Duration timeout) {
  const auto begin = std::chrono::steady_clock::now();
  for (const auto* one : impl_->definitions()) {
    const Duration passed = std::chrono::steady_clock::now() - begin;
    if (auto waited = wait(one->name, position, std::max(timeout - passed, Duration::zero())); !waited) return waited;
  }
  return {};
}

Result<void> Projections::pause(std::string_view name, const Reason& reason) {
  if (auto fine = check(reason); !fine) return fine;
  const auto found = impl_->find(name);
  if (!found) return unexpected(found.error());
  if (found->followed == nullptr) return not_for_inline(*found->inlined, "cannot be paused");
  return found->followed->pause(reason);
}

Result<void> Projections::resume(std::string_view name, const Reason& reason) {
  if (auto fine = check(reason); !fine) return fine;
  const auto found = impl_->find(name);
  if (!found) return unexpected(found.error());
  if (found->followed == nullptr) return not_for_inline(*found->inlined, "are never paused; rebuild it");
  return found->followed->resume(reason);
}

Result<void> Projections::rebuild(std::string_view name, const Reason& reason) {
  if (auto fine = check(reason); !fine) return fine;
  const auto found = impl_->find(name);
  if (!found) return unexpected(found.error());
  return impl_->rebuild(*found, reason);
}

Result<std::vector<DeadLetter>> Projections::dead_letters(const DeadLetterSelection& selection,
                                                          std::size_t limit) const {
  const auto found = impl_->find(selection.projection);
  if (!found) return unexpected(found.error());
  if (found->followed == nullptr) return std::vector<DeadLetter>();
  return found->followed->dead_letters(selection, limit);
}

Result<std::uint64_t> Projections::retry(const DeadLetterSelection& selection, const Reason& reason) {
  if (auto fine = check(reason); !fine) return unexpected(std::move(fine).error());
  const auto found = impl_->find(selection.projection);
  if (!found) return unexpected(found.error());
  if (found->followed == nullptr) return std::uint64_t{0};
  auto retried = found->followed->retry(selection, reason);
  impl_->nudge();
  return retried;
}

Result<std::uint64_t> Projections::discard(const DeadLetterSelection& selection, const Reason& reason) {
  if (auto fine = check(reason); !fine) return unexpected(std::move(fine).error());
  const auto found = impl_->find(selection.projection);
  if (!found) return unexpected(found.error());
  if (found->followed == nullptr) return std::uint64_t{0};
  auto discarded = found->followed->discard(selection, reason);
  impl_->nudge();
  return discarded;
}

Result<Projections::Answer> Projections::query(const QueryDefinition& definition, const void* query,
                                               const QueryOptions& options, void* rows) {
  return impl_->query(definition, query, options, rows);
}

std::shared_ptr<void> Projections::watch(const ProjectionDefinition& definition, std::function<void()> changed) {
  return impl_->watch(definition, std::move(changed));
}

}  // namespace cqrs
