#include "log_reader.hpp"

#include <algorithm>
#include <utility>

#include "candidates.hpp"
#include "store/filter.hpp"

namespace cqrs::sqlite {
namespace {

/// How much is copied out of the file before visitors see it.
constexpr std::size_t kPageBytes = std::size_t{256} << 10U;
constexpr std::size_t kPagePlaces = 256;

Error damaged_event(const Position& position, std::string_view what, std::string_view damage) {
  return {ErrorCode::corruption, "the event at " + to_string(position) + ", " + std::string(what) +
                                     ", cannot be read: " + std::string(damage) +
                                     "; it is not delivered; restore the file from a backup"};
}

}  // namespace

Error damaged_frame(std::uint64_t first, const store::CommitHeader& header, const store::FrameReader& frames) {
  const std::string what =
      "number " + std::to_string(frames.index() + 1) + " of the command " + to_string(header.metadata.command_id);
  return damaged_event(Position(0, first + frames.index()), what, *frames.damage());
}

namespace {

std::string version_of(const StreamRef& stream, Version version) {
  return "version " + std::to_string(version) + " of " + to_string(stream);
}

}  // namespace

struct LogReader::StreamRead {
  StreamNumbers stream;
  Version last;
  std::size_t left;
  EventVisitor visit;
};

/// Makes one transaction of several statements, each of which would lock the file for itself. Within the writer's, it
/// is that one.
class LogReader::ReadTransaction {
 public:
  explicit ReadTransaction(LogReader& reader)
      : reader_(reader),
        nested_(reader.connection_->in_transaction()),
        begun_(nested_ ? Result<void>() : reader.begin_.run()) {}
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  /// Where it cannot be ended, whoever keeps the connection sees that it is in a transaction.
  ~ReadTransaction() {
    if (begun_ && !nested_) (void)reader_.end_.run();
  }
  [[nodiscard]] const Result<void>& begun() const noexcept { return begun_; }

