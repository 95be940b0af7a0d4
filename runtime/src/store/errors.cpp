#include "store/errors.hpp"

#include <string>

namespace cqrs::store {
namespace {

std::string expectation(ExpectedVersion expected) {
  switch (expected.kind) {
    case ExpectedVersion::Kind::none: return "no events";
    case ExpectedVersion::Kind::exists: return "at least one event";
    case ExpectedVersion::Kind::exact: return "version " + std::to_string(expected.version);
    case ExpectedVersion::Kind::any: break;
  }
  return "anything";
}

std::string list(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names) text.append(text.empty() ? "\"" : ", \"").append(name).append("\"");
  return text;
}

}  // namespace

Error version_conflict(const StreamRef& stream, ExpectedVersion expected, Version head) {
  const std::string actual = head == 0 ? "no events" : "version " + std::to_string(head);
  return {ErrorCode::conflict, "the stream " + to_string(stream) + " has " + actual + ", and " + expectation(expected) +
                                   " was expected; nothing was stored; read the stream and decide again"};
}

Error condition_conflict(const TagCondition& condition, const Position& found) {
  return {ErrorCode::conflict, "the event at " + to_string(found) + " has the tags " + list(condition.tags) +
                                   ", which the append ruled out from " + to_string(condition.after) +
                                   " on; nothing was stored; read on and decide again"};
}

Error duplicate_mismatch(const Uuid& command_id) {
  return {ErrorCode::duplicate_mismatch, "the command id " + to_string(command_id) +
                                             " was used before for a command with another body; nothing was stored; "
                                             "give every command an id of its own, and a retry the same body"};
}

Error closed() { return {ErrorCode::stopped, "the store is closed; open it again"}; }

Error wait_timeout(const Position& after, Duration timeout) {
  return {ErrorCode::timeout, "nothing was stored after " + to_string(after) + " within " +
                                  std::to_string(timeout.count() / 1'000'000) + " ms"};
}

Error bad_first_version(Version from) {
  return {ErrorCode::invalid_argument,
          "a stream cannot be read from version " + std::to_string(from) + " on; the first version is 1"};
}

Error no_such_partition(std::uint32_t partition, std::uint32_t partitions) {
  return {ErrorCode::invalid_argument, "the position belongs to partition " + std::to_string(partition) +
                                           ", and this store has " + std::to_string(partitions) +
                                           "; it comes from another store"};
}

}  // namespace cqrs::store
