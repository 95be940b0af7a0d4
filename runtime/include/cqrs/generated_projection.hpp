#pragma once

// What the .cpp file of a generated projection needs beside its own headers.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <cqrs/arithmetic.hpp>
#include <cqrs/codec.hpp>
#include <cqrs/functions.hpp>
#include <cqrs/json.hpp>
#include <cqrs/owned.hpp>
#include <cqrs/projection.hpp>
#include <cqrs/query.hpp>
#include <cqrs/row_binding.hpp>
#include <cqrs/stream_key.hpp>
#include <cqrs/text.hpp>

namespace cqrs {

/// Rows that may be in a table, by the hashes of their keys; all others are known not to be. A Bloom filter of 2 MiB,
/// good for millions of rows.
class KnownRows {
 public:
  /// Adds a row; whether it may have been there before.
  bool add(std::uint64_t hash);
  void clear() { bits_ = {}; }

 private:
  std::vector<std::uint64_t> bits_;  ///< empty: no row
};

/// What a set of rows does that is the same for all types of rows.
class RowSetBase : public RowSet {
 public:
  void begin(sql::Connection& connection, const Mode& mode) final;
  [[nodiscard]] std::span<const RowTrouble> troubles() const noexcept final { return troubles_; }
  [[nodiscard]] const Error* error() const noexcept final { return error_ ? &*error_ : nullptr; }
  void next_event() override;
  /// Takes back what the event has done so far: where it fails whole, because its keys cannot be computed. In careful
  /// mode only; otherwise discard() follows.
  virtual void undo_event() = 0;

 protected:
  explicit RowSetBase(const ProjectionDefinition& definition, const TableName& table);

  /// Whether sequences have to be looked up by the text of the key.
  [[nodiscard]] bool watches_sequences() const noexcept {
    return !mode_.only.empty() || (mode_.parked != nullptr && !mode_.parked->empty());
  }
  /// Whether the row of this key is to be touched; notes the one that waits.
  [[nodiscard]] bool admits(std::string&& sequence, std::uint64_t hash);
  void refuse_hidden(const std::string& sequence) const;
  [[noreturn]] void refuse(const std::string& sequence) const;
  void note_failure(std::string&& sequence, std::uint64_t hash, Error error);
  void note_error(Error error);
  [[nodiscard]] Error missing_row(const std::string& sequence) const;
  /// The error of the exception being handled; out of memory comes through, it is nobody's fault.
  [[nodiscard]] Error current_failure() const;
  [[nodiscard]] Result<sql::Statement*> prepare_select() { return connection_->prepare(select_); }
  /// Whether the row need not be looked for. A table that was empty when this began, as all are that are built, holds
  /// only rows that went through here.
  [[nodiscard]] bool known_to_be_absent(std::uint64_t hash) { return knows_all_ && !known_.add(hash); }
  /// Nothing is known of the table.
  void forget_known() {
    looked_ = false;
    knows_all_ = false;
    known_.clear();
  }

  /// Executes a statement that gives no rows and changes exactly one.
  Result<void> run(sql::Connection& connection, sql::Statement& statement) const;

  const ProjectionDefinition& definition_;
  Mode mode_ = {};
  std::uint64_t event_ = 1;  ///< counts, so that rows remember where they were touched; never 0
  std::optional<Error> error_;
  std::vector<RowTrouble> troubles_;

  std::string insert_;
  std::string update_;  ///< empty: there is nothing beside the key
  std::string delete_;

 private:
  void look_for_rows();

  std::string select_;
  std::string any_row_;
  sql::Connection* connection_ = nullptr;
  bool looked_ = false;
  bool knows_all_ = false;
  KnownRows known_;
};

/// The rows of a projection while events are applied to them. Row is the generated struct, whose first fields are those
/// of Row::Key. A key belongs to whom its hash says, whether or not the row is there.
///
/// Rows are kept between batches: those touched lately, up to kMostKept, which costs as much memory as that many rows.
template <class Row>
class Rows final : public RowSetBase {
 public:
  using Key = typename Row::Key;
  static constexpr std::size_t kMostKept = 65'536;

