#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "diag/diagnostic.hpp"
#include "model/model.hpp"
#include "syntax/ast.hpp"

namespace cqrsc::sema {

/// Which calls of extern functions a block may make.
enum class Externs : std::uint8_t { None, Any, WithRevision };

/// Whether `count()` and `sum(row.x)` compute over rows here.
enum class Aggregates : std::uint8_t {
  None,       ///< functions over lists only
  Elsewhere,  ///< a query, but not its `select`
  Here,
};

/// What the names in one block stand for: what comes in, what is there, what the surroundings offer.
struct Scope {
  std::string block;  ///< for messages: "a command", "an invariant"

  const std::deque<model::Field>* incoming = nullptr;  ///< read by bare names
  model::FieldSource incoming_source = model::FieldSource::Command;
  std::string incoming_word;             ///< `command`, `event` or `old`, which says it in full; may be empty
  std::string incoming_what = "fields";  ///< for messages; "parameters" of a query
  std::string incoming_owner;            ///< for messages: "command `Open`"

  const std::deque<model::Field>* state = nullptr;       ///< what is there: read by `state.`, of a row by `row.`
  const std::deque<model::Field>* state_keys = nullptr;  ///< of a row: its keys, read the same way
  model::FieldSource state_source = model::FieldSource::State;
  std::string state_word = "state";
  std::string state_owner;

  /// The field that an assignment writes, while a right side that is a name alone is read: itself is not meant there.
  std::string assigned;
  const model::Field* takes = nullptr;  ///< the same field

  const model::Type* own_id = nullptr;
  const model::Type* stream_id = nullptr;  ///< what `meta.stream` is where there is no `id`
  const model::Type* it = nullptr;
  const model::Expression* it_value = nullptr;  ///< what `it` stands for; null: what the runtime hands over
  bool has_now = false;
  bool has_actor = false;
  bool has_meta = false;
  Externs externs = Externs::None;
  bool reads_history = false;   ///< a mapping: older versions of values become newer ones where those are needed
  bool names_versions = false;  ///< `Money v1 { … }` may stand here
  Aggregates aggregates = Aggregates::None;
  /// The projection whose other rows `row(key)` reads; null: none can be read.
  const model::Projection* other_rows = nullptr;

  std::vector<const model::Local*> locals;
  /// In an arm of a `match`: its alternative, where the pattern gives it no name.
  const model::Alternative* unnamed = nullptr;
  /// Paths that a test has shown not to be `none`, see path_key().
  std::set<std::string> present;
  /// Functions the block calls; collected for scenarios.
  std::set<const model::ExternFunction*> called;
  /// What was said of names that mean nothing here.
  std::map<std::string, Diagnostic*> unknown;
  /// Something has a name that could not be read: any that means nothing may be it.
  bool lost_a_name = false;
  /// The first `row(key)`.
  std::optional<Span> other_row_read;

  /// A field of what is there, keys of a row included.
  [[nodiscard]] const model::Field* find_state(const std::string& name) const;
  [[nodiscard]] const model::Local* find_local(const std::string& name) const;
  [[nodiscard]] const model::Field* find_incoming(const std::string& name) const;
};

const model::Field* find_field(const std::deque<model::Field>& fields, const std::string& name);
/// "price.amount" for `amount`, where one of the fields alone is a value with a part of this name.
std::optional<std::string> part_of(const std::deque<model::Field>& fields, const std::string& name);

/// A key for a path whose value does not change within an expression: `note`, `state.limit`, a local. None for others.
std::optional<std::string> path_key(const Scope& scope, const syntax::Expression& expression);
/// The key of `map[key]`; none where `key` may be something else each time.
std::optional<std::string> element_key(const Scope& scope, const std::string& map, const syntax::Expression& key);
/// The key of a path on the left side of an assignment to the state.
std::string state_key(const std::string& path);

/// The paths that are known not to be `none` where `condition` has the value `truth`.
std::set<std::string> present_if(const Scope& scope, const syntax::Expression& condition, bool truth);

/// Forgets what is known of a path and of all below it.
void forget(std::set<std::string>& present, const std::string& key);

}  // namespace cqrsc::sema
