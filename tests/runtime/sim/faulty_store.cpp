#include "faulty_store.hpp"

namespace sim {
namespace {

cqrs::unexpected<cqrs::Error> simulated(cqrs::ErrorCode code) { return cqrs::fail(code, "simulated"); }

}  // namespace

cqrs::Result<cqrs::AppendOutcome> FaultyStore::append(const cqrs::AppendRequest& request) {
  if (chance(5)) return simulated(cqrs::ErrorCode::unavailable);
  if (chance(2)) return simulated(cqrs::ErrorCode::storage_full);
  if (chance(15) && rival_) rival_(*store_, request);
  const bool wrongly = defect_ != Defect::none && defect_ != Defect::stale_snapshot && chance(25);
  auto outcome = wrongly ? append_wrongly(request) : store_->append(request);
  if (outcome && chance(5)) return simulated(cqrs::ErrorCode::unknown_outcome);
  return outcome;
}

cqrs::Result<cqrs::AppendOutcome> FaultyStore::append_wrongly(const cqrs::AppendRequest& request) {
  auto changed = request;
  std::vector<cqrs::StreamAppend> streams(request.streams.begin(), request.streams.end());
  for (auto& stream : streams) stream.expected = cqrs::ExpectedVersion::any();
  changed.streams = streams;
  if (defect_ == Defect::stores_twice) {
    changed.command.reset();
    changed.metadata.command_id.bytes[15] ^= 1U;
    static_cast<void>(store_->append(changed));
    return store_->append(request);
  }
  if (defect_ == Defect::ignores_expected) return store_->append(changed);
  cqrs::AppendOutcome forgotten;
  for (const auto& stream : request.streams) {
    const auto count = static_cast<cqrs::Version>(stream.events.size());
    forgotten.versions.push_back(store_->head(stream.stream).value() + count);
  }
  return forgotten;
}

cqrs::Result<std::optional<cqrs::StoredCommand>> FaultyStore::find_command(const cqrs::Uuid& id) {
  if (chance(1)) return simulated(cqrs::ErrorCode::unavailable);
  return store_->find_command(id);
}

cqrs::Result<cqrs::Version> FaultyStore::head(const cqrs::StreamRef& stream) {
  if (chance(1)) return simulated(cqrs::ErrorCode::unavailable);
  return store_->head(stream);
}

cqrs::Result<cqrs::Version> FaultyStore::read(const cqrs::StreamRef& stream, cqrs::Version from, std::size_t limit,
                                              cqrs::EventVisitor visit) {
  if (chance(1)) return simulated(cqrs::ErrorCode::unavailable);
  return store_->read(stream, from, limit, visit);
}

cqrs::Result<void> FaultySnapshots::save(const cqrs::StreamRef& stream, std::uint64_t fingerprint,
                                         cqrs::Version version, cqrs::Bytes bytes) {
  if (chance(10)) return simulated(cqrs::ErrorCode::storage_full);
  if (chance(10)) return {};  // lost
  first_.try_emplace(to_string(stream), cqrs::to_buffer(bytes));
  all_.push_back(cqrs::to_buffer(bytes));
  return beneath_.save(stream, fingerprint, version, bytes);
}

cqrs::Result<std::optional<cqrs::Snapshot>> FaultySnapshots::load(const cqrs::StreamRef& stream,
                                                                  std::uint64_t fingerprint) {
  if (chance(10)) return simulated(cqrs::ErrorCode::unavailable);
  auto loaded = beneath_.load(stream, fingerprint);
  if (!loaded || !*loaded) return loaded;
  if (defect_ == Defect::stale_snapshot && chance(50)) {
    // Behind the format and the id of the last event, an old state.
    constexpr std::ptrdiff_t kState = 17;
    auto& bytes = (*loaded)->bytes;
    const auto& old = first_.at(to_string(stream));
    bytes.erase(bytes.begin() + kState, bytes.end());
    bytes.insert(bytes.end(), old.begin() + kState, old.end());
  } else if (chance(30)) {
    spoil(**loaded);
  }
  return loaded;
}

void FaultySnapshots::spoil(cqrs::Snapshot& snapshot) {
  switch (random_() % 4) {
    case 0: snapshot.version += 1 + static_cast<cqrs::Version>(random_() % 3); break;
    case 1: snapshot.version -= 1; break;
    case 2: snapshot.bytes.resize(random_() % snapshot.bytes.size()); break;
    default: snapshot.bytes = all_[random_() % all_.size()];  // somebody else's, or an older one
  }
}

}  // namespace sim
