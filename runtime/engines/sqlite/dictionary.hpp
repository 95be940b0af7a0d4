#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "rows/connection.hpp"
#include "store/commit_record.hpp"

namespace cqrs::sqlite {

using store::NameNumber;

enum class NameKind : std::uint8_t { tenant, category, type };

struct Name {
  NameKind kind = NameKind::tenant;
  std::string text;
  std::uint32_t version = 0;  ///< of a type's layout
};

/// The names that the log holds as numbers. Names are never removed, and those given out stay where they are.
/// Thread-safe; number_for, commit and rollback are for the writer's thread alone.
class Dictionary {
 public:
  /// Reads the names that were added to the table since the last time; nothing after own().
  Result<void> load(Connection& connection);

  /// From now on only number_for adds names.
  void own() noexcept { owned_ = true; }

  /// 0 for the empty tenant; none when the name is not known.
  [[nodiscard]] std::optional<NameNumber> find(NameKind kind, std::string_view text, std::uint32_t version = 0) const;

  /// The numbers of a type in all its layouts.
  [[nodiscard]] std::vector<NameNumber> find_types(std::string_view text) const;

  /// The names of a kind with their numbers, in their order; of tenants, the empty one too.
  [[nodiscard]] std::map<std::string_view, NameNumber> names(NameKind kind) const;

  /// Null when the number is not known.
  [[nodiscard]] const Name* name(NameNumber number) const;

  /// Gives a name that is not known the next number, and adds it to the table in the transaction that is open.
  Result<NameNumber> number_for(Connection& connection, NameKind kind, std::string_view text,
                                std::uint32_t version = 0);
  /// The transaction was committed.
  void commit();
  /// It was rolled back: forgets what was added in it.
  void rollback();

 private:
  struct Key {
    NameKind kind;
    std::uint32_t version;
    std::string_view text;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  void add(Name name);

  mutable std::shared_mutex mutex_;
  std::deque<Name> names_;  // number 1 is the first
  std::map<Key, NameNumber> numbers_;
  std::size_t committed_ = 0;
  bool owned_ = false;
};

}  // namespace cqrs::sqlite