 private:
  LogReader& reader_;
  const bool nested_;
  const Result<void> begun_;
};

struct LogReader::LogRead {
  std::uint64_t after;
  EventFilter filter;
  bool filtered;
  std::size_t left;
  EventVisitor visit;
};

Result<LogReader> LogReader::prepare(Connection& connection, Dictionary& dictionary) {
  LogReader reader;
  reader.connection_ = &connection;
  reader.dictionary_ = &dictionary;
  auto index = IndexReader::prepare(connection);
  if (!index) return unexpected(index.error());
  reader.index_ = *std::move(index);
  if (auto added = add_wanted_rows(connection); !added) return unexpected(added.error());
  const std::pair<Statement*, std::string_view> statements[] = {
      {&reader.begin_, "BEGIN"},
      {&reader.end_, "COMMIT"},
      {&reader.row_, "SELECT first, count, commits FROM log WHERE first <= ? ORDER BY first DESC LIMIT 1"},
      {&reader.wanted_,
       "SELECT commits FROM wanted_rows CROSS JOIN log ON log.first = wanted_rows.first WHERE list = ?"},
      {&reader.rows_,
       "SELECT first, count, commits FROM log WHERE first >= coalesce((SELECT max(first) FROM log WHERE first <= ?1), "
       "0) AND first < ?2 ORDER BY first"},
      {&reader.next_row_, "SELECT first, count, commits FROM log WHERE first >= ? ORDER BY first LIMIT 1"},
  };
  for (const auto& [statement, sql] : statements) {
    auto prepared = connection.prepare(sql, "reading the log");
    if (!prepared) return unexpected(prepared.error());
    *statement = *std::move(prepared);
  }
  return reader;
}

Result<Version> LogReader::read_stream(const Tail& tail, const StreamNumbers& stream, Version from, std::size_t limit,
                                       EventVisitor visit) {
  StreamRead read{stream, from - 1, limit, visit};
  for (bool all = limit == 0; !all;) {
    const auto copied = copy_places(tail, read);
    if (!copied) return unexpected(copied.error());
    all = *copied;
    for (const auto& slice : slices_) {
      const auto visited = visit_stream_slice(slice, read);
      if (!visited) return unexpected(visited.error());
      if (*visited == Visit::stop) return read.last;
    }
  }
  return read.last;
}

/// What comes next in the stream becomes the page. True: and that is all there was.
Result<bool> LogReader::copy_places(const Tail& tail, const StreamRead& read) {
  page_.clear();
  slices_.clear();
  const ReadTransaction transaction(*this);
  if (!transaction.begun()) return unexpected(transaction.begun().error());
  const std::size_t most = std::min(read.left, kPagePlaces);
  auto places = find_places(tail, read.stream, read.last + 1, most);
  if (!places) return unexpected(places.error());
  if (auto listed = list_rows(*places); !listed) return unexpected(listed.error());
  const ResetLater reset(wanted_);
  wanted_.bind(1, &rows_to_read_, kWantedRows);
  Bytes row;
  for (const auto& place : *places) {
    // A row holds many commits, and costs as much to get at as it is long.
    const bool at_hand = !slices_.empty() && slices_.back().row == place.place.row;
    if (!at_hand) {
      const auto found = wanted_.step();
      if (!found) return unexpected(found.error());
      row = *found ? wanted_.bytes(0) : Bytes{};
    }
    if (auto copied = copy_record(place.place, row); !copied) return unexpected(copied.error());
    slices_.back().first = place.first;
    slices_.back().events = place.count;
    if (page_.size() >= kPageBytes) break;
  }
  return places->size() < most && slices_.size() == places->size();
}

/// The rows that the places are in, each once where they follow each other.
Result<void> LogReader::list_rows(std::vector<StreamPlace>& places) {
  rows_to_read_.clear();
  for (auto& [first, count, place] : places) {
    if (place.row == 0) {
      const ResetLater reset(row_);
      const auto found = load_row(place.position);
      if (!found) return unexpected(found.error());
      if (*found) place.row = static_cast<std::uint64_t>(row_.integer(0));
    }
    if (rows_to_read_.empty() || rows_to_read_.back() != place.row) rows_to_read_.push_back(place.row);
  }
  return {};
}

// The tail is looked at first: what leaves it in between has reached the tables by then.
Result<std::vector<StreamPlace>> LogReader::find_places(const Tail& tail, const StreamNumbers& stream, Version from,
                                                        std::size_t most) {
  const auto in_tail = tail.places(stream, from, most);
  auto places = index_.places(stream, from, most);
  if (!places || places->size() >= most) return places;
  for (const auto& place : in_tail) {
    if (places->empty() || place.first > places->back().last()) places->push_back(place);
  }
  return places;
}

Result<bool> LogReader::load_row(std::uint64_t position) {
  row_.reset();
  row_.bind(1, static_cast<std::int64_t>(position));
  return row_.step();
}

/// `row` is the one that begins at place.row; empty: there is none. The record is to stand where the index says, and
/// those before it to take the positions between.
Result<void> LogReader::copy_record(const CommitPlace& place, Bytes row) {
  const auto [record, positions] = store::record_at(row, place.offset);
  if (record.empty() || place.row + positions != place.position)
    return unexpected(damaged_row(place.position, place.offset, "there is no commit where one should be"));
  slices_.push_back({place.position, place.row, 0, place.offset, page_.size(), record.size()});
  page_.insert(page_.end(), record.begin(), record.end());
  return {};
}

Result<Visit> LogReader::visit_stream_slice(const Slice& slice, StreamRead& read) {
  const Record record{Bytes(page_).subspan(slice.begin, slice.length), slice.position, slice.row, slice.row_offset};
  if (const auto damage = store::decode_header(record.bytes, header_)) {
    return unexpected(damaged_row(record.row, record.row_offset, *damage));
  }
  const auto part = std::ranges::find_if(header_.parts, [&](const store::CommitPart& candidate) {
    return candidate.category == read.stream.category && std::ranges::equal(candidate.key, read.stream.key);
  });
  if (part == header_.parts.end() || header_.tenant != read.stream.tenant || part->before + 1 != slice.first ||
      part->events != slice.events || slice.first > read.last + 1) {
    return unexpected(damaged_row(record.row, record.row_offset, "it does not belong where the index says it does"));
  }
  const auto wanted = static_cast<std::size_t>(part - header_.parts.begin());
  RecordedEvent event;
  if (auto filled = fill_shared(header_, event); !filled) return unexpected(filled.error());
  store::FrameReader frames(record.bytes, header_);
  store::Frame frame;
  while (frames.next(frame)) {
    if (frame.part != wanted || frame.version <= read.last) continue;
    if (auto filled = fill(frame, record, event); !filled) return unexpected(filled.error());
    read.last = frame.version;
    if (read.visit(event) == Visit::stop || --read.left == 0) return Visit::stop;
  }
  if (frames.damage()) {
    event.stream.key = read.stream.key;
    if (const auto category = name(read.stream.category, NameKind::category)) event.stream.category = (*category)->text;
    const Position position(0, record.position + frames.index());
    return unexpected(damaged_event(position, version_of(event.stream, read.last + 1), *frames.damage()));
  }
  return Visit::next;
}

Result<std::uint64_t> LogReader::read_all(const Tail& tail, std::uint64_t after, const EventFilter& filter,
                                          std::size_t limit, EventVisitor visit) {
  if (limit == 0) return after;
  const std::uint64_t end = std::max(after, tail.last_event());
  Candidates candidates(tail, *dictionary_, index_, filter, after);
  LogRead read{after, filter, !store::admits_all(filter), limit, visit};
  for (std::uint64_t looked_at = after;;) {
    const auto range = candidates.next(looked_at);
    if (!range) return unexpected(range.error());
    if (!*range) break;
    const auto reached = copy_rows(**range);
    if (!reached) return unexpected(reached.error());
    const auto visited = visit_page(read);
    if (!visited) return unexpected(visited.error());
    if (*visited == Visit::stop) return read.after;
    looked_at = *reached - 1;
    if ((*range)->to == kEndOfLog && slices_.empty()) break;
  }
  return std::max(read.after, end);
}

Result<std::uint64_t> LogReader::copy_rows(PositionRange range) {
  page_.clear();
  slices_.clear();
  std::uint64_t reached = range.from;
  const auto scanned = scan(range.from, range.to, [&](std::uint64_t first, std::uint64_t count, Bytes commits) {
    slices_.push_back({first, first, first + count, 0, page_.size(), commits.size()});
    page_.insert(page_.end(), commits.begin(), commits.end());
    reached = first + count;
    return Result<Visit>(page_.size() >= kPageBytes ? Visit::stop : Visit::next);
  });
  if (!scanned && slices_.empty()) return unexpected(scanned.error());  // otherwise in the next round
  if (!scanned) return reached;
  const bool all = slices_.empty() || reached >= range.to;
  return all && range.to != kEndOfLog ? std::max(range.to, reached) : reached;
}

Result<void> LogReader::scan(std::uint64_t from, std::uint64_t to, RowVisitor visit) {
  const ResetLater reset(rows_);
  rows_.bind(1, static_cast<std::int64_t>(from)).bind(2, static_cast<std::int64_t>(to));
  std::uint64_t expected = from;
  for (;;) {
    const auto row = rows_.step();
    if (!row) return unexpected(row.error());
    if (!*row) return {};
    const auto first = static_cast<std::uint64_t>(rows_.integer(0));
    const auto count = static_cast<std::uint64_t>(rows_.integer(1));
    if (first > expected) return unexpected(damaged_row(expected, 0, "it is missing"));
    if (count == 0 || count > kEndOfLog) return unexpected(damaged_row(first, 0, "its count makes no sense"));
    if (first + count <= expected) continue;  // the last row, all of it before `from`
    expected = first + count;
    const auto visited = visit(first, count, rows_.bytes(2));
    if (!visited) return unexpected(visited.error());
    if (*visited == Visit::stop) return {};
  }
}

Result<std::uint64_t> LogReader::next() {
  const ResetLater reset(row_);
  const auto found = load_row(kEndOfLog);
  if (!found) return unexpected(found.error());
  return *found ? static_cast<std::uint64_t>(row_.integer(0)) + static_cast<std::uint64_t>(row_.integer(1)) : 1;
}

Result<Visit> LogReader::visit_page(LogRead& read) {
  for (const auto& slice : slices_) {
    const Bytes row = Bytes(page_).subspan(slice.begin, slice.length);
    std::uint64_t position = slice.position;
    for (std::size_t offset = 0; offset < row.size(); offset += header_.length) {
      const Record record{row.subspan(offset), position, slice.row, offset};
      if (const auto damage = store::decode_header(record.bytes, header_)) {
        return unexpected(damaged_row(slice.row, offset, *damage));
      }
      position += header_.positions();
      if (position - 1 <= read.after) continue;
      const auto visited = visit_log_record(record, read);
      if (!visited || *visited == Visit::stop) return visited;
    }
  }
  return Visit::next;
}

Result<Visit> LogReader::visit_log_record(const Record& record, LogRead& read) {
  RecordedEvent event;
  if (auto filled = fill_shared(header_, event); !filled) return unexpected(filled.error());
  store::FrameReader frames(record.bytes, header_);
  store::Frame frame;
  while (frames.next(frame)) {
    const std::uint64_t position = record.position + frame.index;
    if (position <= read.after) continue;
    if (auto filled = fill(frame, record, event); !filled) return unexpected(filled.error());
    read.after = position;
    if (read.filtered && !store::matches(read.filter, event)) continue;
    if (read.visit(event) == Visit::stop || --read.left == 0) return Visit::stop;
  }
  if (frames.damage()) return unexpected(damaged_frame(record.position, header_, frames));
  return Visit::next;
}

Result<StoredCommand> LogReader::read_command(const Uuid& id, const CommitPlace& place) {
  page_.clear();
  slices_.clear();
  const ResetLater reset(row_);
  const auto found = load_row(place.row != 0 ? place.row : place.position);
  if (!found) return unexpected(found.error());
  const std::uint64_t first = *found ? static_cast<std::uint64_t>(row_.integer(0)) : 0;
  const Bytes row = *found ? row_.bytes(2) : Bytes{};
  if (auto copied = copy_record({place.position, place.offset, first}, row); !copied) {
    return unexpected(copied.error());
  }
  const auto& slice = slices_.front();
  if (const auto damage = store::decode_header(page_, header_)) {
    return unexpected(damaged_row(slice.row, slice.row_offset, *damage));
  }
  if (!header_.command || header_.metadata.command_id != id) {
    return unexpected(damaged_row(slice.row, slice.row_offset, "it does not hold the command the index names"));
  }
  StoredCommand command{header_.command->body_hash, to_buffer(header_.command->result), {}, {}};
  for (const auto& part : header_.parts) command.versions.push_back(part.before + part.events);
  command.position = Position(0, header_.events == 0 ? header_.log_end : place.position + header_.events - 1);
  return command;
}

const Name* LogReader::known_name(NameNumber number, NameKind kind) const noexcept {
  const Name* const known = number < names_.size() ? names_[number] : nullptr;
  return known != nullptr && known->kind == kind ? known : nullptr;
}

Result<const Name*> LogReader::name(NameNumber number, NameKind kind) {
  if (const Name* const known = known_name(number, kind)) return known;
  const Name* found = dictionary_->name(number);
  if (found == nullptr) {
    if (auto loaded = dictionary_->load(*connection_); !loaded) return unexpected(loaded.error());
    found = dictionary_->name(number);
  }
  if (found != nullptr && found->kind == kind) {
    if (names_.size() <= number) names_.resize(number + std::size_t{1});
    names_[number] = found;
    return found;
  }
  return fail(ErrorCode::corruption, "the log uses the name number " + std::to_string(number) +
                                         ", which the table of names does not have; restore the file from a backup");
}

Result<void> LogReader::fill_shared(const store::CommitHeader& header, RecordedEvent& event) {
  const Name* tenant = known_name(header.tenant, NameKind::tenant);
  if (tenant == nullptr) {
    const auto found = name(header.tenant, NameKind::tenant);
    if (!found) return unexpected(found.error());
    tenant = *found;
  }
  event.stream.tenant = tenant->text;
  event.commit = &header.metadata;
  return {};
}

Result<void> LogReader::fill(const store::Frame& frame, const Record& record, RecordedEvent& event) {
  const auto& part = header_.parts[frame.part];
  const Name* category = known_name(part.category, NameKind::category);
  const Name* type = known_name(frame.type, NameKind::type);
  if (category == nullptr || type == nullptr) {
    const auto found_category = name(part.category, NameKind::category);
    if (!found_category) return unexpected(found_category.error());
    const auto found_type = name(frame.type, NameKind::type);
    if (!found_type) return unexpected(found_type.error());
    category = *found_category;
    type = *found_type;
  }
  event.stream.category = category->text;
  event.stream.key = part.key;
  event.version = frame.version;
  event.position = Position(0, record.position + frame.index);
  event.type = type->text;
  event.layout_version = type->version;
  event.type_number = frame.type;
  event.id = event_id(header_.metadata.command_id, frame.index);
  event.body = frame.body;
  event.tags = frame.tags;
  return {};
}

}  // namespace cqrs::sqlite
