#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include <cqrs/sqlite.hpp>

#include "dictionary.hpp"
#include "log_reader.hpp"
#include "rows/connection.hpp"
#include "rows/session.hpp"
#include "store/inline_rows.hpp"
#include "tail.hpp"

namespace cqrs::sqlite {

/// A row of the log that is about to be written.
struct LogRow {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  Buffer commits;
};

/// What a group needs of its writer.
struct WriteContext {
  Connection& connection;
  LogReader& log;
  Dictionary& dictionary;
  const Tail& tail;
  StreamRows& stream_rows;
  rows::Session& session;
  const store::InlineHandlers& inline_handlers;
};

/// Appends that are committed together, in a transaction that is open. Each is judged against what is stored and what
/// the group has accepted before it; one that is refused leaves no trace in the others.
class Group {
 public:
  explicit Group(const WriteContext& context);

  /// Judges one append; `request` must outlive the group. What it comes to, if the group is committed, is added to
  /// outcomes(). An error means that the transaction is lost, and with it the whole group.
  Result<void> add(const AppendRequest& request);

  [[nodiscard]] const std::vector<LogRow>& rows() const noexcept { return rows_; }
  [[nodiscard]] std::vector<Result<AppendOutcome>>& outcomes() noexcept { return outcomes_; }

 private:
  /// The outer error loses the group, the inner one this append alone.
  using Verdict = Result<Result<AppendOutcome>>;

  Verdict judge(const AppendRequest& request);
  Result<std::optional<AppendOutcome>> find_duplicate(const AppendRequest& request);
  Result<void> check_streams(const AppendRequest& request);
  Result<Version> head_of(const StreamRef& stream);
  Result<void> check_conditions(const AppendRequest& request);
  [[nodiscard]] std::optional<Position> accepted_match(const TagCondition& condition, std::string_view tenant) const;
  Result<AppendOutcome> accept(const AppendRequest& request);
  LogRow& add_record(const AppendRequest& request);
  Result<void> number_names(const AppendRequest& request);
  Result<void> project(const AppendRequest& request);
  Result<void> lose(Result<void> failed);
  void remember(const AppendRequest& request, const AppendOutcome& outcome);

  struct Accepted {
    const AppendRequest* request;
    std::uint64_t position;  ///< of its first event
  };
  struct AcceptedCommand {
    Hash128 body_hash;
    std::size_t outcome;  ///< its number in outcomes_
    Bytes result;
  };

  WriteContext context_;
  std::vector<LogRow> rows_;
  std::vector<Result<AppendOutcome>> outcomes_;
  std::vector<Accepted> accepted_;
  std::unordered_map<std::string, Version> heads_;  // by stream_key()
  std::unordered_map<Uuid, AcceptedCommand> commands_;
  std::uint64_t next_;
  std::uint64_t last_event_;
  bool lost_ = false;  ///< the transaction holds rows of an append that is refused

  // Of the request at hand.
  NameNumber tenant_ = 0;
  std::vector<NameNumber> categories_;
  std::vector<NameNumber> types_;
  std::vector<Version> before_;
};

}  // namespace cqrs::sqlite