  explicit Rows(const TableName& table) : RowSetBase(Row::definition(), table) {}

  // What handlers call. `change(row)` gives false to delete the row. What it throws concerns this row alone.

  /// Begins the row where it is missing.
  template <class Change>
  void create(const Key& key, Change&& change) {
    touch(key, Missing::begins, change);
  }
  /// A missing row is an error.
  template <class Change>
  void change(const Key& key, Change&& change) {
    touch(key, Missing::fails, change);
  }
  /// A missing row is left alone.
  template <class Change>
  void change_existing(const Key& key, Change&& change) {
    touch(key, Missing::skips, change);
  }
  void erase(const Key& key) {
    touch(key, Missing::fails, [](Row&) { return false; });
  }
  void erase_existing(const Key& key) {
    touch(key, Missing::skips, [](Row&) { return false; });
  }
  /// The row as it is now; null where there is none. Valid until the next row is touched. Throws where the row lacks
  /// earlier events, which wait: what asks for it has to wait, too.
  [[nodiscard]] const Row* find(const Key& key) {
    if (error_) return nullptr;
    if (watches_sequences()) refuse_hidden(binding::key_text(key));
    const Slot* const slot = slot_of({key, hash_of(key)});
    if (slot != nullptr && slot->failed_in == event_) refuse(binding::key_text(key));
    return slot != nullptr && slot->present ? &slot->row : nullptr;
  }

  // The contract of RowSet.

  void next_event() override {
    RowSetBase::next_event();
    before_.clear();
  }
  Result<void> flush(sql::Connection& connection) override;
  void committed() override;
  void discard() override;
  void undo_event() override;
  [[nodiscard]] std::size_t changed() const noexcept override { return changed_.size(); }

 private:
  enum class Missing : std::uint8_t { begins, fails, skips };

  struct Slot {
    Row row{};
    bool present = false;
    bool stored = false;  ///< it is in the table
    bool dirty = false;
    bool listed = false;  ///< in changed_
    std::uint64_t touched_in = 0;
    std::uint64_t failed_in = 0;
  };
  struct Hashed {
    Key key;
    std::uint64_t hash;
  };
  struct HashedRef {
    const Key& key;
    std::uint64_t hash;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const auto& hashed) const noexcept { return static_cast<std::size_t>(hashed.hash); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const { return a.hash == b.hash && a.key == b.key; }
  };
  using Cache = std::unordered_map<Hashed, Slot, Hash, Equal>;
  using Entry = typename Cache::value_type;

  /// What a row was before the event, in careful mode.
  struct Before {
    Entry* entry;
    Row row;
    bool present;
    bool dirty;
  };

  [[nodiscard]] static std::uint64_t hash_of(const Key& key) {
    binding::KeyHash hash;
    hash.add(key);
    return hash.value();
  }
  static void set_key(Row& row, const Key& key) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((boost::pfr::get<I>(row) = boost::pfr::get<I>(key)), ...);
    }(std::make_index_sequence<boost::pfr::tuple_size_v<Key>>{});
  }

  template <class Change>
  void touch(const Key& key, Missing missing, Change&& change);
  template <class Change>
  void apply(Entry& entry, Missing missing, Change& change);
  void remember(Entry& entry);
  void restore(const Before& before);
  void fail_row(Entry& entry, Error error);
  void mark_dirty(Entry& entry);
  [[nodiscard]] Slot* slot_of(const HashedRef& hashed) {
    Entry* const entry = entry_of(hashed);
    return entry == nullptr ? nullptr : &entry->second;
  }
  [[nodiscard]] Entry* entry_of(const HashedRef& hashed);
  [[nodiscard]] Result<void> load(const Key& key, Slot& slot);
  [[nodiscard]] Result<void> write(sql::Connection& connection, const Entry& entry);

  // Two halves instead of a list of what was used last: rows move into the young one when they are touched, and the old
  // one goes when the young is full. Their places in memory stay.
  Cache young_;
  Cache old_;
  std::vector<Entry*> changed_;
  std::vector<Before> before_;  ///< of the event at hand
};

