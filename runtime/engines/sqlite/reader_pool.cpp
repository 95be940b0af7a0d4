#include "reader_pool.hpp"

#include <new>

#include "store/errors.hpp"

namespace cqrs::sqlite {

constexpr std::size_t kMostIdle = 16;

Result<ReaderPool::Lease> ReaderPool::lease() {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return unexpected(store::closed());
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(reader));
    }
  }
  auto connection = Connection::open(path_, Connection::Mode::read_only, vfs_);
  if (!connection) return unexpected(connection.error());
  auto reader = std::make_unique<Reader>(Reader{*std::move(connection), {}, {}, nullptr});
  auto log = LogReader::prepare(reader->connection, dictionary_);
  if (!log) return unexpected(log.error());
  reader->log = *std::move(log);
  auto snapshots = SnapshotReader::prepare(reader->connection);
  if (!snapshots) return unexpected(snapshots.error());
  reader->snapshots = *std::move(snapshots);
  return Lease(*this, std::move(reader));
}

void ReaderPool::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  idle_.clear();
}

void ReaderPool::give_back(std::unique_ptr<Reader> reader) {
  const std::lock_guard lock(mutex_);
  if (closed_ || idle_.size() >= kMostIdle || reader->connection.in_transaction()) return;
  try {
    idle_.push_back(std::move(reader));
  } catch (const std::bad_alloc&) {
    // It is closed, and another opened when one is needed.
  }
}

}  // namespace cqrs::sqlite
