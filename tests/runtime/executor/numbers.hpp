#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include <cqrs/arithmetic.hpp>
#include <cqrs/decision.hpp>
#include <cqrs/executor.hpp>

// An aggregate made by hand: a list of the numbers that have been added.

namespace bank_test {

using Numbers = std::vector<std::uint8_t>;

struct Added {
  static constexpr std::string_view kType = "test.Numbers.Added";
  static constexpr std::uint32_t kVersion = 1;
  std::uint8_t number = 0;
};
inline void encode(cqrs::Buffer& out, const Added& event) { out.push_back(static_cast<std::byte>(event.number)); }

inline int folded = 0;  ///< how often add() was called

inline bool add(void* state, cqrs::Bytes body, const cqrs::Meta&, const void*) {
  ++folded;
  auto& numbers = *static_cast<Numbers*>(state);
  const auto number = std::to_integer<std::uint8_t>(body.front());
  if (!numbers.empty() && numbers.back() == 200) cqrs::throw_overflow();
  numbers.push_back(number);
  return true;
}
inline bool encode_numbers(const void* state, cqrs::Buffer& out) {
  const auto& numbers = *static_cast<const Numbers*>(state);
  if (std::ranges::find(numbers, 255) != numbers.end()) return false;
  for (const auto number : numbers) out.push_back(static_cast<std::byte>(number));
  return true;
}
inline std::shared_ptr<void> decode_numbers(cqrs::Bytes bytes) {
  auto numbers = std::make_shared<Numbers>();
  for (const auto byte : bytes) numbers->push_back(std::to_integer<std::uint8_t>(byte));
  return numbers->empty() ? nullptr : numbers;
}

inline constexpr cqrs::EventLayout kAdd[] = {{Added::kType, Added::kVersion, add, nullptr}};

inline constexpr cqrs::AggregateDefinition kNumbers{
    .name = "test.Numbers",
    .initial_state = cqrs::initial_state<Numbers>,
    .copy_state = cqrs::copy_state<Numbers>,
    .events = kAdd,
    .snapshot_every = 3,
    .fingerprint = 1,
    .encode_state = encode_numbers,
    .decode_state = decode_numbers,
};

class Add final : public cqrs::CommandTask {
 public:
  Add(const cqrs::AggregateDefinition& definition, Numbers numbers, std::string_view key = "one")
      : CommandTask(definition, "test.Numbers.Add", cqrs::to_buffer(cqrs::as_bytes(key)), {}),
        numbers_(std::move(numbers)) {}
  bool decide(const void*, const cqrs::Context&, cqrs::EncodedEvents& events) override {
    for (const auto number : numbers_) events.add(Added{number});
    return true;
  }
  bool reject_overflow() override { return false; }
  bool reject_invariant(std::string_view) override { return false; }
  [[nodiscard]] std::string body_text() const override { return {}; }
  [[nodiscard]] cqrs::Rejection rejection() const override { return {}; }

 private:
  Numbers numbers_;
};

}  // namespace bank_test
