#include "group.hpp"

#include <utility>

#include "store/errors.hpp"
#include "store/filter.hpp"

namespace cqrs::sqlite {
namespace {

/// What a row may hold to lie on one page of the file: one event of it then costs one page to read, and SQLite neither
/// splits it when it writes nor puts it together when it reads. A longer commit has a row to itself.
constexpr std::size_t kRowBytes = 4'040;

std::string_view tenant_of(const AppendRequest& request) {
  return request.streams.empty() ? std::string_view{} : request.streams.front().stream.tenant;
}

}  // namespace

Group::Group(const WriteContext& context)
    : context_(context), next_(context.tail.next()), last_event_(context.tail.last_event()) {}

Result<void> Group::add(const AppendRequest& request) {
  auto verdict = judge(request);
  if (!verdict) return unexpected(std::move(verdict).error());
  outcomes_.push_back(*std::move(verdict));
  return {};
}

Group::Verdict Group::judge(const AppendRequest& request) {
  // Some errors of SQLite end the transaction, and a full disk will refuse the others too.
  const auto refuse = [&](const Error& error) -> Verdict {
    if (lost_ || !context_.connection.in_transaction() || error.code == ErrorCode::storage_full) {
      return unexpected(error);
    }
    return Verdict(Result<AppendOutcome>(unexpected(error)));
  };
  auto duplicate = find_duplicate(request);
  if (!duplicate) return refuse(duplicate.error());
  if (*duplicate) return Verdict(Result<AppendOutcome>(**std::move(duplicate)));
  if (const auto checked = check_streams(request); !checked) return refuse(checked.error());
  if (const auto checked = check_conditions(request); !checked) return refuse(checked.error());
  auto outcome = accept(request);
  if (!outcome) return refuse(outcome.error());
  return Verdict(std::move(outcome));
}

Result<std::optional<AppendOutcome>> Group::find_duplicate(const AppendRequest& request) {
  using Found = std::optional<AppendOutcome>;
  if (!request.command) return Found{};
  const Uuid& id = request.metadata.command_id;
  if (const auto known = commands_.find(id); known != commands_.end()) {
    if (known->second.body_hash != request.command->body_hash) return unexpected(store::duplicate_mismatch(id));
    AppendOutcome outcome = *outcomes_[known->second.outcome];
    outcome.duplicate = true;
    outcome.result = to_buffer(known->second.result);
    return Found(std::move(outcome));
  }
  auto place = context_.tail.command(id);
  if (!place) {
    const auto indexed = context_.log.index().command(id);
    if (!indexed) return unexpected(indexed.error());
    place = *indexed;
  }
  if (!place) return Found{};
  auto command = context_.log.read_command(id, *place);
  if (!command) return unexpected(command.error());
  if (command->body_hash != request.command->body_hash) return unexpected(store::duplicate_mismatch(id));
  return Found(AppendOutcome{std::move(command->versions), command->position, true, std::move(command->result)});
}

Result<void> Group::check_streams(const AppendRequest& request) {
  before_.clear();
  for (const auto& part : request.streams) {
    const auto head = head_of(part.stream);
    if (!head) return unexpected(head.error());
    if (!part.expected.admits(*head)) return unexpected(store::version_conflict(part.stream, part.expected, *head));
    before_.push_back(*head);
  }
  return {};
}

Result<Version> Group::head_of(const StreamRef& stream) {
  const auto tenant = context_.dictionary.find(NameKind::tenant, stream.tenant);
  const auto category = context_.dictionary.find(NameKind::category, stream.category);
  if (!tenant || !category) return 0;
  const StreamNumbers numbers{*tenant, *category, stream.key};
  if (const auto ours = heads_.find(stream_key(numbers)); ours != heads_.end()) return ours->second;
  if (const auto recent = context_.tail.head(numbers)) return *recent;
  return context_.log.index().head(numbers);
}

Result<void> Group::check_conditions(const AppendRequest& request) {
  const auto tenant = tenant_of(request);
  for (const auto& condition : request.conditions) {
    std::optional<Position> found = accepted_match(condition, tenant);
    if (!found) {
      const EventFilter filter{.tenant = tenant, .types = condition.types, .tags = condition.tags};
      const auto read =
          context_.log.read_all(context_.tail, condition.after.sequence(), filter, 1, [&](const RecordedEvent& event) {
            found = event.position;
            return Visit::stop;
          });
      if (!read) return unexpected(read.error());
    }
    if (found) return unexpected(store::condition_conflict(condition, *found));
  }
  return {};
}

std::optional<Position> Group::accepted_match(const TagCondition& condition, std::string_view tenant) const {
  for (const auto& accepted : accepted_) {
    if (tenant_of(*accepted.request) != tenant) continue;
    std::uint64_t position = accepted.position;
    for (const auto& part : accepted.request->streams) {
      for (const auto& event : part.events) {
        const Position at(0, position++);
        const RecordedEvent candidate{.type = event.type, .tags = event.tags};
        if (at > condition.after && store::matches(condition, candidate)) return at;
      }
    }
  }
  return std::nullopt;
}

Result<AppendOutcome> Group::accept(const AppendRequest& request) {
  if (auto numbered = number_names(request); !numbered) return unexpected(numbered.error());
  if (auto projected = project(request); !projected) return unexpected(projected.error());
  LogRow& row = add_record(request);
  const std::size_t events = store::count_events(request);
  AppendOutcome outcome;
  outcome.versions.reserve(request.streams.size());
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    outcome.versions.push_back(before_[i] + static_cast<Version>(request.streams[i].events.size()));
  }
  if (events > 0) last_event_ = next_ + events - 1;
  outcome.position = Position(0, last_event_);
  remember(request, outcome);
  const std::uint64_t positions = events == 0 ? 1 : events;
  row.count += positions;
  next_ += positions;
  return outcome;
}

