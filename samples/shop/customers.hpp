// People who buy: a load for the shop.
#pragma once

#include <atomic>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <shop/shop.hpp>

struct Habits {
  unsigned clients = 4;          ///< who order at the same time
  unsigned orders_a_second = 0;  ///< of all together; 0: as fast as the shop takes them
  std::uint64_t seed = 1;
  double misprints = 0;  ///< the share of orders with a price that no article has
};

/// What the shop has acknowledged. Read it at any time.
struct Acknowledged {
  std::atomic<std::uint64_t> placed = 0;
  std::atomic<std::uint64_t> paid = 0;
  std::atomic<std::uint64_t> shipped = 0;
  std::atomic<std::uint64_t> cancelled = 0;
  std::atomic<std::uint64_t> misprinted = 0;
};

/// Fills the catalog and the shelves, if they are empty.
cqrs::Result<void> open_the_doors(shop::Shop& shop);

/// Orders, pays, cancels, until it is destroyed.
class Customers {
 public:
  Customers(shop::Shop& shop, const Habits& habits);
  Customers(const Customers&) = delete;
  Customers& operator=(const Customers&) = delete;
  ~Customers() { stop(); }

  [[nodiscard]] const Acknowledged& acknowledged() const { return acknowledged_; }
  /// What made one of them give up, empty: nothing.
  [[nodiscard]] std::string trouble() const;
  void stop();

 private:
  void buy(unsigned client);
  cqrs::Result<void> one_order(std::mt19937_64& dice);
  static shop::Delivery some_delivery(std::mt19937_64& dice);
  cqrs::Result<void> reserve(const shop::OrderId& order, const std::vector<shop::Line>& lines);
  template <class Command>
  cqrs::Result<void> tell_shelves(const std::vector<shop::Line>& lines, const Command& command);

  shop::Shop& shop_;
  Habits habits_;
  Acknowledged acknowledged_;
  std::atomic<bool> stopping_ = false;
  std::vector<std::string> troubles_;
  std::vector<std::thread> threads_;
};
