#include "snapshots.hpp"

#include <utility>

namespace cqrs::sqlite {
namespace {

constexpr std::size_t kMostPendingBytes = std::size_t{64} << 20U;

/// Over the bytes and what they are the state of.
std::int64_t checksum(Bytes bytes, std::uint64_t fingerprint, Version version) {
  return static_cast<std::int64_t>(hash64(bytes, fingerprint ^ static_cast<std::uint64_t>(version)));
}

}  // namespace

void Snapshots::add(const StreamRef& stream, std::uint64_t fingerprint, Version version, Bytes bytes) {
  const std::lock_guard lock(mutex_);
  if (pending_bytes_ + bytes.size() > kMostPendingBytes) return;
  // First what may fail for want of memory.
  auto kept = std::make_shared<const Kept>(Kept{StreamId(stream), fingerprint, version, to_buffer(bytes)});
  auto& waiting = pending_[kept->stream];
  if (waiting && waiting->fingerprint == fingerprint && waiting->version > version) return;
  if (waiting) pending_bytes_ -= waiting->bytes.size();
  waiting = std::move(kept);
  pending_bytes_ += bytes.size();
}

std::shared_ptr<const Snapshots::Kept> Snapshots::find(const StreamRef& stream) const {
  const std::lock_guard lock(mutex_);
  const auto found = pending_.find(StreamId(stream));
  return found == pending_.end() ? nullptr : found->second;
}

Snapshots::List Snapshots::begin_writing() const {
  const std::lock_guard lock(mutex_);
  List list;
  list.reserve(pending_.size());
  for (const auto& [stream, kept] : pending_) list.push_back(kept);
  return list;
}

Result<void> Snapshots::write(Connection& connection, Dictionary& dictionary, const List& list) {
  if (list.empty()) return {};
  auto insert = connection.prepare(
      "INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint, "
      "version = excluded.version, checksum = excluded.checksum, bytes = excluded.bytes "
      "WHERE fingerprint <> excluded.fingerprint OR version <= excluded.version",
      "writing snapshots");
  if (!insert) return unexpected(insert.error());
  for (const auto& kept : list) {
    const auto tenant = dictionary.number_for(connection, NameKind::tenant, kept->stream.tenant);
    if (!tenant) return unexpected(tenant.error());
    const auto category = dictionary.number_for(connection, NameKind::category, kept->stream.category);
    if (!category) return unexpected(category.error());
    insert->bind(1, std::int64_t{*tenant}).bind(2, std::int64_t{*category}).bind(3, Bytes(kept->stream.key));
    insert->bind(4, static_cast<std::int64_t>(kept->fingerprint)).bind(5, kept->version);
    insert->bind(6, checksum(kept->bytes, kept->fingerprint, kept->version)).bind(7, Bytes(kept->bytes));
    if (auto inserted = insert->run(); !inserted) return inserted;
  }
  return {};
}

void Snapshots::end_writing(const List& list) {
  const std::lock_guard lock(mutex_);
  for (const auto& kept : list) {
    const auto found = pending_.find(kept->stream);
    if (found == pending_.end() || found->second != kept) continue;
    pending_bytes_ -= kept->bytes.size();
    pending_.erase(found);
  }
}

Result<SnapshotReader> SnapshotReader::prepare(Connection& connection) {
  auto select = connection.prepare(
      "SELECT fingerprint, version, checksum, bytes FROM snapshot WHERE tenant = ? AND category = ? AND key = ?",
      "reading a snapshot");
  if (!select) return unexpected(select.error());
  SnapshotReader reader;
  reader.select_ = *std::move(select);
  return reader;
}

Result<std::optional<Snapshots::Kept>> SnapshotReader::read(const Dictionary& dictionary, const StreamRef& stream) {
  using Found = std::optional<Snapshots::Kept>;
  const auto tenant = dictionary.find(NameKind::tenant, stream.tenant);
  const auto category = dictionary.find(NameKind::category, stream.category);
  if (!tenant || !category) return Found{};
  const ResetLater reset(select_);
  select_.bind(1, std::int64_t{*tenant}).bind(2, std::int64_t{*category}).bind(3, stream.key);
  const auto row = select_.step();
  if (!row) return unexpected(row.error());
  if (!*row) return Found{};
  Snapshots::Kept kept{StreamId(stream), static_cast<std::uint64_t>(select_.integer(0)), select_.integer(1),
                       to_buffer(select_.bytes(3))};
  if (checksum(kept.bytes, kept.fingerprint, kept.version) != select_.integer(2)) return Found{};
  return Found(std::move(kept));
}

}  // namespace cqrs::sqlite