// ---- Rows ----

template <class Row>
template <class Change>
void Rows<Row>::touch(const Key& key, Missing missing, Change&& change) {
  if (error_) return;
  const std::uint64_t hash = hash_of(key);
  if (!mode_.share.holds(hash)) return;
  if (watches_sequences() && !admits(binding::key_text(key), hash)) return;
  Entry* const entry = entry_of({key, hash});
  if (entry == nullptr || entry->second.failed_in == event_) return;
  remember(*entry);
  try {
    apply(*entry, missing, change);
  } catch (...) {
    fail_row(*entry, current_failure());
  }
}

template <class Row>
template <class Change>
void Rows<Row>::apply(Entry& entry, Missing missing, Change& change) {
  Slot& slot = entry.second;
  if (!slot.present) {
    if (missing == Missing::skips) return;
    if (missing == Missing::fails) return fail_row(entry, missing_row(binding::key_text(entry.first.key)));
    slot.row = Row{};
    set_key(slot.row, entry.first.key);
  }
  slot.present = change(slot.row);
  if (!slot.present) slot.row = Row{};
  mark_dirty(entry);
}

template <class Row>
void Rows<Row>::remember(Entry& entry) {
  Slot& slot = entry.second;
  if (slot.touched_in == event_) return;
  slot.touched_in = event_;
  if (mode_.careful) before_.push_back({&entry, slot.row, slot.present, slot.dirty});
}

template <class Row>
void Rows<Row>::restore(const Before& before) {
  Slot& slot = before.entry->second;
  slot.row = before.row;
  slot.present = before.present;
  slot.dirty = before.dirty;
}

template <class Row>
void Rows<Row>::fail_row(Entry& entry, Error error) {
  entry.second.failed_in = event_;
  for (const Before& before : before_) {
    if (before.entry == &entry) restore(before);
  }
  note_failure(binding::key_text(entry.first.key), entry.first.hash, std::move(error));
}

template <class Row>
void Rows<Row>::undo_event() {
  for (const Before& before : before_) {
    restore(before);
    before.entry->second.failed_in = event_;
  }
  troubles_.clear();
}

template <class Row>
void Rows<Row>::mark_dirty(Entry& entry) {
  Slot& slot = entry.second;
  slot.dirty = true;
  if (slot.listed) return;
  slot.listed = true;
  changed_.push_back(&entry);
}

template <class Row>
typename Rows<Row>::Entry* Rows<Row>::entry_of(const HashedRef& hashed) {
  if (const auto known = young_.find(hashed); known != young_.end()) return &*known;
  if (const auto known = old_.find(hashed); known != old_.end()) {
    return &*young_.insert(old_.extract(known)).position;
  }
  Slot slot;
  if (!known_to_be_absent(hashed.hash)) {
    if (auto loaded = load(hashed.key, slot); !loaded) {
      note_error(std::move(loaded).error());
      return nullptr;
    }
  }
  return &*young_.emplace(Hashed{hashed.key, hashed.hash}, std::move(slot)).first;
}

template <class Row>
Result<void> Rows<Row>::load(const Key& key, Slot& slot) {
  const auto statement = prepare_select();
  if (!statement) return unexpected(statement.error());
  sql::Statement& select = **statement;
  binding::Binder(select).add(key);
  const auto found = select.step();
  if (!found) return unexpected(found.error());
  if (*found) {
    set_key(slot.row, key);
    binding::Columns columns(select);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      constexpr std::size_t kKeys = boost::pfr::tuple_size_v<Key>;
      (columns.read(boost::pfr::get<kKeys + I>(slot.row)), ...);
    }(std::make_index_sequence<boost::pfr::tuple_size_v<Row> - boost::pfr::tuple_size_v<Key>>{});
    if (auto read = columns.result(); !read) return read;
    slot.present = true;
    slot.stored = true;
  }
  select.reset();
  return {};
}

