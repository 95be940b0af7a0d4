#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <cqrs/rows.hpp>
#include <cqrs/testing_projections.hpp>

#include "projection/handlers.hpp"
#include "projection/table.hpp"
#include "testing/differences.hpp"

namespace cqrs::testing::detail {
namespace {

/// What could not be applied, so far.
struct Trouble {
  std::set<std::string, std::less<>> sequences;  ///< rows that wait
  std::set<std::string> streams;                 ///< that wait whole
  std::vector<std::string> notes;
};

class Parked final : public ParkedSequences {
 public:
  explicit Parked(const Trouble& trouble) : trouble_(trouble) {}
  [[nodiscard]] bool empty() const noexcept override { return trouble_.sequences.empty(); }
  [[nodiscard]] bool holds(std::string_view sequence) const override { return trouble_.sequences.contains(sequence); }
  [[nodiscard]] bool hides(std::string_view sequence) const override { return holds(sequence); }

 private:
  const Trouble& trouble_;
};

/// One table of the projection's rows, and how it comes to them.
class Way {
 public:
  Way(const ProjectionDefinition& definition, const void* externs, sql::RowStore& store, std::uint32_t generation)
      : definition_(definition),
        store_(store),
        table_(projection::table_name(*definition.table, generation)),
        handlers_(definition, externs),
        rows_(definition.make_rows(table_)) {
    const auto create = [&](sql::Connection& connection) {
      return projection::create_table(connection, *definition_.table, generation);
    };
    take(store_.write(create));
  }

  /// Applies a batch in a transaction of its own; `lost`: which is rolled back the first time.
  void apply(std::span<const HistoricEvent> batch, bool lost) {
    const std::size_t done = done_;
    const auto work = [&](sql::Connection& connection) { return attempt(connection, batch); };
    const auto lose = [&](sql::Connection& connection) -> Result<void> {
      if (auto applied = attempt(connection, batch); !applied) return applied;
      return fail(ErrorCode::unavailable, "the machine stops before it is stored");
    };
    if (lost) {
      auto stored = store_.write(lose);
      if (stored || stored.error().code != ErrorCode::unavailable) take(std::move(stored));
      rows_->discard();
      done_ = done;
    }
    take(store_.write(work));
    rows_->committed();
    trouble_ = std::move(next_);
    done_ = done + batch.size();
  }

  /// The rows, one a line, and what could not be applied.
  std::string text() {
    std::string out;
    const auto dump = [&](sql::Connection& connection) -> Result<void> {
      std::string columns;
      for (const Column& column : definition_.table->columns) {
        columns += (columns.empty() ? "quote(" : " || ', ' || quote(") + projection::quoted(column.name) + ")";
      }
      auto statement = connection.prepare("SELECT " + columns + " FROM " + table_.name + " ORDER BY 1");
      if (!statement) return unexpected<Error>(std::move(statement).error());
      while (true) {
        auto more = (*statement)->step();
        if (!more) return unexpected<Error>(std::move(more).error());
        if (!*more) break;
        out.append((*statement)->text(0)).append("\n");
      }
      (*statement)->reset();
      return {};
    };
    take(store_.read(dump));
    for (const std::string& note : trouble_.notes) out += note + "\n";
    return out;
  }

  std::string violation;

 private:
  void take(Result<void> result) {
    if (!result && violation.empty()) violation = result.error().text;
  }

  /// First without the cost of care; where something fails, again with it.
  Result<void> attempt(sql::Connection& connection, std::span<const HistoricEvent> batch) {
    const std::size_t done = done_;
    next_ = trouble_;
    bool failed = false;
    if (auto applied = apply_all(connection, batch, false, failed); !applied) return applied;
    if (failed) {
      rows_->discard();
      done_ = done;
      next_ = trouble_;
      if (auto applied = apply_all(connection, batch, true, failed); !applied) return applied;
    }
    return rows_->flush(connection);
  }

  Result<void> apply_all(sql::Connection& connection, std::span<const HistoricEvent> batch, bool careful,
                         bool& failed) {
    rows_->begin(connection, {.parked = &parked_, .careful = careful});
    for (const HistoricEvent& event : batch) {
      apply_one(event, failed);
      if (rows_->error() != nullptr) return unexpected<Error>(*rows_->error());
      if (failed && !careful) return {};
    }
    return {};
  }

  void apply_one(const HistoricEvent& event, bool& failed) {
    const std::string place = "event " + std::to_string(++done_) + ": ";
    const std::string stream = to_string(event.stream.ref());
    if (next_.streams.contains(stream)) return next_.notes.push_back(place + "its stream waits");
    CommitMetadata commit;
    commit.command_id.bytes.fill(static_cast<std::uint8_t>(done_));
    commit.recorded = Instant{kUsualTime.nanoseconds + Duration(std::chrono::hours(done_)).count()};
    RecordedEvent recorded;
    recorded.stream = event.stream.ref();
    recorded.version = event.version;
    recorded.type = event.type;
    recorded.layout_version = event.layout_version;
    recorded.id = event_id(commit.command_id, 0);
    recorded.body = event.body;
    recorded.commit = &commit;
    rows_->next_event();
    if (auto applied = handlers_.apply(*rows_, recorded); !applied) {
      failed = true;
      next_.streams.insert(stream);
      return next_.notes.push_back(place + applied.error().text);
    }
    for (const RowTrouble& trouble : rows_->troubles()) {
      failed = failed || trouble.failed;
      next_.sequences.insert(trouble.sequence);
      next_.notes.push_back(place + trouble.sequence + (trouble.failed ? " fails: " + trouble.error.text : " waits"));
    }
  }

  const ProjectionDefinition& definition_;
  sql::RowStore& store_;
  TableName table_;
  projection::Handlers handlers_;
  std::unique_ptr<RowSet> rows_;
  Trouble trouble_;
  Trouble next_;  ///< of the attempt under way
  Parked parked_{next_};
  std::size_t done_ = 0;
};

std::string first_difference(const std::string& followed, const std::string& built) {
  std::size_t from = 0;
  std::size_t i = 0;
  for (; i < followed.size() && i < built.size() && followed[i] == built[i]; ++i) {
    if (followed[i] == '\n') from = i + 1;
  }
  const auto line = [&](const std::string& text) {
    return from >= text.size() ? std::string("nothing") : text.substr(from, text.find('\n', from) - from);
  };
  return "following came to\n  " + line(followed) + "\nand building anew to\n  " + line(built);
}

}  // namespace

std::string projection_violation(const ProjectionDefinition& projection, const void* externs,
                                 std::vector<HistoricEvent> history, Arbitrary& arbitrary) {
  std::map<std::string, Version> heads;
  for (HistoricEvent& event : history) event.version = ++heads[to_string(event.stream.ref())];
  auto store = rows::open_memory();
  if (!store) return store.error().text;

  Way built(projection, externs, **store, 1);
  built.apply(history, false);
  Way followed(projection, externs, **store, 2);
  const std::span<const HistoricEvent> all = history;
  constexpr std::uint64_t kLargestBatch = 10;
  for (std::size_t from = 0; from < all.size();) {
    const auto size = std::min<std::size_t>(1 + arbitrary.below(kLargestBatch), all.size() - from);
    followed.apply(all.subspan(from, size), arbitrary.below(4) == 0);
    from += size;
  }
  const std::string built_text = built.text();
  const std::string followed_text = followed.text();
  if (!built.violation.empty()) return built.violation;
  if (!followed.violation.empty()) return followed.violation;
  return built_text == followed_text ? std::string() : first_difference(followed_text, built_text);
}

}  // namespace cqrs::testing::detail
