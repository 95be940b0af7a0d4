#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cqrs::ctl {

/// What `verify` finds. All are counted, the first are kept.
class Findings {
 public:
  struct Finding {
    std::string kind;  ///< "damage", "version", …: fixed, scripts may look at it
    std::string text;
  };

  void add(std::string kind, std::string text) {
    ++count_;
    if (kept_.size() < kKept) kept_.push_back({std::move(kind), std::move(text)});
  }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] const std::vector<Finding>& kept() const noexcept { return kept_; }

 private:
  static constexpr std::size_t kKept = 200;
  std::uint64_t count_ = 0;
  std::vector<Finding> kept_;
};

}  // namespace cqrs::ctl
