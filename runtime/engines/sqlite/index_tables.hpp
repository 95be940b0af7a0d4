#pragma once

#include <optional>
#include <span>
#include <vector>

#include "rows/connection.hpp"
#include "tail.hpp"

namespace cqrs::sqlite {

/// How far the index tables reach.
struct Coverage {
  std::uint64_t next = 1;        ///< the first position they do not cover
  std::uint64_t last_event = 0;  ///< the position of the last event they cover; 0 if there is none
};

/// Looks into the index tables through one connection. Used by one thread at a time.
class IndexReader {
 public:
  static Result<IndexReader> prepare(Connection& connection);

  Result<Coverage> coverage();
  /// 0 when the tables do not know the stream.
  Result<Version> head(const StreamNumbers& stream);
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
  Statement head_;
  Statement places_;
  Statement streams_;
  Statement command_;
  Statement tagged_;
  Statement block_;
};

/// Adds `entries`, in the transaction that is open, and notes how far the tables now reach.
Result<void> write_index(Connection& connection, const Tail::Entries& entries, const Coverage& coverage);

}  // namespace cqrs::sqlite
