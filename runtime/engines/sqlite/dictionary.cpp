#include "dictionary.hpp"

#include <array>
#include <mutex>

namespace cqrs::sqlite {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"tenant", "category", "type"};

std::optional<NameKind> kind_of(std::string_view text) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == text) return static_cast<NameKind>(i);
  }
  return std::nullopt;
}

/// Over all of a name: a changed one would be as bad as a changed event.
std::int64_t checksum(NameNumber number, const Name& name) {
  const std::uint64_t seed =
      (std::uint64_t{number} << 32U) ^ (std::uint64_t{name.version} << 2U) ^ static_cast<std::uint64_t>(name.kind);
  return static_cast<std::int64_t>(hash64(as_bytes(name.text), seed));
}

}  // namespace

Result<void> Dictionary::load(Connection& connection) {
  if (owned_) return {};
  const std::unique_lock lock(mutex_);
  auto rows = connection.prepare(
      "SELECT number, kind, text, version, checksum FROM name WHERE number > ? ORDER BY number", "reading the names");
  if (!rows) return unexpected(rows.error());
  rows->bind(1, static_cast<std::int64_t>(names_.size()));
  for (;;) {
    const auto row = rows->step();
    if (!row) return unexpected(row.error());
    if (!*row) break;
    const auto number = static_cast<NameNumber>(names_.size() + 1);
    const auto kind = kind_of(rows->text(1));
    Name name{kind.value_or(NameKind::tenant), std::string(rows->text(2)),
              static_cast<std::uint32_t>(rows->integer(3))};
    if (!kind || rows->integer(0) != std::int64_t{number} || rows->integer(4) != checksum(number, name)) {
      return fail(ErrorCode::corruption, "the table of names is damaged at number " + std::to_string(number) +
                                             "; restore the file from a backup");
    }
    add(std::move(name));
  }
  committed_ = names_.size();
  return {};
}

std::optional<NameNumber> Dictionary::find(NameKind kind, std::string_view text, std::uint32_t version) const {
  if (kind == NameKind::tenant && text.empty()) return 0;
  const std::shared_lock lock(mutex_);
  const auto found = numbers_.find({kind, version, text});
  return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<NameNumber> Dictionary::find_types(std::string_view text) const {
  std::vector<NameNumber> numbers;
  const std::shared_lock lock(mutex_);
  // Keys are ordered by version before text: few types have many versions, and this is asked once a read.
  for (const auto& [key, number] : numbers_) {
    if (key.kind == NameKind::type && key.text == text) numbers.push_back(number);
  }
  return numbers;
}

const Name* Dictionary::name(NameNumber number) const {
  static const Name kNoTenant;
  if (number == 0) return &kNoTenant;
  const std::shared_lock lock(mutex_);
  return number <= names_.size() ? &names_[number - 1] : nullptr;
}

Result<NameNumber> Dictionary::number_for(Connection& connection, NameKind kind, std::string_view text,
                                          std::uint32_t version) {
  if (const auto known = find(kind, text, version)) return *known;
  auto insert = connection.prepare("INSERT INTO name VALUES (?, ?, ?, ?, ?)", "adding a name");
  if (!insert) return unexpected(insert.error());
  const auto number = static_cast<NameNumber>(names_.size() + 1);
  Name name{kind, std::string(text), version};
  insert->bind(1, std::int64_t{number}).bind(2, kKinds[static_cast<std::size_t>(kind)]).bind(3, text);
  insert->bind(4, std::int64_t{version}).bind(5, checksum(number, name));
  if (auto inserted = insert->run(); !inserted) return unexpected(inserted.error());
  const std::unique_lock lock(mutex_);
  add(std::move(name));
  return number;
}

void Dictionary::commit() { committed_ = names_.size(); }

void Dictionary::rollback() {
  if (names_.size() == committed_) return;
  const std::unique_lock lock(mutex_);
  while (names_.size() > committed_) {
    const Name& last = names_.back();
    numbers_.erase({last.kind, last.version, last.text});
    names_.pop_back();
  }
}

void Dictionary::add(Name name) {
  const Name& kept = names_.emplace_back(std::move(name));
  numbers_.emplace(Key{kept.kind, kept.version, kept.text}, static_cast<NameNumber>(names_.size()));
}

}  // namespace cqrs::sqlite