template <class Row>
Result<void> Rows<Row>::flush(sql::Connection& connection) {
  // In the order of the table, so that one page after another is written, and each once.
  std::ranges::sort(changed_,
                    [](const Entry* a, const Entry* b) { return binding::compare(a->first.key, b->first.key) < 0; });
  for (const Entry* entry : changed_) {
    if (!entry->second.dirty) continue;
    if (auto written = write(connection, *entry); !written) return written;
  }
  return {};
}

template <class Row>
Result<void> Rows<Row>::write(sql::Connection& connection, const Entry& entry) {
  const Slot& slot = entry.second;
  if (!slot.present && !slot.stored) return {};
  const std::string& text = !slot.present ? delete_ : slot.stored ? update_ : insert_;
  if (text.empty()) return {};
  const auto statement = connection.prepare(text);
  if (!statement) return unexpected(statement.error());
  if (slot.present) {
    binding::Binder(**statement).add(slot.row);
  } else {
    binding::Binder(**statement).add(entry.first.key);
  }
  return run(connection, **statement);
}

template <class Row>
void Rows<Row>::committed() {
  for (Entry* entry : changed_) {
    Slot& slot = entry->second;
    if (slot.dirty) slot.stored = slot.present;
    slot.dirty = false;
    slot.listed = false;
  }
  changed_.clear();
  before_.clear();
  if (young_.size() >= kMostKept / 2) {
    old_ = std::move(young_);
    young_ = {};
  }
}

template <class Row>
void Rows<Row>::discard() {
  forget_known();
  young_.clear();
  old_.clear();
  changed_.clear();
  before_.clear();
  troubles_.clear();
  error_.reset();
}

// ---- What definitions are made of ----

/// A field of a row that find() gave; `none` where there is no such row.
template <class Row, class T>
[[nodiscard]] auto field_of(const Row* row, T Row::* field) {
  using Optional = std::conditional_t<kIsOptional<T>, T, std::optional<T>>;
  return row == nullptr ? Optional() : Optional(row->*field);
}

template <class Row>
std::unique_ptr<RowSet> make_rows(const TableName& table) {
  return std::make_unique<Rows<Row>>(table);
}

/// `handle` is a lambda that captures nothing: (Rows&, const Event::View&, const Meta&).
template <class RowsType, class Event, class Handle>
  requires std::is_empty_v<Handle>
constexpr ProjectedEvent projected(Handle) {
  return {Event::kType, [](RowSet& rows, Bytes body, const Meta& meta) {
            auto& typed = static_cast<RowsType&>(rows);
            if (!is_valid<Event>(body)) {
              typed.undo_event();
              return false;
            }
            try {
              Handle{}(typed, view_of<Event>(body), meta);
            } catch (...) {
              typed.undo_event();
              throw;
            }
            return true;
          }};
}

/// Binds a query's parameters, ?1 and on, as columns are. `query` outlives the statement's execution.
template <class Query>
Result<void> bind_query(sql::Statement& statement, const void* query) {
  binding::Binder(statement).add(*static_cast<const Query*>(query));
  return {};
}

template <class Row>
void* append_row(void* rows) {
  return &static_cast<std::vector<Row>*>(rows)->emplace_back();
}
template <class Row>
void drop_row(void* rows) {
  static_cast<std::vector<Row>*>(rows)->pop_back();
}
template <class Row>
Result<void> read_row(sql::Statement& statement, void* row) {
  binding::Columns columns(statement);
  columns.read(*static_cast<Row*>(row));
  return columns.result();
}

/// `make` is a lambda that captures nothing: (const Query&, const Read&) -> std::optional<Row>.
template <class Query, class Read, class Row, class Make>
  requires std::is_empty_v<Make>
constexpr auto compute_row(Make) {
  return [](sql::Statement& statement, const void* query, void* row) -> Result<bool> {
    Read found{};
    if (auto read = read_row<Read>(statement, &found); !read) return unexpected(std::move(read).error());
    auto made = Make{}(*static_cast<const Query*>(query), found);
    if (!made) return false;
    *static_cast<Row*>(row) = *std::move(made);
    return true;
  };
}

}  // namespace cqrs
