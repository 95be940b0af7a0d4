#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rows/connection.hpp"
#include "tail.hpp"

namespace cqrs::sqlite {

/// How far the index tables reach.
struct Coverage {
  std::uint64_t next = 1;        ///< the first position they do not cover
  std::uint64_t last_event = 0;  ///< the position of the last event they cover; 0 if there is none
};

/// The last row of a stream.
struct StreamRow {
  Version first = 0;
  Version last = 0;  ///< 0: there is none
  Buffer places;
};

/// What the writer, who alone changes the table of streams, has read of it since it was written: to be added to without
/// being read again.
class StreamRows {
 public:
  /// By stream_key().
  void keep(std::string key, StreamRow row) {
    if (rows_.size() < kMost) rows_.emplace(std::move(key), std::move(row));
  }
  /// Null: it has not been read.
  [[nodiscard]] const StreamRow* find(const std::string& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : &found->second;
  }
  void clear() { rows_.clear(); }

 private:
  static constexpr std::size_t kMost = 8'192;  ///< of a kilobyte at most
  std::unordered_map<std::string, StreamRow> rows_;
};

/// Looks into the index tables through one connection. Used by one thread at a time.
class IndexReader {
 public:
  static Result<IndexReader> prepare(Connection& connection);

  Result<Coverage> coverage();
  /// 0 when the tables do not know the stream.
  Result<Version> head(const StreamNumbers& stream);
  Result<StreamRow> last_row(const StreamNumbers& stream);
  /// Those that hold a version from `from` on, at most about `most`.
  Result<std::vector<StreamPlace>> places(const StreamNumbers& stream, Version from, std::size_t most);
  /// The streams of a category whose keys come after `key`, with their last versions, in the order of their keys, at
  /// most `most`.
  Result<std::vector<std::pair<Buffer, Version>>> streams(NameNumber tenant, NameNumber category, Bytes key,
                                                          std::size_t most);
  Result<std::optional<CommitPlace>> command(const Uuid& id);
  /// The first position later than `after` of an event with the tag.
  Result<std::optional<std::uint64_t>> next_tagged(std::string_view tag, std::uint64_t after);
  /// The first block, from `block` on, with an event of the type.
  Result<std::optional<std::uint64_t>> next_block(NameNumber type, std::uint64_t block);

 private:
  Statement coverage_;
  Statement last_row_;
  Statement places_;
  Statement streams_;
  Statement command_;
  Statement tagged_;
  Statement block_;
};

/// Adds `entries`, in the transaction that is open, and notes how far the tables now reach. `known` is to be cleared
/// when that has been committed.
Result<void> write_index(Connection& connection, const Tail::Entries& entries, const StreamRows& known,
                         const Coverage& coverage);

}  // namespace cqrs::sqlite
