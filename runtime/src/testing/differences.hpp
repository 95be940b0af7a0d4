#pragma once

#include <string>
#include <vector>

#include <cqrs/testing.hpp>

namespace cqrs::testing {

/// Where `actual` differs in what `expected` says; empty: nowhere.
[[nodiscard]] std::string difference_of(const std::vector<PrintedField>& actual,
                                        const std::vector<PrintedField>& expected);

/// Each line of the text on one of its own, further in.
void append_indented(std::string& out, const std::string& text);

/// When what has no time of its own was recorded: 2000-01-01T00:00:00Z.
inline constexpr Instant kUsualTime{946'684'800'000'000'000};

/// Says what it is told.
class ToldClock final : public Clock {
 public:
  Instant now() override { return time; }
  Instant time = kUsualTime;
};

/// Ids that are the same in every run.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override {
    for (auto& byte : out) byte = static_cast<std::byte>(next_++);
  }

 private:
  unsigned next_ = 0;
};

}  // namespace cqrs::testing
