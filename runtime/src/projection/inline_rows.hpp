#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <cqrs/projections.hpp>

#include "projection/followed.hpp"
#include "projection/follower.hpp"
#include "projection/handlers.hpp"
#include "projection/ledger.hpp"
#include "projection/watchers.hpp"

namespace cqrs::projection {

/// Applies events to one generation of the rows of an inline projection. One thread at a time.
class InlineApplier {
 public:
  InlineApplier(const Surroundings& around, const ProjectionDefinition& definition, std::uint32_t generation);

  [[nodiscard]] const ProjectionDefinition& definition() const noexcept { return definition_; }
  [[nodiscard]] std::uint32_t generation() const noexcept { return generation_; }
  [[nodiscard]] const TableName& table() const noexcept { return table_; }

  /// Within the transaction that stores the events. An error says which row of which projection cannot follow which
  /// event, and why; nothing of the transaction may then be kept.
  Result<void> apply(sql::Connection& connection, std::span<const RecordedEvent> events);

  /// A batch of what the log holds behind `from`, in a transaction of its own; `from` moves on. False: that was all.
  Result<bool> catch_up(sql::Connection& connection, Position& from);

 private:
  Result<void> apply_one(const RecordedEvent& event);
  Result<void> write(sql::Connection& connection, Position at);

  const Surroundings& around_;
  const ProjectionDefinition& definition_;
  const std::uint32_t generation_;
  const TableName table_;
  Handlers handlers_;
  std::unique_ptr<RowSet> rows_;
  std::unordered_set<std::string_view> types_;
};

/// The projections whose rows change in the very transaction that stores the events. Thread-safe, but for open().
class InlineProjections {
 public:
  InlineProjections(const Surroundings& around, sql::InlineRowStore& rows) : around_(around), rows_(rows) {}
  ~InlineProjections();

  /// Builds rows up to the end of the log and takes part in appends from there on. What cannot be built is not shown,
  /// and says why in its status; the others, and commands, go on. Refused where another projection or another
  /// application has these rows.
  Result<void> open(std::span<const ProjectionDefinition* const> definitions);
  /// Takes no part in appends any more.
  void close();

  [[nodiscard]] bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  [[nodiscard]] ProjectionStatus status(std::string_view name) const;
  /// Where its rows are, which are as new as the log.
  [[nodiscard]] Result<ShownRows> shown(std::string_view name) const;
  /// Returns when it is done. Those who write wait for one batch at most.
  Result<void> rebuild(std::string_view name, const Reason& reason);

  [[nodiscard]] sql::InlineRowStore& rows() const noexcept { return rows_; }
  [[nodiscard]] Watchers& watchers() noexcept { return watchers_; }

 private:
  struct One {
    const ProjectionDefinition* definition = nullptr;
    std::shared_ptr<InlineApplier> applier;  ///< of the rows shown; null: none
    bool attached = false;                   ///< it sees appends
    std::optional<Error> error;
    std::optional<ProjectionStatus::Building> building;
  };
  struct Making {
    Generation generation;
    std::optional<Generation> old;
    Position from;
  };

  [[nodiscard]] const One* find(std::string_view name) const noexcept;
  [[nodiscard]] One* find(std::string_view name) noexcept;
  Result<Making> begin(sql::Connection& connection, const ProjectionDefinition& definition, bool anew) const;
  Result<Making> begin_new(sql::Connection& connection, const ProjectionDefinition& definition,
                           const std::vector<Generation>& all) const;
  Result<void> build(One& one, Making& making, const std::shared_ptr<InlineApplier>& applier);
  Result<void> finish(sql::Connection& connection, const One& one, const Making& making) const;
  Result<void> make(One& one, bool anew, const Reason* reason);
  Result<void> tidy(sql::Connection& connection, const ProjectionDefinition& definition) const;
  Result<void> attach(const One& one, const std::shared_ptr<InlineApplier>& applier);

  const Surroundings& around_;
  sql::InlineRowStore& rows_;
  Watchers watchers_;
  std::mutex making_;         // one at a time
  mutable std::mutex mutex_;  // of what follows
  std::vector<std::unique_ptr<One>> all_;
};

}  // namespace cqrs::projection
