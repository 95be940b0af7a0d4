#include "index_tables.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "candidates.hpp"
#include "store/little_endian.hpp"

namespace cqrs::sqlite {
namespace {

constexpr std::size_t kPlaceBytes = 16;
/// A row of the table of streams is rewritten until it has this many places; then the next is begun.
constexpr std::size_t kRowPlaces = 64;

constexpr std::string_view kReading = "reading the index";
constexpr std::string_view kWriting = "writing the index";

Error damaged_places(const StreamNumbers& stream) {
  return {ErrorCode::corruption, "the index of the stream with the key of " + std::to_string(stream.key.size()) +
                                     " bytes in category " + std::to_string(stream.category) +
                                     " is damaged; restore the file from a backup"};
}

/// A position takes six bytes; how far it is behind the first one of its row, plus one, the two above them. 0: that was
/// not kept. Searching for the row instead costs a page more.
constexpr unsigned kPositionBits = 48;
constexpr std::uint64_t kMostBehind = 0xFFFE;

std::uint64_t pack(const CommitPlace& place) {
  const std::uint64_t behind = place.position - place.row;
  if (place.row == 0 || behind > kMostBehind) return place.position;
  return place.position | (behind + 1) << kPositionBits;
}

void unpack(std::uint64_t packed, CommitPlace& place) {
  place.position = packed & ((std::uint64_t{1} << kPositionBits) - 1);
  const std::uint64_t behind = packed >> kPositionBits;
  place.row = behind == 0 || behind > place.position ? 0 : place.position - (behind - 1);
}

void put_place(Buffer& out, const StreamPlace& place) {
  store::put(out, pack(place.place));
  store::put(out, place.place.offset);
  store::put(out, place.count);
}

/// Appends the places of one row that hold a version from `from` on. False when the row is damaged.
bool take_places(Bytes bytes, Version first, Version last, Version from, std::vector<StreamPlace>& places) {
  // Numbers out of a damaged row are any numbers: whatever is added to these is still one.
  constexpr Version kMost = std::numeric_limits<Version>::max() - std::numeric_limits<std::uint32_t>::max();
  if (first < 1 || last > kMost) return false;
  store::Cursor cursor(bytes);
  while (!cursor.at_end()) {
    StreamPlace place;
    place.first = first;
    unpack(cursor.take<std::uint64_t>(), place.place);
    place.place.offset = cursor.take<std::uint32_t>();
    place.count = cursor.take<std::uint32_t>();
    if (!cursor.ok() || place.count == 0 || place.last() > last) return false;
    first = place.last() + 1;
    if (place.last() >= from) places.push_back(place);
  }
  return first == last + 1;
}

bool is_whole(Bytes row, Version first, Version last) {
  std::vector<StreamPlace> none;
  return take_places(row, first, last, std::numeric_limits<Version>::max(), none);
}

void bind_stream(Statement& statement, const StreamNumbers& stream) {
  statement.bind(1, std::int64_t{stream.tenant}).bind(2, std::int64_t{stream.category}).bind(3, stream.key);
}

/// The entries of a map as pointers, in the order of the index they go to.
template <class Map, class Less>
auto sorted(const Map& map, Less less) {
  std::vector<const typename Map::value_type*> list;
  list.reserve(map.size());
  for (const auto& entry : map) list.push_back(&entry);
  std::ranges::sort(list, [&](const auto* a, const auto* b) { return less(*a, *b); });
  return list;
}

bool before(const Tail::Entries::Stream& a, const Tail::Entries::Stream& b) {
  if (a.tenant != b.tenant) return a.tenant < b.tenant;
  if (a.category != b.category) return a.category < b.category;
  return std::ranges::lexicographical_compare(a.key, b.key);
}

constexpr std::string_view kLastRow =
    "SELECT first, last, places FROM stream WHERE tenant = ? AND category = ? AND key = ? ORDER BY first DESC LIMIT 1";

Result<StreamRow> read_last_row(Statement& statement, const StreamNumbers& stream) {
  const ResetLater reset(statement);
  bind_stream(statement, stream);
  const auto found = statement.step();
  if (!found) return unexpected(found.error());
  if (!*found) return StreamRow{};
  StreamRow row{statement.integer(0), statement.integer(1), to_buffer(statement.bytes(2))};
  if (!is_whole(row.places, row.first, row.last)) return unexpected(damaged_places(stream));
  return row;
}

class IndexWriter {
 public:
  static Result<IndexWriter> prepare(Connection& connection) {
    IndexWriter writer;
    const std::pair<Statement*, std::string_view> statements[] = {
        {&writer.last_row_, kLastRow},
        {&writer.stream_, "INSERT OR REPLACE INTO stream VALUES (?, ?, ?, ?, ?, ?)"},
        {&writer.command_, "INSERT OR REPLACE INTO command VALUES (?, ?, ?)"},
        {&writer.block_, "INSERT OR IGNORE INTO type_block VALUES (?, ?)"},
        {&writer.tagged_, "INSERT OR IGNORE INTO tagged VALUES (?, ?)"},
        {&writer.coverage_, "UPDATE indexed SET next = ?, last_event = ?"},
    };
    for (const auto& [statement, sql] : statements) {
      auto prepared = connection.prepare(sql, kWriting);
      if (!prepared) return unexpected(prepared.error());
      *statement = *std::move(prepared);
    }
    return writer;
  }

