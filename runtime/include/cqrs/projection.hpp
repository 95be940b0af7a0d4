#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cqrs/aggregate.hpp>
#include <cqrs/bytes.hpp>
#include <cqrs/error.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/sql.hpp>

// What the runtime knows of a projection: tables that the compiler writes. Generated code and the engine of projections
// meet here and nowhere else.

namespace cqrs {

/// How a column is stored. docs/read-models.md says it for those who join tables with their own SQL.
enum class ColumnKind : std::uint8_t {
  boolean,      ///< INTEGER 0 or 1
  integer,      ///< INTEGER
  unsigned64,   ///< INTEGER, less 2^63: the order is that of the numbers
  real,         ///< REAL; NaN is NULL or, where that is `none`, the text 'NaN'; -0 is 0
  decimal,      ///< INTEGER, scaled: 10.00 is 1000
  decimal128,   ///< BLOB of 16 bytes, big-endian, the sign bit flipped: the order is that of the numbers
  text,         ///< TEXT
  bytes,        ///< BLOB
  uuid,         ///< BLOB of 16 bytes
  instant,      ///< INTEGER, nanoseconds since 1970 UTC
  duration,     ///< INTEGER, nanoseconds
  date,         ///< INTEGER, days since 1970-01-01
  enumeration,  ///< INTEGER, the member's number
  json,         ///< TEXT: lists, sets, maps, unions, optional values
};

/// A member of an enum, for those who read tables.
struct ColumnMember {
  std::uint16_t number = 0;
  std::string_view name;
};

/// A column. The fields of a value are columns of their own, `balance_amount`; of an optional value: json.
struct Column {
  std::string_view name = {};
  ColumnKind kind = ColumnKind::text;
  bool optional = false;                       ///< NULL is `none`
  std::uint8_t scale = 0;                      ///< of a decimal
  std::string_view type = {};                  ///< as the language writes it: "decimal(18, 2)"
  std::span<const ColumnMember> members = {};  ///< of an enumeration
};

struct TableIndex {
  std::span<const std::uint16_t> columns = {};  ///< numbers of columns
};

/// The table of a projection. Its key columns come first, in the order declared, and are its primary key.
struct TableDefinition {
  std::string_view name = {};  ///< "AccountSummary"
  std::span<const Column> columns = {};
  std::uint16_t keys = 0;  ///< how many of the columns are the key
  std::span<const TableIndex> indexes = {};
};

/// The names of the tables that hold one generation of a projection.
struct TableName {
  std::string name;  ///< "AccountSummary_3", quoted where SQL needs it
};

/// A part of the rows, by the hash of their keys: both ends belong to it.
struct RowShare {
  std::uint64_t first = 0;
  std::uint64_t last = ~std::uint64_t{0};
  [[nodiscard]] bool holds(std::uint64_t hash) const noexcept { return hash >= first && hash <= last; }
};

/// What became of one row's part of an event: failed, or not tried because its sequence waits. What is not in a list of
/// these was done. ErrorCode::behind: it asked for another row, which waits.
struct RowTrouble {
  std::string sequence;                           ///< the row's key as a JSON array: `["6f1c…","EUR"]`
  bool failed = false;                            ///< false: it waits behind an earlier dead letter
  std::uint64_t hash = 0;                         ///< of the row's key, by which rows are shared out
  Error error = {ErrorCode::handler_failed, {}};  ///< where it failed
};

/// The sequences that wait. Looked up for every row while there are any.
class ParkedSequences {
 public:
  ParkedSequences() = default;
  ParkedSequences(const ParkedSequences&) = delete;
  ParkedSequences& operator=(const ParkedSequences&) = delete;
  virtual ~ParkedSequences() = default;
  [[nodiscard]] virtual bool empty() const noexcept = 0;
  /// Whether the event at hand is not for this row yet, or not at all.
  [[nodiscard]] virtual bool holds(std::string_view sequence) const = 0;
  /// Whether the row lacks what came before the event at hand, so that no other row may be made of it.
  [[nodiscard]] virtual bool hides(std::string_view sequence) const = 0;
};

/// The rows of one share while a batch of events is applied to them: a cache over the table, which takes each changed
/// row to it once. Belongs to one worker; not thread-safe. Generated code derives from it (generated_projection.hpp).
///
/// A batch: load rows and apply events, any number; flush() within the transaction that also writes the checkpoint;
/// then, when that is committed, committed(); or discard() when it is not.
class RowSet {
 public:
  RowSet() = default;
  RowSet(const RowSet&) = delete;
  RowSet& operator=(const RowSet&) = delete;
  virtual ~RowSet() = default;

  struct Mode {
    RowShare share = {};
    const ParkedSequences* parked = nullptr;  ///< null: none
    /// Only the row of this key is touched, and no matter whether it is parked: a dead letter is tried again.
    std::string_view only = {};
    /// A row's part of an event that fails leaves no trace; without it, the first failure is to be followed by
    /// discard(). Costs a copy of each row that is touched.
    bool careful = false;
  };

  /// Where rows are loaded from until the next call; set before events are applied, outlives that.
  virtual void begin(sql::Connection& connection, const Mode& mode) = 0;

  /// What went wrong with the event applied last; begins anew with each event. Errors of the database are not among it,
  /// see error().
  [[nodiscard]] virtual std::span<const RowTrouble> troubles() const noexcept = 0;
  /// A row could not be loaded: nothing that was applied since may be flushed.
  [[nodiscard]] virtual const Error* error() const noexcept = 0;
  /// Before each stored event: what it has become, one event or several, is applied behind this as one.
  virtual void next_event() = 0;

  /// Writes what has changed.
  virtual Result<void> flush(sql::Connection& connection) = 0;
  virtual void committed() = 0;
  virtual void discard() = 0;

  [[nodiscard]] virtual std::size_t changed() const noexcept = 0;  ///< rows to write
};

/// What a projection does with a current event. An exception of arithmetic ends up as a RowTrouble of the row that was
/// touched; one thrown while keys are computed comes through, and concerns the whole event: careful rows are then as
/// they were before it.
struct ProjectedEvent {
  std::string_view type;  ///< "bank.Account.MoneyDeposited"
  /// False: the bytes are not what the current layout allows; careful rows are as they were before the event.
  bool (*apply)(RowSet& rows, Bytes body, const Meta& meta) = nullptr;
};

/// Everything here lives for ever and is thread-safe.
struct ProjectionDefinition {
  std::string_view name = {};  ///< "bank.AccountSummary"
  bool is_inline = false;
  bool ignores_unknown = false;  ///< events of types and versions that this release does not know are skipped
  /// Why its rows cannot be shared out among workers; empty: they can.
  std::string_view serial_because = {};
  /// Of everything that makes the rows what they are: table, handlers, versions of events and their upcasters. Rows of
  /// another fingerprint are built anew beside the old ones.
  std::uint64_t fingerprint = 0;
  /// Of the table alone: rows of an older fingerprint with the same shape can be shown while the new ones are built.
  std::uint64_t shape = 0;
  const TableDefinition* table = nullptr;
  /// The stored types it has to see: those it handles, and those that become them.
  std::span<const std::string_view> types = {};
  /// Where the layouts of those types are found, with the upcasters of old ones.
  std::span<const AggregateDefinition& (*const)()> aggregates = {};
  std::span<const ProjectedEvent> events = {};  ///< each type once; what is ignored is not among them
  std::unique_ptr<RowSet> (*make_rows)(const TableName& table) = nullptr;
};

}  // namespace cqrs
