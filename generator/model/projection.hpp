#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "model/aggregate.hpp"

namespace cqrsc::model {

struct Projection;
struct Scenario;

/// What a handler does where its row is not there.
enum class MissingRow : std::uint8_t {
  Created,  ///< it gives every field without a default a value: the row begins with its key and its defaults
  Error,    ///< a dead letter
  Skipped,  ///< `existing`
};

/// `for x in xs`, `for k, v in m`: the handler runs once for each element, with the locals bound.
struct RowLoop {
  const Local* element = nullptr;  ///< of a map: its keys
  const Local* value = nullptr;    ///< of a map only
  const Expression* range = nullptr;
};

/// `on E [for x in xs] [at keys] [existing] { } | delete`. An event may have several; they run in the order written.
struct RowHandler {
  const EventVersion* event = nullptr;  ///< current; of an aggregate of this context, or public and imported
  std::optional<RowLoop> loop;
  /// One for each key of the projection, of its type or the optional of it (`none` touches nothing). Without `at`: the
  /// event's own stream (Ambient::MetaStream).
  std::vector<const Expression*> keys;
  MissingRow missing = MissingRow::Error;
  bool deletes = false;  ///< `delete` in the place of a body
  Block body;  ///< FieldSource::Event comes in, FieldSource::Row is there and is written; DeleteStatement ends it
  Location location;
};

struct Projection : Declaration {
  const Context* context = nullptr;
  bool is_inline = false;
  std::deque<Field> keys;
  std::deque<Field> fields;  ///< without the keys; `initial` as in a state
  std::vector<RowHandler> handlers;
  std::vector<const Event*> ignored;
  bool ignores_unknown = false;              ///< `on unknown ignore`
  std::vector<const Aggregate*> aggregates;  ///< whose events it handles or ignores, each once, in the order met
  /// Why its rows cannot be shared out among workers: a place and words; none: all that writes a row has its key.
  struct Serial {
    Location location;
    std::string because;  ///< "`row(…)` reads another row"
  };
  std::optional<Serial> serial;
  std::vector<const Scenario*> scenarios;
};

struct QueryOrder {
  const Expression* value = nullptr;  ///< a path of the row or, where grouped, of `group`; of an ordered type
  bool descending = false;
};

/// `query Q(parameters) [select …] from P [where …] [group by …] [order by …] [limit …]`.
struct Query : Declaration {
  const Context* context = nullptr;
  const Projection* from = nullptr;
  std::deque<Field> parameters;  ///< FieldSource::Argument
  /// `select`: what a result has, and from what; both empty: the rows themselves. With AggregateNodes, or grouped, one
  /// result a group.
  std::deque<Field> columns;
  std::vector<const Expression*> selected;
  const Expression* where = nullptr;      ///< over FieldSource::Row and ::Argument; null: all rows
  std::vector<const Expression*> groups;  ///< paths of the row; each of `selected` is one of them or made of aggregates
  std::vector<QueryOrder> order;          ///< as written; keys (or groups) follow as the last resort
  const Expression* limit = nullptr;      ///< an int64 over ::Argument; null: all
  std::vector<const Scenario*> scenarios;
  [[nodiscard]] bool is_grouped() const { return aggregates || !groups.empty(); }
  bool aggregates = false;  ///< `selected` has AggregateNodes
};

}  // namespace cqrsc::model
