// What the shop looks like from behind the counter.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <shop/shop.hpp>

#include "customers.hpp"

class Screen {
 public:
  /// `live`: draws over what it drew before, else one after another.
  explicit Screen(bool live) : live_(live) {}

  void draw(shop::Shop& shop, const Acknowledged& acknowledged);
  /// The last picture, below the others.
  void finish(shop::Shop& shop, const Acknowledged& acknowledged);

 private:
  std::string projections(shop::Shop& shop) const;
  std::string results(shop::Shop& shop) const;
  std::string orders(const Acknowledged& acknowledged);
  std::string rate(std::uint64_t placed);

  bool live_;
  bool finished_ = false;
  int lines_ = 0;
  std::uint64_t placed_before_ = 0;
  std::chrono::steady_clock::time_point drawn_ = std::chrono::steady_clock::now();
};
