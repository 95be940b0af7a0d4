#include "defective_store.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace cqrs::history {
namespace {

/// One append in so many is not answered, half of these without having been made.
constexpr std::uint64_t kUnanswered = 40;
/// One in so many is treated wrongly.
constexpr std::uint64_t kWrong = 50;

Result<AppendOutcome> no_answer() { return fail(ErrorCode::unknown_outcome, "the answer was lost on the way"); }

}  // namespace

std::string_view to_string(Defect defect) {
  switch (defect) {
    case Defect::none: return "none";
    case Defect::ack_before_commit: return "ack before commit";
    case Defect::missing_unique_index: return "missing unique index";
    case Defect::half_a_batch: return "half a batch";
    case Defect::stale_snapshot_taken: return "stale snapshot taken";
    case Defect::dedup_by_window_only: return "dedup by window only";
    case Defect::reader_by_serial: return "reader by serial";
    case Defect::order_by_clock: return "order by clock";
    case Defect::tenant_filter_dropped: return "tenant filter dropped";
  }
  return "";
}

Result<AppendOutcome> DefectiveStore::append(const AppendRequest& request) {
  const std::uint64_t number = ++appends_;
  const bool unanswered = !healed_ && number % kUnanswered == 0;
  if (unanswered) ++unanswered_;
  if (unanswered && number % (2 * kUnanswered) == 0) return no_answer();
  auto outcome = number % kWrong == 0 ? append_wrongly(request) : store_.append(request);
  // A store that forgets commands takes the retry of one for new.
  if (outcome && outcome->duplicate && defect_ == Defect::dedup_by_window_only) {
    return append_unconditionally(request, false);
  }
  const bool refused = !outcome && outcome.error().code == ErrorCode::conflict;
  if (refused && defect_ == Defect::missing_unique_index) return append_unconditionally(request, true);
  return unanswered ? no_answer() : outcome;
}

Result<AppendOutcome> DefectiveStore::append_wrongly(const AppendRequest& request) {
  if (defect_ == Defect::ack_before_commit) return append_without_storing(request);
  if (defect_ == Defect::half_a_batch) return append_half(request);
  return store_.append(request);
}

Result<AppendOutcome> DefectiveStore::append_without_storing(const AppendRequest& request) {
  AppendOutcome outcome;
  for (const auto& part : request.streams) {
    const auto head = store_.head(part.stream);
    if (!head) return unexpected(head.error());
    outcome.versions.push_back(*head + static_cast<Version>(part.events.size()));
  }
  const auto end = store_.end(0);
  if (!end) return unexpected(end.error());
  outcome.position = *end;
  return outcome;
}

Result<AppendOutcome> DefectiveStore::append_half(const AppendRequest& request) {
  std::vector<StreamAppend> streams(request.streams.begin(), request.streams.end());
  for (auto& part : streams) {
    if (part.events.size() > 1) part.events = part.events.first(part.events.size() - 1);
  }
  AppendRequest changed = request;
  changed.streams = streams;
  return store_.append(changed);
}

Result<AppendOutcome> DefectiveStore::append_unconditionally(const AppendRequest& request, bool remembers) {
  std::vector<StreamAppend> streams(request.streams.begin(), request.streams.end());
  for (auto& part : streams) part.expected = ExpectedVersion::any();
  AppendRequest changed = request;
  changed.streams = streams;
  if (!remembers) changed.command.reset();
  return store_.append(changed);
}

Result<Position> DefectiveStore::read_all(Position after, const EventFilter& filter, std::size_t limit,
                                          EventVisitor visit) {
  if (defect_ == Defect::order_by_clock) return read_by_clock(after, filter, limit, visit);
  EventFilter changed = filter;
  if (defect_ == Defect::tenant_filter_dropped) changed.tenant.reset();
  if (defect_ != Defect::reader_by_serial) return store_.read_all(after, changed, limit, visit);
  return store_.read_all(after, changed, limit,
                         [&](const RecordedEvent& event) { return is_late(event) ? Visit::next : visit(event); });
}

/// The first who comes by some of the events does not see them: they have their number, but are not committed yet.
bool DefectiveStore::is_late(const RecordedEvent& event) {
  const std::uint64_t position = event.position.sequence();
  const std::lock_guard lock(mutex_);
  return position % kWrong == 0 && late_.insert(position).second;
}

Result<Position> DefectiveStore::read_by_clock(Position after, const EventFilter& filter, std::size_t limit,
                                               EventVisitor visit) {
  std::vector<std::pair<std::int64_t, Position>> order;
  auto next = store_.read_all(after, filter, limit, [&](const RecordedEvent& event) {
    order.emplace_back(event.commit->recorded.nanoseconds, event.position);
    return Visit::next;
  });
  if (!next) return next;
  std::ranges::sort(order, {}, [](const auto& one) { return std::pair(one.first, one.second.sequence()); });
  for (const auto& [recorded, position] : order) {
    const Position before(0, position.sequence() - 1);
    if (auto read = store_.read_all(before, filter, 1, visit); !read) return read;
  }
  return next;
}

Result<void> DefectiveStore::save(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) {
  {
    const std::lock_guard lock(mutex_);
    earlier_.try_emplace(cqrs::to_string(stream), to_buffer(bytes));
  }
  return store_.snapshots()->save(stream, fingerprint, version, bytes);
}

Result<std::optional<Snapshot>> DefectiveStore::load(const StreamRef& stream, std::uint64_t fingerprint) {
  auto loaded = store_.snapshots()->load(stream, fingerprint);
  if (!loaded || !*loaded || defect_ != Defect::stale_snapshot_taken) return loaded;
  const std::lock_guard lock(mutex_);
  (*loaded)->bytes = earlier_.at(cqrs::to_string(stream));
  return loaded;
}

}  // namespace cqrs::history
