#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include <cqrs/sqlite.hpp>

#include "dictionary.hpp"
#include "reader_pool.hpp"
#include "rows/file_lock.hpp"
#include "snapshots.hpp"
#include "tail.hpp"
#include "writer.hpp"

namespace cqrs::sqlite {

/// One opened file: a writer if it may write, readers, and what they share.
class FileStore final : public SqliteStore, private SnapshotStore {
 public:
  FileStore(std::string path, const Options& options);
  ~FileStore() override;

  /// Once, before anything else. `connection` is the writer's.
  Result<void> start_writing(FileLock lock, Connection connection);
  Result<void> start_reading();

  [[nodiscard]] Capabilities capabilities() const noexcept override;
  [[nodiscard]] const Limits& limits() const noexcept override { return options_.limits; }
  Result<AppendOutcome> append(const AppendRequest& request) override;
  void submit(const AppendRequest& request, AppendCallback done) override;
  Result<std::optional<StoredCommand>> find_command(const Uuid& id) override;
  Result<Version> head(const StreamRef& stream) override;
  Result<Version> read(const StreamRef& stream, Version from, std::size_t limit, EventVisitor visit) override;
  Result<Position> read_all(Position after, const EventFilter& filter, std::size_t limit, EventVisitor visit) override;
  Result<void> read_streams(const StreamFilter& filter, std::size_t limit, StreamVisitor visit) override;
  Result<void> read_commits(CommitVisitor visit) override;
  Result<Position> end(std::uint32_t partition) override;
  Result<Position> wait(Position after, Duration timeout) override;
  void interrupt_waits() noexcept override;
  [[nodiscard]] SnapshotStore* snapshots() noexcept override { return this; }
  [[nodiscard]] Result<std::shared_ptr<sql::RowStore>> open_rows() override;
  [[nodiscard]] sql::InlineRowStore* inline_rows() noexcept override { return &inline_rows_; }
  Result<void> close() override;
  Result<void> backup(const std::filesystem::path& destination) override;

 private:
  /// The rows in the log's own file.
  class InlineRows final : public sql::InlineRowStore {
   public:
    explicit InlineRows(FileStore& store) : store_(store) {}
    Result<void> write(sql::Work work) override;
    Result<void> read(sql::Work work) override;
    Result<void> read_statement(sql::Work work) override;
    Result<void> attach(std::string_view name, sql::InlineHandler handler) override;
    /// They are there as long as the store is.
    Result<void> close() override { return {}; }

   private:
    [[nodiscard]] Result<void> admit() const;
    Result<void> with_reader(FunctionRef<Result<void>(rows::Session&)> work);

    FileStore& store_;
  };

  Result<void> save(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) override;
  Result<std::optional<Snapshot>> load(const StreamRef& stream, std::uint64_t fingerprint) override;

  [[nodiscard]] bool writes() const noexcept { return options_.access == Access::read_write; }
  /// Whether the request can be taken at all.
  Result<void> admit(const AppendRequest& request) const;
  /// A reader that sees everything acknowledged so far.
  Result<ReaderPool::Lease> lease();
  /// Where another process writes: takes in what it has added.
  Result<void> catch_up(LogReader& log);
  /// As catch_up(), but damage is kept in mind instead of keeping the store closed.
  Result<void> catch_up_to_damage(LogReader& log);
  /// What cannot be said of a log whose end is damaged.
  [[nodiscard]] Result<void> whole() const;
  Result<Position> poll(Position after, Duration timeout);
  [[nodiscard]] std::optional<StreamNumbers> numbers_of(const StreamRef& stream) const;
  [[nodiscard]] Position last_position() const { return Position(0, tail_.last_event()); }

  const std::string path_;
  const Options options_;
  FileLock lock_;
  Dictionary dictionary_;
  Tail tail_;
  Snapshots waiting_snapshots_;
  ReaderPool readers_;
  InlineRows inline_rows_{*this};
  std::mutex catch_up_mutex_;
  bool started_ = false;  ///< tail_ follows the log
  mutable std::mutex damage_mutex_;
  std::optional<Error> damage_;  ///< read-only: why tail_ ends before the log does

  std::mutex growth_mutex_;
  std::condition_variable growth_;
  std::atomic<std::uint64_t> interrupts_ = 0;
  std::atomic<bool> closed_ = false;
  std::mutex close_mutex_;

  std::unique_ptr<Writer> writer_;  // last: its thread uses the others
};

/// Copies a consistent state of the store behind `source` into a new file.
Result<void> write_backup(Connection& source, const std::filesystem::path& destination);

}  // namespace cqrs::sqlite
