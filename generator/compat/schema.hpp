#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "source/span.hpp"

namespace cqrsc::compat {

/// What is promised by a release of a context, as plain text and numbers: that of a Model (schema_of.hpp), or what a
/// lock file remembers (lock.hpp). Types are written with the version of every value and union (`list<Money v1>?`),
/// those of other contexts with their context (`billing.InvoiceId`); expressions in the canonical style of
/// model/expression_text. Each span says where it stands: in a source, or in a lock file.

struct Field {
  std::string name;
  std::string type;
  std::optional<std::string> personal;  ///< empty: about the stream's own subject; else the field that names it
  bool is_tag = false;
  std::string initial;  ///< empty: no default was written
  std::string where;    ///< empty: any value
  Span span;
};

/// A member of an enum or an alternative of a union. Numbers are what is stored.
struct Member {
  std::string name;
  std::uint32_t number = 0;
  bool is_gone = false;       ///< was released once and is not in the sources any more
  std::vector<Field> fields;  ///< of an alternative
  Span span;
};

/// One layout. Once released it never changes.
struct Layout {
  std::uint32_t version = 1;
  bool is_held = true;  ///< whether stored data may hold it; a lock has no others
  std::vector<Field> fields;
  std::vector<Member> alternatives;              ///< of a union
  std::optional<std::vector<std::string>> from;  ///< how it comes from the version before; none for the first
  Span span;
  std::optional<Span> from_span = {};  ///< of the `from` block, where one is written in a source
};

enum class LayoutKind : std::uint8_t { Event, Union, Value };

/// All versions of an event, value or union.
struct Versioned {
  LayoutKind kind = LayoutKind::Event;
  std::string name;  ///< `Account.AccountOpened`, `Money`
  bool is_public = false;
  bool is_retired = false;
  std::vector<Layout> versions;                     ///< ascending
  std::optional<std::vector<std::string>> becomes;  ///< of the last version, where retired
  Span span;
  std::optional<Span> becomes_span = {};  ///< of what stands behind `becomes` in a source

  [[nodiscard]] const Layout* find(std::uint32_t version) const;
};

struct Id {
  std::string name;
  std::string base;
  std::string where;
  bool is_held = true;
  Span span;
};

struct Enum {
  std::string name;
  bool is_held = true;
  std::vector<Member> members;       ///< by number
  std::vector<std::string> matched;  ///< what matches it without an `else`, sorted: `Account.Close`
  Span span;
};

struct Extern {
  std::string name;
  std::vector<Field> parameters;
  std::string result;
  std::uint32_t revision = 0;  ///< 0: none
  Span span;
};

/// A title or name, and the fingerprint (16 hexadecimal digits) of what stands behind it.
struct Print {
  std::string name;
  std::string print;
  Span span;
};

struct Aggregate {
  std::string name;
  std::string stream;  ///< the category of its streams
  std::string key;
  std::string state;  ///< the fingerprint of the state's layout and defaults
  std::vector<Print> invariants;
  std::vector<Print> handlers;  ///< `on`, by event
  Span span;
};

/// Something with fields that callers know: a command (`Account.Deposit`), an error, a query.
struct Callable {
  std::string name;
  std::vector<Field> fields;
  std::string print;           ///< of a query: of what it does
  std::vector<Field> results;  ///< of a query with `select`: its columns; of others the row, which a lock leaves out
  Span span;
  bool selects = false;
};

struct Projection {
  std::string name;
  std::vector<Field> keys;
  std::vector<Field> fields;
  std::vector<Print> handlers;
  Span span;
};

/// What an instance may wait for: a handler, as it is written (`on accepted paying`).
struct Timer {
  std::string name;
  std::string after;
  Span span;
};
struct Process {
  std::string name;
  std::string key;
  std::string state;
  std::vector<Print> steps;
  std::vector<Timer> timers;
  Span span;
};

/// One context. Every list but those whose order is stored (fields) is sorted by name.
struct Context {
  std::string name;
  std::vector<Aggregate> aggregates;
  std::vector<Callable> commands;
  std::vector<Callable> errors;
  std::vector<Enum> enums;
  std::vector<Extern> externs;
  std::vector<Id> ids;
  std::vector<Process> processes;
  std::vector<Projection> projections;
  std::vector<Callable> queries;
  std::vector<Versioned> layouts;  ///< by kind, then name
  Span span;
};

/// Of a Model: one context. Of a lock: those that share the file, by name.
struct Schema {
  std::vector<Context> contexts;
  [[nodiscard]] const Context* find(const std::string& name) const;
};

/// Brings every list into its order.
void sort(Context& context);

/// `event`, `union`, `value`.
const char* to_text(LayoutKind kind);

/// The entry of that name in a sorted list, or null.
template <typename Entry>
const Entry* find(const std::vector<Entry>& entries, const std::string& name) {
  std::size_t low = 0;
  for (std::size_t high = entries.size(); low < high;) {
    const std::size_t middle = low + (high - low) / 2;
    if (entries[middle].name < name)
      low = middle + 1;
    else
      high = middle;
  }
  return low < entries.size() && entries[low].name == name ? &entries[low] : nullptr;
}
const Versioned* find(const std::vector<Versioned>& layouts, LayoutKind kind, const std::string& name);

/// The field of that name, or null; fields are few and in declared order.
const Field* find_field(const std::vector<Field>& fields, const std::string& name);

}  // namespace cqrsc::compat
