#include "customers.hpp"

#include <array>
#include <chrono>
#include <utility>
#include <variant>

namespace {

using shop::OrderId;
using shop::Sku;

struct Article {
  const char* sku;
  const char* title;
  const char* category;
  std::int64_t cents;
};

constexpr std::array kArticles{
    Article{"TEA-GREEN", "Green tea", "drinks", 450},      Article{"TEA-BLACK", "Black tea", "drinks", 390},
    Article{"COFFEE-1", "Coffee, a kilo", "drinks", 1890}, Article{"CUP-BLUE", "A blue cup", "kitchen", 1200},
    Article{"CUP-WHITE", "A white cup", "kitchen", 1100},  Article{"POT-IRON", "An iron pot", "kitchen", 5900},
    Article{"KETTLE-2L", "A kettle", "kitchen", 3490},     Article{"SPOON-6", "Six spoons", "kitchen", 1490},
    Article{"PEN-BLACK", "A black pen", "desk", 220},      Article{"PAPER-500", "Paper, 500 sheets", "desk", 640},
    Article{"LAMP-DESK", "A lamp", "desk", 4250},          Article{"CHAIR-OAK", "A chair of oak", "furniture", 18900},
};

using Price = decltype(shop::Line::price);
using Total = decltype(shop::Pay::amount);

Sku sku_of(const Article& article) { return Sku(article.sku); }

/// What a command came to: an error of the machinery; a rejection is an answer like any other.
template <class Outcome>
cqrs::Result<bool> answer_of(const Outcome& outcome) {
  if (outcome) return true;
  if (const auto* error = std::get_if<cqrs::Error>(&outcome.error())) return cqrs::unexpected<cqrs::Error>(*error);
  return false;
}

// Two pieces at that price are more than a row of ArticleSales can hold.
constexpr std::int64_t kMisprintedCents = 999'999'999'999;

struct Basket {
  std::vector<shop::Line> lines;
  std::int64_t cents = 0;
};

Basket fill(std::mt19937_64& dice) {
  Basket basket;
  for (auto left = 1 + dice() % 4; left > 0; --left) {
    const Article& article = kArticles[dice() % kArticles.size()];
    const auto pieces = static_cast<std::int32_t>(1 + dice() % 3);
    basket.lines.push_back({sku_of(article), pieces, Price::from_units(article.cents)});
    basket.cents += article.cents * pieces;
  }
  return basket;
}

// One of a few articles, so that the others go on.
Basket fill_with_a_misprint(std::mt19937_64& dice) {
  const auto name = "MISPRINT-" + std::to_string(dice() % 3);
  return {{{Sku(name), 2, Price::from_units(kMisprintedCents)}}, 2 * kMisprintedCents};
}

}  // namespace

cqrs::Result<void> open_the_doors(shop::Shop& shop) {
  for (const Article& article : kArticles) {
    const auto price = Price::from_units(article.cents);
    if (auto added = answer_of(shop.execute(sku_of(article), shop::Add{article.title, article.category, price}));
        !added)
      return cqrs::unexpected<cqrs::Error>(added.error());
    if (auto received = answer_of(shop.execute(sku_of(article), shop::Receive{1'000})); !received)
      return cqrs::unexpected<cqrs::Error>(received.error());
  }
  return {};
}

Customers::Customers(shop::Shop& shop, const Habits& habits) : shop_(shop), habits_(habits), troubles_(habits.clients) {
  for (unsigned client = 0; client < habits.clients; ++client) threads_.emplace_back([this, client] { buy(client); });
}

void Customers::stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

std::string Customers::trouble() const {
  for (const std::string& trouble : troubles_)
    if (!trouble.empty()) return trouble;
  return {};
}

void Customers::buy(unsigned client) {
  std::mt19937_64 dice(habits_.seed * 1'000 + client);
  const auto pause = habits_.orders_a_second == 0
                         ? std::chrono::nanoseconds::zero()
                         : std::chrono::nanoseconds(1'000'000'000LL * habits_.clients / habits_.orders_a_second);
  auto next = std::chrono::steady_clock::now();
  while (!stopping_) {
    if (auto done = one_order(dice); !done) {
      troubles_[client] = done.error().text;
      return;
    }
    next += pause;
    std::this_thread::sleep_until(next);
  }
}

shop::Delivery Customers::some_delivery(std::mt19937_64& dice) {
  switch (dice() % 3) {
    case 0: return shop::Delivery::AtCounter{};
    case 1: return shop::Delivery::ByPost{.address = {.street = "Hauptstraße 1", .town = "Ulm"}};
    default: return shop::Delivery::Locker{.station = "North", .box = static_cast<std::int32_t>(1 + dice() % 40)};
  }
}

// What is not there is bought in.
cqrs::Result<void> Customers::reserve(const shop::OrderId& order, const std::vector<shop::Line>& lines) {
  for (const auto& line : lines) {
    const shop::Reserve reserve{.quantity = line.quantity, .order = order};
    auto reserved = answer_of(shop_.execute(line.sku, reserve));
    if (reserved && !*reserved) {
      reserved = answer_of(shop_.execute(line.sku, shop::Receive{1'000}));
      if (reserved) reserved = answer_of(shop_.execute(line.sku, reserve));
    }
    if (!reserved) return cqrs::unexpected<cqrs::Error>(reserved.error());
  }
  return {};
}

/// Sends a command about an order to the shelf of each of its articles; to one that has done it already it means
/// nothing.
template <class Command>
cqrs::Result<void> Customers::tell_shelves(const std::vector<shop::Line>& lines, const Command& command) {
  for (const auto& line : lines) {
    if (auto told = answer_of(shop_.execute(line.sku, command)); !told)
      return cqrs::unexpected<cqrs::Error>(told.error());
  }
  return {};
}

cqrs::Result<void> Customers::one_order(std::mt19937_64& dice) {
  const bool misprinted = std::uniform_real_distribution<>()(dice) < habits_.misprints;
  const Basket basket = misprinted ? fill_with_a_misprint(dice) : fill(dice);
  const auto order = OrderId::make();
  const shop::Place place{shop::CustomerId::make(), basket.lines, some_delivery(dice)};
  if (auto placed = answer_of(shop_.execute(order, place)); !placed) {
    return cqrs::unexpected<cqrs::Error>(placed.error());
  }
  ++acknowledged_.placed;
  if (misprinted) ++acknowledged_.misprinted;
  if (!misprinted) {
    if (auto reserved = reserve(order, basket.lines); !reserved) return reserved;
  }
  if (dice() % 10 == 0) {
    auto cancelled = answer_of(shop_.execute(order, shop::Cancel{"changed my mind"}));
    if (!cancelled) return cqrs::unexpected<cqrs::Error>(cancelled.error());
    ++acknowledged_.cancelled;
    return tell_shelves(basket.lines, shop::Release{order});
  }
  auto paid = answer_of(shop_.execute(order, shop::Pay{Total::from_units(basket.cents)}));
  if (!paid) return cqrs::unexpected<cqrs::Error>(paid.error());
  ++acknowledged_.paid;
  if (dice() % 10 == 0) return {};
  auto shipped = answer_of(shop_.execute(order, shop::Ship{}));
  if (!shipped) return cqrs::unexpected<cqrs::Error>(shipped.error());
  ++acknowledged_.shipped;
  return tell_shelves(basket.lines, shop::TakeOut{order});
}