/// The row that the record has become the last of.
LogRow& Group::add_record(const AppendRequest& request) {
  if (rows_.empty()) rows_.push_back({next_, 0, {}});
  Buffer& commits = rows_.back().commits;
  const std::size_t begin = commits.size();
  store::encode_commit(request, {tenant_, categories_, types_, before_, last_event_}, commits);
  if (begin == 0 || commits.size() <= kRowBytes) return rows_.back();
  LogRow next{next_, 0, to_buffer(Bytes(commits).subspan(begin))};
  commits.resize(begin);
  rows_.push_back(std::move(next));
  return rows_.back();
}

Result<void> Group::number_names(const AppendRequest& request) {
  categories_.clear();
  types_.clear();
  auto& dictionary = context_.dictionary;
  const auto tenant = dictionary.number_for(context_.connection, NameKind::tenant, tenant_of(request));
  if (!tenant) return unexpected(tenant.error());
  tenant_ = *tenant;
  const NewEvent* before = nullptr;
  for (const auto& part : request.streams) {
    const auto category = dictionary.number_for(context_.connection, NameKind::category, part.stream.category);
    if (!category) return unexpected(category.error());
    categories_.push_back(*category);
    for (const auto& event : part.events) {
      const NewEvent* const last = std::exchange(before, &event);
      if (last != nullptr && last->type == event.type && last->layout_version == event.layout_version) {
        types_.push_back(types_.back());
        continue;
      }
      const auto type = dictionary.number_for(context_.connection, NameKind::type, event.type, event.layout_version);
      if (!type) return unexpected(type.error());
      types_.push_back(*type);
    }
  }
  return {};
}

Result<void> Group::project(const AppendRequest& request) {
  if (context_.inline_handlers.empty() || store::count_events(request) == 0) return {};
  const CommitMetadata metadata = store::stored_metadata(request);
  const auto events = store::recorded(request, metadata, before_, next_);
  auto& connection = context_.connection;
  if (auto begun = connection.execute("SAVEPOINT cqrs_append", "beginning an append"); !begun) return begun;
  auto projected = context_.inline_handlers.call(context_.session, events);
  context_.session.reset_all();
  if (!connection.in_transaction()) {
    return fail(ErrorCode::unavailable, "an inline projection ended the transaction it is part of" +
                                            (projected ? std::string{} : ": " + projected.error().text));
  }
  if (!projected) {
    if (auto undone = connection.execute("ROLLBACK TO cqrs_append", "undoing an append"); !undone) return lose(undone);
  }
  if (auto released = connection.execute("RELEASE cqrs_append", "ending an append"); !released) return lose(released);
  return projected;
}

/// Its rows can be undone only with those of the whole group.
Result<void> Group::lose(Result<void> failed) {
  lost_ = true;
  return failed;
}

void Group::remember(const AppendRequest& request, const AppendOutcome& outcome) {
  for (std::size_t i = 0; i < request.streams.size(); ++i) {
    if (request.streams[i].events.empty()) continue;
    heads_[stream_key({tenant_, categories_[i], request.streams[i].stream.key})] = outcome.versions[i];
  }
  if (request.command) {
    commands_.emplace(request.metadata.command_id,
                      AcceptedCommand{request.command->body_hash, outcomes_.size(), request.command->result});
  }
  accepted_.push_back({&request, next_});
}

}  // namespace cqrs::sqlite
