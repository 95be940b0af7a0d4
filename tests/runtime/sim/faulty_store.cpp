#include "faulty_store.hpp"

namespace sim {
namespace {

cqrs::unexpected<cqrs::Error> simulated(cqrs::ErrorCode code) { return cqrs::fail(code, "simulated"); }

}  // namespace

cqrs::Result<cqrs::AppendOutcome> FaultyStore::append(const cqrs::AppendRequest& request) {
  if (chance(5)) return simulated(cqrs::ErrorCode::unavailable);
  if (chance(2)) return simulated(cqrs::ErrorCode::storage_full);
  if (chance(15) && rival_) rival_(*store_, request);
  auto outcome = defect_ != Defect::none && chance(10) ? append_wrongly(request) : store_->append(request);
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

}  // namespace sim
