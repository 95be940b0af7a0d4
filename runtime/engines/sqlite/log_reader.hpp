#pragma once

#include <optional>
#include <vector>

#include <cqrs/store.hpp>

#include "dictionary.hpp"
#include "index_tables.hpp"
#include "rows/connection.hpp"
#include "tail.hpp"
#include "wanted_rows.hpp"

namespace cqrs::sqlite {

/// Positions from `from` up to, not including, `to`.
struct PositionRange {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};

/// Reads events through one connection. Used by one thread at a time, and not again from a visitor. While a visitor
/// runs, no transaction is open: what it is shown has been copied.
class LogReader {
 public:
  static Result<LogReader> prepare(Connection& connection, Dictionary& dictionary);

  [[nodiscard]] IndexReader& index() noexcept { return index_; }

  /// As Store::read.
  Result<Version> read_stream(const Tail& tail, const StreamNumbers& stream, Version from, std::size_t limit,
                              EventVisitor visit);
  /// As Store::read_all, with sequences for positions.
  Result<std::uint64_t> read_all(const Tail& tail, std::uint64_t after, const EventFilter& filter, std::size_t limit,
                                 EventVisitor visit);

  /// As Store::read_commits.
  Result<void> read_commits(CommitVisitor visit);

  Result<StoredCommand> read_command(const Uuid& id, const CommitPlace& place);

  /// The position behind the last row.
  Result<std::uint64_t> next();

  /// Passes on the rows from the one that holds `from`, or stands behind it, in order and without gaps.
  using RowVisitor = FunctionRef<Result<Visit>(std::uint64_t first, std::uint64_t count, Bytes commits)>;
  Result<void> scan(std::uint64_t from, std::uint64_t to, RowVisitor visit);

 private:
  /// A piece of a row that was copied: one record or more.
  struct Slice {
    std::uint64_t position = 0;  ///< of its first event
    std::uint64_t row = 0;       ///< the first position of the row
    std::uint64_t row_end = 0;   ///< the first behind it
    std::size_t row_offset = 0;  ///< where in the row it begins
    std::size_t begin = 0;       ///< where in page_
    std::size_t length = 0;
    // Of the stream that was looked for, by the index.
    Version first = 0;
    std::uint32_t events = 0;
  };
  /// A commit in a slice.
  struct Record {
    Bytes bytes;
    std::uint64_t position = 0;
    std::uint64_t row = 0;
    std::size_t row_offset = 0;
  };
  struct StreamRead;
  struct LogRead;
  class ReadTransaction;

  Result<bool> copy_places(const Tail& tail, const StreamRead& read);
  Result<bool> load_row(std::uint64_t position);
  Result<void> list_rows(std::vector<StreamPlace>& places);
  Result<void> copy_record(const CommitPlace& place, Bytes row);
  Result<std::vector<StreamPlace>> find_places(const Tail& tail, const StreamNumbers& stream, Version from,
                                               std::size_t most);
  Result<Visit> visit_stream_slice(const Slice& slice, StreamRead& read);
  Result<std::uint64_t> copy_rows(PositionRange range);
  Result<Visit> visit_page(LogRead& read);
  Result<Visit> visit_log_record(const Record& record, LogRead& read);
  Result<bool> copy_next_row(std::uint64_t from);
  Visit visit_commits(CommitVisitor visit);
  Visit visit_commit(const Record& record, CommitVisitor visit);
  Result<std::vector<RecordedCommit::Part>> name_parts();
  Result<void> fill_shared(const store::CommitHeader& header, RecordedEvent& event);
  Result<void> fill(const store::Frame& frame, const Record& record, RecordedEvent& event);
  /// Null: it has not been met yet, or is of another kind, which name() says.
  [[nodiscard]] const Name* known_name(NameNumber number, NameKind kind) const noexcept;
  Result<const Name*> name(NameNumber number, NameKind kind);

  Connection* connection_ = nullptr;
  Dictionary* dictionary_ = nullptr;
  IndexReader index_;
  Statement begin_;
  Statement end_;
  Statement row_;
  Statement wanted_;
  Statement rows_;
  Statement next_row_;
  std::vector<const Name*> names_;  ///< a private copy of the dictionary, read without a lock

  WantedRows rows_to_read_;
  Buffer page_;
  std::vector<Slice> slices_;
  store::CommitHeader header_;
};

/// What a commit whose first event is at `first` says of the frame that `frames` stopped at.
[[nodiscard]] Error damaged_frame(std::uint64_t first, const store::CommitHeader& header,
                                  const store::FrameReader& frames);

}  // namespace cqrs::sqlite
