#include "screen.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>

namespace {

const char* words(cqrs::ProjectionState state) {
  switch (state) {
    case cqrs::ProjectionState::catching_up: return "catching up";
    case cqrs::ProjectionState::live: return "live";
    case cqrs::ProjectionState::building: return "building";
    case cqrs::ProjectionState::paused: return "paused";
    case cqrs::ProjectionState::stopped: return "STOPPED";
  }
  return "?";
}

std::string dead_letters(const cqrs::DeadLetterCounts& counts) {
  if (counts.failed == 0 && counts.waiting == 0) return "none";
  return fmt::format("{} failed, {} wait behind them", counts.failed, counts.waiting);
}

std::string progress(const cqrs::ProjectionStatus& one) {
  if (!one.building) return {};
  const auto& building = *one.building;
  std::string text =
      fmt::format("  building generation {}: {} events to go", building.generation, building.events_left);
  if (building.time_left)
    text += fmt::format(", {} s", std::chrono::duration_cast<std::chrono::seconds>(*building.time_left).count());
  return text;
}

std::int64_t milliseconds(cqrs::Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// A query's rows in lines, or why there are none.
template <class Query, class Line>
std::string lines_of(shop::Shop& shop, const Query& query, Line line) {
  const auto page = shop.query(query, {.page_rows = 5});
  if (!page) return fmt::format("  ({})\n", page.error().text);
  std::string text;
  for (const auto& row : page->rows) text += line(row);
  return text;
}

}  // namespace

std::string Screen::rate(std::uint64_t placed) {
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double> passed = now - drawn_;
  const double a_second = static_cast<double>(placed - placed_before_) / std::max(passed.count(), 0.001);
  placed_before_ = placed;
  drawn_ = now;
  return fmt::format(" ({:.0f} a second)", a_second);
}

std::string Screen::orders(const Acknowledged& acknowledged) {
  const std::uint64_t placed = acknowledged.placed;
  return fmt::format("{} orders placed{}, {} paid, {} shipped, {} cancelled, {} with a misprint\n\n", placed,
                     finished_ ? "" : rate(placed), acknowledged.paid.load(), acknowledged.shipped.load(),
                     acknowledged.cancelled.load(), acknowledged.misprinted.load());
}

std::string Screen::projections(shop::Shop& shop) const {
  std::string text = fmt::format("{:<20} {:<12} {:>11} {:>9} {:>10}  {}\n", "read model", "state", "behind", "for",
                                 "a second", "dead letters");
  for (const auto& one : shop.projections().status()) {
    text += fmt::format("{:<20} {:<12} {:>11} {:>6} ms {:>10.0f}  {}{}\n", one.name, words(one.state), one.lag_events,
                        milliseconds(one.lag), one.events_per_second, dead_letters(one.dead_letters), progress(one));
    if (one.error) text += "  " + one.error->text + "\n";
  }
  return text + "\n";
}

std::string Screen::results(shop::Shop& shop) const {
  std::string text = "best sellers\n";
  text += lines_of(shop, shop::BestSellers{5}, [](const shop::ArticleSales& row) {
    return fmt::format("  {:<12} {:>8} pieces {:>14} EUR\n", row.sku.value(), row.pieces, to_string(row.revenue));
  });
  text += "orders by status\n";
  text += lines_of(shop, shop::OrdersByStatus{}, [](const shop::OrdersByStatusRow& row) {
    return fmt::format("  {:<12} {:>8} orders {:>14} EUR\n", enum_name(row.status), row.orders, to_string(row.total));
  });
  text += "for sale, in the kitchen, up to 20.00 EUR\n";
  const shop::Catalog kitchen{"kitchen", cqrs::Decimal<12, 2>(20)};
  text += lines_of(shop, kitchen, [](const shop::ProductCard& row) {
    return fmt::format("  {:<20} {:>14} EUR, {} in stock\n", row.title, to_string(row.price), row.available);
  });
  return text;
}

void Screen::draw(shop::Shop& shop, const Acknowledged& acknowledged) {
  const std::string text = orders(acknowledged) + projections(shop) + results(shop);
  if (live_ && lines_ > 0) std::cout << "\x1b[" << lines_ << "A\x1b[J";
  lines_ = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  std::cout << text << (live_ ? "" : "\n") << std::flush;
}

void Screen::finish(shop::Shop& shop, const Acknowledged& acknowledged) {
  lines_ = 0;
  finished_ = true;
  draw(shop, acknowledged);
}