  Result<void> write_stream(const Tail::Entries::Stream& stream, const StreamRow* known) {
    const StreamNumbers numbers{stream.tenant, stream.category, stream.key};
    auto begun = known != nullptr ? Result<StreamRow>(*known) : read_last_row(last_row_, numbers);
    if (!begun) return unexpected(begun.error());
    auto& [first, last, row] = *begun;
    for (const auto& place : stream.places) {
      if (place.last() <= last) continue;  // written before: the log was read again after a crash
      if (last != 0 && place.first != last + 1) return unexpected(damaged_places(numbers));
      if (row.size() >= kRowPlaces * kPlaceBytes) {
        if (auto written = write_row(numbers, first, last, row); !written) return written;
        row.clear();
      }
      if (row.empty()) first = place.first;
      put_place(row, place);
      last = place.last();
    }
    return write_row(numbers, first, last, row);
  }

  Result<void> write_command(const Uuid& id, const CommitPlace& place) {
    return command_.bind(1, std::as_bytes(std::span(id.bytes)))
        .bind(2, static_cast<std::int64_t>(place.position))
        .bind(3, std::int64_t{place.offset})
        .run();
  }

  Result<void> write_block(NameNumber type, std::uint64_t block) {
    return block_.bind(1, std::int64_t{type}).bind(2, static_cast<std::int64_t>(block)).run();
  }

  Result<void> write_tagged(std::string_view tag, std::uint64_t position) {
    return tagged_.bind(1, tag).bind(2, static_cast<std::int64_t>(position)).run();
  }

  Result<void> write_coverage(const Coverage& coverage) {
    return coverage_.bind(1, static_cast<std::int64_t>(coverage.next))
        .bind(2, static_cast<std::int64_t>(coverage.last_event))
        .run();
  }

 private:
  Result<void> write_row(const StreamNumbers& stream, Version first, Version last, const Buffer& row) {
    bind_stream(stream_, stream);
    return stream_.bind(4, first).bind(5, last).bind(6, Bytes(row)).run();
  }

