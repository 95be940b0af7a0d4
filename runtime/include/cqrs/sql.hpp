#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <cqrs/bytes.hpp>
#include <cqrs/event.hpp>
#include <cqrs/expected.hpp>
#include <cqrs/function_ref.hpp>

// Where rows are kept: what projections and queries need of a database that speaks SQL, and nothing more. Engines
// implement it. Statements are standard SQL with the parameters ?1, ?2, … and these aggregate functions, which leave
// out NULL, are 0 of nothing, and fail with invalid_argument where the result does not fit:
//
//   cqrs_sum(x)           of decimals of either kind: a decimal128 of the same scale
//   cqrs_sum_integer(x)   of integers: an integer of 64 bits
//   cqrs_sum_unsigned(x)  of unsigned64: the same

namespace cqrs::sql {

/// A prepared statement. Belongs to one connection and one thread at a time. Parameters count from 1, columns from 0.
class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  virtual ~Statement() = default;

  virtual void bind_null(int parameter) = 0;
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, double value) = 0;
  /// Text and bytes are only referred to: they must live until reset().
  virtual void bind(int parameter, std::string_view text) = 0;
  virtual void bind(int parameter, Bytes bytes) = 0;
  /// The same of a copy.
  virtual void bind_copy(int parameter, std::string_view text) = 0;
  virtual void bind_copy(int parameter, Bytes bytes) = 0;

  /// Goes on to the next row; false: there is none. The first call executes. Errors of binding come out here.
  virtual Result<bool> step() = 0;
  /// Forgets parameters and results; afterwards it can be executed again.
  virtual void reset() = 0;

  [[nodiscard]] virtual bool is_null(int column) = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) = 0;
  [[nodiscard]] virtual double real(int column) = 0;
  /// Valid until the next step() or reset().
  [[nodiscard]] virtual std::string_view text(int column) = 0;
  [[nodiscard]] virtual Bytes bytes(int column) = 0;
};

/// A session. One thread at a time.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// The statement of this text, reset: prepared when first asked for, then kept (the least recently used go). Nobody
  /// may be executing it.
  virtual Result<Statement*> prepare(std::string_view text) = 0;
  /// Executes statements without parameters and results, separated by semicolons.
  virtual Result<void> execute(std::string_view text) = 0;
  /// Rows changed by the statement executed last.
  [[nodiscard]] virtual std::int64_t changes() = 0;
};

/// The work of one transaction.
using Work = FunctionRef<Result<void>(Connection&)>;

/// A database of rows. Thread-safe, but for destruction. Errors: storage_full, corruption, unavailable, stopped,
/// invalid_argument (the SQL is wrong; a bug).
class RowStore {
 public:
  RowStore() = default;
  RowStore(const RowStore&) = delete;
  RowStore& operator=(const RowStore&) = delete;
  virtual ~RowStore() = default;

  /// Runs `work` in a transaction that writes, one after another: committed if it succeeds, else nothing of it is
  /// there. What is committed survives the process; after a loss of power the database may be back at an earlier
  /// commit, but never in between two.
  virtual Result<void> write(Work work) = 0;
  /// Runs `work` on a consistent snapshot, beside writers and other readers. It cannot write.
  virtual Result<void> read(Work work) = 0;
  /// As read(), for work that executes one statement and no more: a statement sees a consistent snapshot by itself, and
  /// engines can do without the transaction around it.
  virtual Result<void> read_statement(Work work) { return read(work); }

  virtual Result<void> close() = 0;
};

/// Sees the events of an append within the transaction that stores them; they have versions and positions, but no one
/// else can see them yet. An error refuses that append, and becomes its result.
using InlineHandler = std::function<Result<void>(Connection& connection, std::span<const RecordedEvent> events)>;

/// Rows in the log's own database, which change with it.
class InlineRowStore : public RowStore {
 public:
  /// From the next append on, `handler` sees every append, beside those of other names and in the order of the names;
  /// null: there is none of this name any more. Called from within write(), it takes effect with that transaction: no
  /// append comes between. `unavailable` where the name has a handler, which then stays.
  virtual Result<void> attach(std::string_view name, InlineHandler handler) = 0;
};

}  // namespace cqrs::sql
