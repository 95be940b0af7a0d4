#include "operation.hpp"

#include <array>
#include <vector>

namespace cqrs::history {
namespace {

constexpr std::string_view kCategory = "history";

}  // namespace

StreamRef stream_name(std::uint32_t number) {
  static const auto kKeys = [] {
    std::array<std::string, kStreams> keys;
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = std::to_string(i);
    return keys;
  }();
  return {number % 2 == 0 ? "" : "tenant", kCategory, as_bytes(kKeys[number])};
}

std::uint32_t stream_number(const StreamRef& stream) {
  std::uint32_t number = 0;
  for (const char digit : as_text(stream.key)) {
    if (digit < '0' || digit > '9' || number >= kStreams) return kStreams;
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return number < kStreams && stream_name(number) == stream ? number : kStreams;
}

std::string body_of(const Operation& operation, std::uint32_t index) {
  std::string body = to_string(operation.id) + "/" + std::to_string(index) + "/" + std::to_string(operation.events);
  const std::size_t seed = operation.id.bytes[15];
  body.append(seed % 8 == 0 ? seed * 23 : seed % 100, '.');
  return body;
}

std::string state_of(std::uint32_t stream, Version version) {
  std::string state = "state of " + std::to_string(stream) + " at " + std::to_string(version);
  state.append(static_cast<std::size_t>(version) * 131 % 3'000, '-');
  return state;
}

Result<AppendOutcome> send(Store& store, const Operation& operation) {
  std::vector<std::string> bodies;
  for (std::uint32_t i = 0; i < operation.events; ++i) bodies.push_back(body_of(operation, i));
  std::vector<NewEvent> events;
  for (const auto& body : bodies) events.push_back({"Happened", 1, as_bytes(body)});
  const auto expected = operation.expected == Operation::kAnyVersion ? ExpectedVersion::any()
                        : operation.expected == 0                    ? ExpectedVersion::none()
                                                                     : ExpectedVersion::exact(operation.expected);
  const std::array streams = {StreamAppend{stream_name(operation.stream), expected, events}};
  AppendRequest request{streams, {}, {}, CommandRecord{hash128(as_bytes(to_string(operation.id))), as_bytes("done")}};
  request.metadata.command_id = operation.id;
  request.metadata.recorded = {operation.recorded};
  return store.append(request);
}

bool note(Operation& operation, const Result<AppendOutcome>& answer) {
  if (!answer) {
    if (answer.error().code != ErrorCode::unknown_outcome) operation.state = Operation::refused;
    return false;
  }
  operation.version = answer->versions.front();
  operation.position = answer->position.sequence();
  operation.state = Operation::stored;
  return true;
}

}  // namespace cqrs::history