  Statement last_row_;
  Statement stream_;
  Statement command_;
  Statement block_;
  Statement tagged_;
  Statement coverage_;
};

}  // namespace

Result<IndexReader> IndexReader::prepare(Connection& connection) {
  IndexReader reader;
  const std::pair<Statement*, std::string_view> statements[] = {
      {&reader.coverage_, "SELECT next, last_event FROM indexed"},
      {&reader.last_row_, kLastRow},
      {&reader.places_,
       "SELECT first, last, places FROM stream WHERE tenant = ?1 AND category = ?2 AND key = ?3 AND first >= "
       "coalesce((SELECT max(first) FROM stream WHERE tenant = ?1 AND category = ?2 AND key = ?3 AND first <= ?4), 0) "
       "ORDER BY first"},
      {&reader.streams_,
       "SELECT key, max(last) FROM stream WHERE tenant = ? AND category = ? AND key > ? GROUP BY key ORDER BY key "
       "LIMIT ?"},
      {&reader.command_, "SELECT position, offset FROM command WHERE id = ?"},
      {&reader.tagged_, "SELECT position FROM tagged WHERE tag = ? AND position > ? ORDER BY position LIMIT 1"},
      {&reader.block_, "SELECT block FROM type_block WHERE type = ? AND block >= ? ORDER BY block LIMIT 1"},
  };
  for (const auto& [statement, sql] : statements) {
    auto prepared = connection.prepare(sql, kReading);
    if (!prepared) return unexpected(prepared.error());
    *statement = *std::move(prepared);
  }
  return reader;
}

Result<Coverage> IndexReader::coverage() {
  const ResetLater reset(coverage_);
  const auto row = coverage_.step();
  if (!row) return unexpected(row.error());
  if (!*row || coverage_.integer(0) < 1 || coverage_.integer(1) < 0 || coverage_.integer(1) >= coverage_.integer(0)) {
    return fail(ErrorCode::corruption, "the table \"indexed\" is damaged; restore the file from a backup");
  }
  return Coverage{static_cast<std::uint64_t>(coverage_.integer(0)), static_cast<std::uint64_t>(coverage_.integer(1))};
}

Result<Version> IndexReader::head(const StreamNumbers& stream) {
  const auto row = last_row(stream);
  if (!row) return unexpected(row.error());
  return row->last;
}

Result<StreamRow> IndexReader::last_row(const StreamNumbers& stream) { return read_last_row(last_row_, stream); }

Result<std::vector<StreamPlace>> IndexReader::places(const StreamNumbers& stream, Version from, std::size_t most) {
  const ResetLater reset(places_);
  bind_stream(places_, stream);
  places_.bind(4, from);
  std::vector<StreamPlace> places;
  while (places.size() < most) {
    const auto row = places_.step();
    if (!row) return unexpected(row.error());
    if (!*row) break;
    if (!take_places(places_.bytes(2), places_.integer(0), places_.integer(1), from, places)) {
      return unexpected(damaged_places(stream));
    }
  }
  return places;
}

Result<std::vector<std::pair<Buffer, Version>>> IndexReader::streams(NameNumber tenant, NameNumber category, Bytes key,
                                                                     std::size_t most) {
  const ResetLater reset(streams_);
  bind_stream(streams_, {tenant, category, key});
  streams_.bind(4, static_cast<std::int64_t>(most));
  std::vector<std::pair<Buffer, Version>> found;
  for (;;) {
    const auto row = streams_.step();
    if (!row) return unexpected(row.error());
    if (!*row) return found;
    found.emplace_back(to_buffer(streams_.bytes(0)), streams_.integer(1));
  }
}

Result<std::optional<CommitPlace>> IndexReader::command(const Uuid& id) {
  const ResetLater reset(command_);
  command_.bind(1, std::as_bytes(std::span(id.bytes)));
  const auto row = command_.step();
  if (!row) return unexpected(row.error());
  if (!*row) return std::optional<CommitPlace>{};
  return std::optional(
      CommitPlace{static_cast<std::uint64_t>(command_.integer(0)), static_cast<std::uint32_t>(command_.integer(1))});
}

Result<std::optional<std::uint64_t>> IndexReader::next_tagged(std::string_view tag, std::uint64_t after) {
  const ResetLater reset(tagged_);
  tagged_.bind(1, tag).bind(2, static_cast<std::int64_t>(after));
  const auto row = tagged_.step();
  if (!row) return unexpected(row.error());
  return *row ? std::optional(static_cast<std::uint64_t>(tagged_.integer(0))) : std::nullopt;
}

Result<std::optional<std::uint64_t>> IndexReader::next_block(NameNumber type, std::uint64_t block) {
  const ResetLater reset(block_);
  block_.bind(1, std::int64_t{type}).bind(2, static_cast<std::int64_t>(block));
  const auto row = block_.step();
  if (!row) return unexpected(row.error());
  if (!*row) return std::optional<std::uint64_t>{};
  const auto found = static_cast<std::uint64_t>(block_.integer(0));
  if (found >= kEndOfLog / kBlockPositions) {
    return fail(ErrorCode::corruption, "the index of the type with the number " + std::to_string(type) +
                                           " is damaged; restore the file from a backup");
  }
  return std::optional(found);
}

Result<void> write_index(Connection& connection, const Tail::Entries& entries, const StreamRows& known,
                         const Coverage& coverage) {
  auto writer = IndexWriter::prepare(connection);
  if (!writer) return unexpected(writer.error());
  const auto by_stream =
      sorted(entries.streams, [](const auto& a, const auto& b) { return before(a.second, b.second); });
  for (const auto* entry : by_stream) {
    if (auto written = writer->write_stream(entry->second, known.find(entry->first)); !written) return written;
  }
  const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
  for (const auto* entry : sorted(entries.commands, by_key)) {
    if (auto written = writer->write_command(entry->first, entry->second); !written) return written;
  }
  for (const auto* entry : sorted(entries.type_blocks, by_key)) {
    for (const auto block : entry->second) {
      if (auto written = writer->write_block(entry->first, block); !written) return written;
    }
  }
  for (const auto* entry : sorted(entries.tags, by_key)) {
    for (const auto position : entry->second) {
      if (auto written = writer->write_tagged(entry->first, position); !written) return written;
    }
  }
  return writer->write_coverage(coverage);
}

}  // namespace cqrs::sqlite
