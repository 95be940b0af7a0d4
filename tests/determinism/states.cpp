// Prints what comes of some thousands of commands: each outcome, and the stored bytes of event and state.
#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>

#include <cqrs/codec.hpp>
#include <cqrs/memory.hpp>

#include "numbers/numbers.hpp"
#include "numbers/series_views.hpp"

namespace {

/// Numbers that look random and are the same everywhere: xorshift64*.
class Random {
 public:
  std::uint64_t next() {
    seed_ ^= seed_ >> 12U;
    seed_ ^= seed_ << 25U;
    seed_ ^= seed_ >> 27U;
    return seed_ * 2685821657736338717U;
  }
  std::uint64_t below(std::uint64_t end) { return next() % end; }

  /// Mostly of a size that sums and products stay finite; sometimes any bits at all.
  double real() {
    static constexpr std::array<double, 6> kOdd{0.0,
                                                -0.0,
                                                std::numeric_limits<double>::infinity(),
                                                std::numeric_limits<double>::quiet_NaN(),
                                                std::numeric_limits<double>::denorm_min(),
                                                0.1};
    if (below(50) == 0) return kOdd[below(kOdd.size())];
    if (below(50) == 0) return std::bit_cast<double>(next());
    return (static_cast<double>(below(2'000'001)) - 1'000'000) / 1'000'003;
  }

 private:
  std::uint64_t seed_ = 20251121;
};

numbers::Measure command(Random& random) {
  static constexpr std::array<const char*, 6> kWords{"Ada", " Grace\t", "Z\u00fcrich", "\u0130stanbul", "", "a b"};
  numbers::Measure measure;
  measure.x = random.real();
  measure.y = random.real();
  measure.z = static_cast<float>(random.real());
  measure.n = static_cast<std::int32_t>(random.below(random.below(20) == 0 ? 4'000'000'000 : 2'000));
  measure.price = cqrs::Decimal<18, 4>::from_units(static_cast<std::int64_t>(random.below(1'000'000'000)));
  measure.word = kWords[random.below(kWords.size())];
  return measure;
}

/// FNV-1a: what is compared is the bytes, not how they are shown.
std::uint64_t mark(cqrs::Bytes bytes) {
  std::uint64_t hash = 14695981039346656037U;
  for (const std::byte byte : bytes) hash = (hash ^ static_cast<std::uint64_t>(byte)) * 1099511628211U;
  return hash;
}

}  // namespace

int main() {
  const auto store = cqrs::memory::open();
  auto started = numbers::Numbers::start(*store, {});
  if (!started) return 1;
  Random random;
  std::array<int, 8> outcomes{};
  for (int i = 0; i < 4'000; ++i) {
    const numbers::SeriesId id(std::to_string(random.below(40)));
    const auto outcome = started->execute(id, command(random));
    ++outcomes[outcome ? 0 : 1 + outcome.error().index()];
    const auto state = started->series(id).current();
    if (!state) continue;
    const auto bytes = cqrs::encode(state->state);
    if (!bytes) return 1;
    std::printf("%d %d %016llx\n", i, outcome ? 1 : 0, static_cast<unsigned long long>(mark(*bytes)));
  }
  const auto visit = [](const cqrs::RecordedEvent& event) {
    std::printf("%016llx\n", static_cast<unsigned long long>(mark(event.body)));
    return cqrs::Visit::next;
  };
  if (!store->read_all({}, {}, cqrs::kNoLimit, visit)) return 1;
  for (const int count : outcomes) std::printf("%d outcomes\n", count);
  return 0;
}
