#include <iostream>

#include <acme/shop/shop.hpp>

#include <cqrs/sqlite.hpp>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  auto store = cqrs::sqlite::open(argv[1]);
  if (!store) {
    std::cerr << store.error().text << '\n';
    return 1;
  }
  auto app = acme::shop::Shop::start(**store, {});
  if (!app) {
    std::cerr << app.error().text << '\n';
    return 1;
  }
  const auto pen = acme::shop::ProductId::make();
  const auto listed = app->execute(pen, acme::shop::List{.name = "pen", .price = {.amount = {}, .currency = {}}});
  std::cout << (listed ? "listed" : "refused") << '\n';
}
